/** Notes as a client gets them from the built server. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Hover } from 'vscode-languageserver-protocol/node';
import { type NoteSummary, type NoteText, REQUESTS } from '../../server/src/core/protocol.ts';
import { killServers, ROOT, startClient } from '../support/lsp-client.ts';

const URI = 'file:///deployment.yaml';
const text = readFileSync(path.join(ROOT, 'samples/deployment.yaml'), 'utf8');
after(killServers);

test('hover, page, list and summary speak of one note', async () => {
  const client = await startClient();
  await client.open(URI, text);
  const line = text.split('\n').findIndex((each) => each.includes('readinessProbe'));
  const place = { textDocument: { uri: URI }, position: { line, character: text.split('\n')[line]?.indexOf('readiness') ?? 0 } };
  const hover = await client.connection.sendRequest<Hover>('textDocument/hover', place);
  const shown = (hover.contents as { value: string }).value;
  assert.match(shown, /트래픽/);
  assert.match(shown, /command:kijabi\.openNote\?%5B%22pod%2Freadiness-probe%22%2C%221\.36%22%5D/);
  const page = await client.connection.sendRequest<NoteText>(REQUESTS.note, { language: 'en', ...place });
  assert.equal(page.id, 'pod/readiness-probe');
  assert.match(page.markdown, /^# Readiness probe/);
  assert.equal(await client.connection.sendRequest(REQUESTS.note, { language: 'ko', id: 'no/such-note' }), null);
  const all = await client.connection.sendRequest<readonly NoteSummary[]>(REQUESTS.notes, { language: 'ko' });
  assert.ok(all.some(({ id, title }) => id === 'pod/readiness-probe' && title.includes('준비성')));
  const found = await client.connection.sendRequest<readonly NoteSummary[]>(REQUESTS.notes, { language: 'ko', search: 'SIGTERM preStop' });
  assert.ok(found.length > 0 && found.length < all.length && found.some(({ found: line }) => line?.includes('SIGTERM')));
  const resolved = await client.connection.sendRequest<{ documentation: { value: string } }>('completionItem/resolve', {
    label: 'readinessProbe',
    data: { uri: URI, about: { type: 'core.v1.Container', field: 'readinessProbe' } },
  });
  assert.ok(resolved.documentation.value.startsWith(all.find(({ id }) => id === page.id)?.summary ?? '?'));
  await client.stop();
});

const SLIP = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n    - port: 80\n      tartPort: 8080\n';

test('diagnostics link to the note of their field, for clients that open notes', async () => {
  for (const opensNotes of [true, false]) {
    const client = await startClient({ initializationOptions: { opensNotes } });
    await client.open(URI, SLIP);
    const [told] = await client.pull(URI);
    const notes = told?.relatedInformation?.filter(({ location }) => location.uri.startsWith('kijabi-note:')) ?? [];
    assert.deepEqual(
      notes.map(({ location, message }) => [location.uri, message]),
      opensNotes ? [['kijabi-note:/1.36/service/cluster-ip.md', '노트: ClusterIP 서비스']] : [],
    );
    await client.stop();
  }
});

test('what a container lacks leads to the note of the missing field, not to that of where it is underlined', async () => {
  const client = await startClient({ initializationOptions: { opensNotes: true } });
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: app\n      image: registry.example.net/app:1.0\n';
  await client.open(URI, pod);
  const told = await client.pull(URI);
  const noteOf = (rule: string): string | undefined =>
    told.find(({ code }) => code === rule)?.relatedInformation?.find(({ location }) => location.uri.startsWith('kijabi-note:'))?.location
      .uri;
  assert.equal(noteOf('no-readiness'), 'kijabi-note:/1.36/pod/readiness-probe.md');
  assert.equal(noteOf('memory-requests'), 'kijabi-note:/1.36/pod/resources.md');
  await client.stop();
});

test('hover, page and completion speak of the version that the file is for', async () => {
  const client = await startClient();
  const pod = (version: string): string =>
    `# kijabi: kubernetesVersion=${version}\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  resources: {limits: {cpu: "1"}}\n`;
  for (const [version, says] of [
    ['1.33', /이 버전에서는 기능 게이트가 없으면/],
    ['1.36', /모든 컨테이너가 함께 쓰는 양/],
  ] as const) {
    const uri = `file:///pod-${version}.yaml`;
    await client.open(uri, pod(version));
    const place = { textDocument: { uri }, position: { line: 5, character: 4 } };
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', place);
    const { value } = hover.contents as { value: string };
    const page = await client.connection.sendRequest<NoteText>(REQUESTS.note, { language: 'ko', ...place });
    assert.equal(page.version, version);
    assert.match(page.markdown, new RegExp(`쿠버네티스 ${version} 기준`));
    const resources = await client.connection.sendRequest<NoteText>(REQUESTS.note, { language: 'ko', version, id: 'pod/resources' });
    assert.match(resources.markdown, says);
    assert.match(value, new RegExp(encodeURIComponent(`"${version}"`)));
  }
  await client.stop();
});
