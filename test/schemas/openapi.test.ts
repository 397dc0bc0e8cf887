import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { FieldType, Kind } from '../../server/src/core/kube/catalog.ts';
import { catalogOf } from '../support/catalog.ts';
import { kubernetesModule } from '../support/go-modules.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly Identity[];
}

interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Operation {
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: Identity;
}

const FOLDER = path.join(kubernetesModule(), 'api/openapi-spec/v3');
const isHere = existsSync(FOLDER);

test('the catalog of 1.36 has the kinds, fields, types and required fields of the real OpenAPI', {
  skip: !isHere && `${FOLDER} is not here`,
}, () => {
  const catalog = catalogOf('1.36');
  const differences: string[] = [];
  const created = new Set<string>();
  for (const file of readdirSync(FOLDER)) {
    const { components, paths } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as {
      readonly components?: { readonly schemas: Readonly<Record<string, Schema>> };
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    };
    const schemas = components?.schemas ?? {};
    for (const { group, version, kind } of kindsIn(paths)) {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      created.add(`${apiVersion} ${kind}`);
      const known = catalog.kind(apiVersion, kind);
      const entry = Object.entries(schemas).find(([, schema]) =>
        schema['x-kubernetes-group-version-kind']?.some((each) => each.group === group && each.version === version && each.kind === kind),
      );
      if (known === undefined || entry === undefined) differences.push(`${apiVersion} ${kind} is missing`);
      else compare(known, entry[0], schemas, differences);
    }
  }
  const extra = catalog.kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).filter((each) => !created.has(each));
  assert.ok(created.size > 70, `only ${created.size} kinds were compared`);
  assert.deepEqual({ differences: [...new Set(differences)], extra }, { differences: [], extra: [] });

  function compare({ type }: Kind, root: string, schemas: Readonly<Record<string, Schema>>, found: string[]): void {
    const seen = new Set<string>();
    const waiting: [string, string][] = [[type, root]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [ours, theirs] = next;
      if (seen.has(ours)) continue;
      seen.add(ours);
      const fields = catalog.type(ours)?.fields ?? new Map();
      const { properties = {}, required = [] } = schemas[theirs] ?? {};
      for (const name of new Set([...fields.keys(), ...Object.keys(properties)])) {
        const field = fields.get(name);
        const schema = properties[name];
        if (field === undefined || schema === undefined) {
          found.push(`${ours}.${name} is only ${field === undefined ? 'theirs' : 'ours'}`);
          continue;
        }
        const [mine, real] = [shapeOfField(field.type), shapeOfSchema(schema, schemas)];
        if (mine !== real) found.push(`${ours}.${name} is ${real}, not ${mine}`);
        if (field.required !== required.includes(name)) found.push(`${ours}.${name} is ${field.required ? 'not ' : ''}required`);
        const [inner, ref] = [innermost(field.type), referenceOf(schema)];
        if (inner !== undefined && ref !== undefined) waiting.push([inner, ref]);
      }
    }
  }
});

/** Kinds that can be created, reviews and bindings included. */
function kindsIn(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>): readonly Identity[] {
  return Object.entries(paths).flatMap(([address, operations]) => {
    const { post } = operations;
    const identity = post?.['x-kubernetes-group-version-kind'];
    return identity === undefined || /\{name\}/.test(address) ? [] : [identity];
  });
}

function shapeOfField(type: FieldType): string {
  switch (type.is) {
    case 'list':
      return `[${shapeOfField(type.of)}]`;
    case 'map':
      return `{${shapeOfField(type.of)}}`;
    default:
      return type.is;
  }
}

function innermost(type: FieldType): string | undefined {
  if (type.is === 'list' || type.is === 'map') return innermost(type.of);
  return type.is === 'object' ? type.type : undefined;
}

function referenceOf(schema: Schema): string | undefined {
  if (schema.items !== undefined) return referenceOf(schema.items);
  if (typeof schema.additionalProperties === 'object') return referenceOf(schema.additionalProperties);
  return (schema.$ref ?? schema.allOf?.[0]?.$ref)?.replace('#/components/schemas/', '');
}

/** Types that hold something else than their fields. */
const SPECIAL: Readonly<Record<string, string>> = {
  Quantity: 'quantity',
  IntOrString: 'intOrString',
  Time: 'time',
  MicroTime: 'microTime',
  RawExtension: 'any',
  JSON: 'any',
  FieldsV1: 'any',
};

function shapeOfSchema(schema: Schema, schemas: Readonly<Record<string, Schema>>): string {
  if (schema.items !== undefined) return `[${shapeOfSchema(schema.items, schemas)}]`;
  if (typeof schema.additionalProperties === 'object') return `{${shapeOfSchema(schema.additionalProperties, schemas)}}`;
  const reference = referenceOf(schema);
  if (reference !== undefined) {
    const special = SPECIAL[reference.slice(reference.lastIndexOf('.') + 1)];
    const target = schemas[reference] ?? {};
    // Without a type anything may stand there (`JSONSchemaPropsOrBool`).
    return special ?? (target.properties === undefined && target.type !== 'object' ? (target.type ?? 'any') : 'object');
  }
  switch (`${schema.type} ${schema.format ?? ''}`.trim()) {
    case 'integer int32':
      return 'int32';
    case 'integer int64':
    case 'integer':
      return 'int64';
    case 'number double':
    case 'number':
      return 'double';
    case 'string byte':
      return 'bytes';
    case 'string date-time':
      return 'time';
    default:
      return schema.type ?? 'any';
  }
}
