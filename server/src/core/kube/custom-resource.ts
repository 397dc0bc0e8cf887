import { isObject, type Json } from '../base/json.ts';
import type { Field, FieldType, Kind, ObjectType } from './catalog.ts';
import type { CustomResources } from './create-catalog.ts';
import type { ScalePaths } from './scale-check.ts';
import { readStructuralSchema, type StructuralSchema } from './structural-schema.ts';

/** One served version of a CustomResourceDefinition. */
export interface CustomResource {
  readonly kind: Kind;
  readonly schema: StructuralSchema;
  readonly scale?: ScalePaths;
  /** The status is a subresource: what is written of it at creation is dropped. */
  readonly hasStatus: boolean;
}

/** The kinds that a CustomResourceDefinition (apiextensions.k8s.io/v1) serves; none for anything else or too broken a definition. */
export function readCustomResources(definition: Json | undefined): readonly CustomResource[] {
  if (!isObject(definition) || definition.kind !== 'CustomResourceDefinition' || !isObject(definition.spec)) return [];
  const { group, names, scope, versions } = definition.spec;
  if (typeof group !== 'string' || !isObject(names) || !Array.isArray(versions)) return [];
  const { kind, plural } = names;
  if (typeof kind !== 'string' || typeof plural !== 'string') return [];
  return (versions as readonly Json[]).flatMap((version) => {
    if (!isObject(version) || typeof version.name !== 'string' || version.served !== true) return [];
    const schema = readStructuralSchema(isObject(version.schema) ? version.schema.openAPIV3Schema : undefined);
    const apiVersion = `${group}/${version.name}`;
    const type = `${apiVersion}.${kind}`;
    const shown = { group, version: version.name, apiVersion, kind, plural, namespaced: scope !== 'Cluster', type };
    const subresources = isObject(version.subresources) ? version.subresources : {};
    const scale = readScale(subresources.scale);
    return [
      {
        kind: { ...shown, servedByDefault: true, custom: true },
        schema,
        hasStatus: isObject(subresources.status),
        ...(scale && { scale }),
      },
    ];
  });
}

function readScale(scale: Json | undefined): ScalePaths | undefined {
  if (!isObject(scale)) return undefined;
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  if (typeof specReplicasPath !== 'string' || typeof statusReplicasPath !== 'string') return undefined;
  const labelSelector = typeof labelSelectorPath === 'string' ? { labelSelector: labelSelectorPath } : {};
  return { specReplicas: specReplicasPath, statusReplicas: statusReplicasPath, ...labelSelector };
}

/** Kinds, types and texts of custom resources in the catalog's own terms. Of two definitions of one kind the later wins. */
export function describeCustomResources(resources: readonly CustomResource[]): CustomResources {
  const kinds = new Map<string, Kind>();
  const types = new Map<string, ObjectType>();
  const texts = new Map<string, string>();
  for (const { kind, schema } of resources) {
    kinds.set(kind.type, kind);
    addType(kind.type, schema, { types, texts }, ROOT_FIELDS);
  }
  return { kinds: [...kinds.values()], types, texts };
}

interface Described {
  readonly types: Map<string, ObjectType>;
  readonly texts: Map<string, string>;
}

/** What every resource has, whatever its schema says. */
const ROOT_FIELDS: readonly Field[] = [
  { name: 'apiVersion', type: { is: 'string' }, required: true, deprecated: false },
  { name: 'kind', type: { is: 'string' }, required: true, deprecated: false },
  { name: 'metadata', type: { is: 'object', type: 'meta.v1.ObjectMeta' }, required: true, deprecated: false },
];

function addType(name: string, schema: StructuralSchema, described: Described, always: readonly Field[]): void {
  const fields = new Map<string, Field>();
  for (const [property, inner] of schema.properties) {
    fields.set(property, {
      name: property,
      type: fieldType(`${name}.${property}`, inner, described),
      required: schema.required.has(property),
      deprecated: /^deprecated/i.test(inner.description ?? ''),
      ...valuesOf(inner),
      ...(inner.default !== undefined && { default: typeof inner.default === 'string' ? inner.default : JSON.stringify(inner.default) }),
    });
    if (inner.description !== undefined) described.texts.set(`${name}.${property}`, inner.description);
  }
  for (const field of always) fields.set(field.name, field);
  if (schema.description !== undefined) described.texts.set(name, schema.description);
  // A version without a schema keeps whatever it is given.
  described.types.set(name, { name, fields, open: schema.preservesUnknown || (always.length > 0 && schema.properties.size === 0) });
}

/** The values a field may hold; those of a list or map are its items'. Null is not worth offering. */
function valuesOf(schema: StructuralSchema): Pick<Field, 'values'> {
  const items = schema.type === 'array' ? schema.items : schema.additional;
  const values = schema.values ?? (typeof items === 'object' ? items.values : undefined);
  return values === undefined ? {} : { values: values.filter((value) => value !== null).map(String) };
}

function fieldType(name: string, schema: StructuralSchema, described: Described): FieldType {
  if (schema.intOrString) return { is: 'intOrString' };
  switch (schema.type) {
    case 'array': {
      const of = schema.items === undefined ? ({ is: 'any' } as const) : fieldType(`${name}[]`, schema.items, described);
      return {
        is: 'list',
        of,
        ...(schema.listKeys.length > 0 && { keys: schema.listKeys }),
        ...(schema.listType === 'set' && { set: true }),
      };
    }
    case 'object':
      return objectType(name, schema, described);
    case 'integer':
      return { is: schema.format === 'int32' ? 'int32' : 'int64' };
    case 'number':
      return { is: 'double' };
    case 'boolean':
      return { is: 'boolean' };
    case 'string':
      return schema.format === 'byte' ? { is: 'bytes' } : { is: 'string' };
    default:
      return { is: 'any' };
  }
}

function objectType(name: string, schema: StructuralSchema, described: Described): FieldType {
  if (schema.additional !== undefined)
    return { is: 'map', of: schema.additional === true ? { is: 'any' } : fieldType(`${name}{}`, schema.additional, described) };
  if (schema.properties.size === 0 && schema.preservesUnknown && !schema.embedded) return { is: 'any' };
  addType(name, schema, described, schema.embedded ? ROOT_FIELDS : []);
  return { is: 'object', type: name };
}
