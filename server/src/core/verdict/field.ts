import type { Json, Path } from '../base/json.ts';
import { type Message, message } from '../text/text.ts';
import type { ErrorClass, VerdictError } from './verdict.ts';

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
}

export function createReport(): Report {
  return { errors: [] };
}

/** What goes with an error besides its class and place. */
interface Particulars {
  readonly value?: Json | undefined;
  readonly allowed?: readonly string[];
  readonly missing?: string;
}

function add(report: Report, errorClass: ErrorClass, path: FieldPath, detail: string, words: Message, particulars: Particulars = {}): void {
  const { value, allowed, missing } = particulars;
  report.errors.push({
    class: errorClass,
    path: path.text,
    at: path.at,
    detail,
    message: words,
    ...(value === undefined ? {} : { value }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(missing === undefined ? {} : { missing }),
  });
}

/** A value that has to be there and is not. The last step of `path` is the missing key. */
export function required(
  report: Report,
  path: FieldPath,
  detail = '',
  words: Message = message('verdict.required', { field: path.text }),
): void {
  const last = path.at.at(-1);
  add(report, 'required value', path, detail, words, typeof last === 'string' ? { missing: last } : {});
}

export function invalid(report: Report, path: FieldPath, value: Json | undefined, detail: string, words: Message): void {
  add(report, 'invalid value', path, detail, words, { value });
}

/** A value outside a closed set; `allowed` in the server's order. */
export function notSupported(report: Report, path: FieldPath, value: Json | undefined, allowed: readonly string[]): void {
  const listed = [...allowed].sort();
  const detail = `supported values: ${listed.map((each) => JSON.stringify(each)).join(', ')}`;
  const words = message('verdict.notSupported', { field: path.text, value: String(value ?? ''), allowed: listed.join(', ') });
  add(report, 'unsupported value', path, detail, words, { value, allowed: listed });
}

export function forbidden(report: Report, path: FieldPath, detail: string, words: Message): void {
  add(report, 'forbidden', path, detail, words);
}

export function duplicate(report: Report, path: FieldPath, value: Json | undefined): void {
  add(report, 'duplicate value', path, '', message('verdict.duplicate', { field: path.text, value: String(value ?? '') }), { value });
}

export function notFound(report: Report, path: FieldPath, value: Json | undefined): void {
  add(report, 'not found', path, '', message('verdict.notFound', { field: path.text, value: String(value ?? '') }), { value });
}

/** Longer than `limit` bytes. */
export function tooLong(report: Report, path: FieldPath, value: Json | undefined, limit: number): void {
  add(report, 'too long', path, `may not be more than ${limit} bytes`, message('verdict.tooLong', { field: path.text, limit }), { value });
}

export function tooMany(report: Report, path: FieldPath, count: number, limit: number): void {
  add(report, 'too many', path, `must have at most ${limit} items`, message('verdict.tooMany', { field: path.text, count, limit }));
}
