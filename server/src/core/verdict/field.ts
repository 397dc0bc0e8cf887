import type { Json, Path } from '../base/json.ts';
import { type Message, message } from '../text/text.ts';
import type { ErrorClass, ServerWarning, VerdictError } from './verdict.ts';

/**
 * A place in an object under validation: how the API server names it, and where it stands in the document.
 * The two part ways where the server uses names of its own (a Node's `metadata.taints`).
 *
 * Mirrors staging/src/k8s.io/apimachinery/pkg/util/validation/field/path.go.
 */
export interface FieldPath {
  readonly text: string;
  readonly at: Path;
}

export const ROOT: FieldPath = { text: '', at: [] };

/** `parent.name` for each name in turn. */
export function child(parent: FieldPath, ...names: readonly string[]): FieldPath {
  let path = parent;
  for (const name of names) path = { text: path.text === '' ? name : `${path.text}.${name}`, at: [...path.at, name] };
  return path;
}

export function index(parent: FieldPath, position: number): FieldPath {
  return { text: `${parent.text}[${position}]`, at: [...parent.at, position] };
}

/** `parent[key]`: a value of a map. */
export function key(parent: FieldPath, name: string): FieldPath {
  return { text: `${parent.text}[${name}]`, at: [...parent.at, name] };
}

/** The same place in the document under another of the server's names. */
export function named(path: FieldPath, text: string): FieldPath {
  return { text, at: path.at };
}

/** Where a validation function says what it found. Errors keep the order in which the server would list them. */
export interface Report {
  readonly errors: VerdictError[];
  readonly warnings: ServerWarning[];
}

export function createReport(): Report {
  return { errors: [], warnings: [] };
}

/** One thing wrong with a value, wherever that value stands: the server's detail, and words that may name `{field}` and `{value}`. */
export interface Complaint {
  readonly detail: string;
  readonly words: Message;
}

/** What goes with an error besides its class and place. */
interface Particulars {
  readonly value?: Json | undefined;
  readonly allowed?: readonly string[];
  readonly missing?: string;
}

function add(report: Report, errorClass: ErrorClass, path: FieldPath, detail: string, words: Message, particulars: Particulars = {}): void {
  const { value, allowed, missing } = particulars;
  const values = { field: path.text, ...(value === undefined ? {} : { value: shown(value) }), ...words.values };
  report.errors.push({
    class: errorClass,
    path: path.text,
    at: path.at,
    detail,
    message: message(words.key, values),
    ...(value === undefined ? {} : { value }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(missing === undefined ? {} : { missing }),
  });
}

/** A value that has to be there and is not. The last step of `path` is the missing key. */
export function required(report: Report, path: FieldPath, detail = '', words: Message = message('verdict.required')): void {
  const last = path.at.at(-1);
  add(report, 'required value', path, detail, words, typeof last === 'string' ? { missing: last } : {});
}

/** The words of this and the other errors get `{field}` and `{value}` by themselves. */
export function invalid(report: Report, path: FieldPath, value: Json | undefined, detail: string, words: Message): void {
  add(report, 'invalid value', path, detail, words, { value: value ?? null });
}

export function invalidFor(report: Report, path: FieldPath, value: Json | undefined, complaints: readonly Complaint[]): void {
  for (const { detail, words } of complaints) invalid(report, path, value, detail, words);
}

/** A value outside a closed set; `allowed` in the server's order. */
export function notSupported(report: Report, path: FieldPath, value: Json | undefined, allowed: readonly string[]): void {
  const listed = [...allowed].sort();
  const detail = `supported values: ${listed.map((each) => JSON.stringify(each)).join(', ')}`;
  const words = message('verdict.notSupported', { value: shown(value ?? ''), allowed: listed.join(', ') });
  add(report, 'unsupported value', path, detail, words, { value, allowed: listed });
}

export function forbidden(report: Report, path: FieldPath, detail: string, words: Message): void {
  add(report, 'forbidden', path, detail, words);
}

export function duplicate(report: Report, path: FieldPath, value: Json | undefined): void {
  add(report, 'duplicate value', path, '', message('verdict.duplicate', { value: shown(value ?? '') }), { value });
}

export function notFound(report: Report, path: FieldPath, value: Json | undefined): void {
  add(report, 'not found', path, '', message('verdict.notFound', { value: shown(value ?? '') }), { value });
}

/** Longer than `limit` bytes. */
export function tooLong(report: Report, path: FieldPath, value: Json | undefined, limit: number): void {
  add(report, 'too long', path, `may not be more than ${limit} bytes`, message('verdict.tooLong', { limit }), { value });
}

/** More items than allowed. */
export function tooMany(report: Report, path: FieldPath, count: number, limit: number): void {
  add(report, 'too many', path, `must have at most ${limit} items`, message('verdict.tooMany', { count, limit }));
}

/** Something the server itself failed at, such as a name it could not look up. */
export function internalError(report: Report, path: FieldPath, detail: string, words: Message): void {
  add(report, 'internal error', path, detail, words);
}

/** A sentence of the `Warning` header; `text` is upstream's, to the letter. */
export function warn(report: Report, path: FieldPath, text: string, words: Message): void {
  // Such a text fits into no header, and the server leaves it out.
  if (CONTROL.test(text)) return;
  report.warnings.push({ text, at: path.at, message: message(words.key, { field: path.text, ...words.values }) });
}

const CONTROL = /\p{Cc}/u;
const LONGEST_SHOWN = 80;

/** A value in a sentence: short, and text without quotes. */
function shown(value: Json): string {
  const text =
    typeof value === 'string' ? value : JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? Number(part) : (part as Json)));
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Visits a list with the place of each item. */
export function eachItem<Item>(
  path: FieldPath,
  items: readonly Item[] | undefined,
  visit: (item: Item, place: FieldPath, position: number) => void,
): void {
  if (items === undefined) return;
  for (const [position, item] of items.entries()) visit(item, index(path, position), position);
}

/** A value that has to be there and be one of `allowed`. */
export function requireOneOf(report: Report, path: FieldPath, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || value === '') required(report, path);
  else if (!allowed.includes(value)) notSupported(report, path, value, allowed);
}
