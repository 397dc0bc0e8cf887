import { isArray, isObject, type Json, valueAt } from '../core/base/json.ts';
import type { PlacedFinding } from '../core/features/settle.ts';
import { type Language, say } from '../core/text/text.ts';
import { positionAt, type SourceFile } from '../core/yaml/source-file.ts';
import { documentNumbers } from './document-numbers.ts';

/** A file and what was found in it, errors first. */
export interface CheckedFile {
  readonly name: string;
  readonly file: SourceFile;
  readonly findings: readonly PlacedFinding[];
}

/** A finding as the command line tells it; lines, columns and documents count from 1. See `check --format json`. */
export interface ToldFinding {
  readonly file: string;
  readonly document: number;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly path: string;
  readonly class?: string;
  readonly goField?: string;
  readonly serverWarning?: string;
  /** The server's own words. */
  readonly detail?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fixes: readonly { readonly title: string; readonly preferred: boolean; readonly safe: boolean }[];
}

export function tell({ name, file, findings }: CheckedFile, language: Language): readonly ToldFinding[] {
  const numbers = documentNumbers(file);
  return findings.map(({ placed, finding }) => {
    const start = positionAt(file, placed.start + finding.range.start);
    const end = positionAt(file, placed.start + finding.range.end);
    return {
      file: name,
      document: numbers.get(placed.document) ?? 1,
      ...identity(placed.document.value, finding.at),
      rule: finding.rule,
      severity: finding.severity,
      message: say(language, finding.message),
      path: finding.path,
      ...(finding.class === undefined ? {} : { class: finding.class }),
      ...(finding.goField === undefined ? {} : { goField: finding.goField }),
      ...(finding.serverWarning === undefined ? {} : { serverWarning: finding.serverWarning }),
      ...(finding.detail === undefined ? {} : { detail: finding.detail }),
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      fixes: finding.fixes.map(({ title, preferred, safe }) => ({ title: say(language, title), preferred, safe })),
    };
  });
}

/** The object a finding is about: of a List, the item. */
function identity(
  root: Json | undefined,
  at: readonly (string | number)[],
): Pick<ToldFinding, 'apiVersion' | 'kind' | 'namespace' | 'name'> {
  const isItem = isObject(root) && root.kind === 'List' && isArray(root.items) && at[0] === 'items' && typeof at[1] === 'number';
  const object = isItem ? valueAt(root, at.slice(0, 2)) : root;
  const text = (...path: readonly string[]): string | undefined => {
    const found = valueAt(object, path);
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const entries = {
    apiVersion: text('apiVersion'),
    kind: text('kind'),
    namespace: text('metadata', 'namespace'),
    name: text('metadata', 'name'),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
