import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../server/src/core/base/json.ts';
import { DEFAULT_SCHEDULER, defaultProfile, type Profile } from '../../server/src/core/sim/scheduler/profile.ts';
import { readConfiguration } from '../../server/src/core/sim/scheduler/read-configuration.ts';
import { replay } from '../../server/src/core/sim/scheduler/replay.ts';
import { say } from '../../server/src/core/text/text.ts';
import { node, pod } from './clusters.ts';

function profilesOf(profiles: Json): ReadonlyMap<string, Profile> {
  const result = readConfiguration({ apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', profiles });
  assert.ok('profiles' in result, 'problem' in result ? say('en', result.problem) : '');
  return result.profiles;
}

function onlyProfile(profile: Json): Profile {
  const found = profilesOf([profile]).get(DEFAULT_SCHEDULER);
  assert.ok(found !== undefined);
  return found;
}

const scoresOf = ({ scores }: Profile): readonly string[] => scores.map(({ plugin, weight }) => `${plugin.name} ${weight}`);

test('an empty configuration is the default profile', () => {
  const [read, expected] = [onlyProfile({}), defaultProfile()];
  assert.deepEqual(scoresOf(read), scoresOf(expected));
  assert.deepEqual(
    read.filters.map(({ name }) => name),
    expected.filters.map(({ name }) => name),
  );
});

test('plugins are weighted anew, disabled at one point, or at all', () => {
  const weighted = onlyProfile({
    plugins: { score: { disabled: [{ name: 'NodeResourcesFit' }], enabled: [{ name: 'NodeResourcesFit', weight: 7 }] } },
  });
  assert.equal(scoresOf(weighted).at(-1), 'NodeResourcesFit 7');
  const silent = onlyProfile({ plugins: { score: { disabled: [{ name: '*' }] } } });
  assert.deepEqual([silent.scores.length, silent.filters.length], [0, defaultProfile().filters.length]);
  const gone = onlyProfile({ plugins: { multiPoint: { disabled: [{ name: 'TaintToleration' }] } } });
  assert.ok(![...gone.filters.map(({ name }) => name), ...scoresOf(gone)].some((each) => each.startsWith('TaintToleration')));
});

test('MostAllocated packs where LeastAllocated spreads', () => {
  const objects = [
    node('empty', { cpu: 4000, memoryMi: 4096 }),
    node('used', { cpu: 4000, memoryMi: 4096 }),
    pod('r', { cpu: 2000, memoryMi: 2048 }, { nodeName: 'used' }),
    pod('wish', { cpu: 100, memoryMi: 128 }),
  ];
  const chosenBy = (type: string): string | undefined => {
    const profiles = profilesOf([
      { pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type, resources: [{ name: 'cpu', weight: 1 }] } } }] },
    ]);
    return replay(objects, { retry: 'end', profiles })[0]?.node;
  };
  assert.deepEqual([chosenBy('LeastAllocated'), chosenBy('MostAllocated')], ['empty', 'used']);
});

test('each profile serves the pods that name it', () => {
  const profiles = profilesOf([
    { schedulerName: 'default-scheduler' },
    { schedulerName: 'free-for-all', plugins: { filter: { disabled: [{ name: '*' }] } } },
  ]);
  const full = node('full', { cpu: 100, memoryMi: 64 });
  const wish = { cpu: 500, memoryMi: 16 };
  const decisions = replay(
    [full, pod('a', wish), pod('b', wish, { schedulerName: 'free-for-all' }), pod('c', wish, { schedulerName: 'unknown' })],
    { retry: 'end', profiles },
  );
  assert.deepEqual(
    decisions.map(({ node: chosen, reason }) => [chosen, reason]),
    [
      ['', 'Unschedulable'],
      ['full', 'Scheduled'],
      ['', 'NotQueued'],
    ],
  );
});

/** The words of the real one, recorded with each plugin turned off at PreFilter. */
const UNPREPARED = {
  NodePorts: 'reading "PreFilterNodePorts" from cycleState: not found',
  NodeResourcesFit: 'error reading "PreFilterNodeResourcesFit" from cycleState: not found',
  VolumeRestrictions: 'cannot read "PreFilterVolumeRestrictions" from cycleState',
  VolumeBinding: 'not found',
  PodTopologySpread: 'reading "PreFilterPodTopologySpread" from cycleState: not found',
  InterPodAffinity: 'error reading "PreFilterInterPodAffinity" from cycleState: not found',
  DynamicResources: 'not found',
  NodeDeclaredFeatures: 'error reading "PreFilterNodeDeclaredFeatures" from cycle-state: not found',
};

test('a plugin that is off at PreFilter and on at Filter ends the cycle in an error, or does without', () => {
  const objects = [node('n', { cpu: 1000, memoryMi: 1024 }), pod('p', { cpu: 100, memoryMi: 64 })];
  const decide = (name: string) =>
    replay(objects, { retry: 'end', profiles: profilesOf([{ plugins: { preFilter: { disabled: [{ name }] } } }]) })[0];
  for (const [name, words] of Object.entries(UNPREPARED))
    assert.deepEqual([decide(name)?.reason, decide(name)?.message], ['SchedulerError', `running "${name}" filter plugin: ${words}`]);
  for (const name of ['NodeAffinity', 'NodeVolumeLimits', 'VolumeZone', 'NodeName']) assert.equal(decide(name)?.node, 'n', name);
});

test('what is no configuration is said in one sentence', () => {
  const problem = (value: Json): string => {
    const result = readConfiguration(value);
    return 'problem' in result ? say('en', result.problem) : '';
  };
  assert.match(problem({ kind: 'Pod' }), /KubeSchedulerConfiguration/);
  assert.match(
    problem({ kind: 'KubeSchedulerConfiguration', profiles: [{ plugins: { score: { enabled: [{ name: 'Nonsense' }] } } }] }),
    /no plugin Nonsense/,
  );
  assert.match(problem({ kind: 'KubeSchedulerConfiguration', profiles: [{}, {}] }), /schedulerName/);
});
