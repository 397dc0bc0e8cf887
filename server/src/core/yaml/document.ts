import type { Json } from '../base/json.ts';
import type { Range } from '../base/range.ts';

/** A value in the YAML text. Ranges are offsets into the Document's own text (add `Document.start` for the file). */
export type Node = MapNode | ListNode | ScalarNode | AliasNode;

export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  /** Undefined where nothing stands after the colon. */
  readonly value: Node | undefined;
  /** From the key to the end of the value, without what follows on the line. */
  readonly range: Range;
}

export interface MapNode {
  readonly is: 'map';
  readonly range: Range;
  readonly flow: boolean;
  /** In file order, repeated keys included. */
  readonly entries: readonly Entry[];
  readonly anchor?: string;
}

export interface ListNode {
  readonly is: 'list';
  readonly range: Range;
  readonly flow: boolean;
  readonly items: readonly ListItem[];
  readonly anchor?: string;
}

export interface ListItem {
  /** Undefined for an item with nothing after its dash. */
  readonly value: Node | undefined;
  /** From the dash (block) or the value (flow) to the end of the value. */
  readonly range: Range;
}

export interface ScalarNode {
  readonly is: 'scalar';
  readonly range: Range;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** As the API server reads it (its own YAML 1.1 dialect). */
  readonly value: Json;
  /** The text as written, quotes included. */
  readonly source: string;
  readonly anchor?: string;
}

export interface AliasNode {
  readonly is: 'alias';
  readonly range: Range;
  readonly name: string;
  /** What the alias stands for; undefined when there is no such anchor. */
  readonly target: Node | undefined;
}

/** A fault of the YAML text itself, as the API server's parser would see it. */
export type YamlProblem =
  | { readonly is: 'syntax'; readonly range: Range; readonly reason: string /** Line in this document, from 1. */; readonly line: number }
  | { readonly is: 'duplicateKey'; readonly range: Range; readonly key: string; readonly line: number; readonly first: Range };

/** One YAML document of a file. Immutable; kept by identity as long as its text is unchanged. */
export interface Document {
  readonly text: string;
  /** Undefined for a document without content. */
  readonly root: Node | undefined;
  /** Plain data with aliases and merge keys resolved; the best that could be read when there are syntax problems. */
  readonly value: Json | undefined;
  readonly problems: readonly YamlProblem[];
}

/** A Document at its place in a file. */
export interface PlacedDocument {
  readonly document: Document;
  /** Offset of the document's text in the file. */
  readonly start: number;
  /** Line of the file at which the document's text begins, from 0. */
  readonly startLine: number;
}
