import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseScenario } from '../../server/src/core/sim/scenario.ts';
import { message, say } from '../../server/src/core/text/text.ts';

test('English tells one pod from several', () => {
  const told = (wanted: number, have: number): string => say('en', message('simTooFewPods', { set: 'web', wanted, have }));
  assert.equal(told(1, 0), 'ReplicaSet web should have 1 pod and has 0, so it creates one.');
  assert.equal(told(2, 1), 'ReplicaSet web should have 2 pods and has 1, so it creates one.');
});

test('points of a load curve stand in any order; one that makes no sense is named with its place', () => {
  const { scenario, problems } = parseScenario({
    load: [
      { at: '60s', value: '900m' },
      { at: '10s', value: '200m', metric: 'cpu' },
      { at: '20s', value: '-1' },
      { at: '30s', value: 1, metric: 5 },
    ],
  });
  assert.deepEqual(
    scenario.load?.map(({ atMs }) => atMs),
    [10_000, 60_000],
  );
  assert.deepEqual(
    problems.map((problem) => say('en', problem)),
    ['load[2].value: -1 is negative, and no load is.', 'load[3].metric takes a value such as cpu, memory, requests-per-second.'],
  );
});
