/** Answers about findings and fixes, over stdio. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { CodeAction, DocumentDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { createFile, offsetAt } from '../../server/src/core/yaml/source-file.ts';
import { killServers, startClient, type TestClient } from '../support/lsp-client.ts';

afterEach(killServers);

const URI = 'file:///w/pods.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web # the one\n      imgae: nginx:1.29\n';

const ask = (client: TestClient, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
  client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: URI }, previousResultId });

test('an answer in which nothing changed is not sent again', async () => {
  const client = await startClient();
  await client.open(URI, POD);
  const first = await ask(client);
  assert.equal(first.kind, 'full');
  const second = await ask(client, first.resultId);
  assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
  assert.equal((await ask(client)).kind, 'full', 'who has nothing gets all');
  const line = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  await client.change(URI, 2, [{ range: line, text: '# a note\n' }]);
  const third = await ask(client, first.resultId);
  assert.ok(third.kind === 'full' && third.items.some(({ code, range }) => code === 'unknown-field' && range.start.line === 7));
  await client.stop();
});

test('all safe fixes of a file of several documents, its line ends kept', async () => {
  const client = await startClient();
  const written = [POD, POD.replace('web}', 'other}').replace('imgae', 'image'), POD.replace('kind: Pod', 'kind: pod')].join('---\n');
  const text = written.replaceAll('\n', '\r\n');
  await client.open(URI, text);
  await client.pull(URI);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const params = { textDocument: { uri: URI }, range, context: { diagnostics: [], only: ['source.fixAll'] } };
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
  assert.deepEqual(
    actions.map(({ kind }) => kind),
    ['source.fixAll.kijabi'],
  );
  const file = createFile(text);
  const edits = actions[0]?.edit?.changes?.[URI] ?? [];
  const after = applyEdits(
    text,
    edits.map((each) => ({ range: { start: offsetAt(file, each.range.start), end: offsetAt(file, each.range.end) }, text: each.newText })),
  );
  assert.equal(after, text.replaceAll('imgae', 'image').replace('kind: pod', 'kind: Pod'));
  await client.stop();
});
