import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../server/src/core/base/json.ts';
import { describeCustomResources, readCustomResources } from '../../server/src/core/kube/custom-resource.ts';
import { createCustomValidator } from '../../server/src/core/kube/custom-validator.ts';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalogWith } from '../support/catalog.ts';

const SPEC: JsonObject = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 5, exclusiveMaximum: true },
    port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    anyPort: { 'x-kubernetes-int-or-string': true, nullable: true },
    mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
    name: { type: 'string', pattern: '(?i)^x', maxLength: 3 },
    odd: { type: 'string', pattern: '(?i:x)y' },
    tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, 'x-kubernetes-list-type': 'set' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    closed: { type: 'object' },
    either: {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    inner: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
  },
};

function definition(spec: Json, version: JsonObject = {}): JsonObject {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'object' } } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.net',
      scope: 'Namespaced',
      names: { kind: 'Kettle', plural: 'kettles' },
      versions: [{ name: 'v1', served: true, storage: true, schema, ...version }],
    },
  };
}

function judged(spec: Json, crd: JsonObject = definition(SPEC)): ReturnType<ReturnType<typeof createCustomValidator>> {
  const [resource] = readCustomResources(crd);
  assert.ok(resource !== undefined);
  return createCustomValidator(resource)({ apiVersion: 'example.net/v1', kind: 'Kettle', metadata: { name: 'k' }, spec });
}

function errors(spec: Json): readonly string[] {
  return judged(spec)
    .errors.map((error) => `${error.class} ${error.path}`)
    .sort();
}

