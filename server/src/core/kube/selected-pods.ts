import { isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { POD_MAKERS } from './object-index.ts';
import { allDefinitions, type LocatedDefinition, type Snapshot } from './snapshot.ts';

/** The map of labels around `path` that picks pods of other objects; undefined where there is none. */
export function selectorAround(object: JsonObject, path: Path): Path | undefined {
  const kind = String(object.kind);
  for (let end = path.length; end > 0; end--) {
    const at = path.slice(0, end);
    const [last, holder] = [at.at(-1), String(at.at(-2))];
    const isOfPods = holder === 'podSelector' || holder === 'labelSelector' || (holder === 'selector' && kind === 'PodDisruptionBudget');
    const isSelector = (last === 'matchLabels' && isOfPods) || (last === 'selector' && kind === 'Service');
    if (isSelector && isObject(valueAt(object, at))) return at;
  }
  return undefined;
}

/** The makers of pods that a map of labels picks, those of another namespace left out. */
export function podsSelectedBy(snapshot: Snapshot, labels: JsonObject, namespace: string | undefined): readonly LocatedDefinition[] {
  const wanted = Object.entries(labels);
  if (wanted.length === 0) return [];
  return allDefinitions(snapshot).filter(({ definition }) => {
    if (!POD_MAKERS.includes(definition.kind)) return false;
    if (namespace !== undefined && definition.namespace !== undefined && definition.namespace !== namespace) return false;
    return wanted.every(([key, value]) => definition.podLabels[key] === value);
  });
}
