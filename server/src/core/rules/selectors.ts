import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import type { LabelSelector } from '../generated/api.ts';
import { type Selector, selectorOfLabels, validSelectorOf } from '../kube/label-selector.ts';

/** A written label selector; undefined where it is absent, takes everything, or is none. Remembered: several rules ask. */
export function narrowSelector(written: Json | undefined): Selector | undefined {
  if (!isObject(written)) return undefined;
  const known = kept.get(written);
  if (known !== undefined) return known.selector;
  const selector = readSelector(written);
  kept.set(written, { selector });
  return selector;
}

const kept = new WeakMap<JsonObject, { readonly selector: Selector | undefined }>();

function readSelector(written: JsonObject): Selector | undefined {
  const matchLabels = textsIn(written.matchLabels);
  const expressions = isArray(written.matchExpressions) ? written.matchExpressions.filter(isObject) : [];
  const selector = validSelectorOf({ matchLabels, matchExpressions: expressions } as unknown as LabelSelector);
  return selector === undefined || selector.length === 0 ? undefined : selector;
}

/** The same of a plain map of labels, as Services and ReplicationControllers have it. */
export function narrowLabels(written: Json | undefined): Selector | undefined {
  const labels = isObject(written) ? textsIn(written) : {};
  return Object.keys(labels).length === 0 ? undefined : selectorOfLabels(labels);
}

function textsIn(written: Json | undefined): Readonly<Record<string, string>> {
  const entries = isObject(written) ? Object.entries(written satisfies JsonObject) : [];
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
}
