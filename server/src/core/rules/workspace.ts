import { didYouMean } from '../base/did-you-mean.ts';
import { isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { matches, type Selector } from '../kube/label-selector.ts';
import {
  answerTo,
  type FoundObject,
  makingPods,
  named,
  ofKind,
  POD_MAKERS,
  type Question,
  scaling,
  selecting,
  takingNodePort,
  wholeOf,
} from '../kube/object-index.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import { replaceValue } from '../yaml/edit.ts';
import type { Fix } from './finding.ts';
import { found, type RuleFinding, type Setting } from './rule.ts';
import { narrowSelector } from './selectors.ts';

/** All objects of a kind that are written in the workspace. */
export function objectsOfKind(setting: Setting, kind: string): readonly FoundObject[] {
  return ask(setting, ofKind(kind));
}

export function objectsNamed(setting: Setting, kind: string, name: string): readonly FoundObject[] {
  return ask(setting, named(kind, name));
}

/** Objects that make pods with this label. */
export function makersOfLabel(setting: Setting, label: string, value: string): readonly FoundObject[] {
  return ask(setting, makingPods(label, value));
}

/** Autoscalers of a workload. */
export function scalersOf(setting: Setting, kind: string, name: string): readonly FoundObject[] {
  return ask(setting, scaling(kind, name));
}

/** Services that take a port of all nodes, e.g. `TCP 30080`. */
export function takersOf(setting: Setting, nodePort: string): readonly FoundObject[] {
  return ask(setting, takingNodePort(nodePort));
}

/** Whether a NetworkPolicy or a PodDisruptionBudget of the workspace selects pods with these labels. */
export function isSelected(setting: Setting, kind: keyof typeof SELECTOR_FIELD, { labels, namespace }: SelectedPod): boolean {
  const keys = [...Object.entries(labels).map((label) => label.join('=')), '*'];
  return keys.some((key) =>
    ask(setting, selecting(kind, key)).some((each) => {
      if (!isNear(each.definition.namespace, namespace)) return false;
      const written = valueAt(readObject(setting, each), ['spec', SELECTOR_FIELD[kind]]);
      const selector = narrowSelector(written);
      return selector === undefined ? isObject(written) : matches(selector, labels);
    }),
  );
}

const SELECTOR_FIELD = { NetworkPolicy: 'podSelector', PodDisruptionBudget: 'selector' } as const;

interface SelectedPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: string | undefined;
}

/** Everything an object says: a rule that reads it looks again at each edit of that object. */
export function readObject(setting: Setting, object: FoundObject): JsonObject {
  const { value, question } = wholeOf(object);
  setting.asked?.add(question);
  return value;
}

/** Objects that make pods which a selector takes; found by the values of one of its labels where it names some. */
export function makersOfPods(setting: Setting, selector: Selector, namespace: string | undefined): readonly FoundObject[] {
  const exact = selector.find(({ operator }) => operator === 'in' || operator === '=');
  const candidates = exact === undefined ? podMakers(setting) : exact.values.flatMap((value) => makersOfLabel(setting, exact.key, value));
  return candidates.filter(({ definition }) => isNear(definition.namespace, namespace) && matches(selector, definition.podLabels));
}

export function podMakers(setting: Setting): readonly FoundObject[] {
  return POD_MAKERS.flatMap((kind) => objectsOfKind(setting, kind));
}

function ask({ snapshot, asked }: Setting, question: Question): readonly FoundObject[] {
  asked?.add(question);
  return answerTo(question, snapshot);
}

/** Objects without a namespace may end up in any: they are near to all. */
export function isNear(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** A finding about something that may be there all the same, outside of the workspace. */
export function maybeElsewhere(finding: RuleFinding): RuleFinding {
  return { ...finding, severity: 'hint', elsewhere: true };
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
  // `pvc-{{ .Index }}`: what fills it in knows the name.
  if (name.includes('{{')) return [];
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
  return [near.length === 0 ? maybeElsewhere(finding) : finding];
}

/** Tells of a selector that takes no pod of the workspace; without any workload written, pods may come from elsewhere. */
export function selectsNothing(resource: Resource, { selector, path, namespace }: PodReference, setting: Setting): readonly RuleFinding[] {
  if (makersOfPods(setting, selector, namespace).length > 0) return [];
  const near = podMakers(setting).filter(({ definition }) => isNear(definition.namespace, namespace));
  const finding = found(resource, path, message('rules.selectsNothing'), { fixes: nearLabels(resource, path, near), onKey: true });
  return [near.length === 0 ? maybeElsewhere(finding) : finding];
}

export interface PodReference {
  readonly selector: Selector;
  /** Of the selector, below the object. */
  readonly path: Path;
  readonly namespace: string | undefined;
}

/** One label whose value is nearly that of objects in reach: `app: wep` for `app: web`. */
export function nearLabels(resource: Resource, path: Path, near: readonly FoundObject[]): readonly Fix[] {
  const written = valueAt(resource.value, path);
  const [place, labels] =
    isObject(written) && isObject(written.matchLabels) ? [[...path, 'matchLabels'], written.matchLabels] : [path, written];
  if (!isObject(labels) || near.length > MOST_CANDIDATES) return [];
  return Object.entries(labels).flatMap(([key, value]): readonly Fix[] => {
    const used = new Set(near.flatMap(({ definition }) => definition.podLabels[key] ?? []));
    if (typeof value !== 'string' || used.has(value)) return [];
    return didYouMean(value, used).map(({ text }, index) => ({
      title: message('editor.fix.replace', { text }),
      safe: false,
      preferred: index === 0,
      edits: replaceValue(resource.document, [...resource.path, ...place, key], text),
    }));
  });
}

/** Beyond as many workloads, which one was meant is anyone's guess. */
const MOST_CANDIDATES = 500;

/** Files of one folder are likely applied together. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** Whether two objects go into the same namespace: the one both name, or where neither names one, that of files applied together. */
export function isTogether({ uri, definition }: FoundObject, resource: Resource, setting: Setting): boolean {
  return definition.namespace === resource.namespace && (resource.namespace !== undefined || folderOf(uri) === folderOf(setting.uri));
}
