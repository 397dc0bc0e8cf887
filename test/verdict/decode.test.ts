/** What the server's decoder makes of values: fatal faults in its order, unknown fields, nulls. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../server/src/core/base/json.ts';
import { decode } from '../../server/src/core/verdict/decode.ts';
import { catalogOf } from '../support/catalog.ts';

const catalog = catalogOf('1.36');

function decodePod(pod: JsonObject): ReturnType<typeof decode> {
  return decode(pod, 'core.v1.Pod', catalog);
}

function goFields(pod: JsonObject): readonly (string | undefined)[] {
  return decodePod(pod).typeErrors.map(({ goField }) => goField);
}

test('the first fault in the order of sorted keys comes first', () => {
  const pod = { spec: { restartPolicy: 1, containers: [{ name: 'a', image: 5 }] }, metadata: { name: true } };
  assert.deepEqual(goFields(pod), ['ObjectMeta.metadata.name', 'Container.spec.containers.image', 'PodSpec.spec.restartPolicy']);
});

test('what a type reads by itself hides what was only noted before', () => {
  const pod = { metadata: { name: 1 }, spec: { containers: [{ resources: { limits: { cpu: 'much' } } }] } };
  assert.match(decodePod(pod).typeErrors[0]?.detail ?? '', /^quantities must match/);
});

test('embedded structs show in the name of a field, positions and keys do not', () => {
  assert.deepEqual(goFields({ spec: { volumes: [{ cephfs: { monitors: [1] } }] } }), [
    'CephFSVolumeSource.spec.volumes.VolumeSource.cephfs.monitors',
  ]);
  assert.deepEqual(goFields({ metadata: { labels: { a: 1 } } }), ['ObjectMeta.metadata.labels']);
});

test('whole numbers may be written with a point, parts and large ones may not', () => {
  const portOf = (containerPort: number | bigint | string): JsonObject => ({ spec: { containers: [{ ports: [{ containerPort }] }] } });
  assert.deepEqual(goFields(portOf(80.0)), []);
  for (const wrong of [80.5, 99999999999, 2n ** 63n, '80']) {
    assert.deepEqual(goFields(portOf(wrong)), ['ContainerPort.spec.containers.ports.containerPort']);
  }
});

test('times, base64 and quantities are read as Go reads them', () => {
  const detailOf = (value: JsonObject, type: string): string | undefined => decode(value, type, catalog).typeErrors[0]?.detail;
  const meta = (creationTimestamp: string): JsonObject => ({ metadata: { creationTimestamp } });
  assert.equal(detailOf(meta('2026-02-28T05:04:05Z'), 'core.v1.Pod'), undefined);
  assert.equal(detailOf(meta('2026-02-28T05:04:05.123+09:00'), 'core.v1.Pod'), undefined);
  assert.match(detailOf(meta('2026-02-29T05:04:05Z'), 'core.v1.Pod') ?? '', /^parsing time/);
  assert.equal(detailOf({ data: { a: 'aGk=\n' } }, 'core.v1.Secret'), undefined);
  assert.match(detailOf({ data: { a: 'aGk' } }, 'core.v1.Secret') ?? '', /^illegal base64/);
});

test('null is as good as absent; in lists and maps it is the zero value', () => {
  const { value, typeErrors } = decodePod({
    metadata: { labels: { a: null }, name: null },
    spec: { containers: [null, { name: 'a', args: [null, 'x'], resources: { limits: { cpu: null } } }], volumes: null },
  });
  assert.deepEqual(typeErrors, []);
  assert.deepEqual(value, {
    metadata: { labels: { a: '' } },
    spec: { containers: [{}, { name: 'a', args: ['', 'x'], resources: { limits: { cpu: '0' } } }] },
  });
});

test('unknown fields are left out and named with positions; the case of letters counts', () => {
  const { value, unknownFields } = decodePod({ Spec: {}, spec: { containers: [{ name: 'a', Image: 'x' }], foo: 1 } });
  assert.deepEqual(
    unknownFields.map(({ path }) => path),
    ['Spec', 'spec.containers[0].Image', 'spec.foo'],
  );
  assert.deepEqual(value, { spec: { containers: [{ name: 'a' }] } });
});

test('a key of the user never becomes part of the machinery', () => {
  const labels = JSON.parse('{"__proto__": "x"}') as JsonObject;
  const { value } = decodePod({ metadata: { labels } });
  assert.deepEqual(Object.keys((value.metadata as { labels: JsonObject }).labels), ['__proto__']);
});
