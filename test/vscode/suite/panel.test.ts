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
});
