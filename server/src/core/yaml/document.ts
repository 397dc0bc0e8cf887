import type { Json } from '../base/json.ts';
import type { Range } from '../base/range.ts';

/** A value in the YAML text. Ranges are offsets into the Document's own text (add `Document.start` for the file). */
export type Node = MapNode | ListNode | ScalarNode | AliasNode;

export interface Entry {
  /** As JSON has it: `yes` is "true", `0x10` is "16". */
  readonly key: string;
  /** 'merge' is `<<`, whose value's entries count as this map's; a collection cannot be a key and is refused. */
  readonly keyType: ScalarType | 'merge' | 'collection';
  readonly keyRange: Range;
  /** Where the value (its anchor and tag included) begins, or would begin. */
  readonly valueStart: number;
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

/** What the server takes a scalar for. */
export type ScalarType = 'string' | 'bool' | 'int' | 'float' | 'null';

export interface ScalarNode {
  readonly is: 'scalar';
  readonly range: Range;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** As the API server reads it (its own YAML 1.1 dialect). */
  readonly value: Json;
  readonly type: ScalarType;
  /** The text as written, quotes included. */
  readonly source: string;
  readonly anchor?: string;
  /** As written: `!!str`, `!Ref`. */
  readonly tag?: string;
}

export interface AliasNode {
  readonly is: 'alias';
  /** The `*` included. */
  readonly range: Range;
  readonly name: string;
  /** What the alias stands for; undefined when there is no such anchor. */
  readonly target: Exclude<Node, AliasNode> | undefined;
}

/** A fault of the YAML text itself, as the API server's parser would see it. */
export type YamlProblem = SyntaxProblem | DuplicateKey | NotJson;

/** The text is refused: every message of the server that begins `yaml:`, duplicate keys aside. */
export interface SyntaxProblem {
  readonly is: 'syntax';
  readonly range: Range;
  /** The server's words without `yaml:` and line. */
  readonly reason: string;
  /** Line in this document, from 1. */
  readonly line: number;
  /** The server's whole message, its own count of lines included. */
  readonly serverText: string;
}

export interface DuplicateKey {
  readonly is: 'duplicateKey';
  readonly range: Range;
  readonly key: string;
  /** The line the server names, in this document, from 1. */
  readonly line: number;
  readonly first: Range;
  /** `line 6: key "data" already set in map`. */
  readonly serverText: string;
}

/** YAML that JSON cannot hold: a null key, an infinite number. The server refuses it while decoding ('type error'). */
export interface NotJson {
  readonly is: 'notJson';
  readonly range: Range;
  readonly reason: string;
  readonly line: number;
  readonly serverText: string;
}

/** One YAML document of a file. Immutable; kept by identity as long as its text is unchanged. */
export interface Document {
  readonly text: string;
  /** Undefined for a document without content. */
  readonly root: Node | undefined;
  /** Plain data with aliases and merge keys resolved; the best that could be read when there are syntax problems. */
  readonly value: Json | undefined;
  readonly problems: readonly YamlProblem[];
}

/** A Document at its place in a file. Its text begins at the start of a line. */
export interface PlacedDocument {
  readonly document: Document;
  /** The separator before it, with its line break; '' for most files' first. */
  readonly lead: string;
  /** Offset of the document's text in the file. */
  readonly start: number;
  /** Line of the file at which the document's text begins, from 0. */
  readonly startLine: number;
}
