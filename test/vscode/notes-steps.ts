/** The notes beside the editor: the search box, and a note as a page. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { picture } from './editor-steps.ts';
import { openFile, runCommand } from './gestures.ts';
import type { Step } from './workbench.ts';

const UNKNOWN_FIELD = `apiVersion: v1
kind: Pod
metadata:
  name: unknown-field
spec:
  containers:
    - name: app
      image: registry.example.net/app:1.0.0
      readynessProbe:
        tcpSocket: { port: 80 }
`;

export const NOTE_STEPS: readonly Step[] = [
  {
    name: 'a word of a note is found, and the note opens as a page with its contents',
    async run(page) {
      await openFile(page, 'deployment.yaml');
      await runCommand(page, '노트 열기');
      const box = page.locator('.quick-input-widget input[type=text]');
      await box.fill('SIGTERM preStop');
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: '종료와 트래픽' });
      await row.first().waitFor();
      await picture(page, 'note-search');
      await row.first().click();
      const shown = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
      await shown.locator('h1', { hasText: '종료와 트래픽' }).waitFor();
      assert.ok((await shown.locator('a[href^="#"], a[data-href^="#"]').count()) >= 2);
      await picture(page, 'note-page');
    },
  },
  {
    name: 'a problem leads to the note of its field',
    async run(page, workspace) {
      // A file of its own: what other steps wrote a slip into, they have mended.
      writeFileSync(path.join(workspace, 'unknown-field.yaml'), UNKNOWN_FIELD);
      await openFile(page, 'unknown-field.yaml');
      await page.locator('.squiggly-error').first().waitFor();
      await runCommand(page, 'Problems: Focus on Problems View');
      const link = page.locator('.markers-panel .monaco-list-row', { hasText: '노트: ' }).first();
      await link.waitFor();
      await picture(page, 'note-problem');
      await link.dblclick();
      const shown = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
      await shown.locator('h1').first().waitFor();
      await picture(page, 'note-of-problem');
    },
  },
];
