import type { Checked } from './check.ts';
import { type Estimate, exactly } from './estimate.ts';
import type { Expression } from './expression.ts';

/** Names from a variable down to a part of it; `@items`, `@keys` and `@values` stand for those of a list or map. */
export type DataPath = readonly string[];

/** The size that a part of the variables may have: characters, bytes, items or entries; undefined where nothing is known. */
export type SizeOf = (path: DataPath) => Estimate | undefined;

/** Sizes of the keys (or positions) and values of a list or map that the expression makes itself. */
export interface EntrySizes {
  readonly container: 'list' | 'map';
  readonly key: Estimate;
  readonly value: Estimate;
}

/** What is known of a variable that a macro brings in. */
export interface Local {
  readonly path: DataPath;
  readonly size: Estimate | undefined;
  readonly entries: EntrySizes | undefined;
}

/** The state of one estimation; calls and macros use it as well. */
export interface Coster {
  readonly checked: Checked;
  /** Of this expression, once. */
  costOf(expression: Expression): Estimate;
  sizeOf(expression: Expression): Estimate | undefined;
  sizeAt(path: DataPath): Estimate | undefined;
  entriesOf(expression: Expression): EntrySizes | undefined;
  pathOf(expression: Expression): DataPath;
  /** A variable of a macro may be a part of another. */
  pathOfName(name: Expression & { is: 'name' }): DataPath;
  setSize(expression: Expression, size: Estimate | undefined): void;
  setEntries(expression: Expression, entries: EntrySizes | undefined): void;
  setPath(expression: Expression, path: DataPath): void;
  /** With a variable that a macro brings in. */
  within<T>(locals: ReadonlyMap<string, Local>, visit: () => T): T;
}

/** What costs the same whatever its size. */
export const COST = { name: exactly(1), list: exactly(10), map: exactly(30), message: exactly(40), call: exactly(1) } as const;

/** What a call costs, and the size of what it gives. */
export interface CallEstimate {
  readonly cost: Estimate;
  readonly size?: Estimate;
}

/** What an estimate of a call looks at: the values in order, a member's target first. */
export interface Operands {
  readonly coster: Coster;
  readonly values: readonly Expression[];
  sizeOf(position: number): Estimate;
}

/** Cost of walking a text, for each of its characters. */
export const PER_CHARACTER = 0.1;
export const PER_PATTERN_CHARACTER = 0.25;
