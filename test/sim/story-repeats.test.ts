import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Simulation } from '../../server/src/core/sim/simulate.ts';
import { tellStory } from '../../server/src/core/sim/story.ts';
import type { Entry } from '../../server/src/core/sim/trace.ts';
import { message } from '../../server/src/core/text/text.ts';

const refused = (name: string, quota = 'few'): string => `Error creating: pods "${name}" is forbidden: exceeded quota: ${quota}`;

function event(second: number, text: string, type: 'Normal' | 'Warning' = 'Warning', name = 'web-6bb'): Entry {
  const object = { kind: 'ReplicaSet', namespace: 'default', name };
  const because = message('simRefused', { text: text.replace('Error creating: ', '') });
  return {
    timeMs: second * 1000,
    component: 'replicaset',
    object,
    because,
    what: { verb: 'event', type, reason: 'FailedCreate', message: text },
  };
}

function told(...entries: readonly Entry[]): readonly string[] {
  const simulation: Simulation = {
    kubernetesVersion: '1.36',
    seed: 1,
    trace: { startMs: 0, untilMs: 60_000, entries },
    settling: [],
    samples: [],
    summaries: [],
    requests: [],
    services: [],
    assertions: [],
  };
  return tellStory(simulation, 'en')
    .trim()
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' | '));
}

test('the same warning again, under another generated name, is counted', () => {
  assert.deepEqual(told(event(1, refused('web-6bb-grcn2')), event(2, refused('web-6bb-khcpt')), event(13, refused('web-6bb-4khws'))), [
    `0:01 | replicaset | ReplicaSet/web-6bb | FailedCreate: ${refused('web-6bb-grcn2')} (x3 over 12 s)`,
  ]);
});

test('another text, another object, a pod that has been created: each is told', () => {
  assert.equal(told(event(1, refused('web-6bb-grcn2')), event(2, refused('web-6bb-khcpt', 'other'))).length, 2);
  assert.equal(told(event(1, refused('web-0')), event(2, refused('web-1'))).length, 2);
  assert.equal(told(event(1, 'a'), event(2, 'a', 'Warning', 'api-7cc')).length, 2);
  assert.equal(told(event(1, 'Created pod: web-6bb-grcn2', 'Normal'), event(2, 'Created pod: web-6bb-khcpt', 'Normal')).length, 2);
});

test('what comes back after something else was told of the object is told again', () => {
  assert.equal(told(event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'a')).length, 3);
});

test('a reason that only quotes the event is left out', () => {
  assert.ok(!told(event(1, refused('web-6bb-grcn2'))).some((line) => line.includes('←')));
});
