/**
 * `npm run test:vscode`: the suite inside a real VS Code's extension host, then the workbench driven as a person would.
 * `npm run test:vscode -- WORDS…`: only the workbench, and of its steps those whose names hold one of the words.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { chromiumPath, HOW_TO_GET_CHROMIUM, openBrowser, startServer } from './server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SUITE = path.join(ROOT, 'out/vscode-suite.cjs');
const SUITE_TIMEOUT_MS = 480_000;

interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

async function bundleSuite(): Promise<void> {
  await build({
    entryPoints: [path.join(ROOT, 'test/vscode/suite/index.ts')],
    outfile: SUITE,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/** A copy of the workspace, since tests write into it. */
function copyWorkspace(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-workspace-'));
  cpSync(path.join(ROOT, 'samples'), folder, { recursive: true });
  return folder;
}

async function runInHost(): Promise<Counts> {
  const workspace = copyWorkspace();
  const server = await startServer();
  try {
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
      const code = await new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`no result after ${SUITE_TIMEOUT_MS} ms`)), SUITE_TIMEOUT_MS).unref();
        page.on('crash', () => reject(new Error('the workbench page crashed')));
        // Both must exist before the workbench loads.
        const exposed = Promise.all([
          page.exposeFunction('codeAutomationLog', () => undefined),
          page.exposeFunction('codeAutomationExit', resolve),
        ]);
        const payload = [
          ['extensionDevelopmentPath', server.uri(ROOT)],
          ['extensionTestsPath', server.uri(SUITE)],
        ] as const;
        exposed.then(() => page.goto(server.url(workspace, payload))).catch(reject);
      });
      return countsOf(server.testResult, code);
    } finally {
      await browser.close();
    }
  } finally {
    if (existsSync(server.testLog)) process.stdout.write(readFileSync(server.testLog));
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** VS Code says 0 for a killed extension host too: only counts that the suite itself wrote are a result. */
function countsOf(file: string, code: number): Counts {
  if (!existsSync(file)) throw new Error(`the extension host ended (code ${code}) without a test result`);
  const counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  if (counts.passes === 0) throw new Error('the suite ran no test');
  return code === 0 ? counts : { ...counts, failures: Math.max(counts.failures, 1) };
}

async function runOnDesktop(): Promise<Counts> {
  const { runTests } = await import('@vscode/test-electron');
  const workspace = copyWorkspace();
  const result = path.join(workspace, '..', `${path.basename(workspace)}.json`);
  const { VSCODE_EXECUTABLE, VSCODE_VERSION } = process.env;
  const code = await runTests({
    ...(VSCODE_EXECUTABLE === undefined ? {} : { vscodeExecutablePath: VSCODE_EXECUTABLE }),
    ...(VSCODE_VERSION === undefined ? {} : { version: VSCODE_VERSION }),
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: SUITE,
    extensionTestsEnv: { KIJABI_TEST_RESULT: result },
    launchArgs: [workspace],
  });
  return countsOf(result, code);
}

async function main(): Promise<number> {
  const desktop = process.env.VSCODE_EXECUTABLE !== undefined || process.env.VSCODE_VERSION !== undefined;
  if (!desktop && chromiumPath() === undefined) {
    console.error(`VS Code tests skipped. ${HOW_TO_GET_CHROMIUM}`);
    return process.env.CI === 'true' ? 1 : 0;
  }
  const words = process.argv.slice(2);
  if (words.length > 0) return (await (await import('./workbench.ts')).runWorkbench(words)).failures === 0 ? 0 : 1;
  await bundleSuite();
  const inHost = desktop ? await runOnDesktop() : await runInHost();
  const inWorkbench = desktop ? { passes: 0, failures: 0, pending: 0 } : await (await import('./workbench.ts')).runWorkbench();
  const failures = inHost.failures + inWorkbench.failures;
  console.log(`VS Code: ${inHost.passes} passed in the extension host, ${inWorkbench.passes} in the workbench, ${failures} failed`);
  writeFileSync(path.join(ROOT, 'out/vscode-counts.json'), JSON.stringify({ passes: inHost.passes + inWorkbench.passes, failures }));
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main().catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  return 1;
});
