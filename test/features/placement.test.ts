import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { type Placement, placeWorkloads } from '../../server/src/core/features/placement/place.ts';
import { findingOf, lensOf } from '../../server/src/core/features/placement/tell.ts';
import { objectsIn } from '../../server/src/core/features/preview/manifest.ts';
import type { Node, Pod } from '../../server/src/core/generated/api.ts';
import { resourcesOf } from '../../server/src/core/kube/resource.ts';
import { judgeOnCreation } from '../../server/src/core/sim/admission/api-validation.ts';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { say } from '../../server/src/core/text/text.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { node, pod } from '../scheduler/clusters.ts';
import { catalog } from '../support/workspace.ts';

const admit = judgeOnCreation(catalog);
const THREE = presetObjects('three');

function deployment(replicas: number, podSpec: string, name = 'web'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
${podSpec.replace(/^/gm, '      ')}
`;
}

/** Required terms as they are written two levels below `affinity:`. */
const REQUIRED = '    requiredDuringSchedulingIgnoredDuringExecution:';
const APART = `${REQUIRED}\n      - topologyKey: kubernetes.io/hostname\n        labelSelector: {matchLabels: {app: web}}`;
const requiredNode = (key: string, operator: string, value?: string): string =>
  `${REQUIRED}\n      nodeSelectorTerms:\n        - matchExpressions:\n            - key: ${key}\n              operator: ${operator}${value === undefined ? '' : `\n              values: [${value}]`}`;

const asking = (cpu: string): string =>
  `containers:\n  - name: web\n    image: web:1\n    resources:\n      requests:\n        cpu: ${cpu}`;

function place(text: string, cluster: readonly KubeObject[] = THREE): Placement {
  const [placement, ...others] = placeWorkloads({ objects: objectsIn(text), cluster, admit }).placements;
  assert.ok(placement !== undefined && others.length === 0);
  return placement;
}

/** The texts after each quick fix, by its title. */
function mended(text: string, cluster = THREE): ReadonlyMap<string, string> {
  const [resource] = resourcesOf(parseDocument(text), catalog);
  assert.ok(resource !== undefined);
  const { fixes } = findingOf(resource, place(text, cluster), 'three');
  return new Map(fixes.map(({ title, edits }) => [say('en', title), applyEdits(text, edits)]));
}

test('what fits is told in one line', () => {
  const lens = lensOf(place(deployment(3, asking('500m'))), 'three');
  assert.equal(lens && say('ko', lens), '✓ 파드 3개 배치(three): worker-1 ×2, worker-2');
});

test('what does not fit is told with its numbers, in words and in those of the scheduler', () => {
  const text = deployment(3, asking('3'));
  const [resource] = resourcesOf(parseDocument(text), catalog);
  const placement = place(text);
  assert.ok(resource !== undefined);
  const { message, severity, rule, range } = findingOf(resource, placement, 'three');
  assert.deepEqual([rule, severity, text.slice(range.start, range.end)], ['cannot-schedule', 'info', 'web']);
  assert.deepEqual(say('ko', message).split('\n'), [
    '클러스터 three에 배치하면 Deployment web의 파드 3개 가운데 1개가 노드를 찾지 못해 Pending으로 남습니다.',
    '노드 2개: cpu 요청은 3인데 가장 여유로운 노드에도 4 가운데 1만 남았습니다.',
    '노드 1개: 테인트 node-role.kubernetes.io/control-plane:NoSchedule을 파드가 용인하지 않습니다.',
    `kube-scheduler: ${placement.message}`,
  ]);
  assert.match(placement.message, /^0\/3 nodes are available: 1 node\(s\) had untolerated taint\(s\), 2 Insufficient cpu\./);
  const lens = lensOf(placement, 'three');
  assert.match(lens === undefined ? '' : say('en', lens), /^✗ 1 of 3 pods cannot be placed \(three\): 2 nodes: asks 3 of cpu/);
});

test('every fix lets all pods of the workload find a node', () => {
  const cases = [
    deployment(3, asking('3')),
    deployment(2, asking('6')),
    deployment(5, asking('1900m')),
    deployment(2, `nodeSelector:\n  disk: ssd\n${asking('100m')}`),
    deployment(2, `nodeSelector:\n  disk: ssd\n${asking('5')}`),
    deployment(3, `containers:\n  - name: web\n    image: web:1\n    ports:\n      - containerPort: 80\n        hostPort: 8080`),
    deployment(2, `nodeName:\n${asking('7')}`),
    deployment(3, `affinity:\n  podAntiAffinity:\n${APART}\n${asking('100m')}`),
    deployment(2, `affinity:\n  nodeAffinity:\n${requiredNode('kubernetes.io/hostname', 'In', 'elsewhere')}\n${asking('100m')}`),
    deployment(2, `affinity:\n  nodeAffinity:\n${requiredNode('disk', 'Exists')}\n${asking('100m')}`),
  ];
  for (const text of cases) {
    const fixes = mended(text);
    assert.ok(fixes.size > 0, text);
    for (const [title, after] of fixes) {
      const placement = place(after);
      assert.deepEqual([placement.waiting, placement.nodes.length], [0, placement.pods], `${title}\n${after}`);
    }
  }
});

test('a taint is met by a toleration, a request that is too large is lowered as far as all replicas need', () => {
  const tainted = THREE.map((object) =>
    object.kind === 'Node' ? { ...object, spec: { taints: [{ key: 'team', value: 'data', effect: 'NoSchedule' }] } } : object,
  );
  const [toleration] = mended(deployment(1, asking('500m')), tainted);
  assert.equal(toleration?.[0], 'Tolerate the taint team=data:NoSchedule');
  assert.match(toleration?.[1] ?? '', /tolerations:\n\s+- key: team\n\s+operator: Equal\n\s+value: data\n\s+effect: NoSchedule/);
  const lowered = mended(deployment(3, asking('3')));
  assert.deepEqual([...lowered.keys()].slice(0, 1), ['Lower the cpu request of container web from 3 to 1']);
  assert.ok([...lowered.keys()].includes('Lower replicas from 3 to 2'));
});

test('fixes reach the items of a List and the templates of a CronJob', () => {
  const list = `apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: nightly
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: web
                  image: web:1
                  resources:
                    requests:
                      cpu: 10
`;
  const [fix] = mended(list);
  assert.equal(fix?.[0], 'Lower the cpu request of container web from 10 to 4');
  assert.equal(place(fix?.[1] ?? '').waiting, 0);
});

test('pods of the workload that run in the cluster already give way', () => {
  const running = (owner: string, kind: string): Pod[] =>
    ['worker-1', 'worker-2'].map((nodeName, index) => {
      const made = pod(`web-${index}`, { cpu: 3000, memoryMi: 64 }, { nodeName });
      return {
        ...made,
        metadata: {
          ...made.metadata,
          uid: `u${index}`,
          ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner, uid: 'r', controller: true }],
        },
      };
    });
  const text = deployment(2, asking('3'));
  assert.equal(place(text, [...THREE, ...running('web-7d4b9c', 'ReplicaSet')]).waiting, 0);
  assert.equal(place(text, [...THREE, ...running('other-7d4b9c', 'ReplicaSet')]).waiting, 2);
});

test('what waits on purpose is no finding; what the API server refuses is not placed', () => {
  const gated = place(deployment(2, `schedulingGates:\n  - name: later\n${asking('9')}`));
  assert.deepEqual([gated.pods, gated.waiting, gated.nodes], [2, 0, []]);
  const lens = lensOf(gated, 'three');
  assert.equal(lens && say('en', lens), '2 pods held back from scheduling (three)');
  const { placements, problems } = placeWorkloads({ objects: objectsIn(deployment(-1, asking('1'))), cluster: THREE, admit });
  assert.deepEqual([placements, problems.length], [[], 1]);
  assert.match(problems[0]?.reason ?? '', /spec\.replicas: Invalid value: -1/);
});

test('what a quota of the cluster refuses is told in the words of the API server', () => {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few', namespace: 'default' }, spec: { hard: { pods: '1' } } };
  const text = deployment(3, asking('100m'));
  const placement = place(text, [...THREE, quota]);
  assert.deepEqual([placement.pods, placement.nodes.length, placement.refused, placement.waiting], [3, 1, 2, 0]);
  const [resource] = resourcesOf(parseDocument(text), catalog);
  assert.ok(resource !== undefined);
  assert.match(
    say('ko', findingOf(resource, placement, 'three').message),
    /^클러스터 three에서는 Deployment web의 파드 3개 가운데 2개를 .* 만들지 못합니다.\nAPI 서버: pods "web-.*exceeded quota: few/,
  );
  const lens = lensOf(placement, 'three');
  assert.match(lens === undefined ? '' : say('en', lens), /^✗ 2 of 3 pods cannot be made \(three\): pods "web-/);
});

test('a smaller request that a LimitRange would refuse is no mend', () => {
  const least = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'least', namespace: 'default' },
    spec: { limits: [{ type: 'Container', min: { cpu: '5' } }] },
  };
  assert.ok(mended(deployment(1, asking('6'))).size > 0);
  assert.equal(mended(deployment(1, asking('6')), [...THREE, least]).size, 0);
});

test('a mend is offered only where the text has a place for it', () => {
  const nodes: Node[] = [node('n1', { cpu: 1000, memoryMi: 1024 })];
  const anchored = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: a
      image: a:1
      resources: &r {requests: {cpu: 700m}}
    - name: b
      image: b:1
      resources: *r
`;
  for (const [title, after] of mended(anchored, nodes)) assert.equal(place(after, nodes).waiting, 0, title);
});
