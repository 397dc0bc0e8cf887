import { formatPath, isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Document } from '../yaml/document.ts';
import type { Definition } from './reference-index.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from './snapshot.ts';

/** What is asked about the objects of a workspace; who remembers its questions knows which changes concern it. */
export type Question = string;

export const ofKind = (kind: string): Question => `kind ${kind}`;
export const named = (kind: string, name: string): Question => `name ${kind} ${name}`;
/** Objects whose pods have the label. */
export const makingPods = (label: string, value: string): Question => `pods ${label}=${value}`;
/** Autoscalers of a workload. */
export const scaling = (kind: string, name: string): Question => `scaling ${kind} ${name}`;
/** Policies or budgets that may select pods with a label `app=web`; `*` for those that no single label tells. */
export const selecting = (kind: string, label: string): Question => `selecting ${kind} ${label}`;
/** Services that take a port of all nodes, e.g. `TCP 30080`. */
export const takingNodePort = (nodePort: string): Question => `nodePort ${nodePort}`;

/** An object as an answer shows it: by what it defines. What else it says is asked for with `wholeOf`. */
export interface FoundObject {
  readonly uri: string;
  readonly definition: Omit<Definition, 'document'>;
}

export const POD_MAKERS = ['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** In the order of files and documents, found without looking at each object: a workspace may have thousands. */
export function answerTo(question: Question, snapshot: Snapshot): readonly FoundObject[] {
  momentOf(snapshot);
  latest.places ??= placesOf(latest.located);
  return (latest.places.get(question) ?? []).map((place) => latest.located[place] as LocatedDefinition);
}

/**
 * Everything an object of an answer says, and the question under which that is known: who remembers it learns of any edit of
 * the object. Objects whose value nobody asked for may be edited without a word.
 */
export function wholeOf(found: FoundObject): { readonly value: JsonObject; readonly question: Question } {
  const definition = found.definition as Definition;
  const value = valueAt(definition.document.value, definition.at);
  const question = valueQuestion(definition);
  read.add(question);
  return { value: isObject(value) ? value : {}, question };
}

/** Whether an answer shows the object at this place itself. */
export function isAt(found: FoundObject, document: Document, at: Path): boolean {
  const definition = found.definition as Definition;
  return definition.document === document && formatPath(definition.at) === formatPath(at);
}

/** Counts the changes of what is defined; a snapshot that defines the same as the one before has its moment. */
export type Moment = number;

export function momentOf(snapshot: Snapshot): Moment {
  if (latest.snapshot === snapshot) return latest.moment;
  const located = allDefinitions(snapshot);
  const { changes, edited } = changesBetween(latest.located, located);
  const values = edited.map(valueQuestion).filter((question) => read.has(question));
  const moment = changes.length === 0 && values.length === 0 ? latest.moment : latest.moment + 1;
  for (const question of values) changed.set(question, moment);
  let arePlacesSame = true;
  for (const { before, after } of changes) {
    const [old, now] = [before, after].map((each) => (each === undefined ? [] : questionsAnsweredBy(each.definition)));
    for (const question of [...(old ?? []), ...(now ?? [])]) changed.set(question, moment);
    arePlacesSame &&= before !== undefined && after !== undefined && old?.join('\n') === now?.join('\n');
  }
  latest = { snapshot, located, moment, places: arePlacesSame ? latest.places : undefined };
  return moment;
}

/** Whether the answer is another one than at an earlier moment. */
export function changedSince(moment: Moment, question: Question): boolean {
  return (changed.get(question) ?? 0) > moment;
}

interface Latest {
  readonly snapshot: Snapshot | undefined;
  readonly located: readonly LocatedDefinition[];
  readonly moment: Moment;
  /** Where in `located` the objects of an answer are; made when first asked. */
  places: ReadonlyMap<Question, readonly number[]> | undefined;
}

let latest: Latest = { snapshot: undefined, located: [], moment: 0, places: undefined };
const changed = new Map<Question, Moment>();
/** Values that somebody read. */
const read = new Set<Question>();
const questions = new WeakMap<Definition, readonly Question[]>();
const words = new WeakMap<Definition, string>();

function placesOf(located: readonly LocatedDefinition[]): ReadonlyMap<Question, readonly number[]> {
  const places = new Map<Question, number[]>();
  located.forEach(({ definition }, place) => {
    for (const question of questionsAnsweredBy(definition)) {
      const same = places.get(question);
      if (same === undefined) places.set(question, [place]);
      else same.push(place);
    }
  });
  return places;
}

interface Change {
  readonly before: LocatedDefinition | undefined;
  readonly after: LocatedDefinition | undefined;
}

interface Changes {
  /** Objects that define something else, came or went. */
  readonly changes: readonly Change[];
  /** Objects that say something else, whatever they define. */
  readonly edited: readonly Definition[];
}

/** Documents that were not edited keep their definitions, so that after an edit few are left to be compared by their words. */
function changesBetween(one: readonly LocatedDefinition[], other: readonly LocatedDefinition[]): Changes {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && isSame(one[start], other[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(one[one.length - 1 - end], other[other.length - 1 - end])) end++;
  const [before, after] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  const edited = [...before, ...after].map(({ definition }) => definition);
  if (before.length !== after.length) {
    const gone = before.map((each) => ({ before: each, after: undefined }));
    return { changes: [...gone, ...after.map((each) => ({ before: undefined, after: each }))], edited };
  }
  const [gone, come] = [before, after].map((each) => new Set(each.map(({ definition }) => definition)));
  const changes = before.flatMap((old, index): readonly Change[] => {
    const now = after[index] as LocatedDefinition;
    // The same words at the same place, unless another object that says them stood there or went elsewhere.
    const isMoved = gone?.has(now.definition) === true || come?.has(old.definition) === true;
    const isAsBefore = isSame(old, now) || (!isMoved && old.uri === now.uri && wordsOf(old.definition) === wordsOf(now.definition));
    return isAsBefore ? [] : [{ before: old, after: now }];
  });
  return { changes, edited };
}

function isSame(one: LocatedDefinition | undefined, other: LocatedDefinition | undefined): boolean {
  return one?.definition === other?.definition && one?.uri === other?.uri;
}

function questionsAnsweredBy(definition: Definition): readonly Question[] {
  const known = questions.get(definition);
  if (known !== undefined) return known;
  const { kind, name, podLabels, scales, selects, nodePorts } = definition;
  const labels = POD_MAKERS.includes(kind) ? Object.entries(podLabels) : [];
  const answered = [
    ofKind(kind),
    named(kind, name),
    ...labels.map(([label, value]) => makingPods(label, value)),
    ...(scales === undefined ? [] : [scaling(scales.kind, scales.name)]),
    ...selects.map((label) => selecting(kind, label)),
    ...nodePorts.map(takingNodePort),
  ];
  questions.set(definition, answered);
  return answered;
}

function valueQuestion({ kind, namespace, name }: Definition): Question {
  return `value ${kind} ${namespace ?? ''} ${name}`;
}

function wordsOf(definition: Definition): string {
  const { document, ...rest } = definition;
  const text = words.get(definition) ?? JSON.stringify(rest);
  words.set(definition, text);
  return text;
}
