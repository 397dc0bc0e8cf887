import { isArray, isObject, type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { KubeObject } from '../sim/object.ts';
import type { PodEdit } from '../sim/scheduler/remedies.ts';
import type { Document } from '../yaml/document.ts';
import { appendItem, deleteEntry, insertEntry, replaceValue } from '../yaml/edit.ts';

/** Where the pod stands in each kind that makes pods. */
export const POD_AT: Readonly<Record<string, Path>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The scheduler's edit of something at `base` as edits of the text; [] where the place is not in it. */
export function textEditsOf(document: Document, base: Path, { path, change }: PodEdit): readonly TextEdit[] {
  const full = [...base, ...path];
  if (change.do === 'remove') return deleteEntry(document, wholeOf(document, full, base.length + 1));
  const value = change.value as Json;
  if (change.do === 'append') return appendItem(document, full, value);
  if (valueAt(document.value, full) !== undefined) return replaceValue(document, full, value);
  const key = full.at(-1);
  return typeof key === 'string' ? insertEntry(document, full.slice(0, -1), key, value) : [];
}

/** What would be empty without its last entry goes with it, down to the fields of the spec itself. */
function wholeOf(document: Document, path: Path, least: number): Path {
  const above = path.slice(0, -1);
  const holder = valueAt(document.value, above);
  const isLast = above.length > least && isObject(holder) && Object.keys(holder).length === 1;
  return isLast ? wholeOf(document, above, least) : path;
}

/** The same on the object itself: a changed copy. */
export function withEdit(object: KubeObject, { path, change }: PodEdit): KubeObject {
  return changedAt(object as Json, path, change) as KubeObject;
}

function changedAt(value: Json | undefined, [step, ...rest]: Path, change: PodEdit['change']): Json {
  if (step === undefined) {
    if (change.do === 'remove') return null;
    return change.do === 'append' ? [...(isArray(value) ? value : []), change.value as Json] : (change.value as Json);
  }
  const isRemoved = rest.length === 0 && change.do === 'remove';
  if (typeof step === 'number') {
    const items = isArray(value) ? value : [];
    if (isRemoved) return items.filter((_, index) => index !== step);
    return items.map((item, index) => (index === step ? changedAt(item, rest, change) : item));
  }
  const fields = isObject(value) ? value : {};
  if (!isRemoved) return { ...fields, [step]: changedAt(fields[step], rest, change) };
  const { [step]: _, ...others } = fields;
  return others;
}
