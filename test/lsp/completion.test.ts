/** Completions over the wire: many in a row, some given up; links and definitions of a workspace. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { afterEach, before, test } from 'node:test';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { killServers, SERVER, startClient, type TestClient } from '../support/lsp-client.ts';

const URI = 'file:///w/pod.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: a\n      image: nginx:1.27\n      ';

before(() => assert.ok(existsSync(SERVER), 'run npm run build first'));
afterEach(killServers);

interface List {
  readonly items: readonly { readonly label: string }[];
}

function complete(client: TestClient, source?: CancellationTokenSource): Promise<List | null> {
  const params = { textDocument: { uri: URI }, position: { line: 8, character: 6 } };
  return client.connection.sendRequest<List | null>('textDocument/completion', params, source?.token ?? CancellationToken.None);
}

test('every keystroke gets its completion', async () => {
  const client = await startClient();
  await client.open(URI, POD);
  const answers: Promise<List | null>[] = [];
  for (let round = 0; round < 50; round++) {
    const range = { start: { line: 8, character: 6 }, end: { line: 8, character: 6 + (round % 2) } };
    await client.change(URI, round + 2, [{ range, text: round % 2 === 0 ? 'p' : '' }]);
    answers.push(complete(client));
  }
  for (const answer of await Promise.all(answers)) assert.ok(answer?.items.some(({ label }) => label === 'ports'));
  await client.stop();
});

test('a completion that is given up is not worked out, the last one is', async () => {
  const client = await startClient();
  await client.open(URI, POD);
  const sources = Array.from({ length: 20 }, () => new CancellationTokenSource());
  const answers = sources.map((source) => complete(client, source));
  for (const source of sources.slice(0, -1)) source.cancel();
  const settled = await Promise.all(answers);
  assert.ok(settled.at(-1)?.items.some(({ label }) => label === 'ports'));
  const given = settled.slice(0, -1).filter((answer) => answer === null);
  assert.ok(given.length >= 15, `${given.length} of 19 were given up`);
  await client.stop();
});

test('links come with their places in the file', async () => {
  const client = await startClient();
  await client.open(URI, `# first\n---\n${POD}`);
  const links = await client.connection.sendRequest<readonly unknown[]>('textDocument/documentLink', { textDocument: { uri: URI } });
  assert.deepEqual(links, [
    { range: { start: { line: 9, character: 13 }, end: { line: 9, character: 23 } }, target: 'https://hub.docker.com/_/nginx' },
  ]);
  await client.stop();
});
