import { isObject, type JsonObject, type Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { moveEntry, renameKey } from '../yaml/edit.ts';
import { itemsAt, nestScalar, type Step } from './fix-step.ts';

/** How `v2beta1` writes the amounts of each source of metrics; the first that is written says which type of target it is. */
const AMOUNTS: Readonly<Record<string, readonly (keyof typeof TARGETS)[]>> = {
  resource: ['targetAverageUtilization', 'targetAverageValue'],
  containerResource: ['targetAverageUtilization', 'targetAverageValue'],
  pods: ['targetAverageValue'],
  object: ['averageValue', 'targetValue'],
  external: ['targetValue', 'targetAverageValue'],
};

const TARGETS = {
  targetAverageUtilization: { type: 'Utilization', name: 'averageUtilization' },
  targetAverageValue: { type: 'AverageValue', name: 'averageValue' },
  averageValue: { type: 'AverageValue', name: 'averageValue' },
  targetValue: { type: 'Value', name: 'value' },
} as const;

/**
 * The metrics of an autoscaler of `autoscaling/v2beta1` with `metric`, `target` and `describedObject` on levels of their own
 * (`pkg/apis/autoscaling/v2beta1/conversion.go`). Those of `v2beta2` already have them.
 */
export function rewriteAutoscaler({ path, value }: Resource): readonly Step[] {
  return itemsAt(value, ['spec', 'metrics'], path).flatMap(({ item, at }) =>
    Object.keys(AMOUNTS).flatMap((form) => {
      const source = item[form];
      return isObject(source) ? [...rewriteMetric(source, [...at, form]), ...rewriteTarget(source, [...at, form], form)] : [];
    }),
  );
}

function rewriteMetric(source: JsonObject, at: Path): readonly Step[] {
  if (!('metricName' in source)) return [];
  const selector = ['selector', 'metricSelector'].find((key) => key in source);
  const name = nestScalar([...at, 'metricName'], 'metric', 'name');
  if (selector === undefined) return [name];
  const moved = [...at, 'metric', selector];
  return [
    name,
    (document) => moveEntry(document, [...at, selector], [...at, 'metric']),
    ...(selector === 'selector' ? [] : ([(document) => renameKey(document, moved, 'selector')] satisfies readonly Step[])),
  ];
}

function rewriteTarget(source: JsonObject, at: Path, form: string): readonly Step[] {
  const [amount, ...others] = AMOUNTS[form]?.filter((key) => key in source) ?? [];
  if (amount === undefined) return [];
  const describes: readonly Step[] =
    form === 'object' && 'target' in source ? [(document) => renameKey(document, [...at, 'target'], 'describedObject')] : [];
  const { type, name } = TARGETS[amount];
  return [
    ...describes,
    nestScalar([...at, amount], 'target', name, { type }),
    ...others.flatMap((other): readonly Step[] => [
      (document) => moveEntry(document, [...at, other], [...at, 'target']),
      (document) => renameKey(document, [...at, 'target', other], TARGETS[other].name),
    ]),
  ];
}
