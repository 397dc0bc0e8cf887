import { compareGo, quoteGo } from '../base/go-text.ts';
import { isArray, isObject, type Json, type JsonObject, type Path } from '../base/json.ts';
import type { Catalog, FieldType, ObjectType } from '../kube/catalog.ts';
import { message } from '../text/text.ts';
import { decodeScalar, type Fault, foundName, zeroOf } from './decode-scalar.ts';
import { embeddedPath } from './embedded.ts';
import type { VerdictError } from './verdict.ts';

export interface Decoded {
  /** A copy that holds what the type has, and may be written: nulls are gone, quantities are text. */
  readonly value: JsonObject;
  /** The one the server would report comes first; it reports no other. */
  readonly typeErrors: readonly VerdictError[];
  readonly unknownFields: readonly VerdictError[];
}

/**
 * Reads plain data into a type as the API server does: names are case-sensitive, null is as good as absent, unknown fields are left out.
 *
 * Mirrors sigs.k8s.io/json (UnmarshalStrict) and the UnmarshalJSON of apimachinery's types.
 */
export function decode(value: JsonObject, typeName: string, catalog: Catalog): Decoded {
  const state: State = { catalog, steps: [], owners: [], faults: [], unknown: [], readerAt: undefined };
  const decoded = decodeObject(state, value, typeName);
  const typeErrors = state.faults.sort(byServerOrder).map(({ error }) => error);
  const unknownFields = state.unknown.sort(byGoOrder).slice(0, MOST_STRICT_ERRORS).map(unknownField);
  return { value: decoded, typeErrors, unknownFields };
}

/** The server's decoder keeps no more of them. */
const MOST_STRICT_ERRORS = 100;

interface State {
  readonly catalog: Catalog;
  /** The way from the root to where decoding is. */
  readonly steps: (string | number)[];
  /** For each step the type whose field it names; undefined for list positions and keys of maps. */
  readonly owners: (ObjectType | undefined)[];
  readonly faults: FaultAt[];
  readonly unknown: { readonly at: Path; readonly owner: ObjectType }[];
  /** How deep the outermost value lies that a type reads by itself: such readers skip unknown fields, and a fault ends all decoding. */
  readerAt: number | undefined;
}

interface FaultAt {
  readonly at: Path;
  readonly aborts: boolean;
  readonly error: VerdictError;
}

function decodeObject(state: State, value: JsonObject, typeName: string): Record<string, Json> {
  const type = state.catalog.type(typeName);
  const decoded: Record<string, Json> = {};
  for (const name in value) {
    const written = value[name] as Json;
    const field = type?.fields.get(name);
    if (type === undefined || (field === undefined && type.open)) assign(decoded, name, written);
    else if (field === undefined) {
      if (state.readerAt === undefined) state.unknown.push({ at: [...state.steps, name], owner: type });
    } else if (written !== null || field.type.is === 'quantity') {
      enter(state, name, type);
      const read = typeName === SCHEMA.type ? decodeOfSchema(state, name, written, field.type) : decodeValue(state, written, field.type);
      leave(state);
      if (read !== undefined) decoded[name] = read;
    }
  }
  return decoded;
}

function decodeValue(state: State, value: Json, type: FieldType): Json | undefined {
  switch (type.is) {
    case 'object':
      if (isObject(value)) return decodeObject(state, value, type.type);
      return wrongShape(state, value, type, `v1.${lastPart(type.type)}`);
    case 'list':
      return isArray(value) ? decodeList(state, value, type.of) : wrongShape(state, value, type, goType(type));
    case 'map':
      return isObject(value) ? decodeMap(state, value, type.of) : wrongShape(state, value, type, goType(type));
    case 'any':
      return value;
    default: {
      const read = decodeScalar(value, type.is);
      if (!isFault(read)) return read;
      report(state, value, read);
      return undefined;
    }
  }
}

const SCHEMA = { is: 'object', type: 'apiextensions.v1.JSONSchemaProps' } as const satisfies FieldType;

/** Fields of a schema that hold a schema or something else (staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go). */
function decodeOfSchema(state: State, field: string, value: Json, type: FieldType): Json | undefined {
  const isSwitch = field === 'additionalProperties' || field === 'additionalItems';
  if (isSwitch && !isObject(value) && typeof value !== 'boolean') {
    const words = message('verdict.wantSchema');
    report(state, value, { fault: 'text', detail: 'boolean or JSON schema expected', aborts: true, words });
    return undefined;
  }
  if (field === 'items' && isArray(value)) return decodeAsReader(state, value, { is: 'list', of: SCHEMA });
  if ((isSwitch || field === 'items') && isObject(value)) return decodeAsReader(state, value, SCHEMA);
  return decodeValue(state, value, type);
}

function decodeAsReader(state: State, value: Json, type: FieldType): Json | undefined {
  const outer = state.readerAt;
  state.readerAt ??= state.steps.length;
  const read = decodeValue(state, value, type);
  state.readerAt = outer;
  return read;
}

