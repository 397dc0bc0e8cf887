import { commands, type ExtensionContext, window } from 'vscode';
import { type KijabiClient, startClient } from './client.ts';
import { registerCommands } from './commands.ts';
import { registerNotes } from './notes.ts';
import { registerPreview } from './preview.ts';
import { registerStatus } from './status.ts';

let client: KijabiClient | undefined;

/** Starts the language server and hangs everything that a person can press on it. */
export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Kijabi', { log: true });
  context.subscriptions.push(output);
  client = await startClient(context, output);
  registerStatus(context, client);
  registerNotes(context, client);
  registerPreview(context, client);
  registerCommands(context, client, output);
  await commands.executeCommand('setContext', 'kijabi.active', true);
  output.info('Kijabi is active');
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
