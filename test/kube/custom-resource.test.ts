import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../server/src/core/base/json.ts';
import { formatPath } from '../../server/src/core/base/json.ts';
import { describeCustomResources, readCustomResources } from '../../server/src/core/kube/custom-resource.ts';
import { createCustomValidator } from '../../server/src/core/kube/custom-validator.ts';

const SPEC: JsonObject = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 5, exclusiveMaximum: true },
    port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    mode: { type: 'string', enum: ['a', 'b'], nullable: true, default: 'a' },
    name: { type: 'string', pattern: '(?i)^x', maxLength: 3 },
    tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

function definition(spec: Json): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.net',
      scope: 'Namespaced',
      names: { kind: 'Kettle', plural: 'kettles' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
    },
  };
}

function judge(spec: Json): readonly string[] {
  const [resource] = readCustomResources(definition(SPEC));
  assert.ok(resource !== undefined);
  const judgement = createCustomValidator(resource)({ apiVersion: 'example.net/v1', kind: 'Kettle', metadata: { name: 'k' }, spec });
  return judgement.errors.map((error) => `${error.class} ${formatPath(error.path)}`).sort();
}

test('a definition becomes a kind with fields', () => {
  const { kinds, types } = describeCustomResources(readCustomResources(definition(SPEC)));
  assert.deepEqual(
    kinds.map(({ apiVersion, kind, namespaced }) => [apiVersion, kind, namespaced]),
    [['example.net/v1', 'Kettle', true]],
  );
  const spec = types.get('example.net/v1.Kettle.spec');
  assert.equal(spec?.fields.get('port')?.type.is, 'intOrString');
  assert.deepEqual(spec?.fields.get('mode')?.values, ['a', 'b']);
  assert.equal(spec?.fields.get('free')?.type.is, 'any');
});

test('objects are judged in the classes of the API server', () => {
  assert.deepEqual(judge({ size: 1, port: 'http', tags: ['a'], labels: { a: 'b' }, free: { x: 1 } }), []);
  assert.deepEqual(judge({ size: 1, port: 80, mode: null }), []);
  assert.deepEqual(judge({}), ['required value spec.size']);
  assert.deepEqual(judge({ size: 5 }), ['invalid value spec.size']);
  assert.deepEqual(judge({ size: 'x' }), ['invalid value spec.size']);
  assert.deepEqual(judge({ size: 1, mode: 'c' }), ['unsupported value spec.mode']);
  assert.deepEqual(judge({ size: 1, name: 'long' }), ['too long spec.name']);
  assert.deepEqual(judge({ size: 1, tags: ['a', 'a'] }), ['duplicate value spec.tags[1]']);
  assert.deepEqual(judge({ size: 1, sise: 2 }), ['unknown field spec.sise']);
});

test('a definition that is broken gives no kind and does not throw', () => {
  for (const broken of [
    null,
    1,
    {},
    { kind: 'CustomResourceDefinition' },
    definition('nonsense'),
    { ...definition(SPEC), spec: { group: 1 } },
  ] as readonly Json[]) {
    const resources = readCustomResources(broken);
    for (const resource of resources) createCustomValidator(resource)({ spec: { anything: true } });
  }
});
