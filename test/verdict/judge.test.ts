/** The stages of the create path: what each hides, what a version knows, what defaults do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../server/src/core/base/json.ts';
import type { KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import { judge, judgeValue } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalogOf } from '../support/catalog.ts';

/** `class: path` of every error. */
function errorsOf(manifest: JsonObject | string, version: KubernetesVersion = '1.36'): readonly string[] {
  const catalog = catalogOf(version);
  const { errors } = typeof manifest === 'string' ? judge(parseDocument(manifest), catalog) : judgeValue(manifest, catalog);
  return errors.map((error) => `${error.class}: ${error.path}`);
}

function pod(spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  const container = { name: 'a', image: 'x' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [container], ...spec } };
}

test('a text that is no YAML is refused for that alone', () => {
  assert.deepEqual(errorsOf('a: b: c\nkind: Pod\n'), ['yaml syntax: ']);
});

test('a document without a known kind gets no further', () => {
  assert.deepEqual(errorsOf('- a\n'), ['type error: ']);
  assert.deepEqual(errorsOf('kind: Pod\n'), ['no such kind: apiVersion']);
  assert.deepEqual(errorsOf({ apiVersion: 'v1', kind: 'pod' }), ['no such kind: kind']);
  assert.deepEqual(errorsOf({ apiVersion: 'v1', kind: 'List', items: [] }), ['no such kind: kind']);
  assert.deepEqual(errorsOf({ apiVersion: 'extensions/v1beta1', kind: 'Ingress' }), ['no such kind: kind']);
});

test('a wrong type hides validation, unknown and repeated fields do not', () => {
  assert.deepEqual(errorsOf(pod({ containers: 'x' })), ['type error: spec.containers']);
  assert.deepEqual(errorsOf(pod({ foo: 1, dnsPolicy: 'x' })), ['unknown field: spec.foo', 'unsupported value: spec.dnsPolicy']);
  const repeated = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A}\nmetadata: {name: a}\n';
  assert.deepEqual(errorsOf(repeated), ['duplicate field: metadata']);
});

test('faults of metadata found after validation show only when there is nothing else', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'a' }, rules: [{ verbs: [] }] };
  assert.ok(!errorsOf(role).some((error) => error.includes('metadata')));
});

test('a name may be generated, in the form of its prefix', () => {
  assert.deepEqual(errorsOf(pod({}, { name: '', generateName: 'web-' })), []);
  assert.deepEqual(errorsOf(pod({}, { name: '', generateName: 'Web-' })), [
    'invalid value: metadata.generateName',
    'invalid value: metadata.name',
  ]);
  assert.deepEqual(errorsOf(pod({}, { name: '' })), ['required value: metadata.name']);
});

test('a fault in a volume takes its mounts with it', () => {
  const container = { name: 'a', image: 'x', volumeMounts: [{ name: 'data', mountPath: '/d' }] };
  assert.deepEqual(errorsOf(pod({ containers: [container], volumes: [{ name: 'data', hostPath: {} }] })), [
    'required value: spec.volumes[0].hostPath.path',
    'not found: spec.containers[0].volumeMounts[0].name',
  ]);
});

test('an absent selector counts in the way of each owner', () => {
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'x' }] } };
  const owner = (kind: string): JsonObject => ({ apiVersion: 'apps/v1', kind, metadata: { name: 'a' }, spec: { template } });
  assert.deepEqual(errorsOf(owner('Deployment')), ['required value: spec.selector', 'invalid value: spec.template.metadata.labels']);
  assert.deepEqual(errorsOf(owner('DaemonSet')), ['invalid value: spec.template.metadata.labels']);
});

test('a fault in a volume of a StatefulSet is found where it is written, whatever the server counts before it', () => {
  const spec = {
    selector: { matchLabels: { a: 'b' } },
    template: {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'a', image: 'x' }], volumes: [{ name: 'V', emptyDir: {} }] },
    },
    volumeClaimTemplates: [
      { metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } } } },
    ],
  };
  const { errors } = judgeValue({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec }, catalogOf('1.36'));
  assert.deepEqual(
    errors.map(({ path, at }) => [path, at.join('/')]),
    [['spec.template.spec.volumes[1].name', 'spec/template/spec/volumes/0/name']],
  );
});

test('versions differ where the servers do', () => {
  const statefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } },
  };
  assert.deepEqual(errorsOf(statefulSet, '1.33'), []);
  assert.deepEqual(errorsOf(statefulSet, '1.34'), ['required value: spec.template.spec.containers']);
  const lenient = pod({ hostAliases: [{ ip: '010.0.0.1', hostnames: ['a'] }] });
  assert.deepEqual(errorsOf(lenient, '1.35'), []);
  assert.deepEqual(errorsOf(lenient, '1.36'), ['invalid value: spec.hostAliases[0].ip']);
  const restarting = pod({ containers: [{ name: 'a', image: 'x', restartPolicy: 'Always' }] });
  assert.deepEqual(errorsOf(restarting, '1.33'), ['forbidden: spec.containers[0].restartPolicy']);
  assert.deepEqual(errorsOf(restarting, '1.34'), []);
});

test('defaults fill in what the server would', () => {
  const { object } = judgeValue(
    pod({ containers: [{ name: 'a', image: 'nginx', resources: { limits: { cpu: '100u' } } }] }),
    catalogOf('1.36'),
  );
  const spec = object?.spec as { restartPolicy: string; containers: readonly JsonObject[] };
  assert.equal(spec.restartPolicy, 'Always');
  assert.equal(spec.containers[0]?.imagePullPolicy, 'Always');
  assert.deepEqual(spec.containers[0]?.resources, { limits: { cpu: '1m' }, requests: { cpu: '1m' } });
});

test('the object given is not changed', () => {
  const manifest = pod({ affinity: { podAffinity: {} } });
  const before = JSON.stringify(manifest);
  judgeValue(manifest, catalogOf('1.36'));
  assert.equal(JSON.stringify(manifest), before);
});
