import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import { type Checked, failed, HELD, invalid, NOTHING, sum } from './checked.ts';
import { item, member, nameless, type Place } from './custom-error.ts';
import { checkNumber, isInt64 } from './number-check.ts';
import type { Range, ValueSchema } from './value-schema.ts';

/**
 * Whether a value fits a schema, with the errors that the server gives, in its words.
 *
 * Mirrors k8s.io/kube-openapi/pkg/validation/validate, which goes its own way in places: it stops at a text's first fault, takes a
 * list where the schema says a text with a format, and counts checks to choose among failed alternatives.
 */
export function checkValue(value: Json, schema: ValueSchema, place: Place): Checked {
  if (value === null) return sum([checkNull(schema, place), checkAllowed(value, schema, place)]);
  const checks: Checked[] = [];
  if (schema.types.length > 0 || schema.format !== undefined) checks.push(checkType(value, schema, place));
  checks.push(checkAlternatives(value, schema, place));
  if (typeof value === 'string') {
    checks.push(checkText(value, schema, place));
    if (schema.format?.fits !== undefined) checks.push(checkFormat(value, schema, place));
  }
  if (typeof value === 'number' || typeof value === 'bigint') checks.push(checkNumber(value, schema, place));
  if (isArray(value)) checks.push(checkList(value, schema, place));
  checks.push(checkAllowed(value, schema, place));
  if (isObject(value)) checks.push(checkObject(value, schema, place));
  const { errors, matches } = sum(checks);
  return { errors, matches: matches + checks.length + 1 };
}

/** The JSON type of a value, in the schema's words. */
export function typeOf(value: Json): 'null' | 'boolean' | 'string' | 'integer' | 'number' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (typeof value === 'bigint') return isInt64(value) ? 'integer' : 'number';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : typeof value === 'string' ? 'string' : 'boolean';
}

function wrongType(place: Place, value: Json, expected: string): Checked {
  return invalid(place, value, `must be of type ${expected}: ${JSON.stringify(typeOf(value))}`);
}

function checkNull({ types, nullable }: ValueSchema, place: Place): Checked {
  return types.length === 0 || nullable ? HELD : wrongType(place, null, types.join(','));
}

function checkType(value: Json, { types, format }: ValueSchema, place: Place): Checked {
  const type = typeOf(value);
  const isFormed = typeof value === 'string' || isArray(value);
  const takesNumbers = types.includes('number') || types.includes('integer');
  const fits = types.includes(type) || (type === 'integer' && types.includes('number'));
  if (format !== undefined && !isFormed && !fits && !isOfFormat(type, format.name)) return wrongType(place, value, format.name);
  if (format !== undefined && isFormed && !takesNumbers) return HELD;
  return fits ? HELD : wrongType(place, value, types.join(','));
}

/** Go numbers come as one of these two formats. */
function isOfFormat(type: string, format: string): boolean {
  return (type === 'integer' && format === 'int64') || (type === 'number' && format === 'double');
}

function checkText(text: string, { length, pattern }: ValueSchema, place: Place): Checked {
  const characters = [...text].length;
  if (length.most !== undefined && characters > length.most) {
    return failed({
      class: 'too long',
      ...place,
      detail: `may not be more than ${length.most} byte${length.most === 1 ? '' : 's'}`,
      value: text,
    });
  }
  if (length.least !== undefined && characters < length.least) {
    return invalid(place, text, `should be at least ${length.least} chars long`);
  }
  if (pattern !== undefined && !pattern.expression.test(text)) return invalid(place, text, `should match '${pattern.text}'`);
  return NOTHING;
}

function checkFormat(text: string, { format }: ValueSchema, place: Place): Checked {
  if (format?.fits === undefined || format.fits(text)) return NOTHING;
  return invalid(place, text, `must be of type ${format.name}: ${JSON.stringify(text)}`);
}

function checkAllowed(value: Json, { allowed = [] }: ValueSchema, place: Place): Checked {
  if (allowed.length === 0 || (value !== null && allowed.some((each) => isSame(each, value)))) return NOTHING;
  const listed = allowed.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const detail = `supported values: ${listed.map((each) => JSON.stringify(each)).join(', ')}`;
  return failed({ class: 'unsupported value', ...place, detail, value, allowed: listed });
}

