import type { JsonObject } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import { judgeValue } from '../verdict/judge.ts';

/**
 * Another object as the server would store it; undefined where it would refuse it: what is half written takes no part in
 * arithmetic. Remembered as long as the object is.
 */
export function acceptedObject(value: JsonObject, catalog: Catalog): JsonObject | undefined {
  const ofCatalog = answers.get(catalog) ?? new WeakMap<JsonObject, Answer>();
  answers.set(catalog, ofCatalog);
  const known = ofCatalog.get(value) ?? judged(value, catalog);
  ofCatalog.set(value, known);
  return known.object;
}

interface Answer {
  readonly object: JsonObject | undefined;
}

const answers = new WeakMap<Catalog, WeakMap<JsonObject, Answer>>();

function judged(value: JsonObject, catalog: Catalog): Answer {
  const { accepted, object } = judgeValue(value, catalog);
  return { object: accepted ? object : undefined };
}
