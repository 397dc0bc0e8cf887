import * as vscode from 'vscode';

const TIMEOUT_MS = 45_000;
const STEP_MS = 100;

/** Asks again and again until there is an answer; fails loudly when none comes. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`no answer within ${TIMEOUT_MS} ms: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

export async function openText(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
  await vscode.window.showTextDocument(document);
  return document;
}

export async function openSample(name: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no workspace folder');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`no ${text} in the document`);
  return document.positionAt(offset + 1);
}

/** The findings of a document once they are as expected. */
export function diagnosticsOf(
  document: vscode.TextDocument,
  expected: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return until(() => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return expected(found) ? found : undefined;
  });
}

export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // VS Code's own settings file is dirty for a moment while VS Code writes it: not ours to close.
    const isForeign = document.uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(document.uri) === undefined;
    if (!document.isDirty || isForeign) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
