import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  InsertTextMode,
  type TextEdit as LspEdit,
  type Position as LspPosition,
  type Range as LspRange,
  type DocumentSymbol as LspSymbol,
  SymbolKind,
} from 'vscode-languageserver/node';
import { type Range, shift, type TextEdit } from '../core/base/range.ts';
import type { Completion } from '../core/features/completion.ts';
import type { DocumentSymbol } from '../core/features/symbols.ts';
import { RULE_TITLES } from '../core/generated/rules.ts';
import type { Finding, Severity } from '../core/rules/finding.ts';
import { type Language, message, say } from '../core/text/text.ts';
import type { PlacedDocument } from '../core/yaml/document.ts';
import { offsetAt, positionAt, type SourceFile } from '../core/yaml/source-file.ts';

/** How a client counts characters. */
export type Encoding = 'utf-16' | 'utf-8';

/** A file as a client sees it: the one place where offsets and positions meet. */
export interface View {
  readonly uri: string;
  readonly file: SourceFile;
  readonly encoding: Encoding;
  /** The note on what a finding is about, for clients that open notes. */
  readonly noteOn?: ((placed: PlacedDocument, finding: Finding) => NoteLink | undefined) | undefined;
}

/** A page that the client opens. */
export interface NoteLink {
  readonly uri: string;
  readonly title: string;
}

export function toOffset({ file, encoding }: View, position: LspPosition): number {
  if (encoding === 'utf-16') return offsetAt(file, position);
  const start = offsetAt(file, { line: position.line, character: 0 });
  const end = offsetAt(file, { line: position.line, character: Number.MAX_SAFE_INTEGER });
  return start + unitsIn(lineText(file, start, end), position.character);
}

export function toPosition({ file, encoding }: View, offset: number): LspPosition {
  const position = positionAt(file, offset);
  if (encoding === 'utf-16') return position;
  const start = offset - position.character;
  return { line: position.line, character: Buffer.byteLength(lineText(file, start, offset), 'utf8') };
}

function lineText(file: SourceFile, start: number, end: number): string {
  for (const { document, start: begin } of file.documents) {
    if (start >= begin && end <= begin + document.text.length) return document.text.slice(start - begin, end - begin);
  }
  return '-'.repeat(end - start);
}

/** UTF-16 units of the characters that fill `bytes` of UTF-8. */
function unitsIn(text: string, bytes: number): number {
  let units = 0;
  let left = bytes;
  for (const char of text) {
    left -= Buffer.byteLength(char, 'utf8');
    if (left < 0) break;
    units += char.length;
  }
  return units;
}

/** A range of a document, as the client counts in the file. */
export function toRange(view: View, placed: PlacedDocument, range: Range): LspRange {
  const { start, end } = shift(range, placed.start);
  return { start: toPosition(view, start), end: toPosition(view, end) };
}

export function toEdit(view: View, placed: PlacedDocument, edit: TextEdit): LspEdit {
  return { range: toRange(view, placed, edit.range), newText: edit.text };
}

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The pages of the rules come with the server, so that they open without a network. */
const RULE_PAGES = pathToFileURL(path.join(path.dirname(process.argv[1] ?? ''), 'rules')).href;

/** Of a finding that stayed where it was the diagnostic is the same object. */
export function toDiagnostic(view: View, placed: PlacedDocument, finding: Finding, language: Language): Diagnostic {
  const known = diagnostics.get(finding);
  const { startLine } = placed;
  const { uri, encoding } = view;
  if (known !== undefined && known.startLine === startLine && known.language === language && known.uri === uri) {
    if (known.encoding === encoding) return known.diagnostic;
  }
  const diagnostic = createDiagnostic(view, placed, finding, language);
  diagnostics.set(finding, { uri, encoding, startLine, language, diagnostic });
  return diagnostic;
}

interface KnownDiagnostic {
  readonly uri: string;
  readonly encoding: Encoding;
  readonly startLine: number;
  readonly language: Language;
  readonly diagnostic: Diagnostic;
}

const diagnostics = new WeakMap<Finding, KnownDiagnostic>();
const TOP: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function createDiagnostic(view: View, placed: PlacedDocument, finding: Finding, language: Language): Diagnostic {
  const related = finding.related.map(({ range, message }) => ({
    location: { uri: view.uri, range: toRange(view, placed, range) },
    message: say(language, message),
  }));
  const note = view.noteOn?.(placed, finding);
  if (note !== undefined)
    related.push({
      location: { uri: note.uri, range: TOP },
      message: say(language, message('editor.related.note', { title: note.title })),
    });
  return {
    range: toRange(view, placed, finding.range),
    severity: SEVERITY[finding.severity],
    source: 'kijabi',
    code: finding.rule,
    ...(RULE_TITLES.has(finding.rule) ? { codeDescription: { href: `${RULE_PAGES}/${finding.rule}.${language}.md` } } : {}),
    message: say(language, finding.message),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(finding.tag === undefined ? {} : { tags: [finding.tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary] }),
  };
}

const COMPLETION_KIND: Readonly<Record<Completion['is'], CompletionItemKind>> = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  skeleton: CompletionItemKind.Snippet,
  item: CompletionItemKind.Property,
};

const RANK_BASE = 100_000;

/** A completion with what is needed to resolve its documentation later. */
export function toCompletionItem(
  view: View,
  placed: PlacedDocument,
  item: Completion,
  language: Language,
  asksAgain: boolean,
): CompletionItem {
  const detail = typeof item.detail === 'object' ? say(language, item.detail) : item.detail;
  const isSnippet = /\$|\\/.test(item.insert);
  return {
    label: item.label,
    kind: COMPLETION_KIND[item.is],
    sortText: String(RANK_BASE + item.rank),
    textEdit: { range: toRange(view, placed, item.replace), newText: item.insert },
    insertTextMode: InsertTextMode.asIs,
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined || detail === '' ? {} : { labelDetails: { description: detail } }),
    ...(item.filter === undefined ? {} : { filterText: item.filter }),
    ...(item.preselect === true ? { preselect: true } : {}),
    ...(item.deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(item.asksAgain === true && asksAgain ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
    ...(item.about === undefined ? {} : { data: { uri: view.uri, about: item.about } }),
    ...(item.alsoEdits === undefined ? {} : { additionalTextEdits: item.alsoEdits.map((edit) => toEdit(view, placed, edit)) }),
  };
}

const SYMBOL_KIND: Readonly<Record<DocumentSymbol['is'], SymbolKind>> = {
  object: SymbolKind.Object,
  map: SymbolKind.Module,
  list: SymbolKind.Array,
  value: SymbolKind.Property,
};

export function toSymbol(view: View, placed: PlacedDocument, symbol: DocumentSymbol): LspSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KIND[symbol.is],
    range: toRange(view, placed, symbol.range),
    selectionRange: toRange(view, placed, symbol.nameRange),
    children: symbol.children.map((child) => toSymbol(view, placed, child)),
  };
}
