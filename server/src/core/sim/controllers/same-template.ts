import type { PodTemplateSpec } from '../../generated/api.ts';
import { compare, quantityOf } from '../../kube/quantity.ts';

export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

/**
 * Whether two templates mean the same pods, the hash label aside (`deployment_util.go EqualIgnoreHash`): quantities count by their
 * value, and an empty list or map is no different from none.
 */
export function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return isSame(withoutHash(a), withoutHash(b), '');
}

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const labels = template?.metadata?.labels;
  if (labels === undefined || !(TEMPLATE_HASH_LABEL in labels)) return template ?? {};
  const { [TEMPLATE_HASH_LABEL]: _hash, ...rest } = labels;
  return { ...template, metadata: { ...template?.metadata, labels: rest } };
}

/** Fields whose empty value is the same as none: maps in Go, where structs differ. */
const MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'requests', 'limits', 'overhead']);
const QUANTITY_MAPS = new Set(['requests', 'limits', 'overhead']);

function isSame(a: unknown, b: unknown, field: string): boolean {
  if (a === b) return true;
  if (isEmpty(a, field) && isEmpty(b, field)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index], ''));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (QUANTITY_MAPS.has(field)) return [...keys].every((key) => isSameQuantity(a[key], b[key]));
  return [...keys].every((key) => isSame(a[key], b[key], key));
}

function isSameQuantity(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return String(a) === String(b) || compare(quantityOf(String(a)), quantityOf(String(b))) === 0;
}

function isEmpty(value: unknown, field: string): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return MAPS.has(field) && isRecord(value) && Object.keys(value).length === 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
