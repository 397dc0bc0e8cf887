import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintsOf } from '../../server/src/core/features/hints.ts';
import { lensesOf } from '../../server/src/core/features/lens.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalogOf } from '../support/catalog.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 10
  template:
    spec:
      containers:
        - name: web
          image: web:1
          resources:
            requests: {cpu: 1}
`;

test('a workload has a lens, and says its QoS class and its rollout', () => {
  const document = parseDocument(DEPLOYMENT);
  const catalog = catalogOf('1.36');
  assert.deepEqual(
    lensesOf(document, catalog, () => undefined).map(({ title }) => title.values.name),
    ['web'],
  );
  const hints = hintsOf(document, catalog, 'en').map(({ text }) => text);
  // At the end of their lines: between a key and its colon they would read as part of it.
  for (const { offset } of hintsOf(document, catalog, 'en')) assert.equal(DEPLOYMENT[offset], '\n');
  assert.deepEqual(hints, ['QoS: Burstable', 'while rolling out: at most 13, at least 8 available']);
});

test('an init container or a pod whose amounts are half written has no QoS class yet', () => {
  const spec = (more: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a:1}]\n${more}`;
  const hints = (more: string): number => hintsOf(parseDocument(spec(more)), catalogOf('1.36'), 'en').length;
  assert.equal(hints('  initContainers: [{name: i, image: i:1, resources: {requests: null}}]\n'), 0);
  assert.equal(hints('  initContainers: [{name: i, image: i:1, resources: {limits: {cpu: many}}}]\n'), 0);
  assert.equal(hints('  resources: {requests: null}\n'), 0);
  assert.equal(hints('  initContainers:\n'), 1);
});

test('half-written resources have no hints and do not throw', () => {
  for (const line of [
    'replicas: many',
    'strategy: []',
    'template: 1',
    'template: {spec: {containers: [{resources: {requests: [1]}}]}}',
    'template: {spec: {containers: 3}}',
  ]) {
    const document = parseDocument(`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  ${line}\n`);
    for (const { text } of hintsOf(document, catalogOf('1.36'), 'ko')) assert.ok(!text.includes('NaN'), text);
  }
});

test('a schedule is said in words', () => {
  const document = parseDocument('apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "0 3 * * *"\n');
  assert.match(hintsOf(document, catalogOf('1.36'), 'en')[0]?.text ?? '', /03:00/);
});

test('the next runs of a schedule are told in its own zone, and each hint can be left out', () => {
  const cron = 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "0 3 * * *"\n';
  const nowMs = Date.UTC(2026, 0, 5, 12);
  const all = { qos: true, rollout: true, schedule: true };
  const told = (text: string, chosen = all) =>
    hintsOf(parseDocument(text), catalogOf('1.36'), 'en', chosen, nowMs).map((hint) => hint.text);
  assert.match(told(cron)[0] ?? '', /next runs 01-06 03:00, 01-07 03:00, 01-08 03:00 UTC/);
  assert.match(told(`${cron}  timeZone: Asia/Seoul\n`)[0] ?? '', /next runs 01-06 03:00, .* Asia\/Seoul/);
  assert.doesNotMatch(told(`${cron}  suspend: true\n`)[0] ?? '', /next runs/);
  assert.deepEqual(told(cron, { ...all, schedule: false }), []);
  assert.deepEqual(told(DEPLOYMENT, { ...all, qos: false, rollout: false }), []);
  assert.equal(told(DEPLOYMENT, { ...all, qos: false }).length, 1);
});
