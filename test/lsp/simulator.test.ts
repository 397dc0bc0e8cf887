import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { killServers, startClient } from '../support/lsp-client.ts';

const URI = 'file:///w/web.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: "a:1"}]}\n';

after(killServers);

test('a simulation that is given up takes no other with it, whether it runs or waits', async () => {
  const client = await startClient();
  await client.open(URI, POD);
  const ask = (source: CancellationTokenSource): Promise<{ readonly pods: readonly { readonly node: string }[] }> =>
    client.connection.sendRequest('kijabi/schedule', { textDocument: { uri: URI } }, source.token);
  const sources = Array.from({ length: 4 }, () => new CancellationTokenSource());
  const answers = sources.map(ask);
  const [running, , waiting] = sources;
  await new Promise((resolve) => setTimeout(resolve, 60));
  running?.cancel();
  waiting?.cancel();
  const [first, second, third, fourth] = await Promise.allSettled(answers);
  for (const given of [first, third])
    assert.equal(given?.status === 'rejected' ? (given.reason as { code: number }).code : JSON.stringify(given).slice(0, 300), -32800);
  for (const kept of [second, fourth]) {
    assert.ok(kept?.status === 'fulfilled', JSON.stringify(kept));
    assert.match(kept.value.pods[0]?.node ?? '', /worker/);
  }
  await client.stop();
});
