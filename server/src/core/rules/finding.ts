import type { Path } from '../base/json.ts';
import type { Range, TextEdit } from '../base/range.ts';
import type { Message } from '../text/text.ts';
import type { ErrorClass } from '../verdict/verdict.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A change that mends a finding. */
export interface Fix {
  readonly title: Message;
  /** Cannot change what the manifest means beyond the finding: may be applied without looking. */
  readonly safe: boolean;
  readonly preferred: boolean;
  /** Offsets into the document's own text. */
  readonly edits: readonly TextEdit[];
}

/** Something to tell about a place of a document. */
export interface Finding {
  /** Id of the rule, e.g. `unknown-field`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Offsets into the document's own text. */
  readonly range: Range;
  readonly message: Message;
  /** Where in the document, and how the API server writes that. */
  readonly at: Path;
  readonly path: string;
  /** Consequences of the same cause, and other places that take part in it. */
  readonly related: readonly { readonly range: Range; readonly message: Message }[];
  readonly fixes: readonly Fix[];
  /** What the API server calls it, where it rejects the document for it. */
  readonly class?: ErrorClass;
  /** The name after `Go struct field`, for 'type error'. */
  readonly goField?: string;
  /** The server's own words. */
  readonly detail?: string;
  /** The text of the server's warning. */
  readonly serverWarning?: string;
  readonly tag?: 'deprecated' | 'unnecessary';
  /** Told only to those who name its rule in their settings. */
  readonly optional?: true;
  /** What it misses may well be there, outside of the workspace: the setting `elsewhere` says how much that counts. */
  readonly elsewhere?: true;
}
