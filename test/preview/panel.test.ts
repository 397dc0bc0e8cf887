/** What the panel makes of a run: pure, so that it needs no browser. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstColourOf } from '../../client/webview/colours.ts';
import { glanceAt } from '../../client/webview/glance.ts';
import { decisionsUntil, podRows } from '../../client/webview/layout.ts';
import { nodeOf, sceneAt } from '../../client/webview/scene.ts';
import { eventsUntil, initialState, type Remembered, remember, type State, update } from '../../client/webview/state.ts';
import { scaleOf, shownMsOf, timeMsOf } from '../../client/webview/time-scale.ts';
import { LESSONS } from '../../server/src/core/features/preview/lessons.ts';
import { objectsIn } from '../../server/src/core/features/preview/manifest.ts';
import { NOTE_BY_KIND, NOTE_BY_PLUGIN } from '../../server/src/core/features/preview/notes-on.ts';
import { preview } from '../../server/src/core/features/preview/preview.ts';
import { problemOf } from '../../server/src/core/features/preview/problem.ts';
import type { ClusterPreset, PreviewResult } from '../../server/src/core/protocol.ts';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';
import { READY_SCENARIOS } from '../../server/src/core/sim/ready-scenarios.ts';
import { parseScenario } from '../../server/src/core/sim/scenario.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../support/catalog.ts';
import { ROOT } from '../support/lsp-client.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`;

function play(scenario: string, text = MANIFEST): PreviewResult {
  return preview({
    title: 'web.yaml',
    file: createFile(text),
    clusterName: 'three',
    clusterObjects: (name) => presetObjects(name as ClusterPreset),
    catalog: catalogOf('1.36'),
    language: 'en',
    scenario,
  });
}

test('folded time can be unfolded, grows with time, and leaves short runs as they are', () => {
  const result = play('lesson:node-failure');
  const scale = scaleOf(result);
  assert.ok(scale.folds.length >= 1 && scale.shownEndMs < result.untilMs / 2);
  fc.assert(
    fc.property(fc.nat(result.untilMs), fc.nat(result.untilMs), (a, b) => {
      assert.ok(Math.abs(timeMsOf(scale, shownMsOf(scale, a)) - a) < 1);
      assert.equal(Math.sign(shownMsOf(scale, a) - shownMsOf(scale, b)), Math.sign(a - b));
    }),
  );
  const events = result.entries.filter(({ timeMs }) => scale.folds.some(({ fromMs, toMs }) => timeMs > fromMs && timeMs < toMs));
  assert.deepEqual(events, [], 'nothing happens in a fold');
  const short = scaleOf({ entries: [], untilMs: 5000 });
  assert.equal(shownMsOf(short, 1234), 1234);
});

test('what did not change between two instants is the very same thing, so that it is not drawn again', () => {
  const result = play('update');
  const times = result.entries.map(({ timeMs }) => timeMs);
  const last = times.at(-1) ?? 0;
  assert.equal(sceneAt(result, last), sceneAt(result, last + 5000));
  let kept = 0;
  for (const time of new Set(times)) {
    const before = sceneAt(result, time - 1);
    const after = sceneAt(result, time);
    for (const [index, { nodes }] of after.zones.entries())
      for (const [at, card] of nodes.entries()) if (card === before.zones[index]?.nodes[at]) kept++;
    assert.deepEqual(
      after.zones.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods.map(({ id }) => id))).length + after.waiting.length,
      [...after.objects.values()].filter(({ kind }) => kind === 'Pod').length,
    );
  }
  assert.ok(kept > 0);
});

test('a selected Service says who receives its traffic; deselected, the tiles forget it', () => {
  const result = play('update');
  const served = sceneAt(result, result.untilMs, 'Service default/web');
  const shares = served.zones.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods.flatMap(({ share }) => share ?? [])));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  const plain = sceneAt(result, result.untilMs);
  assert.ok(plain.zones.every(({ nodes }) => nodes.every(({ pods }) => pods.every(({ share }) => share === undefined))));
});

test('rows, events and decisions follow the playhead', () => {
  const result = play('update');
  assert.equal(podRows(result).length, Object.keys(result.pods).length);
  for (const { stretches } of podRows(result))
    for (const [index, { from, to }] of stretches.entries()) assert.ok(from <= to && from >= (stretches[index - 1]?.to ?? 0));
  const late = eventsUntil(result.entries, result.untilMs, 5);
  assert.equal(late.length, 5);
  assert.equal(eventsUntil(result.entries, result.untilMs + 1000, 5), late);
  const [pod = ''] = Object.keys(result.pods);
  assert.equal(decisionsUntil(result, result.untilMs, pod) >= decisionsUntil(result, 0, pod), true);
});

test('pods that ran before the scenario began tell the decision that placed them', () => {
  const result = play('update');
  const before = result.decisions.filter(({ timeMs }) => timeMs < 0);
  assert.equal(before.length, 3);
  for (const { decision, explanation } of before) {
    const pod = sceneAt(result, 0).objects.get(`Pod ${decision.pod}`);
    assert.equal(nodeOf(pod), decision.node);
    assert.ok(decision.totals.length > 0 && explanation.length > 0);
  }
});

test('containers tell the score by which the kernel picks them when memory runs out', () => {
  const scores = (text: string) => Object.values(play('apply', text).pods).map(({ oomScores }) => oomScores);
  assert.deepEqual(scores(MANIFEST), [{ web: 1000 }, { web: 1000 }, { web: 1000 }]);
  // 1000 − 1000 × 2Gi ÷ 8Gi
  const asking = MANIFEST.replace('image: "web:1"', 'image: "web:1", resources: {requests: {memory: 2Gi}}');
  assert.deepEqual(scores(asking)[0], { web: 750 });
});

test('a fix takes away what would stay empty', () => {
  const picky =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: picky}\nspec:\n  nodeSelector:\n    disk: ssd\n  containers: [{name: a, image: "a:1"}]\n';
  const [decision] = play('apply', picky).decisions;
  assert.match(decision?.fixes[0]?.diff ?? '', /^- {3}nodeSelector:\n- {5}disk: ssd$/m);
  assert.ok(decision?.fixes.every(({ diff }) => !diff.includes('{}')));
});

test('workloads behind one Service have colours of their own, as canary and blue/green', () => {
  for (const lesson of ['canary', 'blue-green']) {
    const result = play(`lesson:${lesson}`);
    const byColour = new Map<number, Set<string>>();
    for (const { workload, revision } of Object.values(result.pods)) {
      const colour = firstColourOf(result, workload) + revision;
      byColour.set(colour, (byColour.get(colour) ?? new Set()).add(`${workload} ${revision}`));
    }
    assert.ok([...byColour.values()].every(({ size }) => size === 1) && byColour.size >= 2, lesson);
  }
  const plain = play('update');
  assert.deepEqual(
    [...new Set(Object.values(plain.pods).map(({ workload, revision }) => firstColourOf(plain, workload) + revision))],
    [0, 1],
  );
});

test('what has a state and no node is shown beside the Services', () => {
  const claims = (lesson: string, timeMs: number): readonly string[] => sceneAt(play(`lesson:${lesson}`), timeMs).others.map(glanceAt);
  assert.deepEqual(claims('volume-retain', 12_000), ['Available', 'Bound', 'Available', 'Terminating']);
  assert.deepEqual(claims('quota-refusal', 2000), ['pods 3/3']);
});

test('what was looked at survives a reload, file by file', () => {
  const result = play('update');
  const steps: Parameters<typeof update>[1][] = [
    { type: 'file', uri: 'file:///web.yaml' },
    { type: 'run', scenario: 'update', cluster: 'zones' },
    { type: 'result', result },
    { type: 'seek', timeMs: 4000 },
    { type: 'select', id: 'Node worker-1' },
    { type: 'tab', tab: 'life' },
    { type: 'file', uri: 'file:///other.yaml' },
    { type: 'run', scenario: 'drain' },
  ];
  const after = steps.reduce<State>((state, step) => update(state, step).state, initialState(undefined));
  // As VS Code keeps it: through JSON.
  const reloaded = initialState(JSON.parse(JSON.stringify(remember(after))) as Remembered);
  assert.equal(reloaded.uri, 'file:///other.yaml');
  assert.deepEqual(reloaded.choice, { scenario: 'drain' });
  const back = update(reloaded, { type: 'file', uri: 'file:///web.yaml' }).state;
  assert.deepEqual(
    [back.timeMs, back.selected, back.tab, back.choice],
    [4000, 'Node worker-1', 'life', { scenario: 'update', cluster: 'zones' }],
  );
});

test('the exported scenario is read again as what was played', () => {
  for (const { id, scenario } of READY_SCENARIOS) {
    const { scenarioFile } = play(`lesson:${id}`);
    const { scenario: read, problems } = parseScenario(createFile(scenarioFile).documents[0]?.document.value);
    assert.deepEqual(problems, [], id);
    assert.equal(read.steps.length, scenario.steps.length, id);
    assert.deepEqual(
      read.steps.map(({ atMs, do: what }) => [atMs, what]),
      scenario.steps.map(({ atMs, do: what }) => [atMs, what]),
    );
    assert.deepEqual(read.containers, scenario.containers, id);
    assert.deepEqual(read.load ?? [], scenario.load ?? [], id);
    assert.equal(read.untilMs, scenario.untilMs, id);
  }
});

test('each reason why there is nothing to play has its page', () => {
  const of = (text: string) => problemOf(createFile(text), objectsIn(text), 'en')?.problem;
  assert.equal(of(''), 'empty');
  assert.equal(of('a: 1\n'), 'empty');
  assert.equal(of('kind: [\n'), 'broken');
  assert.equal(of(MANIFEST.replace('replicas: 3', 'replicas: 10001')), 'tooLarge');
  assert.equal(of(MANIFEST), undefined);
  assert.match(problemOf(createFile('kind: [\n'), [], 'en')?.reason ?? '', /^It cannot be read from line 1 on: /);
  assert.match(play('apply', `${MANIFEST}---\nkind: [\n`).skipped.join(), /line 1[89]/);
});

test('notes that the panel leads to are there', () => {
  const ids = [...Object.values(NOTE_BY_KIND), ...Object.values(NOTE_BY_PLUGIN), ...Object.values(LESSONS).map(({ note }) => note)];
  for (const id of ids)
    for (const language of ['ko', 'en'])
      assert.ok(existsSync(path.join(ROOT, `server/src/core/notes/${id}.${language}.md`)), `${id} in ${language}`);
});

test('a Service that fails its requests is a finding, and one that comes up is none', () => {
  const told = (lesson: string) => play(`lesson:${lesson}`).findings.filter(({ object }) => object?.kind === 'Service');
  assert.deepEqual(
    told('endpoints').map(({ severity, timeMs }) => [severity, timeMs]),
    [['error', 21_000]],
  );
  assert.deepEqual(
    told('without-probes').map(({ note }) => note),
    ['pod/readiness-probe'],
  );
  assert.deepEqual(told('with-probes'), []);
  const { traffic } = play('lesson:without-probes');
  assert.ok(traffic.some(({ failing }) => failing === 0.5) && traffic.at(-1)?.failing === 0);
  assert.ok(play('apply').findings.every(({ object }) => object?.kind !== 'Service'));
});
