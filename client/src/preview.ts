import {
  commands,
  type ExtensionContext,
  extensions,
  type TextDocument,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import {
  type FromPanel,
  type PreviewProblem,
  type PreviewResult,
  REQUESTS,
  type RunWish,
  type SimulationParams,
  type ToPanel,
} from '../../server/src/core/protocol.ts';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { type CommittedText, firstOf, fromGitExtension, fromGitProgram, type GitExtension } from './committed.ts';
import { language } from './language.ts';
import { page, serve } from './panel-requests.ts';

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
  readonly edits?: NonNullable<RunWish['edits']>;
  readonly behaviors?: NonNullable<RunWish['behaviors']>;
}

let show: ((choice: PreviewChoice) => Promise<void>) | undefined;
let forget: (() => void) | undefined;

/** Opens the panel for the open manifest, with the given choices. */
export async function showPreview(choice: PreviewChoice = {}): Promise<void> {
  await show?.(choice);
}

/** Settings say anew which cluster it is: what was chosen in the panel counts no longer. */
export function forgetCluster(): void {
  forget?.();
}

/** The command and the one panel; it follows the active manifest and runs again after edits. */
export function registerPreview(context: ExtensionContext, client: KijabiClient): void {
  let preview: Preview | undefined;
  const closed = (): void => {
    preview = undefined;
  };
  show = async (choice) => {
    const document = activeManifest() ?? preview?.document;
    if (document === undefined) {
      await window.showInformationMessage(say(language(), { key: 'client.noManifest', values: {} }));
      return;
    }
    preview ??= openPanel(context, client, document, closed);
    preview.panel.reveal(undefined, true);
    preview.follow(document, choice);
  };
  forget = () => preview?.forgetCluster();
  context.subscriptions.push(
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, state: { readonly uri?: string; readonly choice?: PreviewChoice } | undefined) {
        const document = state?.uri === undefined ? activeManifest() : await workspace.openTextDocument(Uri.parse(state.uri));
        if (document === undefined) return panel.dispose();
        preview = openPanel(context, client, document, closed, panel);
        preview.follow(document, state?.choice ?? {});
      },
    }),
    workspace.onDidSaveTextDocument((document) => (document === preview?.document || isCluster(document)) && preview?.refresh()),
    window.onDidChangeWindowState(({ focused }) => focused && preview?.refresh()),
    commands.registerCommand('kijabi.openPreview', (place?: unknown) => openAt(place)),
    workspace.onDidChangeTextDocument(({ document }) => document === preview?.document && preview.runSoon()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('kijabi') && preview?.runSoon()),
    window.onDidChangeActiveTextEditor(
      (editor) => editor !== undefined && isFollowed(editor.document) && preview?.locked === false && preview.follow(editor.document, {}),
    ),
  );
}

/** The cluster on which manifests are simulated is edited beside them. */
function isFollowed(document: TextDocument): boolean {
  return isManifest(document) && !isCluster(document);
}

function isCluster({ uri }: TextDocument): boolean {
  return workspace.asRelativePath(uri) === workspace.getConfiguration('kijabi').get('simulation.cluster');
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
  /** It stays with its file, whatever is opened. */
  readonly locked: boolean;
  follow(document: TextDocument, choice: PreviewChoice): void;
  forgetCluster(): void;
  /** The last commit may be another one now. */
  refresh(): void;
  runSoon(): void;
}

/** VS Code's git extension where it is on, else the git program; neither in a workspace that is not trusted. */
const committed: CommittedText = firstOf([
  fromGitExtension(
    () => {
      const git = extensions.getExtension<GitExtension>('vscode.git');
      return git?.isActive ? git.exports : undefined;
    },
    (file) => Uri.file(file),
  ),
  fromGitProgram,
]);

async function committedText({ uri }: TextDocument): Promise<string | undefined> {
  return workspace.isTrusted && uri.scheme === 'file' ? committed(uri.fsPath) : undefined;
}

function newPanel(dist: Uri): WebviewPanel {
  const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  return window.createWebviewPanel(VIEW_TYPE, 'Kijabi', place, { retainContextWhenHidden: true, ...optionsOf(dist) });
}

function optionsOf(dist: Uri): { enableScripts: true; localResourceRoots: Uri[] } {
  return { enableScripts: true, localResourceRoots: [dist] };
}

function openPanel(
  context: ExtensionContext,
  client: KijabiClient,
  first: TextDocument,
  onClosed: () => void,
  restored?: WebviewPanel,
): Preview {
  const dist = Uri.joinPath(context.extensionUri, 'dist');
  const panel = restored ?? newPanel(dist);
  panel.webview.options = optionsOf(dist);
  panel.iconPath = Uri.joinPath(context.extensionUri, 'icon.png');
  let document = first;
  let choice: PreviewChoice = {};
  let timer: NodeJS.Timeout | undefined;
  let run = 0;
  let ready = false;
  let locked = false;
  /** Of the run that is shown. */
  let version: string | undefined;
  let former = committedText(first);
  const tell = (message: ToPanel): Thenable<boolean> => panel.webview.postMessage(message);

  async function simulate(): Promise<void> {
    if (!ready) return;
    const mine = ++run;
    panel.title = `Kijabi: ${workspace.asRelativePath(document.uri)}`;
    const { clusterName, fromName, ...chosen } = choice;
    const fromText = chosen.fromText ?? (await former);
    // What is as it was committed has no edit to tell of.
    const changed = fromText !== undefined && (chosen.fromText !== undefined || fromText !== document.getText());
    const params: SimulationParams = {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
      ...chosen,
      ...(changed && { fromText }),
    };
    await tell({ type: 'language', language: language() });
    await tell({ type: 'file', uri: document.uri.toString() });
    try {
      const result = await client.sendRequest<PreviewResult | PreviewProblem>(REQUESTS.preview, params);
      if (mine !== run) return;
      if ('kubernetesVersion' in result) version = result.kubernetesVersion;
      if ('problem' in result) await tell({ type: 'failed', ...result });
      else
        await tell({
          type: 'result',
          result: {
            ...result,
            title: fromName === undefined ? result.title : `${fromName} → ${result.title}`,
            cluster: clusterName ?? result.cluster,
          },
        });
    } catch (failure) {
      if (mine === run)
        await tell({ type: 'failed', problem: 'other', reason: failure instanceof Error ? failure.message : String(failure) });
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
      // Whoever goes through a list by keys wants the last one; what is on its way is not shown any more.
      run++;
      runSoon();
    } else if (message.type === 'lock') {
      locked = message.locked;
      await tell({ type: 'locked', locked });
    } else await serve(message, document, version);
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
    get locked() {
      return locked;
    },
    follow(next, wanted) {
      const changed = next !== document || Object.keys(wanted).length > 0;
      if (next !== document) {
        choice = {};
        former = committedText(next);
      }
      document = next;
      choice = { ...choice, ...wanted };
      if (changed) runSoon();
    },
    forgetCluster() {
      const { cluster: _, clusterText: __, clusterName: ___, ...kept } = choice;
      choice = kept;
      runSoon();
    },
    refresh() {
      former = committedText(document);
      runSoon();
    },
    runSoon,
  };
}
