import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogFile } from '../../server/src/core/kube/catalog-file.ts';
import { createCatalog } from '../../server/src/core/kube/create-catalog.ts';
import { describeCustomResources, readCustomResources } from '../../server/src/core/kube/custom-resource.ts';

const FILE: CatalogFile = {
  version: '1.36',
  kinds: [
    ['', 'v1', 'Pod', 'pods', true, 'core.v1.Pod', true],
    ['apps', 'v1beta1', 'Pod', 'pods', true, 'apps.v1beta1.Pod', false],
  ],
  types: {
    'core.v1.Pod': {
      spec: '#core.v1.PodSpec',
      ports: { t: '[]#core.v1.Port', keys: ['port'] },
      limits: { t: '{}quantity', r: 1, d: 1, since: '1.34', values: ['a'], more: 1, default: '' },
    },
  },
};

function kettle(description: string): Parameters<typeof readCustomResources>[0] {
  const openAPIV3Schema = {
    type: 'object',
    description,
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
  };
  const versions = [{ name: 'v1', served: true, schema: { openAPIV3Schema } }];
  return { kind: 'CustomResourceDefinition', spec: { group: 'example.net', names: { kind: 'Pod', plural: 'pods' }, versions } };
}

test('fields are decoded as they were written', () => {
  const type = createCatalog(FILE, [], () => ({ texts: [], types: {} })).type('core.v1.Pod');
  assert.deepEqual(type?.fields.get('spec')?.type, { is: 'object', type: 'core.v1.PodSpec' });
  assert.deepEqual(type?.fields.get('ports')?.type, { is: 'list', of: { is: 'object', type: 'core.v1.Port' }, keys: ['port'] });
  assert.deepEqual(type?.fields.get('limits'), {
    name: 'limits',
    type: { is: 'map', of: { is: 'quantity' } },
    required: true,
    deprecated: true,
    values: ['a'],
    otherValues: true,
    default: '',
    since: '1.34',
  });
});

test('names that every object has are no types', () => {
  const catalog = createCatalog(FILE, [], () => ({ texts: [], types: {} }));
  for (const name of ['constructor', '__proto__', 'toString']) assert.equal(catalog.type(name), undefined, name);
  assert.deepEqual(catalog.kindsNamed('constructor'), []);
  assert.equal(catalog.kind('v1', 'toString'), undefined);
});

test('texts are loaded when first asked for, once', () => {
  let loaded = 0;
  const catalog = createCatalog(FILE, [], () => {
    loaded++;
    return { texts: ['A pod.', 'Its wish.'], types: { 'core.v1.Pod': { '': 0, spec: 1 } } };
  });
  assert.equal(loaded, 0);
  assert.equal(catalog.describe('core.v1.Pod'), 'A pod.');
  assert.equal(catalog.describe('core.v1.Pod', 'spec'), 'Its wish.');
  assert.equal(catalog.describe('core.v1.Pod', 'none'), undefined);
  assert.equal(loaded, 1);
});

test('custom kinds stand beside the built-in ones, and bring their own texts', () => {
  const custom = describeCustomResources(readCustomResources(kettle('A kettle.')));
  const catalog = createCatalog(FILE, [], () => assert.fail('not asked for'), custom);
  assert.deepEqual(
    catalog.kindsNamed('Pod').map(({ apiVersion }) => apiVersion),
    ['v1', 'example.net/v1', 'apps/v1beta1'],
  );
  const kind = catalog.kind('example.net/v1', 'Pod');
  assert.equal(kind?.custom, true);
  assert.equal(catalog.describe(kind?.type ?? ''), 'A kettle.');
  assert.deepEqual(catalog.type(`${kind?.type}.spec`)?.fields.get('size')?.type, { is: 'int64' });
});

test('of two definitions of one kind the later counts', () => {
  const custom = describeCustomResources([kettle('first'), kettle('second')].flatMap(readCustomResources));
  assert.equal(custom.kinds.length, 1);
  assert.equal(custom.texts.get('example.net/v1.Pod'), 'second');
});
