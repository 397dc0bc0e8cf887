import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { killServers, startClient } from '../support/lsp-client.ts';

const URI = 'file:///w/web.yaml';
const LONG = 'file:///w/long.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: "a:1"}]}\n';
const MANY = `apiVersion: apps/v1
kind: Deployment
metadata: {name: many}
spec:
  replicas: 400
  selector: {matchLabels: {app: many}}
  template:
    metadata: {labels: {app: many}}
    spec: {containers: [{name: a, image: "a:1"}]}
`;

after(killServers);

test('a simulation that is given up takes no other with it, whether it runs or waits', async () => {
  const client = await startClient({ initializationOptions: { settings: { simulation: { cluster: 'large' } } } });
  await client.open(URI, POD);
  await client.open(LONG, MANY);
  const sources = Array.from({ length: 4 }, () => new CancellationTokenSource());
  const [running, , waiting] = sources;
  const isRunning = new Promise<void>((resolve) => {
    client.connection.onNotification('$/progress', ({ value }: { value: { kind: string } }) => {
      if (value.kind === 'report') resolve();
    });
  });
  const answers = sources.map((source) => {
    const isLong = source === running;
    const params = { textDocument: { uri: isLong ? LONG : URI }, ...(isLong ? { workDoneToken: 'long' } : {}) };
    return client.connection.sendRequest<{ readonly pods: readonly { readonly node: string }[] }>('kijabi/schedule', params, source.token);
  });
  await isRunning;
  running?.cancel();
  waiting?.cancel();
  const [first, second, third, fourth] = await Promise.allSettled(answers);
  for (const given of [first, third])
    assert.equal(given?.status === 'rejected' ? (given.reason as { code: number }).code : JSON.stringify(given).slice(0, 300), -32800);
  for (const kept of [second, fourth]) {
    assert.ok(kept?.status === 'fulfilled', JSON.stringify(kept));
    assert.notEqual(kept.value.pods[0]?.node ?? '', '');
  }
  await client.stop();
});
