/** A language client without an editor: starts a server over stdio and talks to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ClientCapabilities, Diagnostic, DocumentDiagnosticReport, InitializeResult } from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const SERVER = path.join(ROOT, 'dist/server.js');

export interface TestClient {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, changes: readonly unknown[]): Promise<void>;
  pull(uri: string): Promise<readonly Diagnostic[]>;
  /** The diagnostics last pushed for a file, once they satisfy the condition. */
  pushed(uri: string, holds?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** Waits until the server has asked, since the start, to be asked again for diagnostics. */
  refreshed(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly command?: readonly string[];
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** By section, for servers that ask. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const PULLING: ClientCapabilities = { textDocument: { diagnostic: {}, completion: { completionItem: { snippetSupport: true } } } };

const started = new Set<ChildProcess>();

/** Ends the servers that a failed test left running. */
export function killServers(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

/** Starts a server (Kijabi's own by default) and shakes hands. */
export async function startClient({
  capabilities = PULLING,
  command,
  initializationOptions,
  folders = [],
  settings = {},
}: ClientOptions = {}): Promise<TestClient> {
  const [program = process.execPath, ...words] = command ?? [process.execPath, SERVER, '--stdio'];
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  started.add(child);
  child.once('exit', () => started.delete(child));
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const last = new Map<string, readonly Diagnostic[]>();
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
    last.set(uri, diagnostics);
    for (const check of [...waiting]) check();
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section?: string }[] }) =>
    items.map(({ section }) => settings[section ?? ''] ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  const refreshed = new Promise<void>((resolve) => {
    connection.onRequest('workspace/diagnostic/refresh', () => {
      resolve();
      return null;
    });
  });
  connection.listen();
  const workspaceFolders = folders.map((uri) => ({ uri, name: path.basename(uri) }));
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: folders[0] ?? null,
    capabilities,
    workspaceFolders,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    process: child,
    connection,
    initialized,
    open: (uri, text, languageId = 'yaml') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    async pull(uri) {
      const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
      return report.kind === 'full' ? report.items : [];
    },
    pushed: (uri, holds = () => true) =>
      new Promise((resolve) => {
        const check = (): void => {
          const diagnostics = last.get(uri);
          if (diagnostics === undefined || !holds(diagnostics)) return;
          waiting.delete(check);
          resolve(diagnostics);
        };
        waiting.add(check);
        check();
      }),
    refreshed: () => refreshed,
    async stop() {
      await connection.sendRequest('shutdown');
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendNotification('exit');
      await gone;
      connection.dispose();
    },
  };
}
