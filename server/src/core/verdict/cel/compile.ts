import { type Checked, check } from './check.ts';
import type { Environment } from './environment.ts';
import { CelProblem, type Expression } from './expression.ts';
import { parseExpression } from './parse.ts';
import type { Type } from './type.ts';

export type Compiled =
  | { readonly type: Type; readonly used: ReadonlySet<string>; readonly expression: Expression; readonly checked: Checked }
  /** In cel-go's words, with the place in the text. */
  | { readonly problem: string; readonly at: number };

/** Parses and checks an expression as the API server does when it stores one. */
export function compile(text: string, environment: Environment): Compiled {
  try {
    const expression = parseExpression(text);
    const checked = check(expression, environment);
    const [first] = checked.problems;
    return first === undefined ? { type: checked.type, used: checked.used, expression, checked } : { problem: first.message, at: first.at };
  } catch (problem) {
    // The parser throws its one error; anything else is a fault of ours.
    if (problem instanceof CelProblem) return { problem: problem.message, at: problem.at };
    throw problem;
  }
}
