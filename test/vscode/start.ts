/** `npm start [-- FOLDER] [-- --once]`: Kijabi in a real VS Code in the browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumPath, HOW_TO_GET_CHROMIUM, openBrowser, startServer, type VSCodeServer } from './server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ACTIVE_TIMEOUT_MS = 60_000;
const USAGE_STATUS = 2;

/** Opens the address in the person's own browser, where the system knows how. */
function openForPerson(address: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('(open the address above in a browser)'));
  child.unref();
}

/** Opens a manifest headless and waits for the status bar item that only the active extension shows. */
async function openOnce(server: VSCodeServer, address: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page
      .getByRole('treeitem', { name: /\.ya?ml/ })
      .first()
      .dblclick({ timeout: ACTIVE_TIMEOUT_MS });
    const item = page.locator('[id="kijabi.kijabi.kijabi.version"]').or(page.locator('.statusbar-item', { hasText: 'k8s' }));
    await item.first().waitFor({ timeout: ACTIVE_TIMEOUT_MS });
    console.log(`Kijabi is active: ${(await item.first().innerText()).trim()} (${server.host})`);
  } finally {
    await browser.close();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { once: { type: 'boolean' }, port: { type: 'string' } } });
  const folder = path.resolve(positionals[0] ?? path.join(ROOT, 'samples'));
  if (!existsSync(folder)) {
    console.error(`start: no folder ${folder}`);
    return USAGE_STATUS;
  }
  if (values.once && chromiumPath() === undefined) {
    console.error(HOW_TO_GET_CHROMIUM);
    return USAGE_STATUS;
  }
  const server = await startServer(values.port === undefined ? {} : { port: Number(values.port) });
  const address = server.url(folder, [['extensionDevelopmentPath', server.uri(ROOT)]]);
  if (values.once) {
    try {
      await openOnce(server, address);
      return 0;
    } finally {
      await server.stop();
    }
  }
  console.log(`Kijabi 키잡이 in VS Code: ${address}\n(Ctrl+C ends it)`);
  openForPerson(address);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.stop();
  return 0;
}

process.exitCode = await main().catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  return 1;
});
