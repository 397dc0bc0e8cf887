import { type ExtensionContext, languages, MarkdownString, StatusBarAlignment, window, workspace } from 'vscode';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { language } from './language.ts';

const LANGUAGE_IDS = new Set(['yaml', 'json', 'jsonc']);

/** The item in the status bar: which Kubernetes version judges this file; a click chooses another. */
export function registerStatus(context: ExtensionContext, client: KijabiClient): void {
  const item = window.createStatusBarItem('kijabi.version', StatusBarAlignment.Right, 90);
  item.command = 'kijabi.selectVersion';
  item.name = 'Kijabi';

  function refresh(): void {
    const editor = window.activeTextEditor;
    if (editor === undefined || !LANGUAGE_IDS.has(editor.document.languageId)) {
      item.hide();
      return;
    }
    const version = workspace.getConfiguration('kijabi', editor.document).get<string>('kubernetesVersion', '1.36');
    const problems = languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === 'kijabi').length;
    item.text = `$(compass) k8s ${version}${problems > 0 ? ` $(warning) ${problems}` : ''}`;
    item.tooltip = new MarkdownString(say(language(), { key: 'client.statusTooltip', values: { version, problems } }));
    item.show();
  }

  context.subscriptions.push(
    item,
    window.onDidChangeActiveTextEditor(refresh),
    languages.onDidChangeDiagnostics(refresh),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('kijabi') && refresh()),
    client.onDidChangeState(refresh),
  );
  refresh();
}
