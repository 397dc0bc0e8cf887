import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import type { Snapshot } from './snapshot.ts';
import { KUSTOMIZE_GROUP, toolKindOf } from './tool-file.ts';

/** Files that kustomizations of the workspace lay over other manifests: parts of objects, not objects. */
export function patchFiles(snapshot: Snapshot): ReadonlySet<string> {
  if (latest.snapshot === snapshot) return latest.patches;
  const patches = new Set<string>();
  for (const [uri, file] of snapshot.files) for (const name of patchesNamedIn(file)) patches.add(resolvedFrom(uri, name));
  latest = { snapshot, patches };
  return patches;
}

/** `../base/a.yaml` as seen from a file's address. */
export function resolvedFrom(uri: string, file: string): string {
  const root = /^[\w+.-]+:\/\/[^/]*/.exec(uri)?.[0] ?? '';
  const steps = uri.slice(root.length).split('/').slice(1, -1);
  for (const step of file.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(encodeURIComponent(step));
  }
  return `${root}/${steps.join('/')}`;
}

let latest: { readonly snapshot: Snapshot | undefined; readonly patches: ReadonlySet<string> } = {
  snapshot: undefined,
  patches: new Set(),
};

/** Files do not change: what they name is read once. */
const named = new WeakMap<SourceFile, readonly string[]>();
const NONE: readonly string[] = [];

function patchesNamedIn(file: SourceFile): readonly string[] {
  const known = named.get(file);
  if (known !== undefined) return known;
  const [first, ...others] = file.documents;
  const value = others.length === 0 ? first?.document.value : undefined;
  const found = isObject(value) && toolKindOf(value)?.group === KUSTOMIZE_GROUP ? patchesNamed(value) : NONE;
  named.set(file, found);
  return found;
}

/** A patch may be written where its file would be named: then it has line breaks. */
function patchesNamed({ patches, patchesStrategicMerge, patchesJson6902 }: JsonObject): readonly string[] {
  const withPath = [...listOf(patches), ...listOf(patchesJson6902)].map((each) => (isObject(each) ? each.path : undefined));
  return [...withPath, ...listOf(patchesStrategicMerge)].filter((each): each is string => typeof each === 'string' && !each.includes('\n'));
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}