function checkList(list: readonly Json[], { each, items }: ValueSchema, place: Place): Checked {
  const inner = each === undefined ? [] : list.map((value, position) => checkValue(value, each, item(place, position)));
  return sum([HELD, ...inner, checkSize(list.length, items, place, 'items', list)]);
}

function checkObject(object: JsonObject, schema: ValueSchema, place: Place): Checked {
  const checks: Checked[] = [checkSize(Object.keys(object).length, schema.members, place, 'properties', object)];
  for (const [key, value] of Object.entries(object)) {
    const inner = schema.properties.get(key) ?? schema.additional;
    if (inner !== undefined) checks.push(checkValue(value, inner, member(place, key)));
  }
  for (const key of schema.required) {
    if (!Object.hasOwn(object, key)) checks.push(failed({ class: 'required value', ...member(place, key), detail: '' }));
  }
  return sum(checks);
}

function checkSize(size: number, { least, most }: Range, place: Place, what: string, value: Json): Checked {
  const checks: Checked[] = [];
  if (least !== undefined && size < least) checks.push(invalid(place, value, `should have at least ${least} ${what}`));
  if (most !== undefined && size > most)
    checks.push(failed({ class: 'too many', ...place, detail: `must have at most ${most} item${most === 1 ? '' : 's'}`, value }));
  return sum(checks);
}

function checkAlternatives(value: Json, schema: ValueSchema, place: Place): Checked {
  const checks: Checked[] = [HELD];
  const say = (words: string): void => {
    checks.push(failed({ class: 'invalid value', ...nameless(place), detail: `"${place.path}" must ${words}`, value }));
  };
  const results = (schemas: readonly ValueSchema[]): readonly Checked[] => schemas.map((each) => checkValue(value, each, place));
  if (schema.anyOf.length > 0) {
    const branches = results(schema.anyOf);
    const good = branches.find(isGood);
    if (good === undefined) say('validate at least one schema (anyOf)');
    checks.push(good ?? best(branches));
  }
  if (schema.oneOf.length > 0) {
    const branches = results(schema.oneOf);
    const good = branches.filter(isGood);
    const found = good.length === 0 ? 'Found none valid' : `Found ${good.length} valid alternatives`;
    if (good.length !== 1) say(`validate one and only one schema (oneOf). ${found}`);
    if (good.length < 2) checks.push(good[0] ?? best(branches));
  }
  if (schema.allOf.length > 0) {
    const branches = results(schema.allOf);
    const good = branches.filter(isGood);
    if (good.length < branches.length) say(`validate all the schemas (allOf)${good.length === 0 ? '. None validated' : ''}`);
    checks.push(...branches);
  }
  if (schema.not !== undefined && isGood(checkValue(value, schema.not, place))) say('not validate the schema (not)');
  return sum(checks);
}

function isGood({ errors }: Checked): boolean {
  return errors.length === 0;
}

/** The branch that held most; of equals the first. */
function best(branches: readonly Checked[]): Checked {
  return branches.reduce((most, each) => (each.matches > most.matches ? each : most));
}

/** Equal as JSON. A number is first made what it is compared with, and so loses its fraction beside an integer. */
function isSame(allowed: Json, value: Json): boolean {
  if (isArray(allowed) && isArray(value)) {
    return allowed.length === value.length && allowed.every((each, position) => isSame(each, value[position] ?? null));
  }
  if (isObject(allowed) && isObject(value)) {
    const keys = Object.keys(allowed);
    const isIn = (key: string): boolean => Object.hasOwn(value, key) && isSame(allowed[key] ?? null, value[key] ?? null);
    return keys.length === Object.keys(value).length && keys.every(isIn);
  }
  if (!isNumeric(allowed) || !isNumeric(value)) return allowed === value;
  return Number(allowed) === (Number.isInteger(Number(allowed)) ? Math.trunc(Number(value)) : Number(value));
}

function isNumeric(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}
