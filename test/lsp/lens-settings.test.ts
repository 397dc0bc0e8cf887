/** Lenses and hints of workloads as an editor gets them, and that each can be turned off by its setting. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CodeLens, InlayHint } from 'vscode-languageserver-protocol/node';
import { killServers, PULLING, startClient } from '../support/lsp-client.ts';

const URI = 'file:///w/web.yaml';
const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 10
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
            requests: {cpu: 10m}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example.net/report:1.0
`;

after(killServers);

interface Seen {
  readonly lenses: readonly string[];
  readonly hints: readonly string[];
}

async function seenWith(settings: Readonly<Record<string, unknown>>): Promise<Seen> {
  const client = await startClient({
    capabilities: { ...PULLING, textDocument: { ...PULLING.textDocument, codeLens: {}, inlayHint: {} } },
    initializationOptions: { settings: { language: 'en', ...settings } },
  });
  try {
    await client.open(URI, TEXT);
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    const range = { start: { line: 0, character: 0 }, end: { line: TEXT.split('\n').length, character: 0 } };
    const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: URI }, range });
    return { lenses: lenses.map(({ command }) => command?.title ?? ''), hints: hints.map(({ label }) => String(label)) };
  } finally {
    await client.stop();
  }
}

const QOS = /^QoS: /;
const ROLLOUT = /at most 13, at least 8/;
const SCHEDULE = /next runs/;

test('workloads have a lens, and hints of QoS class, rollout and next runs', async () => {
  const { lenses, hints } = await seenWith({});
  assert.ok(lenses.length >= 2);
  for (const each of [QOS, ROLLOUT, SCHEDULE])
    assert.ok(
      hints.some((hint) => each.test(hint)),
      String(each),
    );
});

test('each setting turns off what it names and nothing else', async () => {
  const kept = async (settings: Readonly<Record<string, unknown>>): Promise<readonly boolean[]> => {
    const { lenses, hints } = await seenWith(settings);
    return [lenses.length > 0, ...[QOS, ROLLOUT, SCHEDULE].map((each) => hints.some((hint) => each.test(hint)))];
  };
  assert.deepEqual(await kept({ codeLens: { enabled: false } }), [false, true, true, true]);
  assert.deepEqual(await kept({ inlayHints: { enabled: false } }), [true, false, false, false]);
  assert.deepEqual(await kept({ inlayHints: { qos: false } }), [true, false, true, true]);
  assert.deepEqual(await kept({ inlayHints: { rollout: false } }), [true, true, false, true]);
  assert.deepEqual(await kept({ inlayHints: { schedule: false } }), [true, true, true, false]);
});

test('a cluster that is neither a preset nor a file has its own page', async () => {
  const client = await startClient({ capabilities: PULLING, initializationOptions: { settings: { language: 'en' } } });
  await client.open(URI, TEXT);
  const answer = await client.connection.sendRequest('kijabi/preview', { textDocument: { uri: URI }, cluster: 'nowhere' });
  assert.deepEqual(answer, { problem: 'noCluster', reason: 'There is no cluster nowhere: neither a preset nor a file.' });
  await client.stop();
});
