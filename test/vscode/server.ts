/** A real VS Code without a download: its server build from the npm registry, shown in Debian's Chromium. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { ensureVSCode, nodeOfVSCode, VSCODE_DIR } from './install.ts';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
/** The built-in extensions that are loaded: quicker, quieter and 200 MB smaller than all of them. */
const BUILT_IN = [
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'yaml',
  'json',
  // The grammars inside ConfigMaps.
  'shellscript',
  'ini',
  'markdown-basics',
  'markdown-language-features',
  'configuration-editing',
];
const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Said wherever a browser is missing. */
export const HOW_TO_GET_CHROMIUM = 'Chromium is missing: apt-get install chromium fonts-noto-cjk (or set CHROMIUM_PATH)';

export interface ServerOptions {
  readonly extensionsDir?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** 0 lets the system choose. */
  readonly port?: number;
}

export interface VSCodeServer {
  readonly host: string;
  /** The address of the workbench on a folder, with what VS Code calls the payload. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** A file of this machine as the workbench names it. */
  uri(file: string): string;
  /** Where the suite writes its lines and its counts. */
  readonly testLog: string;
  readonly testResult: string;
  stop(): Promise<void>;
}

export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...CHROMIUM_PLACES].find((place) => place !== undefined && existsSync(place));
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(HOW_TO_GET_CHROMIUM);
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args: quiet });
}

export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  ensureVSCode();
  const home = mkdtempSync(path.join(os.tmpdir(), 'kijabi-vscode-'));
  const testLog = path.join(home, 'tests.log');
  const testResult = path.join(home, 'result.json');
  prepareHome(home, options.settings ?? {});
  const child = spawn(nodeOfVSCode(), serverArguments(home, options), {
    detached: true, // its own process group, so that the extension host goes with it
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env, KIJABI_TEST_LOG: testLog, KIJABI_TEST_RESULT: testResult },
  });
  const stop = (): Promise<void> => stopServer(child, home);
  try {
    const port = await listeningPort(child);
    const host = `127.0.0.1:${port}`;
    return {
      host,
      url(folder, payload = []) {
        return `http://${host}/?${new URLSearchParams({ folder: path.resolve(folder), payload: JSON.stringify(payload) })}`;
      },
      uri: (file) => `vscode-remote://${host}${pathToFileURL(path.resolve(file)).pathname}`,
      testLog,
      testResult,
      stop,
    };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

function prepareHome(home: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(path.join(home, 'data/User'), { recursive: true });
  const calm = {
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'chat.disableAIFeatures': true,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'window.commandCenter': false,
  };
  writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify({ ...calm, ...settings }));
  const builtIn = path.join(home, 'builtin');
  mkdirSync(builtIn);
  for (const name of BUILT_IN) symlinkSync(path.join(VSCODE_DIR, 'extensions', name), path.join(builtIn, name));
}

function serverArguments(home: string, options: ServerOptions): readonly string[] {
  return [
    path.join(VSCODE_DIR, 'out/server-main.js'),
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-workspace-trust',
    '--enable-smoke-test-driver', // without it a built VS Code ignores development and test paths in the address
    `--server-data-dir=${home}`,
    `--user-data-dir=${path.join(home, 'data')}`,
    `--builtin-extensions-dir=${path.join(home, 'builtin')}`,
    ...(options.extensionsDir === undefined ? [] : [`--extensions-dir=${options.extensionsDir}`]),
  ];
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const timer = setTimeout(() => reject(new Error(`VS Code did not start within ${START_TIMEOUT_MS} ms\n${log}`)), START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const found = /Extension host agent listening on (\d+)/.exec(log);
      if (found === null) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code ended with ${code} before it was up\n${log}`));
    });
  });
}

async function stopServer(child: ChildProcess, home: string): Promise<void> {
  if (child.exitCode === null && child.pid !== undefined) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(child.pid, 'SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_TIMEOUT_MS).unref())]);
    signalGroup(child.pid, 'SIGKILL');
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure; // gone already: nothing to stop
  }
}
