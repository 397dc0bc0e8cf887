import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CodeAction, CodeLens } from 'vscode-languageserver-protocol/node';
import { killServers, PULLING, startClient, type TestClient } from '../support/lsp-client.ts';

const URI = 'file:///w/web.yaml';
const LENSES = { ...PULLING, textDocument: { ...PULLING.textDocument, codeLens: {} }, workspace: { codeLens: { refreshSupport: true } } };
const BIG = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: registry.example.net/web:1.0
          resources:
            requests: {cpu: 6}
`;

after(killServers);

interface Asked {
  readonly client: TestClient;
  /** The next wish of the server to be asked for lenses again. */
  refreshed(): Promise<void>;
}

async function start(simulation: unknown, more: Readonly<Record<string, unknown>> = {}): Promise<Asked> {
  const client = await startClient({ capabilities: LENSES, initializationOptions: { settings: { language: 'en', simulation, ...more } } });
  let waiting: (() => void)[] = [];
  client.connection.onRequest('workspace/codeLens/refresh', () => {
    for (const each of waiting) each();
    waiting = [];
    return null;
  });
  return { client, refreshed: () => new Promise((resolve) => waiting.push(resolve)) };
}

async function lensTitles({ connection }: TestClient): Promise<readonly string[]> {
  const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  return lenses.map(({ command }) => command?.title ?? '');
}

test('a workload that stays pending in the chosen cluster is told, with fixes that place it, and no more once it fits', async () => {
  const { client, refreshed } = await start({ cluster: 'three' });
  const told = refreshed();
  await client.open(URI, BIG);
  assert.ok(!(await client.pull(URI)).some(({ code }) => code === 'cannot-schedule'), 'not on the way of a keystroke');
  await told;
  const found = (await client.pull(URI)).find(({ code }) => code === 'cannot-schedule');
  assert.deepEqual([found?.severity, found?.range.start], [3, { line: 3, character: 8 }]);
  assert.match(
    String(found?.message),
    /2 of 2 pods of Deployment web would find no node.*asks 6 of cpu.*kube-scheduler: 0\/3 nodes are available/s,
  );
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 2 of 2 pods cannot be placed \(three\)/);
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: URI },
    range: found?.range,
    context: { diagnostics: [] },
  });
  const lower = actions.find(({ title }) => title === 'Lower the cpu request of container web from 6 to 4');
  const [edit] = lower?.edit?.changes?.[URI] ?? [];
  assert.ok(edit !== undefined);
  const again = refreshed();
  await client.change(URI, 2, [{ range: edit.range, text: edit.newText }]);
  await again;
  assert.ok(!(await client.pull(URI)).some(({ code }) => code === 'cannot-schedule'));
  assert.deepEqual((await lensTitles(client))[1], '✓ 2 pods placed (three): worker-1, worker-2');
  await client.stop();
});

test('without a chosen cluster only the lens tells', async () => {
  const { client, refreshed } = await start({});
  const told = refreshed();
  await client.open(URI, BIG);
  await told;
  assert.ok(!(await client.pull(URI)).some(({ code }) => code === 'cannot-schedule'));
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 2 of 2/);
  await client.stop();
});

test('what kubectl read of a cluster counts until another one is chosen', async () => {
  const { client, refreshed } = await start({});
  const told = refreshed();
  await client.open(URI, BIG);
  await told;
  const roomy = `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Node\n    metadata: {name: roomy}\n    status: {allocatable: {cpu: 7, memory: 8Gi, pods: "9"}}\n`;
  const picked = refreshed();
  await client.connection.sendNotification('kijabi/cluster', { name: 'prod', text: roomy });
  await picked;
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 1 of 2 pods cannot be placed \(prod\): 1 node: asks 6 of cpu, .* 1 free of 7/);
  assert.match(String((await client.pull(URI)).find(({ code }) => code === 'cannot-schedule')?.message), /In cluster prod, 1 of 2/);
  const scheduled = await client.connection.sendRequest<{ nodeOrder: string[] }>('kijabi/schedule', { textDocument: { uri: URI } });
  assert.deepEqual(scheduled.nodeOrder, ['roomy']);
  const back = refreshed();
  await client.connection.sendNotification('kijabi/cluster', {});
  await back;
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 2 of 2 .*\(three\)/);
  assert.ok(!(await client.pull(URI)).some(({ code }) => code === 'cannot-schedule'));
  await client.stop();
});

test('lenses are asked for again when the language changes', async () => {
  const { client, refreshed } = await start({});
  const told = refreshed();
  await client.open(URI, BIG);
  await told;
  const again = refreshed();
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { kijabi: { language: 'ko' } } });
  await again;
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 파드 2개 가운데 2개를 배치하지 못함/);
  await client.stop();
});

test('settings turn off each by itself', async () => {
  const withoutLens = await start({ cluster: 'three' }, { codeLens: { placement: false } });
  const told = withoutLens.refreshed();
  await withoutLens.client.open(URI, BIG);
  await told;
  assert.equal((await lensTitles(withoutLens.client)).length, 1);
  assert.ok((await withoutLens.client.pull(URI)).some(({ code }) => code === 'cannot-schedule'));
  await withoutLens.client.stop();
  const withoutRule = await start({ cluster: 'three' }, { rules: { 'cannot-schedule': 'off' } });
  const shown = withoutRule.refreshed();
  await withoutRule.client.open(URI, BIG);
  await shown;
  assert.equal((await lensTitles(withoutRule.client)).length, 2);
  assert.ok(!(await withoutRule.client.pull(URI)).some(({ code }) => code === 'cannot-schedule'));
  await withoutRule.client.stop();
});

test('a comment silences it and does not count as unused before it is found', async () => {
  const { client, refreshed } = await start({ cluster: 'three' });
  const told = refreshed();
  await client.open(URI, BIG.replace('  name: web\n', '  # kijabi-disable-next-line cannot-schedule\n  name: web\n'));
  const rules = async (): Promise<readonly unknown[]> => (await client.pull(URI)).map(({ code }) => code);
  assert.ok(!(await rules()).includes('unused-suppression'));
  await told;
  assert.ok(!(await rules()).some((rule) => rule === 'cannot-schedule' || rule === 'unused-suppression'));
  await client.stop();
});

test('a claim and a priority class of other open files count', async () => {
  const { client, refreshed } = await start({ cluster: 'three' });
  const pod = `apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  containers:
    - name: db
      image: registry.example.net/db:1.0
  volumes:
    - name: disk
      persistentVolumeClaim: {claimName: disk}
