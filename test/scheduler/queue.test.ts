import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../server/src/core/generated/api.ts';
import { createEffects } from '../../server/src/core/sim/scheduler/effects.ts';
import { scheduleAll } from '../../server/src/core/sim/scheduler/schedule-all.ts';
import { createScheduler, type Scheduler } from '../../server/src/core/sim/scheduler/scheduler.ts';
import { node, pod } from './clusters.ts';

const ROOMY = { cpu: 4000, memoryMi: 4096 };
const SMALL = { cpu: 100, memoryMi: 64 };
const HUGE = { cpu: 9000, memoryMi: 64 };

function tried(scheduler: Scheduler, nowMs: number): readonly string[] {
  const names: string[] = [];
  for (let decision = scheduler.next(nowMs); decision !== undefined; decision = scheduler.next(nowMs))
    names.push(decision.pod.slice('default/'.length));
  return names;
}

test('priority goes first, then age', () => {
  const scheduler = createScheduler();
  scheduler.upsert(node('n', ROOMY), 0);
  scheduler.upsert(pod('late', SMALL, { priority: 0 }), 3);
  scheduler.upsert(pod('early', SMALL, { priority: 0 }), 1);
  scheduler.upsert(pod('important', SMALL, { priority: 5 }), 9);
  assert.deepEqual(tried(scheduler, 10), ['important', 'early', 'late']);
});

test('a gated pod waits until its gates are gone', () => {
  const scheduler = createScheduler();
  scheduler.upsert(node('n', ROOMY), 0);
  const gated = pod('gated', SMALL, { schedulingGates: [{ name: 'example.com/wait' }] });
  scheduler.upsert(gated, 0);
  assert.deepEqual(tried(scheduler, 1), []);
  assert.equal(scheduler.isQueued(gated), false);
  scheduler.upsert(pod('gated', SMALL), 2);
  assert.deepEqual(tried(scheduler, 3), ['gated']);
});

test('a pod of another scheduler is left alone', () => {
  const scheduler = createScheduler();
  scheduler.upsert(node('n', ROOMY), 0);
  const foreign = pod('foreign', SMALL, { schedulerName: 'other' });
  scheduler.upsert(foreign, 0);
  assert.deepEqual(tried(scheduler, 1), []);
  assert.equal(scheduler.schedule(foreign, 1).reason, 'NotQueued');
});

test('a pod that found no room is tried again when a change may help it, and not before', () => {
  const scheduler = createScheduler();
  scheduler.upsert(node('n', ROOMY), 0);
  scheduler.upsert(pod('big', { cpu: 4000, memoryMi: 64 }), 0);
  const running = pod('running', SMALL, { nodeName: 'n' });
  scheduler.upsert(running, 0);
  assert.deepEqual(tried(scheduler, 1), ['big']);
  scheduler.upsert({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'default' } }, 2);
  assert.deepEqual(tried(scheduler, 3), [], 'a ConfigMap helps nobody');
  scheduler.upsert(node('too-small', { cpu: 500, memoryMi: 64 }), 4);
  assert.deepEqual(tried(scheduler, 5), [], 'a node without room for it neither');
  scheduler.remove({ kind: 'Pod', namespace: 'default', name: 'running' }, 6);
  assert.deepEqual(tried(scheduler, 7), ['big'], 'an idle scheduler does not wait for the back-off');
});

test('what nothing helps is tried again after five minutes', () => {
  const scheduler = createScheduler();
  scheduler.upsert(node('n', ROOMY), 0);
  scheduler.upsert(pod('huge', HUGE), 0);
  assert.deepEqual(tried(scheduler, 0), ['huge']);
  const wakeAt = scheduler.wakeAtMs ?? 0;
  assert.ok(wakeAt > 300_000 && wakeAt <= 330_000, `wakes at ${wakeAt}`);
  assert.deepEqual(tried(scheduler, wakeAt - 1), []);
  assert.deepEqual(tried(scheduler, wakeAt), ['huge']);
});

test('a preemptor gets the place of its victims, and less important pods leave it alone', () => {
  const nodes = [node('n', { cpu: 1000, memoryMi: 1024 })];
  const running = pod('running', { cpu: 800, memoryMi: 64 }, { nodeName: 'n', priority: 0 });
  const high = pod('high', { cpu: 900, memoryMi: 64 }, { priority: 100 });
  const low = pod('low', { cpu: 300, memoryMi: 64 }, { priority: 0 });
  const { decisions } = scheduleAll([...nodes, running, low, high]);
  assert.deepEqual(decisions[0]?.victims, ['default/running']);
  assert.deepEqual(
    decisions.filter(({ node: chosen }) => chosen !== '').map(({ pod: name }) => name),
    ['default/high'],
  );
});

test('a nominated node is promised until its pod arrives', () => {
  const scheduler = createScheduler();
  const nodes = [node('n', { cpu: 1000, memoryMi: 1024 })];
  const effects = createEffects(scheduler, nodes);
  for (const each of nodes) scheduler.upsert(each, 0);
  const leaving: Pod = { ...pod('leaving', { cpu: 800, memoryMi: 64 }, { nodeName: 'n', priority: 0 }) };
  scheduler.upsert(leaving, 0);
  const high = pod('high', { cpu: 900, memoryMi: 64 }, { priority: 100 });
  scheduler.upsert(high, 0);
  const first = scheduler.next(1);
  assert.equal(first?.nominatedNode, 'n');
  effects.apply(high, first as never, 1);
  const squatter = scheduler.schedule(pod('squatter', { cpu: 300, memoryMi: 64 }, { priority: 0 }), 2);
  assert.equal(squatter.node, '', 'the freed room is spoken for');
  const second = scheduler.next(3);
  assert.deepEqual([second?.pod, second?.attempt, second?.nominatedShortcut, second?.node], ['default/high', 2, 'n', 'n']);
});
