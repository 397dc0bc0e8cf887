import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Component, Reconcile } from '../../server/src/core/sim/component.ts';
import { createEngine } from '../../server/src/core/sim/engine.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { message } from '../../server/src/core/text/text.ts';
import { pod } from './manifests.ts';

const BECAUSE = message('simRefused', { text: 'a test' });
const create = (object: KubeObject) => ({ do: 'create', object, because: BECAUSE }) as const;

function component(reconcile: (key: string, nowMs: number) => Reconcile, keys: readonly string[] = ['key']): Component {
  return {
    name: 'deployment',
    *keysOf() {
      yield* keys;
    },
    reconcile: (_cluster, key, nowMs) => reconcile(key, nowMs),
  };
}

test('the earliest of several wishes wakes a key, and time does not stand still', () => {
  const seen: number[] = [];
  const wishes = [5000, 2000, 7000];
  const engine = createEngine({
    startMs: 0,
    components: [
      component(function* (key, nowMs) {
        seen.push(nowMs);
        if (nowMs > 0) return;
        for (const afterMs of wishes) yield { do: 'requeue', key, afterMs };
      }),
    ],
  });
  engine.plan(0, () => [create(pod('a'))]);
  engine.runUntil(10_000);
  assert.deepEqual(seen, [0, 2000]);
  assert.equal(engine.timeMs, 10_000);
});

test('a failing sync is tried again with waits that double from 5 ms', () => {
  const seen: number[] = [];
  const engine = createEngine({
    startMs: 0,
    components: [
      component(function* (_key, nowMs) {
        seen.push(nowMs);
        yield* [];
        return 'retry';
      }),
    ],
  });
  engine.plan(0, () => [create(pod('a'))]);
  engine.runUntil(100);
  assert.deepEqual(seen, [0, 5, 15, 35, 75]);
});

test('components that never come to rest end the run with an entry that says so', () => {
  let count = 0;
  const engine = createEngine({
    limits: { roundsPerInstant: 50 },
    components: [
      component(function* () {
        yield create(pod(`pod-${count++}`));
      }),
    ],
  });
  engine.plan(0, () => [create(pod('first'))]);
  engine.runUntil(1000);
  const last = engine.trace().entries.at(-1);
  assert.equal(engine.stopped, true);
  assert.equal(last?.what.verb, 'stop');
  assert.equal(last?.because.key, 'simLimitRounds');
});

test('too many entries end the run with an entry that says so', () => {
  const engine = createEngine({ limits: { entries: 10 }, components: [] });
  engine.plan(0, () => Array.from({ length: 50 }, (_, index) => create(pod(`pod-${index}`))));
  engine.runUntil(1000);
  const { entries } = engine.trace();
  assert.equal(entries.length, 11);
  assert.equal(entries.at(-1)?.because.key, 'simLimitEntries');
});

test('a write from an outdated copy is refused as a conflict, an equal one changes nothing', () => {
  const engine = createEngine({ components: [] });
  engine.plan(0, () => [create(pod('a'))]);
  engine.runUntil(0);
  const first = engine.cluster.get('Pod', 'default', 'a');
  assert.ok(first);
  const changed = { ...first, metadata: { ...first.metadata, labels: { a: 'b' } } };
  engine.plan(1, () => [{ do: 'update', object: changed, because: BECAUSE }]);
  engine.plan(2, () => [{ do: 'update', object: { ...first, metadata: { ...first.metadata, labels: { a: 'c' } } }, because: BECAUSE }]);
  engine.runUntil(10);
  const { entries } = engine.trace();
  assert.deepEqual(
    entries.map(({ what }) => what.verb),
    ['create', 'update', 'refuse'],
  );
  assert.match(entries[2]?.what.verb === 'refuse' ? entries[2].what.message : '', /the object has been modified/);
  const now = engine.cluster.get('Pod', 'default', 'a');
  engine.plan(20, () => [{ do: 'update', object: { ...now }, because: BECAUSE }]);
  engine.runUntil(30);
  assert.equal(engine.trace().entries.length, 3);
});

test('a pod on a node leaves gracefully, one without a node at once', () => {
  const engine = createEngine({ components: [] });
  const bound = pod('bound');
  engine.load(
    [{ ...bound, spec: { ...bound.spec, nodeName: 'node-1', terminationGracePeriodSeconds: 7 } } as KubeObject, pod('free')],
    BECAUSE,
  );
  for (const name of ['bound', 'free']) {
    engine.plan(1000, () => [{ do: 'delete', object: { kind: 'Pod', namespace: 'default', name }, because: BECAUSE }]);
  }
  engine.runUntil(2000);
  assert.equal(engine.cluster.get('Pod', 'default', 'free'), undefined);
  const leaving = engine.cluster.get('Pod', 'default', 'bound');
  assert.equal(leaving?.metadata?.deletionGracePeriodSeconds, 7);
  assert.equal(Date.parse(leaving?.metadata?.deletionTimestamp ?? '') - engine.trace().startMs, 8000);
});

test('finalizers hold an object until the last one is gone', () => {
  const engine = createEngine({ components: [] });
  const held: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', finalizers: ['example.com/a'] } };
  engine.plan(0, () => [create(held)]);
  engine.plan(1, () => [{ do: 'delete', object: { kind: 'ConfigMap', namespace: 'default', name: 'held' }, because: BECAUSE }]);
  engine.runUntil(1);
  const waiting = engine.cluster.get('ConfigMap', 'default', 'held');
  assert.ok(waiting?.metadata?.deletionTimestamp);
  engine.plan(2, () => [{ do: 'update', object: { ...waiting, metadata: { ...waiting.metadata, finalizers: [] } }, because: BECAUSE }]);
  engine.runUntil(2);
  assert.equal(engine.cluster.get('ConfigMap', 'default', 'held'), undefined);
  assert.equal(engine.trace().entries.at(-1)?.what.verb, 'delete');
});