test('every recorded custom resource is judged as the API server judged it', () => {
  // 1.36.2, by `recorder validate --crd`; definitions and objects were drawn at random, refused definitions left out.
  const lines = readFileSync(new URL('recorded-custom-resources.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  let count = 0;
  for (const line of lines) {
    const { spec, objects } = JSON.parse(line) as { spec: JsonObject; objects: { object: JsonObject; verdict: string[] }[] };
    const resources = readCustomResources({ kind: 'CustomResourceDefinition', spec });
    const catalog = catalogWith(describeCustomResources(resources));
    const validators = resources.map((resource) => createCustomValidator(resource));
    for (const { object, verdict } of objects) {
      const text = JSON.stringify(object);
      const { errors } = judge(parseDocument(text), catalog, () => validators[0]);
      const isUnreadable = errors.some((error) => error.class === 'type error');
      const said = isUnreadable ? ['fatal'] : [...new Set(errors.map((error) => `${error.class} ${error.path}`))].sort();
      assert.deepEqual(said, verdict, `${JSON.stringify(spec)}\n${text}`);
      count++;
    }
  }
  assert.equal(count, 675);
});

test('a definition becomes a kind with fields', () => {
  const { kinds, types } = describeCustomResources(readCustomResources(definition(SPEC)));
  assert.deepEqual(
    kinds.map(({ apiVersion, kind, namespaced, custom }) => [apiVersion, kind, namespaced, custom]),
    [['example.net/v1', 'Kettle', true, true]],
  );
  assert.deepEqual([...(types.get('example.net/v1.Kettle')?.fields.keys() ?? [])].sort(), [
    'apiVersion',
    'kind',
    'metadata',
    'spec',
    'status',
  ]);
  const field = (name: string): unknown => types.get('example.net/v1.Kettle.spec')?.fields.get(name);
  const typeOf = (name: string): unknown => types.get('example.net/v1.Kettle.spec')?.fields.get(name)?.type;
  assert.deepEqual(field('size'), { name: 'size', type: { is: 'int64' }, required: true, deprecated: false });
  assert.deepEqual(field('mode'), {
    name: 'mode',
    type: { is: 'string' },
    required: false,
    deprecated: false,
    values: ['a', 'b'],
    default: 'a',
  });
  assert.deepEqual(types.get('example.net/v1.Kettle.spec')?.fields.get('tags')?.values, ['a', 'b']);
  assert.deepEqual(typeOf('port'), { is: 'intOrString' });
  assert.deepEqual(typeOf('labels'), { is: 'map', of: { is: 'string' } });
  assert.deepEqual(typeOf('free'), { is: 'any' });
  assert.deepEqual(types.get('example.net/v1.Kettle.spec.closed'), {
    name: 'example.net/v1.Kettle.spec.closed',
    fields: new Map(),
    open: false,
  });
  assert.equal(types.get('example.net/v1.Kettle.spec.inner')?.open, true);
  assert.ok(types.get('example.net/v1.Kettle.spec.inner')?.fields.has('metadata'));
});

test('only served versions become kinds', () => {
  assert.deepEqual(readCustomResources(definition(SPEC, { served: false })), []);
  const crd = definition(SPEC);
  const versions = [
    { name: 'v1', served: true, storage: true },
    { name: 'v1beta1', served: true, storage: false },
    { name: 'v1alpha1', served: false, storage: false },
  ];
  const kinds = readCustomResources({ ...crd, spec: { ...(crd.spec as JsonObject), scope: 'Cluster', versions } }).map(({ kind }) => kind);
  assert.deepEqual(
    kinds.map(({ apiVersion, namespaced }) => [apiVersion, namespaced]),
    [
      ['example.net/v1', false],
      ['example.net/v1beta1', false],
    ],
  );
});

test('objects are judged in the classes of the API server', () => {
  assert.deepEqual(errors({ size: 1, port: 'http', tags: ['a'], labels: { a: 'b' }, free: { x: 1 } }), []);
  assert.deepEqual(errors({ size: 1, port: 80, anyPort: null }), []);
  assert.deepEqual(errors({}), ['required value spec.size']);
  assert.deepEqual(errors({ size: null }), ['required value spec.size']);
  assert.deepEqual(errors({ size: 5 }), ['invalid value spec.size']);
  assert.deepEqual(errors({ size: 1.5 }), ['invalid value <nil>', 'invalid value spec.size']);
  assert.deepEqual(errors({ size: 1, mode: 'c' }), ['unsupported value spec.mode']);
  assert.deepEqual(errors({ size: 1, name: 'Xong' }), ['too long spec.name']);
  assert.deepEqual(errors({ size: 1, name: 'y' }), ['invalid value spec.name']);
  assert.deepEqual(errors({ size: 1, tags: ['a', 'a', 'a'] }), ['duplicate value spec.tags[1]']);
  assert.deepEqual(errors({ size: 1, sise: 2, closed: { a: 1 } }), ['unknown field spec.closed.a', 'unknown field spec.sise']);
  assert.deepEqual(errors({ size: 1, either: {} }), ['invalid value <nil>', 'required value spec.either.a']);
  assert.deepEqual(errors({ size: 1, inner: { kind: 'Pod' } }), ['required value spec.inner.apiVersion']);
});

test('a pattern that JavaScript cannot read is not checked, and spoils no other check', () => {
  assert.deepEqual(errors({ size: 9, odd: 'whatever' }), ['invalid value spec.size']);
});

test('an error knows its place in the document even where the server names none', () => {
  const [nameless] = judged({ size: 1, either: {} }).errors;
  assert.deepEqual(nameless?.at, ['spec', 'either']);
  assert.equal(nameless?.detail, '"spec.either" must validate one and only one schema (oneOf). Found none valid');
});

test('defaults stand in for what is missing, and what means nothing is dropped', () => {
  assert.deepEqual(judged({ size: 1, mode: null, name: null, gone: 1, anyPort: null }).object.spec, { size: 1, mode: 'a', anyPort: null });
});

test('the status of a resource with a status subresource is not taken at creation', () => {
  const [resource] = readCustomResources(definition(SPEC, { subresources: { status: {} } }));
  assert.ok(resource !== undefined);
  const { errors, object } = createCustomValidator(resource)({ metadata: { name: 'k' }, spec: { size: 1 }, status: { phase: 1 } });
  assert.deepEqual(
    errors.map((error) => `${error.class} ${error.path}`),
    ['unknown field status.phase'],
  );
  assert.ok(!('status' in object));
});

test('a definition that is broken gives no kind and does not throw', () => {
  const cyclicLooking: JsonObject = { type: 7, items: 3, required: 'x', enum: 5, allOf: {}, additionalProperties: 'no', pattern: '(' };
  for (const broken of [
    null,
    1,
    {},
    { kind: 'CustomResourceDefinition' },
    definition('nonsense'),
    definition({ type: 'object', properties: { a: cyclicLooking, b: null } }),
    { ...definition(SPEC), spec: { group: 1 } },
  ] as readonly Json[]) {
    const resources = readCustomResources(broken);
    describeCustomResources(resources);
    for (const resource of resources) createCustomValidator(resource)({ spec: { a: { b: [1] }, b: 'x' } });
  }
});
