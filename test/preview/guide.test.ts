/** What the guide of a lesson says is true of what is drawn at that instant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sceneAt } from '../../client/webview/scene.ts';
import { preview } from '../../server/src/core/features/preview/preview.ts';
import type { ClusterPreset, PreviewResult } from '../../server/src/core/protocol.ts';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';
import { idOf } from '../../server/src/core/sim/trace.ts';
import { type MessageKey, message, say } from '../../server/src/core/text/text.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../support/catalog.ts';

const MANIFEST = 'apiVersion: v1\nkind: Pod\nmetadata: {name: own}\nspec: {containers: [{name: a, image: "a:1"}]}\n';

function play(lesson: string): PreviewResult {
  return preview({
    title: 'own.yaml',
    file: createFile(MANIFEST),
    clusterName: 'three',
    clusterObjects: (name) => presetObjects(name as ClusterPreset),
    catalog: catalogOf('1.36'),
    language: 'ko',
    scenario: `lesson:${lesson}`,
  });
}

/** How many pods are drawn in each form, by the beginning of their names; `waiting` are those in the tray. */
function drawn(result: PreviewResult, timeMs: number, name = ''): Readonly<Record<string, number>> {
  const { zones, waiting } = sceneAt(result, timeMs);
  const counts: Record<string, number> = {};
  for (const pod of [...waiting, ...zones.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods))])
    if (pod.name.startsWith(name)) counts[pod.form] = (counts[pod.form] ?? 0) + 1;
  return counts;
}

/** Part of a Service's requests that reaches pods of the given beginning. */
function share(result: PreviewResult, timeMs: number, service: string, pod: string): number {
  const sample = result.traffic.findLast((each) => each.timeMs <= timeMs && idOf(each.service) === `Service default/${service}`);
  const own = Object.entries(sample?.shares ?? {}).filter(([id]) => id.startsWith(`Pod default/${pod}`));
  return Math.round(own.reduce((sum, [, part]) => sum + part, 0) * 100);
}

type Truth = readonly [lesson: string, text: MessageKey, expected: unknown, seen: (result: PreviewResult, timeMs: number) => unknown];

