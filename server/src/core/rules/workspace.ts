import { didYouMean } from '../base/did-you-mean.ts';
import type { Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from '../kube/snapshot.ts';
import { message } from '../text/text.ts';
import { replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { found, type RuleFinding, type Setting } from './rule.ts';

type ByKind = ReadonlyMap<string, readonly LocatedDefinition[]>;
const kept = new WeakMap<Snapshot, ByKind>();

/** All objects of a kind that are written in the workspace. */
export function objectsOfKind({ snapshot }: Setting, kind: string): readonly LocatedDefinition[] {
  return (kept.get(snapshot) ?? gather(snapshot)).get(kind) ?? [];
}

function gather(snapshot: Snapshot): ByKind {
  const byKind = new Map<string, LocatedDefinition[]>();
  for (const each of allDefinitions(snapshot)) {
    const same = byKind.get(each.definition.kind);
    if (same === undefined) byKind.set(each.definition.kind, [each]);
    else same.push(each);
  }
  kept.set(snapshot, byKind);
  return byKind;
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
  const near = objectsOfKind(setting, kind).filter(({ definition }) => isNear(definition.namespace, resource.namespace));
  if (near.some(({ definition }) => definition.name === name)) return [];
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
