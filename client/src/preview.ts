import { randomBytes } from 'node:crypto';
import {
  commands,
  type ExtensionContext,
  env,
  Position,
  Range,
  type TextDocument,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { type FromPanel, type PreviewResult, REQUESTS, type SimulationParams, type ToPanel } from '../../server/src/core/protocol.ts';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { language } from './language.ts';

const VIEW_TYPE = 'kijabi.preview';
/** A pause in typing this long starts a new run. */
const PAUSE_MS = 100;
const MANIFESTS = new Set(['yaml', 'json', 'jsonc']);

/** What a person has chosen for the panel; the rest follows the open manifest. */
export interface PreviewChoice {
  readonly cluster?: string;
  readonly clusterText?: string;
  readonly clusterName?: string;
  readonly scenario?: string;
  readonly fromText?: string;
  readonly fromName?: string;
  readonly seed?: number;
}

let show: ((choice: PreviewChoice) => Promise<void>) | undefined;

/** Opens the panel for the open manifest, with the given choices. */
export async function showPreview(choice: PreviewChoice = {}): Promise<void> {
  await show?.(choice);
}

/** The command and the one panel; it follows the active manifest and runs again after edits. */
export function registerPreview(context: ExtensionContext, client: KijabiClient): void {
  let preview: Preview | undefined;
  show = async (choice) => {
    const document = activeManifest() ?? preview?.document;
    if (document === undefined) {
      await window.showInformationMessage(say(language(), { key: 'client.noManifest', values: {} }));
      return;
    }
    preview ??= openPanel(context, client, document, () => {
      preview = undefined;
    });
    preview.panel.reveal(undefined, true);
    preview.follow(document, choice);
  };
  context.subscriptions.push(
    commands.registerCommand('kijabi.openPreview', (place?: unknown) => openAt(place)),
    workspace.onDidChangeTextDocument(({ document }) => document === preview?.document && preview.runSoon()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('kijabi') && preview?.runSoon()),
    window.onDidChangeActiveTextEditor(
      (editor) => editor !== undefined && isManifest(editor.document) && preview?.follow(editor.document, {}),
    ),
  );
}

/** From a code lens comes an address, from the editor's title a Uri, from the palette nothing. */
async function openAt(place: unknown): Promise<void> {
  const uri = place instanceof Uri ? place : typeof place === 'string' ? Uri.parse(place) : undefined;
  if (uri !== undefined && window.activeTextEditor?.document.uri.toString() !== uri.toString()) await window.showTextDocument(uri);
  await showPreview();
}

function isManifest(document: TextDocument): boolean {
  return MANIFESTS.has(document.languageId);
}

function activeManifest(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document !== undefined && isManifest(document) ? document : undefined;
}

interface Preview {
  readonly panel: WebviewPanel;
  readonly document: TextDocument;
  follow(document: TextDocument, choice: PreviewChoice): void;
  runSoon(): void;
}

function openPanel(context: ExtensionContext, client: KijabiClient, first: TextDocument, onClosed: () => void): Preview {
  const dist = Uri.joinPath(context.extensionUri, 'dist');
  const panel = window.createWebviewPanel(
    VIEW_TYPE,
    'Kijabi',
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [dist] },
  );
  panel.iconPath = Uri.joinPath(context.extensionUri, 'icon.png');
  let document = first;
  let choice: PreviewChoice = {};
  let timer: NodeJS.Timeout | undefined;
  let run = 0;
  let ready = false;
  const tell = (message: ToPanel): Thenable<boolean> => panel.webview.postMessage(message);

  async function simulate(): Promise<void> {
    if (!ready) return;
    const mine = ++run;
    panel.title = `Kijabi: ${workspace.asRelativePath(document.uri)}`;
    const { clusterName, fromName, ...chosen } = choice;
    const params: SimulationParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) }, ...chosen };
    await tell({ type: 'language', language: language() });
    try {
      const result = await client.sendRequest<PreviewResult>(REQUESTS.preview, params);
      if (mine === run)
        await tell({
          type: 'result',
          result: {
            ...result,
            title: fromName === undefined ? result.title : `${fromName} → ${result.title}`,
            cluster: clusterName ?? result.cluster,
          },
        });
    } catch (failure) {
      if (mine === run) await tell({ type: 'failed', reason: failure instanceof Error ? failure.message : String(failure) });
    }
  }

  function runSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void simulate(), PAUSE_MS);
  }

  panel.webview.onDidReceiveMessage(async (message: FromPanel) => {
    if (message.type === 'ready') {
      ready = true;
      await simulate();
    } else if (message.type === 'run') {
      const { type: _, ...chosen } = message;
      const { clusterText, clusterName, ...kept } = choice;
      choice = chosen.cluster === undefined ? { ...choice, ...chosen } : { ...kept, ...chosen };
      await simulate();
    } else await serve(message, document);
  });
  panel.onDidDispose(() => {
    clearTimeout(timer);
    onClosed();
  });
  panel.webview.html = page(panel.webview, dist);
  return {
    panel,
    get document() {
      return document;
    },
    follow(next, wanted) {
      const changed = next !== document || Object.keys(wanted).length > 0;
      if (next !== document) choice = {};
      document = next;
      choice = { ...choice, ...wanted };
      if (changed) runSoon();
    },
    runSoon,
  };
}

/** What the panel asks that is neither a run nor its start. */
async function serve(message: Exclude<FromPanel, { type: 'ready' | 'run' }>, document: TextDocument): Promise<void> {
  switch (message.type) {
    case 'reveal':
      return reveal(document, message.object.name);
    case 'openNote':
      await commands.executeCommand('kijabi.openNote', message.id);
      return;
    case 'copy':
      return env.clipboard.writeText(message.text);
    case 'save':
      return save(message.name, message.content);
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

async function save(name: string, content: string): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) });
  if (target !== undefined) await workspace.fs.writeFile(target, new TextEncoder().encode(content));
}

/** No inline script or style, nothing from the network. */
function page(webview: Webview, dist: Uri): string {
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
