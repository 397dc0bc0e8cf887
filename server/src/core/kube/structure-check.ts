import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import { type CustomError, entry, item, member, type Place } from './custom-error.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** Metadata of a resource inside a resource: to be judged like that of any object. */
export interface EmbeddedMetadata extends Place {
  readonly value: JsonObject;
}

/** What is found by following the structure of an object, apart from its values. */
export interface StructureFindings {
  readonly errors: CustomError[];
  readonly metadata: EmbeddedMetadata[];
}

/**
 * Finds items that a set or map holds twice, and resources inside the resource that lack what makes one.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{listtype,objectmeta}/validation.go.
 */
export function checkStructure(value: Json, schema: StructuralSchema | undefined, place: Place, found: StructureFindings): void {
  if (schema === undefined) return;
  if (isArray(value)) {
    if (schema.listType === 'set') found.errors.push(...repeated(value, value, place));
    if (schema.listType === 'map') found.errors.push(...repeatedEntries(value, schema.listKeys, place));
    for (const [position, each] of value.entries()) checkStructure(each, schema.items, item(place, position), found);
  }
  if (!isObject(value)) return;
  if (schema.embedded) checkEmbedded(value, place, found);
  for (const [key, inner] of Object.entries(value)) {
    const property = schema.properties.get(key);
    if (property !== undefined) checkStructure(inner, property, member(place, key), found);
    else if (typeof schema.additional === 'object') checkStructure(inner, schema.additional, entry(place, key), found);
  }
}

/** The second of each kind of item. */
function repeated(identities: readonly Json[], shown: readonly Json[], place: Place): readonly CustomError[] {
  const times = new Map<string, number>();
  return identities.flatMap((identity, position) => {
    const text = canonical(identity);
    const time = (times.get(text) ?? 0) + 1;
    times.set(text, time);
    return time === 2 ? [{ class: 'duplicate value' as const, ...item(place, position), detail: '', value: shown[position] ?? null }] : [];
  });
}

function repeatedEntries(list: readonly Json[], keys: readonly string[], place: Place): readonly CustomError[] {
  const odd = list.findIndex((each) => each !== null && !isObject(each));
  if (odd >= 0) {
    const detail = 'must be an object for an array of list-type map';
    return [{ class: 'invalid value', ...item(place, odd), detail, value: list[odd] ?? null }];
  }
  const identities = list.map((each) =>
    Object.fromEntries(Object.entries(isObject(each) ? each : {}).filter(([key]) => keys.includes(key))),
  );
  return repeated(identities, identities, place);
}

/** The same text for the same data, whatever the order of keys. */
function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'bigint') return String(value);
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}

function checkEmbedded(object: JsonObject, place: Place, { errors, metadata }: StructureFindings): void {
  for (const field of ['apiVersion', 'kind'] as const) {
    const value = object[field];
    const at = member(place, field);
    if (value === undefined) errors.push({ class: 'required value', ...at, detail: '' });
    // The server reads these two when it decodes, and goes no further.
    else if (typeof value !== 'string') errors.push({ class: 'type error', ...at, detail: 'must be a string', value });
    else {
      const detail = embeddedFault(field, value);
      if (detail !== undefined) errors.push({ class: 'invalid value', ...at, detail, value });
    }
  }
  const { metadata: own } = object;
  const at = member(place, 'metadata');
  if (isObject(own)) metadata.push({ ...at, value: own });
  else if (own !== undefined && own !== null) errors.push({ class: 'type error', ...at, detail: 'must be an object', value: own });
}

function embeddedFault(field: 'apiVersion' | 'kind', value: string): string | undefined {
  if (value === '') return 'must not be empty';
  if (field === 'apiVersion') return value.split('/').length > 2 ? `unexpected GroupVersion string: ${value}` : undefined;
  const isName = value.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value.toLowerCase());
  return isName ? undefined : 'may have mixed case, but should otherwise match a DNS-1035 label';
}
