/** What a person does with Kijabi in the workbench, step after step in one window. */
import assert from 'node:assert/strict';
import { EDITOR_STEPS, picture } from './editor-steps.ts';
import { choose, openFile, pressUntil, runCommand } from './gestures.ts';
import { NOTE_STEPS } from './notes-steps.ts';
import { PANEL_STEPS } from './panel-steps.ts';
import { PLACEMENT_STEPS } from './placement-steps.ts';
import type { Step } from './workbench.ts';

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
      await picture(page, 'empty');
      await page.keyboard.press('Escape');
    },
  },
  ...EDITOR_STEPS,
  ...PLACEMENT_STEPS,
  ...PANEL_STEPS,
  ...NOTE_STEPS,
];
