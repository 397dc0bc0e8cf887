import type { MatchCondition } from '../../generated/api.ts';
import { requireChecked } from '../checks.ts';
import { child, duplicate, eachItem, type FieldPath, type Report, required, tooMany } from '../field.ts';
import { qualifiedName } from '../names.ts';
import { admissionScope, validateExpression } from './expressions.ts';

const MOST_CONDITIONS = 64;

/** validateMatchConditions (pkg/apis/admissionregistration/validation/validation.go). */
export function validateMatchConditions(report: Report, path: FieldPath, conditions: readonly MatchCondition[], hasParams: boolean): void {
  if (conditions.length > MOST_CONDITIONS) tooMany(report, path, conditions.length, MOST_CONDITIONS);
  const names = new Set<string>();
  eachItem(path, conditions, ({ name = '', expression = '' }, at) => {
    const place = child(at, 'expression');
    if (expression.trim() === '') required(report, place);
    else validateExpression(report, place, expression.trim(), admissionScope({ hasParams }), ['bool']);
    requireChecked(report, child(at, 'name'), name, qualifiedName);
    if (name === '') return;
    if (names.has(name)) duplicate(report, child(at, 'name'), name);
    names.add(name);
  });
}
