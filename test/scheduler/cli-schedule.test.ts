import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { EXIT, type Io, UsageError } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/schedule.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

async function schedule(args: readonly string[], input = ''): Promise<{ readonly status: number; readonly out: string }> {
  let out = '';
  const io: Io = {
    cwd: ROOT,
    out: (text) => {
      out += text;
    },
    err: (text) => assert.fail(text),
    read: async () => input,
  };
  return { status: await run(args, io), out };
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: c, image: app, resources: {requests: {cpu: 100m}}}]}
`;

test('a pod finds its node in the preset cluster, told in Korean', async () => {
  const { status, out } = await schedule(['-'], POD);
  assert.equal(status, EXIT.clean);
  assert.match(out, /✓ 파드 default\/web[을를] 노드 worker-[12]에 배치합니다/);
  assert.match(out, /파드 1개 가운데 1개를 배치했고 0개는 기다립니다\(노드 3개\)/);
});

test('json has the entries of the recordings, and candidates only on request', async () => {
  const file = 'test/golden/scheduler/preemption/preemption-001.yaml';
  const { out } = await schedule([file, '--replay', '--format', 'json', '--all-filters']);
  const { kubernetesVersion, nodeOrder, pods } = JSON.parse(out);
  assert.deepEqual([kubernetesVersion, nodeOrder], ['1.36', ['n0']]);
  const preemptor = pods.find((entry: { victims: string[] }) => entry.victims.length > 0);
  assert.deepEqual(Object.keys(preemptor.candidates[0]).sort(), ['node', 'pdbViolations', 'rank', 'victims']);
  const plain = JSON.parse((await schedule([file, '--replay', '--format', 'json'])).out);
  assert.ok(plain.pods.every((entry: object) => !('allFilters' in entry) && !('candidates' in entry)));
});

test('what the API server would refuse is named and left out, the rest is placed', async () => {
  const { out } = await schedule(
    ['-', '--lang', 'en'],
    `${POD}---\napiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: []}\n`,
  );
  assert.match(out, /Pod bad is left out: .*spec\.containers: Required value/);
  assert.match(out, /✓ Pod default\/web goes to node/);
});

test('what cannot be read is named in the words of the server, the rest is placed', async () => {
  const { out } = await schedule(
    ['-', '--lang', 'en'],
    `${POD}---\nkind: Pod\nmetadata: {name: nameless}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: torn\n spec: x\n---\nnot: kubernetes\n`,
  );
  assert.match(out, /Pod nameless is left out: apiVersion not set/);
  assert.match(out, /Pod torn is left out: .*yaml: line \d+: /);
  assert.equal(out.match(/is left out/g)?.length, 2);
  assert.match(out, /✓ Pod default\/web goes to node/);
});

test('a list of the cluster is taken as kubectl or the API gives it', async () => {
  const item = '{metadata: {name: n1}, status: {allocatable: {cpu: 1, memory: 1Gi, pods: 9}}}';
  for (const list of [
    `apiVersion: v1\nkind: NodeList\nmetadata: {}\nitems:\n- ${item}\n`,
    `apiVersion: v1\nkind: List\nmetadata: {resourceVersion: ""}\nitems:\n- ${item.replace('{', '{apiVersion: v1, kind: Node, ')}\n`,
    `{"apiVersion": "v1", "kind": "NodeList", "items": [{"metadata": {"name": "n1"}, "status": {"allocatable": {"cpu": "1", "memory": "1Gi", "pods": "9"}}}]}\n`,
  ]) {
    const { out } = await schedule(['-', '--lang', 'en'], `${list}---\n${POD}`);
    assert.match(out, /✓ Pod default\/web goes to node n1/, list);
  }
});

test('on request every plugin that fails is told, with its numbers', async () => {
  const small = `apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {taints: [{key: k, effect: NoSchedule}]}\nstatus: {allocatable: {cpu: 1, memory: 1Gi, pods: 9}}\n`;
  const input = `${small}---\n${POD.replace('100m', '2')}`;
  const first = (await schedule(['-', '--lang', 'en'], input)).out;
  assert.match(first, /does not tolerate the taint k:NoSchedule/);
  assert.doesNotMatch(first, /asks 2 of cpu/);
  const all = (await schedule(['-', '--lang', 'en', '--all-filters'], input)).out;
  assert.match(all, /does not tolerate the taint k:NoSchedule\.\n +1 node: asks 2 of cpu, more than the whole node has \(1\)/);
  const { pods } = JSON.parse((await schedule(['-', '--all-filters', '--format', 'json'], input)).out);
  assert.deepEqual(
    pods[0].allFilters.map(({ plugin, causes }: { plugin: string; causes: unknown }) => [plugin, causes]),
    [
      ['TaintToleration', [{ is: 'taint', key: 'k', value: '', effect: 'NoSchedule' }]],
      ['NodeResourcesFit', [{ is: 'short', resource: 'cpu', asks: 2000, free: 1000, capacity: 1000 }]],
    ],
  );
});

test('an older version speaks its own words', async () => {
  const tainted = `apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {taints: [{key: k, value: v, effect: NoSchedule}]}\nstatus: {allocatable: {cpu: 1, memory: 1Gi, pods: 9}}\n`;
  const { out } = await schedule(['-', '--kubernetes-version', '1.33', '--format', 'json'], `${tainted}---\n${POD}`);
  const { kubernetesVersion, pods } = JSON.parse(out);
  assert.equal(kubernetesVersion, '1.33');
  assert.match(pods[0].message, /untolerated taint \{k: v\}/);
});

test('bad usage is said in one line', async () => {
  await assert.rejects(schedule(['-', '--retry', 'end'], POD), UsageError);
  await assert.rejects(schedule(['-', '--cluster', 'nowhere'], POD), /neither a file nor one of/);
  await assert.rejects(schedule(['no-such-file.yaml']), /no such file or folder/);
});
