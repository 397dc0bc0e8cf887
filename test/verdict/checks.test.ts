/** Each check of the API server that no schema expresses, by its row in the list of checks: a manifest that breaks it is told of so. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { isArray, isObject, type Json } from '../../server/src/core/base/json.ts';
import { judgeValue } from '../../server/src/core/verdict/judge.ts';
import { catalog } from '../support/workspace.ts';

type Row = readonly [number, string, Readonly<Record<string, Json>>, string];

const ROWS = parse(readFileSync(path.join(import.meta.dirname, 'checks.yaml'), 'utf8')) as readonly Row[];
const LAST = 224;

/** What only a change of an object that exists can break: a manifest by itself cannot. */
const OF_UPDATES = [154, 166, 202, 207, 214, 221, 224];
/** What 1.36 does not refuse, and what no small manifest breaks. */
const ELSEWHERE: Readonly<Record<number, string>> = {
  9: 'the namespace of an object that has none is cleared when the object is created, not refused',
  12: 'annotations of more than 256 KiB, made below',
  64: 'a volume without a source is an emptyDir by default',
  81: 'the service account admission gives every pod an account before validation',
  93: 'the gate ContainerStopSignals is off: the field is dropped',
};

const CONTAINER = { name: 'a', image: 'a:1' };
const template = (rest: Json = {}): Json => ({
  metadata: { labels: { app: 'a' } },
  spec: { containers: [CONTAINER], ...(isObject(rest) ? rest : {}) },
});
const workload: Json = { spec: { selector: { matchLabels: { app: 'a' } }, template: template() } };
const job: Json = { template: template({ restartPolicy: 'Never' }) };
const backend: Json = { service: { name: 'a', port: { number: 80 } } };

const GOOD: Readonly<Record<string, Json>> = {
  Pod: { apiVersion: 'v1', spec: { containers: [CONTAINER] } },
  ConfigMap: { apiVersion: 'v1', data: {} },
  Secret: { apiVersion: 'v1' },
  Namespace: { apiVersion: 'v1' },
  Service: { apiVersion: 'v1', spec: { ports: [{ port: 80 }] } },
  Deployment: { apiVersion: 'apps/v1', ...workload },
  DaemonSet: { apiVersion: 'apps/v1', ...workload },
  StatefulSet: { apiVersion: 'apps/v1', ...workload },
  Job: { apiVersion: 'batch/v1', spec: job },
  CronJob: { apiVersion: 'batch/v1', spec: { schedule: '0 3 * * *', jobTemplate: { spec: job } } },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 3 },
  },
  Ingress: { apiVersion: 'networking.k8s.io/v1', spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] } },
  IngressClass: { apiVersion: 'networking.k8s.io/v1', spec: { controller: 'example.net/a' } },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', spec: { podSelector: {} } },
  PodDisruptionBudget: { apiVersion: 'policy/v1', spec: { selector: { matchLabels: { app: 'a' } } } },
  PersistentVolumeClaim: { apiVersion: 'v1', spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  PersistentVolume: { apiVersion: 'v1', spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/a' } } },
  StorageClass: { apiVersion: 'storage.k8s.io/v1', provisioner: 'example.net/a' },
  PriorityClass: { apiVersion: 'scheduling.k8s.io/v1', value: 1 },
  Role: { apiVersion: 'rbac.authorization.k8s.io/v1', rules: [] },
  RoleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
  },
  LimitRange: { apiVersion: 'v1', spec: { limits: [] } },
  ResourceQuota: { apiVersion: 'v1', spec: { hard: {} } },
};

const goodOf = (kind: string): Json => ({ kind, metadata: { name: 'a' }, ...(GOOD[kind] as object) }) as Json;

function changed(value: Json, [step = '', ...rest]: readonly string[], to: Json): Json {
  if (isArray(value)) return value.map((item, index) => (index === Number(step) ? changed(item, rest, to) : item));
  const { [step]: old = {}, ...others } = isObject(value) ? value : {};
  if (rest.length > 0) return { ...others, [step]: changed(old, rest, to) };
  return to === null ? others : { ...others, [step]: to };
}

const said = (value: Json): readonly string[] => judgeValue(value, catalog).errors.map((error) => `${error.class} ${error.path}`);

test('the manifests that are broken are good', () => {
  for (const kind of Object.keys(GOOD)) assert.deepEqual(said(goodOf(kind)), [], kind);
});

for (const [row, kind, changes, wanted] of ROWS) {
  test(`${row}: ${wanted}`, () => {
    const broken = Object.entries(changes).reduce((value, [at, to]) => changed(value, at.split('/'), to), goodOf(kind));
    assert.ok(said(broken).includes(wanted), `${wanted} is not among\n${said(broken).join('\n')}`);
  });
}

test('12: annotations that are too large', () => {
  const broken = changed(goodOf('ConfigMap'), ['metadata', 'annotations'], { a: 'a'.repeat(300_000) });
  assert.deepEqual(said(broken), ['too long metadata.annotations']);
});

test('every row is here or says why it is not', () => {
  const known = new Set([...ROWS.map(([row]) => row), ...OF_UPDATES, ...Object.keys(ELSEWHERE).map(Number)]);
  assert.deepEqual(
    Array.from({ length: LAST }, (_, index) => index + 1).filter((row) => !known.has(row)),
    [],
  );
});
