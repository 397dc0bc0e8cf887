import type { ScalarNode } from './document.ts';

/** The pieces a text is cut into before it becomes a tree; places are offsets, lines count from 0. */
export type Token =
  | PlainToken
  | {
      readonly kind: 'scalar';
      readonly start: number;
      readonly end: number;
      readonly line: number;
      readonly value: string;
      readonly style: ScalarNode['style'];
    }
  | { readonly kind: 'anchor' | 'alias'; readonly start: number; readonly end: number; readonly line: number; readonly name: string }
  | {
      readonly kind: 'tag';
      readonly start: number;
      readonly end: number;
      readonly line: number;
      readonly handle: string;
      readonly suffix: string;
    }
  | {
      readonly kind: 'tagDirective';
      readonly start: number;
      readonly end: number;
      readonly line: number;
      readonly handle: string;
      readonly suffix: string;
    }
  | { readonly kind: 'versionDirective'; readonly start: number; readonly end: number; readonly line: number; readonly supported: boolean };

export interface PlainToken {
  readonly kind:
    | 'streamEnd'
    | 'documentStart'
    | 'documentEnd'
    | 'blockListStart'
    | 'blockMapStart'
    | 'blockEnd'
    | 'flowListStart'
    | 'flowListEnd'
    | 'flowMapStart'
    | 'flowMapEnd'
    | 'listEntry'
    | 'flowEntry'
    | 'key'
    | 'value'
    /** Stands for all that follows a fault. */
    | 'fault';
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** The first fault of a text: reading stops here, as the API server's parser does. */
export interface Fault {
  /** The parser's own words, without `yaml:` and the line. */
  readonly reason: string;
  /** The line the API server names, from 1; 0 where it names none. */
  readonly serverLine: number;
  /** Where a person would look for the cause. */
  readonly at: number;
}
