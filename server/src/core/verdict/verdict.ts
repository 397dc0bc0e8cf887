import type { Json, JsonObject, Path } from '../base/json.ts';
import type { Message } from '../text/text.ts';

/** The API server's own error types, in lower case, and the stages before validation. */
export type ErrorClass =
  | 'required value'
  | 'invalid value'
  | 'unsupported value'
  | 'forbidden'
  | 'duplicate value'
  | 'too long'
  | 'too many'
  | 'not found'
  | 'internal error'
  | 'unknown field'
  | 'duplicate field'
  | 'type error'
  | 'no such kind'
  | 'yaml syntax';

export interface VerdictError {
  readonly class: ErrorClass;
  /** The field as the API server writes it, e.g. `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** Where that is in the document; where it would stand, when it is not written. */
  readonly at: Path;
  /** For a missing field: its key, the last step of `at`. */
  readonly missing?: string;
  /** The value found, when the server names one. */
  readonly value?: Json;
  /** The values allowed, for 'unsupported value'. */
  readonly allowed?: readonly string[];
  /** The server's own detail, in English, to the letter where it is fixed. */
  readonly detail: string;
  /** What is wrong in words for people, with the value and the limit. */
  readonly message: Message;
  /** The name after `Go struct field`, for 'type error'. */
  readonly goField?: string;
}

export interface ServerWarning {
  readonly text: string;
  readonly at: Path;
  readonly message: Message;
}

/** What the API server says to creating one document with strict field validation. */
export interface Verdict {
  readonly accepted: boolean;
  readonly errors: readonly VerdictError[];
  readonly warnings: readonly ServerWarning[];
  /** The object after defaulting, when decoding succeeded. */
  readonly object?: JsonObject;
}
