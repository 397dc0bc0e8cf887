import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judge } from '../../../server/src/core/verdict/judge.ts';
import type { Verdict, VerdictError } from '../../../server/src/core/verdict/verdict.ts';
import type { Document } from '../../../server/src/core/yaml/document.ts';
import { createFile } from '../../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../../support/catalog.ts';
import type { Case, Difference, Family, FindFamilies } from '../family.ts';

/** What the API server said of one document: see ../api/README.md. */
interface Recorded {
  readonly accepted: boolean;
  readonly decode?: { readonly noKind?: string; readonly fatal?: string; readonly strict?: readonly string[] };
  readonly errors?: readonly { readonly type: string; readonly field: string; readonly detail?: string }[];
  readonly warnings?: readonly string[];
}

interface Entry {
  readonly id: string;
  readonly yaml: string;
  readonly verdict: readonly Recorded[];
}

export const findFamilies: FindFamilies = (dir) => {
  const folder = path.join(dir, 'api');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  const families: Family[] = files.sort().map((name) => ({
    name: `api/${path.basename(name, '.jsonl')}`,
    cases: () => readLines(path.join(folder, name)).map(toCase),
  }));
  const notes = path.join(dir, 'notes.json');
  if (existsSync(notes)) families.push({ name: 'notes', cases: () => readNotes(notes).map(toCase) });
  return families;
};

function readLines(file: string): readonly Entry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
}

function readNotes(file: string): readonly Entry[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { blocks: Entry[] }).blocks;
}

function toCase(entry: Entry): Case {
  return { id: entry.id, compare: () => compareEntry(entry) };
}

function compareEntry({ yaml, verdict: recorded }: Entry): readonly Difference[] {
  const documents = createFile(yaml).documents.filter(({ document }) => isWritten(document));
  if (documents.length !== recorded.length) return [{ path: 'documents', want: recorded.length, got: documents.length }];
  const catalog = catalogOf('1.36');
  return recorded.flatMap((want, position) => {
    const got = judge((documents[position] ?? documents[0] ?? failed()).document, catalog);
    return compareVerdict(want, got).map((difference) => ({ ...difference, path: `documents[${position}].${difference.path}` }));
  });
}

/** A document with nothing in it, or only null, is no document to the server's clients. */
function isWritten({ root, value, problems }: Document): boolean {
  return problems.length > 0 || (root !== undefined && value !== null);
}

function failed(): never {
  throw new Error('no document');
}

/** A decoding that failed is compared in its class alone; else every error in class and path. */
function compareVerdict(want: Recorded, got: Verdict): readonly Difference[] {
  const accepted = difference('accepted', want.accepted, got.accepted);
  const { fatal, noKind, strict = [] } = want.decode ?? {};
  const first = got.errors[0];
  if (fatal !== undefined) {
    return [...accepted, ...difference('fatal', fatalClass(fatal), first?.class), ...difference('goField', goField(fatal), first?.goField)];
  }
  if (noKind !== undefined) return [...accepted, ...difference('noKind', 'no such kind', first?.class)];
  const ofDecoding = (errorClass: string): boolean => errorClass === 'unknown field' || errorClass === 'duplicate field';
  const wantErrors = (want.errors ?? []).map(({ type, field }) => `${type.toLowerCase()}: ${field}`);
  return [
    ...accepted,
    ...difference('strict', set(strict.flatMap(strictFaults)), set(got.errors.filter((each) => ofDecoding(each.class)).map(strictFault))),
    ...difference(
      'errors',
      set(wantErrors),
      set(got.errors.filter((each) => !ofDecoding(each.class)).map((each) => `${each.class}: ${each.path}`)),
    ),
    ...difference('warnings', set(want.warnings ?? []), set(got.warnings.map(({ text }) => text))),
  ];
}

function fatalClass(fatal: string): string {
  return fatal.startsWith('yaml:') && !fatal.includes('already set in map') ? 'yaml syntax' : 'type error';
}

function goField(fatal: string): string | undefined {
  return /Go struct field (\S+) of type/.exec(fatal)?.[1];
}

/** `unknown field spec.foo`, and for a repeated key its line and name. */
function strictFaults(recorded: string): readonly string[] {
  const repeated = [...recorded.matchAll(/line (\d+): key (.*) already set in map/g)];
  if (repeated.length > 0) return repeated.map(([, line, key]) => `line ${line}: key ${key}`);
  return [recorded.replaceAll('"', '')];
}

function strictFault(error: VerdictError): string {
  return error.class === 'unknown field' ? `unknown field ${error.path}` : error.detail.replace(' already set in map', '');
}

function set(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function difference(at: string, want: unknown, got: unknown): readonly Difference[] {
  return JSON.stringify(want) === JSON.stringify(got) ? [] : [{ path: at, want, got }];
}
