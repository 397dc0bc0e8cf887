import type { Taint } from '../../generated/api.ts';
import { child, duplicate, eachItem, type FieldPath, invalidFor, type Report, requireOneOf } from '../field.ts';
import { labelValue, qualifiedName } from '../names.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** validateNodeTaints (pkg/apis/core/validation/validation.go). */
export function validateTaints(report: Report, list: FieldPath, taints: readonly Taint[]): void {
  const seen = new Set<string>();
  eachItem(list, taints, (taint, path) => {
    const { key: name = '', value = '', effect = '' } = taint;
    invalidFor(report, child(path, 'key'), name, qualifiedName(name));
    invalidFor(report, child(path, 'value'), value, labelValue(value));
    requireOneOf(report, child(path, 'effect'), effect, EFFECTS);
    const pair = `${effect}/${name}`;
    if (seen.has(pair)) duplicate(report, path, `${name}:${effect}`);
    seen.add(pair);
  });
}
