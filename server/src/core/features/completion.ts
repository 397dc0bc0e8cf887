import type { Range, TextEdit } from '../base/range.ts';
import type { Message } from '../text/text.ts';

/** One thing that may be written at the cursor. Plain data; offsets are of the document's own text. */
export interface Completion {
  readonly label: string;
  readonly is: 'field' | 'value' | 'reference' | 'skeleton' | 'item';
  /** A few words behind the label: a file, a default. */
  readonly detail?: Message | string;
  /** Snippet text: `$1`, `${1:text}`, `$0`; lines carry their full indentation. */
  readonly insert: string;
  readonly replace: Range;
  /** Choices are listed in this order. */
  readonly rank: number;
  /** What the typed word is compared with, when it is not the label. */
  readonly filter?: string;
  readonly preselect?: true;
  readonly deprecated?: true;
  /** Choices follow at once: ask again after inserting. */
  readonly asksAgain?: true;
  /** Where its documentation is: resolved when looked at. */
  readonly about?: DocumentationKey;
  readonly alsoEdits?: readonly TextEdit[];
}

/** Names a text of the catalog, and the note that goes with it. */
export interface DocumentationKey {
  readonly kind?: { readonly apiVersion: string; readonly kind: string };
  readonly type?: string;
  readonly field?: string;
  readonly value?: string;
}

export interface CompletionList {
  readonly items: readonly Completion[];
  /** Ask again when more is typed: the list depends on what is typed. */
  readonly isPartial: boolean;
}

export const NOTHING: CompletionList = { items: [], isPartial: false };

/** Text inside a snippet that stands for itself. */
export function literally(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

/** Whether all letters of `typed` come in `text` in order: what editors call a fuzzy match. */
export function isSubsequence(typed: string, text: string): boolean {
  let at = 0;
  const wanted = typed.toLowerCase();
  for (const char of text.toLowerCase()) if (char === wanted[at]) at++;
  return at >= wanted.length;
}