const TRUTHS: readonly Truth[] = [
  ['recreate', 'panel.guide.recreate.gone', { terminating: 3 }, drawn],
  ['recreate', 'panel.guide.recreate.fresh', { creating: 3 }, drawn],
  ['recreate', 'panel.guide.recreate.back', { ready: 3 }, drawn],
  ['rolling-update', 'panel.guide.rolling.surge', { ready: 3, creating: 1 }, drawn],
  ['rolling-update', 'panel.guide.rolling.done', { ready: 3, terminating: 1 }, drawn],
  ['blue-green', 'panel.guide.blueGreen.beside', 0, (result, timeMs) => share(result, timeMs, 'web', 'web-green')],
  ['blue-green', 'panel.guide.blueGreen.switch', 100, (result, timeMs) => share(result, timeMs, 'web', 'web-green')],
  ['blue-green', 'panel.guide.blueGreen.back', 100, (result, timeMs) => share(result, timeMs, 'web', 'web-blue')],
  ['canary', 'panel.guide.canary.first', 20, (result, timeMs) => share(result, timeMs, 'web', 'web-canary')],
  ['canary', 'panel.guide.canary.more', 50, (result, timeMs) => share(result, timeMs + 2000, 'web', 'web-canary')],
  ['canary', 'panel.guide.canary.most', 80, (result, timeMs) => share(result, timeMs, 'web', 'web-canary')],
  ['canary-ingress', 'panel.guide.ingress.end', { terminating: 2 }, (result, timeMs) => drawn(result, timeMs, 'web-stable')],
  ['failing-rollout', 'panel.guide.failing.stuck', { ready: 3, running: 1 }, drawn],
  ['failing-rollout', 'panel.guide.failing.deadline', { ready: 3, running: 1 }, drawn],
  ['node-failure', 'panel.guide.failure.noticed', { ready: 2, running: 2 }, drawn],
  ['node-failure', 'panel.guide.failure.replaced', { ready: 2, terminating: 2, creating: 2 }, drawn],
  ['cron-allow', 'panel.guide.cron.first', { creating: 1 }, drawn],
  ['cron-allow', 'panel.guide.cron.both', { ready: 1, creating: 1 }, drawn],
  ['cron-forbid', 'panel.guide.cron.skipped', { ready: 1 }, drawn],
  ['cron-forbid', 'panel.guide.cron.late', { succeeded: 1, creating: 1 }, drawn],
  ['cron-replace', 'panel.guide.cron.replaced', { terminating: 1, creating: 1 }, drawn],
  ['out-of-memory', 'panel.guide.memory.killed', { failed: 1 }, drawn],
  ['out-of-memory', 'panel.guide.memory.backOff', { failed: 1 }, drawn],
  ['out-of-memory', 'panel.guide.memory.longer', { failed: 1 }, drawn],
  ['memory-pressure', 'panel.guide.pressure.evicts', { failed: 1, pending: 1 }, (result, timeMs) => drawn(result, timeMs, 'batch')],
  ['quota-refusal', 'panel.guide.quota.stays', { ready: 3 }, drawn],
  ['autoscaling', 'panel.guide.autoscaling.up', { ready: 2, creating: 2 }, drawn],
  ['autoscaling', 'panel.guide.autoscaling.calm', { ready: 6 }, drawn],
  ['autoscaling', 'panel.guide.autoscaling.down', { ready: 2, terminating: 4 }, drawn],
  ['anti-affinity', 'panel.guide.antiAffinity.waits', { pending: 1, creating: 2 }, drawn],
  ['anti-affinity', 'panel.guide.antiAffinity.done', { ready: 3 }, drawn],
  ['endpoints', 'panel.guide.endpoints.grow', 100, (result, timeMs) => share(result, timeMs, 'web', 'web')],
  ['endpoints', 'panel.guide.endpoints.typo', 0, (result, timeMs) => share(result, timeMs, 'web', 'web')],
  ['daemon-set', 'panel.guide.daemonSet.workers', { creating: 2 }, drawn],
  ['job', 'panel.guide.job.complete', { succeeded: 4 }, drawn],
  ['job', 'panel.guide.job.gaveUp', { failed: 3 }, (result, timeMs) => drawn(result, timeMs, 'broken')],
  ['limit-range', 'panel.guide.limitRange.refused', { ready: 1 }, drawn],
  ['without-probes', 'panel.guide.withoutProbes.half', 50, (result, timeMs) => share(result, timeMs, 'web', 'web-db8d5b644')],
  ['with-probes', 'panel.guide.withProbes.waits', { ready: 2, running: 1 }, drawn],
  ['self-healing', 'panel.guide.selfHealing.hangs', 33, (result, timeMs) => share(result, timeMs, 'web', 'web-leaky')],
  ['self-healing', 'panel.guide.selfHealing.out', 0, (result, timeMs) => share(result, timeMs, 'web', 'web-leaky')],
  ['volume-retain', 'panel.guide.retain.bound', 'Bound', (result, timeMs) => claim(result, timeMs)],
  ['volume-retain', 'panel.guide.retain.released', undefined, (result, timeMs) => claim(result, timeMs)],
  ['volume-delete', 'panel.guide.provision.waits', 'Pending', (result, timeMs) => claim(result, timeMs)],
  ['volume-delete', 'panel.guide.provision.stays', 'Bound', (result, timeMs) => claim(result, timeMs)],
];

/** The phase of the claim of the volume lessons. */
function claim(result: PreviewResult, timeMs: number): unknown {
  return (sceneAt(result, timeMs).objects.get('PersistentVolumeClaim default/data')?.status as { phase?: string } | undefined)?.phase;
}

test('each sentence of a guide is true of what is drawn when it appears', () => {
  const results = new Map<string, PreviewResult>();
  const untrue = TRUTHS.flatMap(([lesson, key, expected, seen]) => {
    const result = results.get(lesson) ?? play(lesson);
    results.set(lesson, result);
    const at = result.guide.find(({ text }) => text.includes(say('ko', message(key))));
    const found = at === undefined ? 'not said' : seen(result, at.timeMs);
    return JSON.stringify(sorted(found)) === JSON.stringify(sorted(expected)) ? [] : [{ key, timeMs: at?.timeMs, expected, found }];
  });
  assert.deepEqual(untrue, []);
});

function sorted(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value;
}

test('a Job that gives up and a rollout past its deadline are findings, and are not said to be complete', () => {
  const told = (lesson: string) => play(lesson).findings.filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    told('job').map(({ object, timeMs }) => [object?.name, timeMs]),
    [['broken', 65_000]],
  );
  assert.ok(play('job').findings.every(({ message: words }) => !/broken.*완료/.test(words)));
  assert.deepEqual(
    told('failing-rollout').map(({ timeMs, note }) => [timeMs, note]),
    [[61_000, 'controller/rollout-status']],
  );
});
