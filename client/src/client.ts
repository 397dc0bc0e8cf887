import type { Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import { env, Uri, workspace } from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';

/** The running language server, as the rest of the client uses it. */
export type KijabiClient = LanguageClient;

const LANGUAGES = ['yaml', 'json', 'jsonc', 'helm', 'dockercompose'];

export async function startClient(context: ExtensionContext, output: LogOutputChannel): Promise<KijabiClient> {
  const module = Uri.joinPath(context.extensionUri, 'dist/server.js').fsPath;
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { language, scheme: 'file' },
      { language, scheme: 'untitled' },
      { language, scheme: 'vscode-remote' },
    ]),
    outputChannel: output,
    initializationOptions: { displayLanguage: env.language, openPreviewCommand: 'kijabi.openPreview', opensNotes: true },
    synchronize: { configurationSection: 'kijabi', fileEvents: workspace.createFileSystemWatcher('**/*.{yaml,yml,json}') },
    markdown: { isTrusted: { enabledCommands: ['kijabi.openNote'] }, supportHtml: false },
  };
  const client = new LanguageClient('kijabi', 'Kijabi', server, options);
  await client.start();
  const stop: Disposable = { dispose: () => void client.stop() };
  context.subscriptions.push(stop);
  return client;
}
