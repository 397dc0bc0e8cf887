import { isArray, isObject, type Json } from '../../base/json.ts';
import { type KubeObject, refOf } from '../../sim/object.ts';
import type { IntakeProblem } from '../../sim/scheduler/intake.ts';
import type { Document } from '../../yaml/document.ts';
import { createFile, type SourceFile } from '../../yaml/source-file.ts';

/** The Kubernetes objects of a text, Lists taken apart; whatever else is in it is left out. */
export function objectsIn(text: string): readonly KubeObject[] {
  return objectsOf(createFile(text));
}

/** The same for a file that has been read already. */
export function objectsOf(file: SourceFile): readonly KubeObject[] {
  return file.documents.flatMap(({ document }) => objectsOfValue(document.value));
}

/** The objects that the API server could read, and what it could not, in its words. */
export function readManifest(text: string): { readonly objects: readonly KubeObject[]; readonly problems: readonly IntakeProblem[] } {
  const objects: KubeObject[] = [];
  const problems: IntakeProblem[] = [];
  for (const { document } of createFile(text).documents) {
    const reason = whyUnreadable(document);
    if (reason === undefined) objects.push(...objectsOfValue(document.value));
    else problems.push({ ...namesIn(document.value), reason });
  }
  return { objects, problems };
}

/** undefined also for what is no Kubernetes at all. */
function whyUnreadable({ value, problems }: Document): string | undefined {
  const syntax = problems.find(({ is }) => is === 'syntax');
  if (syntax?.is === 'syntax') return syntax.serverText;
  if (!isObject(value) || (value.kind === undefined && value.apiVersion === undefined)) return undefined;
  if (typeof value.apiVersion !== 'string') return 'apiVersion not set';
  return typeof value.kind === 'string' ? undefined : 'kind not set';
}

/** As far as they can be made out. */
function namesIn(value: Json | undefined): Omit<IntakeProblem, 'reason'> {
  const { kind, metadata } = isObject(value) ? value : {};
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return refOf({ kind: textOf(kind), metadata: { namespace: textOf(namespace), name: textOf(name) } });
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function objectsOfValue(value: Json | undefined): readonly KubeObject[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  if (value.kind.endsWith('List') && isArray(value.items)) {
    // Items of a PodList, as the API gives it, need not say that they are Pods; those of a List say what they are.
    const kind = value.kind.slice(0, -'List'.length);
    const named = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
    return value.items.flatMap((item) => objectsOfValue(isObject(item) ? { ...named, ...item } : item));
  }
  return [value as KubeObject];
}
