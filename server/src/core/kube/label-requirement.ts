import { compareGo, quoteGo } from '../base/go-text.ts';
import { labelKeyProblems, labelValueProblems } from './label-syntax.ts';

/** One condition on the labels of an object. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** Why there is no selector, in upstream's own words. */
export interface SelectorError {
  readonly error: string;
}

export type Labels = Readonly<Record<string, string>>;

/** What is wrong with a requirement, in upstream's own words; undefined where nothing is (NewRequirement). */
export function requirementProblem({ key, operator, values }: Requirement): string | undefined {
  const problems: string[] = [];
  const keyProblems = labelKeyProblems(key);
  if (keyProblems.length > 0) problems.push(`key: Invalid value: ${quoteGo(key)}: ${keyProblems.join('; ')}`);
  problems.push(...valueCountProblems(operator, values));
  values.forEach((value, index) => {
    const valueProblems = labelValueProblems(value);
    if (valueProblems.length > 0) problems.push(`values[${index}][${key}]: Invalid value: ${quoteGo(value)}: ${valueProblems.join('; ')}`);
  });
  const distinct = [...new Set(problems)];
  if (distinct.length === 0) return undefined;
  return distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`;
}

/** Whether labels meet the requirement. */
export function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const [left, right] = [int64(value), int64(values[0])];
      if (left === undefined || right === undefined) return false;
      return operator === 'gt' ? left > right : left < right;
    }
  }
}

export function formatRequirement({ key, operator, values }: Requirement): string {
  const listed = values.length === 1 ? values[0] : [...values].sort(compareGo).join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${listed})`;
    case 'gt':
      return `${key}>${listed}`;
    case 'lt':
      return `${key}<${listed}`;
    default:
      return `${key}${operator}${listed}`;
  }
}

function valueCountProblems(operator: Operator, values: readonly string[]): readonly string[] {
  const wrong = (why: string): string => `values: Invalid value: ${values.length === 0 ? 'null' : JSON.stringify(values)}: ${why}`;
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? [wrong("for 'in', 'notin' operators, values set can't be empty")] : [];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : [wrong('exact-match compatibility requires one single value')];
    case 'exists':
    case '!':
      return values.length === 0 ? [] : [wrong('values set must be empty for exists and does not exist')];
    case 'gt':
    case 'lt': {
      const count = values.length === 1 ? [] : [wrong("for 'Gt', 'Lt' operators, exactly one value is required")];
      const notIntegers = values.flatMap((value, index) =>
        int64(value) === undefined
          ? [`values[${index}]: Invalid value: ${quoteGo(value)}: for 'Gt', 'Lt' operators, the value must be an integer`]
          : [],
      );
      return [...count, ...notIntegers];
    }
  }
}

/** A decimal int64 as Go parses it. */
function int64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[-+]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, number) === number ? number : undefined;
}
