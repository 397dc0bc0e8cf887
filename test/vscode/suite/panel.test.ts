import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openSample, until } from './support.ts';

suite('preview', () => {
  teardown(closeAll);

  test('every command of the manifest is registered', async () => {
    const extension = vscode.extensions.getExtension('kijabi.kijabi');
    assert.ok(extension !== undefined);
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    await openSample('deployment.yaml');
    const registered = await until(async () => {
      const all = await vscode.commands.getCommands(true);
      return all.includes('kijabi.openPreview') ? all : undefined;
    });
    for (const { command } of contributes.commands) assert.ok(registered.includes(command), command);
  });

  test('the panel opens for the open manifest', async () => {
    await openSample('deployment.yaml');
    await vscode.commands.executeCommand('kijabi.openPreview');
    const tab = await until(() =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('kijabi.preview')),
    );
    assert.ok(tab.label.length > 0);
  });

  test('a note opens as a page', async () => {
    await openSample('deployment.yaml');
    await vscode.commands.executeCommand('kijabi.openNote', 'pod/readiness-probe');
    await until(() =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('markdown')),
    );
  });

  test('a diagnostic links to the note of its field, which opens as a page', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: NO_SUCH_FIELD });
    await vscode.window.showTextDocument(document);
    const note = await until(() =>
      vscode.languages
        .getDiagnostics(document.uri)
        .flatMap(({ relatedInformation = [] }) => relatedInformation)
        .find(({ location }) => location.uri.scheme === 'kijabi-note'),
    );
    assert.equal(note.location.uri.path, '/1.36/service/cluster-ip.md');
    await vscode.commands.executeCommand('vscode.open', note.location.uri);
    await until(() =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === 'vscode.markdown.preview.editor'),
    );
  });

  test('a page of a note links to pages of the same version, and each of them is there', async () => {
    const { text, links } = await readPage(vscode.Uri.parse('kijabi-note:/1.33/pod/qos.md'));
    assert.match(text, /1\.33/);
    assert.ok(links.length >= 2);
    for (const link of links) {
      assert.ok(link.path.startsWith('/1.33/'), link.path);
      assert.match((await readPage(link)).text, /^# (?!노트가 없습니다|No note)/);
    }
  });
});

const NO_SUCH_FIELD = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n    - port: 80\n      tartPort: 8080\n';

/** A page's text, and where its relative links lead. */
async function readPage(uri: vscode.Uri): Promise<{ readonly text: string; readonly links: readonly vscode.Uri[] }> {
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  const links = [...text.matchAll(/\]\((\.\.[^)]+\.md)\)/g)].map(([, to = '']) => vscode.Uri.joinPath(uri, '..', to));
  return { text, links };
}
