import {
  ConfigurationTarget,
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  type QuickPickItem,
  QuickPickItemKind,
  window,
  workspace,
} from 'vscode';
import { CLUSTER_PRESETS } from '../../server/src/core/protocol.ts';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { kubectlContexts, readCluster } from './cluster.ts';
import { language } from './language.ts';
import { showPreview } from './preview.ts';

const VERSIONS = ['1.36', '1.35', '1.34', '1.33', '1.32'];

export function registerCommands(context: ExtensionContext, client: KijabiClient, output: LogOutputChannel): void {
  const add = (name: string, run: (...words: unknown[]) => unknown): void => {
    context.subscriptions.push(commands.registerCommand(`kijabi.${name}`, run));
  };
  add('fixAll', () => commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.kijabi', apply: 'first' }));
  add('selectVersion', selectVersion);
  add('selectCluster', selectCluster);
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
async function selectCluster(): Promise<void> {
  const speak = (key: 'client.selectCluster' | 'client.clusterFromFile' | 'client.clusterFromKubectl'): string =>
    say(language(), { key, values: {} });
  const presets: QuickPickItem[] = CLUSTER_PRESETS.map((label) => ({
    label,
    detail: say(language(), { key: `client.preset.${label}`, values: {} }),
  }));
  const separator: QuickPickItem = { label: '', kind: QuickPickItemKind.Separator };
  const fromFile: QuickPickItem = { label: `$(file) ${speak('client.clusterFromFile')}` };
  const fromKubectl: QuickPickItem = { label: `$(server-environment) ${speak('client.clusterFromKubectl')}` };
  const chosen = await window.showQuickPick([...presets, separator, fromFile, fromKubectl], { placeHolder: speak('client.selectCluster') });
  if (chosen === undefined) return;
  if (chosen === fromFile) return selectClusterFile();
  if (chosen === fromKubectl) return selectContext();
  await save('simulation.cluster', chosen.label);
}

async function selectClusterFile(): Promise<void> {
  const [file] = (await window.showOpenDialog({ filters: { YAML: ['yaml', 'yml', 'json'] } })) ?? [];
  if (file !== undefined) await save('simulation.cluster', workspace.asRelativePath(file));
}

async function selectContext(): Promise<void> {
  try {
    const context = await window.showQuickPick(kubectlContexts(), {
      placeHolder: say(language(), { key: 'client.selectContext', values: {} }),
    });
    if (context === undefined) return;
    await showPreview({ clusterText: await readCluster(context), clusterName: context });
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
