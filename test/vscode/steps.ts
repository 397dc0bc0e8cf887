/** What a person does with Kijabi in the workbench, step after step in one window. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import type { Step } from './workbench.ts';

/** The document inside a webview: VS Code wraps it in two frames. */
function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name, exact: true }).dblclick();
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
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
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+i');
      const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'readinessProbe' });
      await hover.first().waitFor();
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
      await page.keyboard.press('Control+.');
      const menu = page.locator('.action-widget', { hasText: 'envFrom' });
      await menu.waitFor();
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
      await page.locator('.quick-input-widget input').fill('yaml');
      await page.keyboard.press('Enter');
      await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
      await page.keyboard.press('Control+Space');
      const list = page.locator('.suggest-widget.visible');
      await list.waitFor();
      assert.match(await list.innerText(), /Deployment|apiVersion/);
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'the preview opens and plays a rolling update',
    async run(page) {
      await openFile(page, 'deployment.yaml');
      await runCommand(page, 'Kijabi: 시뮬레이션 미리보기 열기');
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
