/** Drives the workbench as a person would: mouse, keyboard and eyes (screenshots in out/screenshots). */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { nodeOfVSCode, VSCODE_DIR } from './install.ts';
import { packageExtension } from './package.ts';
import { PENDING } from './panel-steps.ts';
import { CROWDED } from './placement-steps.ts';
import { openBrowser, startServer } from './server.ts';
import { SLIP, STEPS } from './steps.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Long, since a busy machine is no failure. */
const STEP_TIMEOUT_MS = 60_000;
const SCREENSHOTS = path.join(ROOT, 'out/screenshots');

/** One thing a person does; throws when it does not work. */
export interface Step {
  readonly name: string;
  /** `workspace` is the folder that is open. */
  run(page: Page, workspace: string): Promise<void>;
}

/** Runs every step, or those whose names hold one of the words. */
export function runWorkbench(words: readonly string[] = ['']): Promise<{ passes: number; failures: number }> {
  const steps = STEPS.filter(({ name }) => words.some((word) => name.includes(word)));
  return inWorkbench((page, workspace) => runSteps(page, workspace, steps));
}

/** Opens a copy of the samples, a repository with one commit, with the packaged extension installed as a user installs it. */
export async function inWorkbench<T>(work: (page: Page, workspace: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'kijabi-workbench-'));
  const workspace = path.join(home, 'samples');
  cpSync(path.join(ROOT, 'samples'), workspace, { recursive: true });
  mkdirSync(path.join(workspace, '.vscode'));
  commit(workspace);
  // New files: a change of a committed pod would be refused, rightly.
  for (const { name, text } of [SLIP, PENDING, CROWDED]) writeFileSync(path.join(workspace, name), text);
  const extensionsDir = path.join(home, 'extensions');
  install(packageExtension(), extensionsDir, path.join(home, 'server'));
  mkdirSync(SCREENSHOTS, { recursive: true });
  const server = await startServer({ extensionsDir });
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    const page = await context.newPage();
    await page.goto(server.url(workspace));
    return await work(page, workspace);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The folder as a repository with one commit, so that edits have something to be compared with. */
function commit(folder: string): void {
  const who = ['-c', 'user.name=kijabi', '-c', 'user.email=kijabi@example.com'];
  for (const words of [['init'], ['add', '.'], [...who, 'commit', '-m', 'as it was']]) {
    const done = spawnSync('git', words, { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`git ${words.join(' ')}: ${done.stderr}`);
  }
}

function install(vsix: string, extensionsDir: string, serverDir: string): void {
  const main = path.join(VSCODE_DIR, 'out/server-main.js');
  const flags = ['--accept-server-license-terms', `--server-data-dir=${serverDir}`, `--extensions-dir=${extensionsDir}`];
  const installed = spawnSync(nodeOfVSCode(), [main, ...flags, '--install-extension', vsix], { encoding: 'utf8' });
  if (installed.status !== 0) throw new Error(`installing ${vsix} failed\n${installed.stdout}${installed.stderr}`);
}

async function runSteps(page: Page, workspace: string, steps: readonly Step[]): Promise<{ passes: number; failures: number }> {
  let passes = 0;
  let failures = 0;
  for (const step of steps) {
    const start = performance.now();
    const picture = path.join(SCREENSHOTS, `${step.name.replaceAll(/\W+/g, '-')}.png`);
    try {
      await step.run(page, workspace);
      passes++;
      console.log(`  ✔ workbench: ${step.name} (${Math.round(performance.now() - start)} ms)`);
    } catch (failure) {
      failures++;
      console.log(`  ✖ workbench: ${step.name}\n    ${failure instanceof Error ? failure.message : failure}`);
    }
    await page.screenshot({ path: picture });
  }
  return { passes, failures };
}
