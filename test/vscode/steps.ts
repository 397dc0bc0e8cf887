/** What a person does with Kijabi in the workbench, step after step in one window. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Step } from './workbench.ts';

/** The document inside a webview: VS Code wraps it in two frames. */
function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name, exact: true }).dblclick();
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

/** Runs the command whose title has `title` in it; the list is waited for, since it filters a little after the typing. */
async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

async function choose(page: Page, typed: string, row: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(typed);
  const found = page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
  await found.click();
  // A command may ask on in the same box: the list that was, is gone.
  await found.waitFor({ state: 'hidden' });
}

/** Presses keys again until what they bring is there: a key pressed while the workbench moves its focus is lost. */
async function pressUntil(page: Page, keys: readonly string[], wanted: Locator): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    for (const key of keys) await page.keyboard.press(key);
    try {
      return await wanted.waitFor({ timeout: 5_000 });
    } catch (failure) {
      if (attempt === 6) throw failure;
    }
  }
}

/** A file that the workspace gets besides the samples: one slip, everything else in order. */
export const SLIP = {
  name: 'slip.yaml',
  text: `apiVersion: v1
kind: Pod
metadata:
  name: slip
spec:
  containers:
    - name: app
      image: registry.example.net/app:1.0.0
      evnFrom:
        - configMapRef:
            name: settings
`,
};

export const STEPS: readonly Step[] = [
  {
    name: 'hover shows the Korean note',
    async run(page) {
      await openFile(page, 'deployment.yaml');
      await page.locator('.statusbar-item', { hasText: 'k8s' }).waitFor();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('readinessProbe');
      await page.keyboard.press('Escape');
      const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'readinessProbe' });
      await pressUntil(page, ['Control+k', 'Control+i'], hover.first());
      assert.match(await hover.first().innerText(), /트래픽/);
    },
  },
  {
    name: 'a misspelt key is underlined and mended',
    async run(page) {
      await openFile(page, SLIP.name);
      await page.locator('.squiggly-error').first().waitFor();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+f');
      await page.keyboard.type('evnFrom');
      await page.keyboard.press('Escape');
      const menu = page.locator('.action-widget', { hasText: 'envFrom' });
      await pressUntil(page, ['Control+.'], menu);
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: 'envFrom' }).first().waitFor();
    },
  },
  {
    name: 'an empty file offers whole resources',
    async run(page) {
      await runCommand(page, 'File: New Untitled Text File');
      await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
      await runCommand(page, 'Change Language Mode');
      await choose(page, 'yaml', 'YAML');
      await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
      const list = page.locator('.suggest-widget.visible', { hasText: /Deployment|apiVersion/ });
      await pressUntil(page, ['Control+Space'], list);
      assert.match(await list.innerText(), /Deployment|apiVersion/);
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'the preview opens and plays a rolling update',
    async run(page) {
      await openFile(page, 'deployment.yaml');
      await runCommand(page, '시뮬레이션 미리보기 열기');
      const panel = webview(page);
      await panel.locator('[data-node]').first().waitFor();
      await panel.getByRole('button', { name: /재생|Play/ }).click();
      await panel.locator('[data-pod]').first().waitFor();
    },
  },
  {
    name: 'a click on a pod tells why it landed there',
    async run(page) {
      const panel = webview(page);
      await panel.locator('[data-pod]').first().click();
      await panel.locator('[data-inspector]', { hasText: /web-/ }).waitFor();
    },
  },
];
