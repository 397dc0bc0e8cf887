/** What hands do in the workbench. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The document inside a webview: VS Code wraps it in two frames. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

export async function openFile(page: Page, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
  // The box is slow to learn of a new file: then it has to be asked again.
  await repeatUntil(row, async () => {
    if (await input.isVisible()) await page.keyboard.press('Escape');
    // In the first group: a file that opens over the panel would hide it.
    await pressUntil(page, ['Control+1', 'Control+p'], input);
    await input.fill(name);
  });
  await row.click();
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
}

/** Runs the command whose title has `title` in it; the list is waited for, since it filters a little after the typing. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

export async function choose(page: Page, typed: string, row: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(typed);
  const found = page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
  await found.click();
  // A command may ask on in the same box: the list that was, is gone.
  await found.waitFor({ state: 'hidden' });
}

/** Presses keys again until what they bring is there: a key pressed while the workbench moves its focus is lost. */
export async function pressUntil(page: Page, keys: readonly string[], wanted: Locator): Promise<void> {
  await repeatUntil(wanted, async () => {
    for (const key of keys) await page.keyboard.press(key);
  });
}

const ATTEMPTS = 12;
const PATIENCE_MS = 5_000;

/** Does something again until what it brings is there. */
export async function repeatUntil(wanted: Locator, act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await act();
    try {
      return await wanted.waitFor({ timeout: PATIENCE_MS });
    } catch (failure) {
      if (attempt === ATTEMPTS) throw failure;
    }
  }
}
