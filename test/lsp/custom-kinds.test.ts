import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { killServers, SERVER, startClient, type TestClient } from '../support/lsp-client.ts';

const definition = (kind: string, field = 'size'): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${kind.toLowerCase()}s.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: ${kind}, plural: ${kind.toLowerCase()}s, singular: ${kind.toLowerCase()}, listKind: ${kind}List}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [${field}]
              properties:
                ${field}: {type: integer, maximum: 9, description: How large it gets.}
                mode: {type: string, enum: [fast, slow]}
`;
const object = (kind: string, spec: string): string => `apiVersion: example.com/v1\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n${spec}`;

interface Item {
  readonly label: string;
}

before(() => assert.ok(existsSync(SERVER), 'run npm run build first'));
afterEach(killServers);

const CRD = 'file:///w/crd.yaml';
const URI = 'file:///w/widget.yaml';

async function codes(client: TestClient, uri: string): Promise<readonly unknown[]> {
  return (await client.pull(uri)).map(({ code }) => code);
}

async function labels(client: TestClient, uri: string, line: number, character: number): Promise<readonly string[]> {
  const params = { textDocument: { uri }, position: { line, character } };
  const { items } = await client.connection.sendRequest<{ items: readonly Item[] }>('textDocument/completion', params);
  return items.map(({ label }) => label);
}

/** Disk and watcher are heard of in their own time. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('did not come to hold within two seconds');
}

test('an unsaved definition makes a kind at once, follows its edits, and takes the kind away when emptied', async () => {
  const client = await startClient();
  await client.open(URI, object('Widget', '  size: 12\n  sise: 1\n'));
  assert.deepEqual(await codes(client, URI), ['unknown-kind']);
  await client.open(CRD, definition('Widget'));
  const found = await client.pull(URI);
  assert.deepEqual(found.map(({ code, severity }) => [code, severity]).sort(), [
    ['invalid-value', 1],
    ['unknown-field', 1],
  ]);
  const wrong = found.find(({ code }) => code === 'invalid-value');
  assert.deepEqual(wrong?.range, { start: { line: 5, character: 8 }, end: { line: 5, character: 10 } });
  await client.change(CRD, 2, [{ text: definition('Widget', 'sise') }]);
  assert.deepEqual(await codes(client, URI), ['unknown-field']);
  await client.change(CRD, 3, [{ text: '' }]);
  assert.deepEqual(await codes(client, URI), ['unknown-kind']);
  await client.stop();
});

test('fields and values of a custom kind complete, hover and are listed', async () => {
  const client = await startClient();
  await client.open(CRD, definition('Widget'));
  const text = object('Widget', '  size: 1\n  mode: \n  ');
  await client.open(URI, text);
  assert.deepEqual(await labels(client, URI, 6, 8), ['fast', 'slow']);
  await client.change(URI, 2, [{ text: object('Widget', '  ') }]);
  assert.deepEqual([...(await labels(client, URI, 5, 2))].sort(), ['mode', 'size']);
  await client.change(URI, 3, [{ text }]);
  const textDocument = { uri: URI };
  const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
    textDocument,
    position: { line: 5, character: 3 },
  });
  assert.match(hover.contents.value, /How large it gets/);
  const symbols = await client.connection.sendRequest<readonly { name: string }[]>('textDocument/documentSymbol', { textDocument });
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['Widget/a'],
  );
  await client.change(URI, 4, [{ text: 'apiVersion: example.com/v1\nkind: ' }]);
  assert.ok((await labels(client, URI, 1, 6)).includes('Widget'));
  await client.stop();
});

test('definitions on disk, in the workspace and named by settings, come, change and go without a restart', async () => {
  const outside = mkdtempSync(path.join(os.tmpdir(), 'kijabi-crds-'));
  mkdirSync(path.join(outside, 'deep'));
  writeFileSync(path.join(outside, 'deep/gadget.yaml'), definition('Gadget'));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-'));
  const inside = path.join(folder, 'widget-crd.yaml');
  const settings = { schemas: { crds: [`${outside}/**/*.yaml`] } };
  const client = await startClient({ folders: [pathToFileURL(folder).href], initializationOptions: { settings } });
  await client.refreshed();
  await client.open('file:///w/gadget.yaml', object('Gadget', '  mode: fast\n'));
  await eventually(async () => (await codes(client, 'file:///w/gadget.yaml')).includes('missing-field'));

  const watched = async (type: number): Promise<void> => {
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(inside).href, type }] });
  };
  await client.open(URI, object('Widget', '  size: 1\n'));
  assert.deepEqual(await codes(client, URI), ['unknown-kind']);
  writeFileSync(inside, definition('Widget'));
  await watched(1);
  await eventually(async () => (await codes(client, URI)).length === 0);
  writeFileSync(inside, definition('Widget', 'width'));
  await watched(2);
  await eventually(async () => (await codes(client, URI)).includes('unknown-field'));
  rmSync(inside);
  await watched(3);
  await eventually(async () => (await codes(client, URI)).includes('unknown-kind'));

  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { kijabi: { schemas: { crds: [] } } } });
  await eventually(async () => (await codes(client, 'file:///w/gadget.yaml')).includes('unknown-kind'));
  await client.stop();
});
