/**
 * Plain data as the API server sees it after YAML has become JSON.
 *
 * Integers outside ±2^53 are `bigint`, so that nothing is silently rounded; all other numbers are `number`.
 */
export type Json = null | boolean | number | bigint | string | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Keys and list indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is JsonArray {
  return Array.isArray(value);
}

/** The value at `path`, or `undefined` where the path leaves the data. */
export function valueAt(root: Json | undefined, path: Path): Json | undefined {
  let value = root;
  for (const step of path) {
    if (typeof step === 'number') value = isArray(value) ? value[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** `spec.containers[0].image`; a map key that is no identifier is written `[key]`, as Kubernetes does. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/[./\s]/.test(step) || step === '') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
