import { RULES } from '../generated/rules.ts';
import type { Catalog } from '../kube/catalog.ts';
import type { Definition } from '../kube/reference-index.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from '../kube/snapshot.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule, Setting } from '../rules/rule.ts';
import type { Document } from '../yaml/document.ts';

/** Parted once: every object of a file is held against them. */
const BY_SCOPE: Readonly<Record<Rule['scope'], typeof RULES>> = {
  object: RULES.filter(({ scope }) => scope === 'object'),
  workspace: RULES.filter(({ scope }) => scope === 'workspace'),
};

/** What our own rules say about an object that the server can read. */
export function findByRules(resource: Resource, setting: Setting, scope: Rule['scope']): readonly Finding[] {
  return BY_SCOPE[scope].flatMap(({ id, severity, check }) =>
    check(resource, setting).map(
      (found): Finding =>
        severity === 'off'
          ? { ...found, rule: id, severity: 'hint', optional: true }
          : { ...found, rule: id, severity: found.severity ?? severity },
    ),
  );
}

/** What a document's objects have to do with those of other documents and files; found again only when these changed what they define. */
export function diagnoseAcross(document: Document, setting: Setting): readonly Finding[] {
  const world = worldOf(setting.snapshot);
  const known = kept.get(document);
  if (known !== undefined && known.world === world && known.catalog === setting.catalog && known.uri === setting.uri) return known.findings;
  const findings = resourcesOf(document, setting.catalog).flatMap((resource) =>
    resource.known === undefined ? [] : findByRules(resource, setting, 'workspace'),
  );
  kept.set(document, { world, catalog: setting.catalog, uri: setting.uri, findings });
  return findings;
}

interface Kept {
  readonly world: World;
  readonly catalog: Catalog;
  readonly uri: string;
  readonly findings: readonly Finding[];
}

/** Stands for what all objects of a snapshot define: snapshots that define the same share one World. */
type World = object;

const kept = new WeakMap<Document, Kept>();
const worlds = new WeakMap<Snapshot, World>();
const words = new WeakMap<Definition, string>();
let latest: World = {};
/** The definitions last compared: documents that were not edited keep theirs, so that an edit compares the words of few. */
let compared: readonly LocatedDefinition[] = [];

function worldOf(snapshot: Snapshot): World {
  const known = worlds.get(snapshot);
  if (known !== undefined) return known;
  const located = [...allDefinitions(snapshot)];
  const isSame = located.length === compared.length && located.every((each, position) => definesSame(each, compared[position]));
  if (!isSame) latest = {};
  compared = located;
  worlds.set(snapshot, latest);
  return latest;
}

function definesSame(one: LocatedDefinition, other: LocatedDefinition | undefined): boolean {
  if (other === undefined || one.uri !== other.uri) return false;
  return one.definition === other.definition || wordsOf(one.definition) === wordsOf(other.definition);
}

/** An autoscaler counts with all it says: its target is no part of what it defines. */
function wordsOf(definition: Definition): string {
  const { document, ...rest } = definition;
  const text = words.get(definition) ?? JSON.stringify(rest) + (rest.kind === 'HorizontalPodAutoscaler' ? document.text : '');
  words.set(definition, text);
  return text;
}
