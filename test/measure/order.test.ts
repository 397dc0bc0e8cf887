import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message } from '../../server/src/core/text/text.ts';
import type { RecordedCase } from '../golden/families/controllers/case.ts';
import { type SeenEvent, writtenEvents } from '../golden/families/controllers/events.ts';
import { play } from '../golden/families/controllers/play.ts';

const RECREATED: RecordedCase = {
  id: 'recreated',
  family: 'test',
  objects: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  revisionHistoryLimit: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: v1}]}
`,
  pods: [{ ready: [1] }],
  actions: [
    { at: 10, do: 'patch', kind: 'Deployment', name: 'web', patch: imagePatch('v2') },
    { at: 20, do: 'patch', kind: 'Deployment', name: 'web', patch: imagePatch('v1') },
  ],
  until: 30,
  traces: [],
};

const TWO_EXITS: RecordedCase = {
  id: 'exits',
  family: 'test',
  objects: `apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, containers: [{name: c, image: v1}]}}
`,
  pods: [{ ready: [2], exit: [{ after: 3, code: 0 }] }],
  until: 6,
  traces: [],
};

function imagePatch(image: string): Readonly<Record<string, unknown>> {
  return { spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } } } };
}

test('a ReplicaSet that comes back under its old name has a number of its own', () => {
  const { scales, events } = play(RECREATED);
  assert.ok(scales.includes('20 rs#3 create 1'), scales.join('\n'));
  assert.ok(!scales.some((scale) => scale.startsWith('20 rs#1')));
  // What was told of the first one keeps its number.
  assert.ok(events.has('Deployment Normal ScalingReplicaSet Scaled up replica set rs#1 from 0 to 1'));
});

test('a Job may count a pod that ends in the second of its sync, or only a second later', () => {
  const endOf = (order: ReadonlyMap<number, number>): number | undefined =>
    play(TWO_EXITS, order).states.find(({ state }) => (state['job/j'] as { succeeded: number }).succeeded === 1)?.t;
  assert.equal(endOf(new Map()), 3);
  assert.equal(endOf(new Map([[3, 0]])), 4);
});

test('the event client tells ten pods apart that the recording writes alike', () => {
  const events = Array.from({ length: 10 }, (_, index): SeenEvent => {
    const entry = {
      timeMs: index * 1000,
      component: 'job',
      object: { kind: 'Job', namespace: 'default', name: 'j' },
      because: message('simRefused', { text: '' }),
      what: { verb: 'event', type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: j-${index % 6}-${'abcdefghij'[index]}` },
    } as const;
    return { entry, text: `Job Normal SuccessfulCreate Created pod: j-${index % 6}-*` };
  });
  assert.equal(writtenEvents(events.slice(0, 9)).size, 6);
  const tenth = { ...events[9], text: 'Job Normal SuccessfulCreate Created pod: j-9-*' } as SeenEvent;
  assert.ok(!writtenEvents([...events.slice(0, 9), tenth]).has(tenth.text));
});
