import { isArray, isObject, type Json } from '../../base/json.ts';
import type { KubeObject } from '../../sim/object.ts';
import { createFile, type SourceFile } from '../../yaml/source-file.ts';

/** The Kubernetes objects of a text, Lists taken apart; whatever else is in it is left out. */
export function objectsIn(text: string): readonly KubeObject[] {
  return objectsOf(createFile(text));
}

/** The same for a file that has been read already. */
export function objectsOf(file: SourceFile): readonly KubeObject[] {
  return file.documents.flatMap(({ document }) => objectsOfValue(document.value));
}

function objectsOfValue(value: Json | undefined): readonly KubeObject[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  if (value.kind.endsWith('List') && isArray(value.items)) return value.items.flatMap(objectsOfValue);
  return [value as KubeObject];
}