function decodeList(state: State, list: readonly Json[], of: FieldType): Json[] {
  return list.map((item, position) => {
    if (item === null) return zeroOf(of);
    enter(state, position, undefined);
    const read = decodeValue(state, item, of);
    leave(state);
    return read === undefined ? zeroOf(of) : read;
  });
}

function decodeMap(state: State, map: JsonObject, of: FieldType): JsonObject {
  const decoded: Record<string, Json> = {};
  for (const name in map) {
    const item = map[name] as Json;
    enter(state, name, undefined);
    const read = item === null ? zeroOf(of) : decodeValue(state, item, of);
    leave(state);
    assign(decoded, name, read === undefined ? zeroOf(of) : read);
  }
  return decoded;
}

/** Keys are the user's: `__proto__` has to become a key like any other. */
function assign(target: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

function enter(state: State, step: string | number, owner: ObjectType | undefined): void {
  state.steps.push(step);
  state.owners.push(owner);
}

function leave(state: State): void {
  state.steps.pop();
  state.owners.pop();
}

function isFault(read: Json | undefined | Fault): read is Fault {
  return typeof read === 'object' && read !== null && 'fault' in read;
}

function wrongShape(state: State, value: Json, type: FieldType, goTypeName: string): undefined {
  const key = type.is === 'list' ? 'verdict.wantList' : 'verdict.wantMapping';
  report(state, value, { fault: 'type', goType: goTypeName, found: foundName(value), aborts: false, words: message(key) });
}

function report(state: State, value: Json, fault: Fault): void {
  const at = [...state.steps];
  const path = serverPath(state);
  const goField = goFieldOf(state);
  const detail =
    fault.fault === 'text' ? fault.detail : `json: cannot unmarshal ${fault.found} into Go struct field ${goField} of type ${fault.goType}`;
  const words = message(fault.words.key, { field: path, value: shortText(value, fault), ...fault.words.values });
  const error: VerdictError = {
    class: 'type error',
    path,
    at,
    value,
    detail,
    message: words,
    ...(fault.fault === 'text' ? {} : { goField }),
  };
  state.faults.push({ at, aborts: fault.aborts || state.readerAt !== undefined, error });
}

/** `PodSpec.spec.containers`: the innermost struct, then the fields on the way with the names of embedded structs, without positions and keys. */
function goFieldOf({ steps, owners, readerAt = owners.length }: State): string {
  let struct = '';
  const fields: string[] = [];
  owners.forEach((owner, depth) => {
    if (owner === undefined) return;
    const own = lastPart(owner.name);
    // Of what a reader of its own finds only the fields are known outside.
    if (depth < readerAt) struct = own;
    fields.push(...embeddedPath(own, String(steps[depth])), String(steps[depth]));
  });
  return `${struct}.${fields.join('.')}`;
}

function serverPath({ steps }: State): string {
  return pathText(steps);
}

/** `spec.containers[0].image`; a key of a map is one step like a field. */
function pathText(steps: Path): string {
  let text = '';
  for (const step of steps) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text;
}

function unknownField({ at, owner }: State['unknown'][number]): VerdictError {
  // As the server writes it: quoted, so that strange characters are escaped.
  const quoted = quoteGo(pathText(at));
  const path = quoted.slice(1, -1);
  const words = message('verdict.unknownField', { field: path, name: String(at.at(-1)), type: lastPart(owner.name) });
  return { class: 'unknown field', path, at, detail: `unknown field ${quoted}`, message: words };
}

function lastPart(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf('.') + 1);
}

function goType(type: FieldType): string {
  switch (type.is) {
    case 'object':
      return `v1.${lastPart(type.type)}`;
    case 'list':
      return `[]${goType(type.of)}`;
    case 'map':
      return `map[string]${goType(type.of)}`;
    case 'boolean':
      return 'bool';
    case 'bytes':
      return '[]uint8';
    default:
      return type.is;
  }
}

const LONGEST_SHOWN = 60;

/** Where the type is wrong, quotes tell a string from what it looks like. */
function shortText(value: Json, { fault }: Fault): string {
  const plain = typeof value === 'string' && fault === 'text';
  const text = plain
    ? value
    : typeof value === 'string'
      ? quoteGo(value)
      : isObject(value)
        ? '{…}'
        : isArray(value)
          ? '[…]'
          : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** What a type's own reader refuses ends decoding at once and so hides what was only noted before; else the first in order counts. */
function byServerOrder(a: FaultAt, b: FaultAt): number {
  return a.aborts === b.aborts ? byGoOrder(a, b) : a.aborts ? -1 : 1;
}

/** The server decodes JSON whose keys are sorted. */
function byGoOrder(a: { readonly at: Path }, b: { readonly at: Path }): number {
  for (let depth = 0; depth < Math.min(a.at.length, b.at.length); depth++) {
    const [left, right] = [a.at[depth], b.at[depth]];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? left - right : compareGo(String(left), String(right));
  }
  return a.at.length - b.at.length;
}
