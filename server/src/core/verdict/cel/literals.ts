import { parseDuration } from '../../kube/go-duration.ts';
import { regexpProblem } from '../go-regexp.ts';
import type { Expression } from './expression.ts';

type Call = Expression & { is: 'call' };

/** What is wrong with a literal that a function would read (ValidateDurationLiterals and its like, github.com/google/cel-go/cel/validator.go). */
export function literalProblem(call: Call): string | undefined {
  if (call.name === 'matches') {
    const pattern = textOf(call.args.at(-1));
    const problem = pattern === undefined ? undefined : regexpProblem(pattern);
    return problem === undefined ? undefined : `invalid matches argument: ${problem}`;
  }
  const [first] = call.args;
  const text = call.target === undefined ? textOf(first) : undefined;
  if (text === undefined) return undefined;
  if (call.name === 'duration' && typeof parseDuration(text) === 'string') return 'invalid duration argument';
  return call.name === 'timestamp' && !TIMESTAMP.test(text) ? 'invalid timestamp argument' : undefined;
}

const TIMESTAMP = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function textOf(expression: Expression | undefined): string | undefined {
  return expression?.is === 'literal' && expression.type === 'string' ? expression.text : undefined;
}
