import type { Definition } from './reference-index.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from './snapshot.ts';

/** What is asked about the objects of a workspace; who remembers its questions knows which changes concern it. */
export type Question = string;

export const ofKind = (kind: string): Question => `kind ${kind}`;
export const named = (kind: string, name: string): Question => `name ${kind} ${name}`;
/** Objects whose pods have the label. */
export const makingPods = (label: string, value: string): Question => `pods ${label}=${value}`;

export const POD_MAKERS = ['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** In the order of files and documents, found without looking at each object: a workspace may have thousands. */
export function answerTo(question: Question, snapshot: Snapshot): readonly LocatedDefinition[] {
  momentOf(snapshot);
  latest.places ??= placesOf(latest.located);
  return (latest.places.get(question) ?? []).map((place) => latest.located[place] as LocatedDefinition);
}

/** Counts the changes of what is defined; a snapshot that defines the same as the one before has its moment. */
export type Moment = number;

export function momentOf(snapshot: Snapshot): Moment {
  if (latest.snapshot === snapshot) return latest.moment;
  const located = allDefinitions(snapshot);
  const changes = changesBetween(latest.located, located);
  const moment = changes.length === 0 ? latest.moment : latest.moment + 1;
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

/** Documents that were not edited keep their definitions, so that after an edit few are left to be compared by their words. */
function changesBetween(one: readonly LocatedDefinition[], other: readonly LocatedDefinition[]): readonly Change[] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && isSame(one[start], other[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(one[one.length - 1 - end], other[other.length - 1 - end])) end++;
  const [before, after] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (before.length !== after.length) {
    return [...before.map((each) => ({ before: each, after: undefined })), ...after.map((each) => ({ before: undefined, after: each }))];
  }
  const [gone, come] = [before, after].map((each) => new Set(each.map(({ definition }) => definition)));
  return before.flatMap((old, index): readonly Change[] => {
    const now = after[index] as LocatedDefinition;
    // The same words at the same place, unless another object that says them stood there or went elsewhere.
    const isMoved = gone?.has(now.definition) === true || come?.has(old.definition) === true;
    const isAsBefore = isSame(old, now) || (!isMoved && old.uri === now.uri && wordsOf(old.definition) === wordsOf(now.definition));
    return isAsBefore ? [] : [{ before: old, after: now }];
  });
}

function isSame(one: LocatedDefinition | undefined, other: LocatedDefinition | undefined): boolean {
  return one?.definition === other?.definition && one?.uri === other?.uri;
}

function questionsAnsweredBy(definition: Definition): readonly Question[] {
  const known = questions.get(definition);
  if (known !== undefined) return known;
  const { kind, name, podLabels } = definition;
  const labels = POD_MAKERS.includes(kind) ? Object.entries(podLabels) : [];
  const answered = [ofKind(kind), named(kind, name), ...labels.map(([label, value]) => makingPods(label, value))];
  questions.set(definition, answered);
  return answered;
}

/** An autoscaler counts with all it says: its target is no part of what it defines. */
function wordsOf(definition: Definition): string {
  const { document, ...rest } = definition;
  const text = words.get(definition) ?? JSON.stringify(rest) + (rest.kind === 'HorizontalPodAutoscaler' ? document.text : '');
  words.set(definition, text);
  return text;
}
