import type { TextEdit } from '../base/range.ts';
import type { Finding } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { Document } from '../yaml/document.ts';
import { placeAt } from '../yaml/locate.ts';
import { lineStartAt, nextLineAt } from '../yaml/style.ts';

/** A comment that silences a rule: for the line below it, or for the whole file. */
export interface Suppression {
  readonly rule: string;
  readonly scope: 'nextLine' | 'file';
  /** The rule's id in the comment. */
  readonly range: { readonly start: number; readonly end: number };
  /** Where the silenced line begins, for 'nextLine'. */
  readonly lineStart: number;
}

/** `# kijabi-disable-next-line <id>` and `# kijabi-disable-file <id>`; several ids are parted by commas or spaces. */
export function suppressionsIn(document: Document): readonly Suppression[] {
  const { text } = document;
  if (!text.includes('kijabi-disable-')) return [];
  const found: Suppression[] = [];
  for (const match of text.matchAll(/^[ \t]*#[ \t]*kijabi-disable-(next-line|file)[ \t]+(.*)$/gm)) {
    if (isInsideText(document, match.index)) continue;
    const [whole, scope, ids = ''] = match;
    const from = match.index + whole.length - ids.length;
    for (const id of ids.matchAll(/[\w-]+/g)) {
      const range = { start: from + id.index, end: from + id.index + id[0].length };
      const lineStart = nextLineAt(text, match.index);
      found.push({ rule: id[0], scope: scope === 'file' ? 'file' : 'nextLine', range, lineStart });
    }
  }
  return found;
}

export function isSuppressed(document: Document, finding: Finding, { rule, scope, lineStart }: Suppression): boolean {
  return rule === finding.rule && (scope === 'file' || lineStartAt(document.text, finding.range.start) === lineStart);
}

/** Puts the comment above the line of a finding that silences its rule there. */
export function silencing({ text }: Document, { rule, range }: Finding): TextEdit {
  const at = lineStartAt(text, range.start);
  const indent = /^[ ]*/.exec(text.slice(at))?.[0] ?? '';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { range: { start: at, end: at }, text: `${indent}# kijabi-disable-next-line ${rule}${lineBreak}` };
}

/** Puts the comment at the top of the document that silences the rule in the whole file. */
export function silencingFile({ text }: Document, { rule }: Finding): TextEdit {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { range: { start: 0, end: 0 }, text: `# kijabi-disable-file ${rule}${lineBreak}` };
}

/** A comment that silences nothing only hides what may come later. */
export function unusedSuppression({ rule, range }: Suppression): Finding {
  const edits = [{ range, text: '' }];
  return {
    rule: 'unused-suppression',
    severity: 'info',
    range,
    message: message('rules.unusedSuppression', { rule }),
    at: [],
    path: '',
    related: [],
    fixes: [{ title: message('editor.fix.removeField', { field: rule }), safe: false, preferred: true, edits }],
    tag: 'unnecessary',
  };
}

/** In a block scalar such a line is text. */
function isInsideText(document: Document, offset: number): boolean {
  const { node } = placeAt(document, offset);
  return node?.is === 'scalar' && (node.style === 'literal' || node.style === 'folded');
}
