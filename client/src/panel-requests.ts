import { randomBytes } from 'node:crypto';
import { commands, env, Position, Range, type TextDocument, Uri, ViewColumn, type Webview, WorkspaceEdit, window, workspace } from 'vscode';
import type { FromPanel } from '../../server/src/core/protocol.ts';
import { language } from './language.ts';

/** What the panel asks that is neither a run nor its start. `version`: of Kubernetes, in the run that is shown. */
export async function serve(
  message: Exclude<FromPanel, { type: 'ready' | 'run' | 'lock' }>,
  document: TextDocument,
  version?: string,
): Promise<void> {
  switch (message.type) {
    case 'reveal':
      return reveal(document, message.object.name);
    case 'openNote':
      await commands.executeCommand('kijabi.openNote', message.id, version);
      return;
    case 'copy':
      return env.clipboard.writeText(message.text);
    case 'save':
      return save(
        message.name,
        message.base64 === true ? Buffer.from(message.content, 'base64') : new TextEncoder().encode(message.content),
      );
    case 'choose':
      await commands.executeCommand(message.what === 'cluster' ? 'kijabi.selectCluster' : 'kijabi.simulateFrom');
      return;
    case 'fix': {
      const edit = new WorkspaceEdit();
      for (const { range, newText } of message.fix.edits) {
        edit.replace(
          document.uri,
          new Range(new Position(range.start.line, range.start.character), new Position(range.end.line, range.end.character)),
          newText,
        );
      }
      await workspace.applyEdit(edit);
    }
  }
}

async function reveal(document: TextDocument, name: string): Promise<void> {
  const at = document.getText().search(new RegExp(`name:\\s*["']?${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*$`, 'm'));
  const position = document.positionAt(Math.max(at, 0));
  await window.showTextDocument(document, { viewColumn: ViewColumn.One, selection: new Range(position, position) });
}

async function save(name: string, content: Uint8Array): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) });
  if (target !== undefined) await workspace.fs.writeFile(target, content);
}

/** No inline script or style, nothing from the network. */
export function page(webview: Webview, dist: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(Uri.joinPath(dist, 'webview.js'));
  const style = webview.asWebviewUri(Uri.joinPath(dist, 'webview.css'));
  const policy = `default-src 'none'; img-src ${webview.cspSource} data:; style-src ${webview.cspSource}; font-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Kijabi</title>
</head>
<body><div id="app"></div><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
