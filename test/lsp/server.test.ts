import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { killServers, PULLING, SERVER, startClient } from '../support/lsp-client.ts';

const URI = 'file:///w/pod.yaml';
const TEXT = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: 한글\nspec:\n  containers:\n    - name: web\n      imgae: nginx\n';

before(() => assert.ok(existsSync(SERVER), 'run npm run build first'));

afterEach(killServers);

interface Item {
  readonly label: string;
  readonly documentation?: { readonly value: string };
}

test('diagnostics are pulled by clients that can, and pushed to the others', async () => {
  const pulling = await startClient();
  let pushes = 0;
  pulling.connection.onNotification('textDocument/publishDiagnostics', () => {
    pushes++;
  });
  await pulling.open(URI, TEXT);
  const pulled = await pulling.pull(URI);
  assert.ok(
    pulled.some(({ code, source, message }) => code === 'unknown-field' && source === 'kijabi' && String(message).includes('"image"')),
  );
  assert.ok(pulled.every(({ codeDescription }) => codeDescription?.href.endsWith('.ko.md')));
  await pulling.change(URI, 2, [{ range: { start: { line: 7, character: 6 }, end: { line: 7, character: 11 } }, text: 'image' }]);
  assert.ok(!(await pulling.pull(URI)).some(({ code }) => code === 'unknown-field'));
  assert.equal(pushes, 0);
  await pulling.stop();

  const pushed = await startClient({ capabilities: {} });
  assert.equal(pushed.initialized.capabilities.diagnosticProvider, undefined);
  await pushed.open(URI, TEXT);
  await pushed.pushed(URI, (diagnostics) => diagnostics.some(({ code }) => code === 'unknown-field'));
  await pushed.stop();
});

test('positions in UTF-8 when the client counts so', async () => {
  const client = await startClient({ capabilities: { ...PULLING, general: { positionEncodings: ['utf-8'] } } });
  assert.equal(client.initialized.capabilities.positionEncoding, 'utf-8');
  await client.open(URI, TEXT.replace('한글', '"한글", x: 1').replace('name: "', 'labels: {a: "').replace('x: 1', 'nope: [1]}'));
  const [wrong] = (await client.pull(URI)).filter(({ code }) => code === 'wrong-type');
  assert.deepEqual(wrong?.range.start, { line: 3, character: 24 });
  await client.change(URI, 2, [{ range: { start: { line: 3, character: 15 }, end: { line: 3, character: 21 } }, text: 'b' }]);
  const after = (await client.pull(URI)).find(({ code }) => code === 'wrong-type');
  assert.deepEqual(after?.range.start, { line: 3, character: 19 });
  await client.stop();
});

test('documentation comes when an item is looked at', async () => {
  const client = await startClient();
  await client.open(URI, `${TEXT}      `);
  const params = { textDocument: { uri: URI }, position: { line: 8, character: 6 } };
  const { items } = await client.connection.sendRequest<{ items: readonly Item[] }>('textDocument/completion', params);
  const probe = items.find(({ label }) => label === 'readinessProbe');
  assert.equal(probe?.documentation, undefined);
  const resolved = await client.connection.sendRequest<Item>('completionItem/resolve', probe);
  assert.match(resolved.documentation?.value ?? '', /Periodic probe/);
  await client.stop();
});

test('a file of the workspace is known without being opened, and folders have settings of their own', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-'));
  writeFileSync(path.join(folder, 'config.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  A: b\n');
  writeFileSync(path.join(folder, '.kijabi.yaml'), 'rules:\n  unknown-field: warning\n');
  const uri = pathToFileURL(path.join(folder, 'pod.yaml')).href;
  const client = await startClient({ folders: [pathToFileURL(folder).href] });
  await client.refreshed();
  await client.open(uri, `${TEXT}      envFrom:\n        - configMapRef:\n            name: `);
  const params = { textDocument: { uri }, position: { line: 10, character: 18 } };
  const { items } = await client.connection.sendRequest<{ items: readonly Item[] }>('textDocument/completion', params);
  assert.deepEqual(
    items.map(({ label }) => label),
    ['settings'],
  );
  const severity = (await client.pull(uri)).find(({ code }) => code === 'unknown-field')?.severity;
  assert.equal(severity, 2);
  await client.stop();
});

test('fixes, hovers, symbols, folds and definitions answer', async () => {
  const client = await startClient();
  await client.open(URI, TEXT);
  const textDocument = { uri: URI };
  const at = { start: { line: 7, character: 7 }, end: { line: 7, character: 7 } };
  const actions = await client.connection.sendRequest<readonly { title: string; isPreferred?: boolean }[]>('textDocument/codeAction', {
    textDocument,
    range: at,
    context: { diagnostics: [] },
  });
  assert.deepEqual([actions[0]?.title, actions[0]?.isPreferred], ['"imgae"를 "image"로 바꾸기', true]);
  const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
    textDocument,
    position: { line: 6, character: 8 },
  });
  assert.match(hover.contents.value, /Pod\.spec\.containers\[\]\.name/);
  const symbols = await client.connection.sendRequest<readonly { name: string }[]>('textDocument/documentSymbol', { textDocument });
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['Pod/한글'],
  );
  const folds = await client.connection.sendRequest<readonly unknown[]>('textDocument/foldingRange', { textDocument });
  assert.ok(folds.length >= 3);
  await client.stop();
});

test('a version by comment, and by setting, without restart', async () => {
  const client = await startClient();
  const old =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostnameOverride: x\n  containers:\n    - name: a\n      image: x\n';
  await client.open(URI, old);
  const isUnknown = async (): Promise<boolean> => (await client.pull(URI)).some(({ code }) => code === 'unknown-field');
  assert.equal(await isUnknown(), false);
  await client.change(URI, 2, [{ text: `# kijabi: kubernetesVersion=1.32\n${old}` }]);
  assert.equal(await isUnknown(), true);
  await client.stop();
});

test('empty, broken, binary and foreign files have a clear outcome', async () => {
  const client = await startClient();
  const texts = ['', '{{', '\u0000\u0001\u0002', 'services:\n  a: {}\n', '- - - -', 'a'.repeat(1_000_000)];
  for (const [index, text] of texts.entries()) {
    const uri = `file:///w/${index}.yaml`;
    await client.open(uri, text);
    assert.deepEqual(await client.pull(uri), [], JSON.stringify(text.slice(0, 20)));
  }
  await client.stop();
});
