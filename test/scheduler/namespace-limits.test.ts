import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, LimitRange, ResourceQuota } from '../../server/src/core/generated/api.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { toOutput } from '../../server/src/core/sim/scheduler/entry.ts';
import { scheduleAll } from '../../server/src/core/sim/scheduler/schedule-all.ts';
import { tellSchedule } from '../../server/src/core/sim/scheduler/tell-schedule.ts';
import { node, pod } from './clusters.ts';

const ROOMY = node('n', { cpu: 8000, memoryMi: 8192 });

function limitRange(limit: Readonly<Record<string, unknown>>, namespace = 'default'): LimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace },
    spec: { limits: [{ type: 'Container', ...limit }] },
  };
}

function quota(hard: Readonly<Record<string, string>>): ResourceQuota {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota', namespace: 'default' }, spec: { hard } };
}

function deployment(replicas: number, requests?: Readonly<Record<string, string>>): Deployment {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: 'web:1', ...(requests && { resources: { requests } }) }] },
      },
    },
  };
}

const placed = (objects: readonly KubeObject[]): number => scheduleAll(objects).decisions.filter(({ node: name }) => name !== '').length;

test('what a LimitRange fills in takes up room', () => {
  assert.equal(placed([ROOMY, deployment(5)]), 5);
  assert.equal(placed([ROOMY, deployment(5), limitRange({ defaultRequest: { cpu: '3' } })]), 2);
  assert.equal(placed([ROOMY, deployment(5), limitRange({ defaultRequest: { cpu: '3' } }, 'elsewhere')]), 5);
  assert.equal(placed([ROOMY, deployment(5, { cpu: '1' }), limitRange({ defaultRequest: { cpu: '3' } })]), 5);
});

test('what a LimitRange refuses is not placed', () => {
  const { decisions, refused } = scheduleAll([ROOMY, deployment(2, { cpu: '10m' }), limitRange({ min: { cpu: '100m' } })]);
  assert.deepEqual([decisions.length, refused.length], [0, 2]);
  assert.match(refused[0]?.reason ?? '', /^pods "web-.*" is forbidden: minimum cpu usage per Container is 100m, but request is 10m/);
});

test('a quota lets in as many pods as it has room for, beside those that run', () => {
  const running = pod('old', { cpu: 1000, memoryMi: 64 }, { nodeName: 'n' });
  const result = scheduleAll([ROOMY, running, deployment(4, { cpu: '1' }), quota({ 'requests.cpu': '3' })]);
  assert.deepEqual([result.decisions.length, result.refused.length], [2, 2]);
  assert.match(
    result.refused[0]?.reason ?? '',
    /exceeded quota: quota, requested: requests.cpu=1, used: requests.cpu=3, limited: requests.cpu=3$/,
  );
  assert.equal(toOutput(result, '1.36').skipped?.length, 2);
  assert.match(tellSchedule(result, 'ko'), /^Deployment web의 파드 2개를 API 서버가 거부하므로 배치하지 않습니다: pods "web-/);
});

test('a quota that wants a request is satisfied by what a LimitRange fills in', () => {
  const wanting = quota({ 'requests.cpu': '4' });
  assert.match(scheduleAll([ROOMY, deployment(1), wanting]).refused[0]?.reason ?? '', /failed quota: quota: must specify requests.cpu/);
  assert.equal(placed([ROOMY, deployment(1), wanting, limitRange({ defaultRequest: { cpu: '1' } })]), 1);
});

test('a waiting pod of a running cluster was let in already', () => {
  const waiting = { ...pod('old', { cpu: 1000, memoryMi: 64 }), metadata: { name: 'old', namespace: 'default', uid: 'u' } };
  assert.equal(placed([ROOMY, waiting, quota({ 'requests.cpu': '1' })]), 1);
  assert.equal(scheduleAll([ROOMY, waiting, deployment(1, { cpu: '1' }), quota({ 'requests.cpu': '1' })]).refused.length, 1);
});