`;
  const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: disk
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
`;
  const told = refreshed();
  await client.open(URI, pod);
  await told;
  assert.match((await lensTitles(client))[1] ?? '', /^✗ 1 of 1 .*persistentvolumeclaim "disk" not found/);
  const again = refreshed();
  await client.open('file:///w/claim.yaml', claim);
  await again;
  assert.match((await lensTitles(client))[1] ?? '', /^✓ 1 pod/);
  await client.stop();
});

test('objects that cannot be taken are said and left out, the rest is scheduled', async () => {
  const { client } = await start({ cluster: 'one' });
  await client.open(
    URI,
    `${BIG.replace('cpu: 6', 'cpu: 1')}---\n${BIG.replace('replicas: 2', 'replicas: -2').replace('  name: web\n', '  name: broken\n')}`,
  );
  const result = await client.connection.sendRequest<{
    pods: { pod: string; node: string }[];
    skipped: { name: string; reason: string }[];
  }>('kijabi/schedule', { textDocument: { uri: URI } });
  assert.deepEqual(
    result.pods.map(({ node }) => node),
    ['node-1', 'node-1'],
  );
  assert.deepEqual(
    result.skipped.map(({ name }) => name),
    ['broken'],
  );
  assert.match(result.skipped[0]?.reason ?? '', /spec\.replicas: Invalid value: -2/);
  await client.stop();
});

test('a long run reports its progress on the token of the request', async () => {
  const { client } = await start({ cluster: 'large' });
  await client.open(URI, BIG.replace('replicas: 2', 'replicas: 400').replace('cpu: 6', 'cpu: 100m'));
  const said: { readonly kind: string; readonly percentage?: number }[] = [];
  client.connection.onNotification('$/progress', ({ token, value }: { token: string; value: (typeof said)[number] }) => {
    if (token === 'mine') said.push(value);
  });
  await client.connection.sendRequest('kijabi/schedule', { textDocument: { uri: URI }, workDoneToken: 'mine' });
  assert.deepEqual([said[0]?.kind, said.at(-1)?.kind], ['begin', 'end']);
  const percentages = said.filter(({ kind }) => kind === 'report').map(({ percentage }) => percentage ?? -1);
  assert.ok(percentages.length > 0);
  assert.deepEqual(
    percentages,
    [...percentages].sort((a, b) => a - b),
  );
  await client.stop();
});
