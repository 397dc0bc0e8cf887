import { didYouMean } from '../base/did-you-mean.ts';
import type { Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from '../kube/snapshot.ts';
import { message } from '../text/text.ts';
import { replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { found, type RuleFinding, type Setting } from './rule.ts';

/** All objects of a snapshot, found without looking at each: a workspace may have thousands. */
interface Index {
  readonly byKind: ReadonlyMap<string, readonly LocatedDefinition[]>;
  /** Keys are `Kind name`. */
  readonly byName: ReadonlyMap<string, readonly LocatedDefinition[]>;
  /** Those that make pods, by `label=value` of these pods. */
  readonly byPodLabel: ReadonlyMap<string, readonly LocatedDefinition[]>;
}

const kept = new WeakMap<Snapshot, Index>();

export const POD_MAKERS = ['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** All objects of a kind that are written in the workspace. */
export function objectsOfKind({ snapshot }: Setting, kind: string): readonly LocatedDefinition[] {
  return indexOf(snapshot).byKind.get(kind) ?? [];
}

export function objectsNamed({ snapshot }: Setting, kind: string, name: string): readonly LocatedDefinition[] {
  return indexOf(snapshot).byName.get(`${kind} ${name}`) ?? [];
}

/** Objects that make pods with this label. */
export function makersOfLabel({ snapshot }: Setting, label: string, value: string): readonly LocatedDefinition[] {
  return indexOf(snapshot).byPodLabel.get(`${label}=${value}`) ?? [];
}

function indexOf(snapshot: Snapshot): Index {
  const known = kept.get(snapshot);
  if (known !== undefined) return known;
  const index = { byKind: new Map(), byName: new Map(), byPodLabel: new Map() } satisfies Index;
  for (const each of allDefinitions(snapshot)) {
    const { kind, name, podLabels } = each.definition;
    put(index.byKind, kind, each);
    put(index.byName, `${kind} ${name}`, each);
    if (POD_MAKERS.includes(kind)) for (const [label, value] of Object.entries(podLabels)) put(index.byPodLabel, `${label}=${value}`, each);
  }
  kept.set(snapshot, index);
  return index;
}

function put(map: Map<string, LocatedDefinition[]>, key: string, each: LocatedDefinition): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [each]);
  else same.push(each);
}

/** Objects without a namespace may end up in any: they are near to all. */
export function isNear(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Of the name, below the object. */
  readonly path: Path;
}

/**
 * Tells of a name that no object of the workspace has. Where none of that kind is written at all, they may live elsewhere:
 * that is worth no more than a hint.
 */
export function missingObject(resource: Resource, { kind, name, path }: Reference, setting: Setting): readonly RuleFinding[] {
  const isThere = objectsNamed(setting, kind, name).some(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (isThere) return [];
  const near = objectsOfKind(setting, kind).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  const names = new Set(near.map(({ definition }) => definition.name));
  const fixes = didYouMean(name, names).map(
    ({ text }, index): Fix => ({
      title: message('editor.fix.replace', { text }),
      safe: false,
      preferred: index === 0,
      edits: replaceValue(resource.document, [...resource.path, ...path], text),
    }),
  );
  const finding = found(resource, path, message('rules.missingObject', { kind, name }), { fixes });
  return [near.length === 0 ? { ...finding, severity: 'hint' } : finding];
}
