import path from 'node:path';
import {
  ConfigurationTarget,
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  CLUSTER_NOTIFICATION,
  CLUSTER_PRESETS,
  type ClusterParams,
  type ClusterTextParams,
  DEFAULT_CLUSTER,
  REQUESTS,
} from '../../server/src/core/protocol.ts';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { kubectlContexts, readCluster } from './cluster.ts';
import { language } from './language.ts';
import { forgetCluster, showPreview } from './preview.ts';

const VERSIONS = ['1.36', '1.35', '1.34', '1.33', '1.32'];

export function registerCommands(context: ExtensionContext, client: KijabiClient, output: LogOutputChannel): void {
  const add = (name: string, run: (...words: unknown[]) => unknown): void => {
    context.subscriptions.push(commands.registerCommand(`kijabi.${name}`, run));
  };
  add('fixAll', () => commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.kijabi', apply: 'first' }));
  add('selectVersion', selectVersion);
  add('selectCluster', () => selectCluster(client));
  add('simulateFrom', simulateFrom);
  add('showOutput', () => output.show());
  add('restart', () => client.restart());
}

async function selectVersion(): Promise<void> {
  const placeHolder = say(language(), { key: 'client.selectVersion', values: {} });
  const version = await window.showQuickPick(VERSIONS, { placeHolder });
  if (version !== undefined) await save('kubernetesVersion', version);
}

/** A preset, a file of the workspace, or, on the person's word, what kubectl says of a context. */
async function selectCluster(client: KijabiClient): Promise<void> {
  const speak = (key: 'client.selectCluster' | 'client.clusterFromFile' | 'client.clusterFromKubectl' | 'client.editCluster'): string =>
    say(language(), { key, values: {} });
  const presets: QuickPickItem[] = CLUSTER_PRESETS.map((label) => ({
    label,
    detail: say(language(), { key: `client.preset.${label}`, values: {} }),
  }));
  const separator: QuickPickItem = { label: '', kind: QuickPickItemKind.Separator };
  const fromFile: QuickPickItem = { label: `$(file) ${speak('client.clusterFromFile')}` };
  const fromKubectl: QuickPickItem = { label: `$(server-environment) ${speak('client.clusterFromKubectl')}` };
  const edit: QuickPickItem = { label: `$(edit) ${speak('client.editCluster')}` };
  const items = [...presets, separator, fromFile, fromKubectl, edit];
  const chosen = await window.showQuickPick(items, { placeHolder: speak('client.selectCluster') });
  if (chosen === undefined) return;
  if (chosen === fromFile) return selectClusterFile(client);
  if (chosen === fromKubectl) return selectContext(client);
  if (chosen === edit) return editCluster(client);
  await saveCluster(client, chosen.label);
}

async function selectClusterFile(client: KijabiClient): Promise<void> {
  const [file] = (await window.showOpenDialog({ filters: { YAML: ['yaml', 'yml', 'json'] } })) ?? [];
  if (file !== undefined) await saveCluster(client, workspace.asRelativePath(file));
}

/** The chosen cluster as a file beside the manifest: a preset is written into one first, which then is the chosen cluster. */
async function editCluster(client: KijabiClient): Promise<void> {
  const chosen = workspace.getConfiguration('kijabi').get<string>('simulation.cluster') || DEFAULT_CLUSTER;
  const preset = CLUSTER_PRESETS.find((each) => each === chosen);
  const root = workspace.workspaceFolders?.[0]?.uri;
  if (preset === undefined) {
    const place = root === undefined || path.isAbsolute(chosen) ? Uri.file(chosen) : Uri.joinPath(root, chosen);
    await window.showTextDocument(place, { preview: false });
    return;
  }
  const file = await window.showSaveDialog({
    ...(root && { defaultUri: Uri.joinPath(root, `cluster-${preset}.yaml`) }),
    filters: { YAML: ['yaml', 'yml'] },
  });
  if (file === undefined) return;
  const text: string = await client.sendRequest(REQUESTS.clusterText, { preset } satisfies ClusterTextParams);
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await saveCluster(client, workspace.asRelativePath(file));
  await window.showTextDocument(file, { preview: false });
}

/** In the settings, and no longer what kubectl read. */
async function saveCluster(client: KijabiClient, name: string): Promise<void> {
  await client.sendNotification(CLUSTER_NOTIFICATION, {} satisfies ClusterParams);
  await save('simulation.cluster', name);
  forgetCluster();
}

/** What is read counts for lenses and findings too, while this window is open: it is written nowhere, and read again only on another word. */
async function selectContext(client: KijabiClient): Promise<void> {
  try {
    const context = await window.showQuickPick(kubectlContexts(), {
      placeHolder: say(language(), { key: 'client.selectContext', values: {} }),
    });
    if (context === undefined) return;
    const text = await readCluster(context);
    await client.sendNotification(CLUSTER_NOTIFICATION, { name: context, text } satisfies ClusterParams);
    await showPreview({ clusterText: text, clusterName: context });
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    await window.showErrorMessage(say(language(), { key: 'client.kubectlFailed', values: { reason } }));
  }
}

/** Simulates the change from another manifest to the open one. */
async function simulateFrom(): Promise<void> {
  const [file] = (await window.showOpenDialog({ filters: { YAML: ['yaml', 'yml', 'json'] } })) ?? [];
  if (file === undefined) return;
  const text = new TextDecoder().decode(await workspace.fs.readFile(file));
  await showPreview({ fromText: text, fromName: workspace.asRelativePath(file) });
}

/** Into the workspace's settings where there is one, else into the person's own. */
async function save(name: string, value: string): Promise<void> {
  const target = workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await workspace.getConfiguration('kijabi').update(name, value, target);
}
