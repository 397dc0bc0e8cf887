import { isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { insertEntry } from '../yaml/edit.ts';
import { type Step, together } from './fix-step.ts';

/** The schemas of a definition, in the versions where they will stand, with the types that `v1` wants said. */
export function schemaSteps(spec: JsonObject, versions: readonly JsonObject[], places: readonly Path[]): readonly Step[] {
  return versions.flatMap((version, index) => {
    const schema = valueAt('schema' in version ? version : spec, ['schema' in version ? 'schema' : 'validation', 'openAPIV3Schema']);
    const at = [...(places[index] ?? []), 'schema', 'openAPIV3Schema'];
    if (!isObject(schema)) return [];
    const keepsAll = spec.preserveUnknownFields === true && !(KEEPS_ALL in schema);
    return [
      ...together(
        untyped(schema, at, 'object'),
        ({ place, type }) =>
          (document) =>
            insertEntry(document, place, 'type', type),
      ),
      ...(keepsAll ? ([(document) => insertEntry(document, at, KEEPS_ALL, true)] satisfies readonly Step[]) : []),
    ];
  });
}

const KEEPS_ALL = 'x-kubernetes-preserve-unknown-fields';

interface Untyped {
  readonly place: Path;
  readonly type: string;
}

/** Every level without a type whose own keys say what it is: one with properties is an object, one with items an array. */
function untyped(schema: Json | undefined, place: Path, otherwise?: string): readonly Untyped[] {
  if (!isObject(schema)) return [];
  const type = 'properties' in schema || 'additionalProperties' in schema ? 'object' : 'items' in schema ? 'array' : otherwise;
  const own = 'type' in schema || type === undefined ? [] : [{ place, type }];
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...own,
    ...properties.flatMap(([key, each]) => untyped(each, [...place, 'properties', key])),
    ...untyped(schema.items, [...place, 'items']),
    ...untyped(schema.additionalProperties, [...place, 'additionalProperties']),
  ];
}
