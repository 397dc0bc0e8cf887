import type { Toleration } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, notSupported, type Report } from '../field.ts';
import { labelValue, qualifiedName } from '../names.ts';

export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** ValidateTolerations of pkg/apis/core/validation/validation.go; also for runtime classes. Faults of the value are told of the operator. */
export function validateTolerations(report: Report, path: FieldPath, tolerations: readonly Toleration[] | undefined): void {
  eachItem(path, tolerations, ({ key = '', operator = '', value = '', effect = '', tolerationSeconds }, place) => {
    const at = child(place, 'operator');
    const atValue = { text: at.text, at: [...place.at, 'value'] };
    if (key !== '') invalidFor(report, child(place, 'key'), key, qualifiedName(key));
    else if (operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      invalid(report, at, operator, detail, message('verdict.tolerationNoKey'));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      invalid(report, child(place, 'effect'), effect, detail, message('verdict.tolerationSeconds'));
    }
    if (operator === 'Equal' || operator === '') invalidFor(report, atValue, value, labelValue(value).slice(0, 1));
    else if (operator === 'Exists') {
      if (value !== '')
        invalid(report, atValue, value, "value must be empty when `operator` is 'Exists'", message('verdict.tolerationValue'));
    } else notSupported(report, at, operator, operator === 'Lt' || operator === 'Gt' ? [...OPERATORS, 'Lt', 'Gt'] : OPERATORS);
    if (effect !== '' && !TAINT_EFFECTS.includes(effect)) notSupported(report, child(place, 'effect'), effect, TAINT_EFFECTS);
  });
}

const OPERATORS = ['Equal', 'Exists'];
