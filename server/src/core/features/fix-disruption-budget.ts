import { isObject, valueAt } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { deleteEntry } from '../yaml/edit.ts';
import type { Step } from './fix-step.ts';

/** An empty selector chose no pod in `policy/v1beta1` and chooses all in `policy/v1`, where only a missing one chooses none. */
export function rewriteDisruptionBudget({ path, value }: Resource): readonly Step[] {
  const selector = valueAt(value, ['spec', 'selector']);
  const isEmpty = isObject(selector) && Object.keys(selector).length === 0;
  return isEmpty ? [(document) => deleteEntry(document, [...path, 'spec', 'selector'])] : [];
}
