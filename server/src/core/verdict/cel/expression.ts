/** The syntax tree of a CEL expression; `at` is the offset in the text. */
export type Expression =
  | { readonly is: 'literal'; readonly at: number; readonly type: LiteralType; readonly text?: string }
  | { readonly is: 'name'; readonly at: number; readonly name: string }
  | { readonly is: 'select'; readonly at: number; readonly operand: Expression; readonly field: string; readonly optional: boolean }
  | { readonly is: 'call'; readonly at: number; readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
  | { readonly is: 'list'; readonly at: number; readonly items: readonly Item[] }
  | { readonly is: 'map'; readonly at: number; readonly entries: readonly MapEntry[] }
  | { readonly is: 'message'; readonly at: number; readonly name: string; readonly fields: readonly MessageField[] };

export type LiteralType = 'bool' | 'bytes' | 'double' | 'int' | 'null' | 'string' | 'uint';

export interface Item {
  readonly value: Expression;
  readonly optional: boolean;
}

export interface MapEntry extends Item {
  readonly key: Expression;
}

export interface MessageField extends Item {
  readonly name: string;
}

/** Why an expression cannot be compiled, and where. */
export class CelProblem extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}
