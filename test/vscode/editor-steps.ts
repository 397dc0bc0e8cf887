/** What a person does while writing manifests; each step leaves a picture of what was to be seen in out/screenshots. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openFile, pressUntil, repeatUntil } from './gestures.ts';
import type { Step } from './workbench.ts';

const HALF = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: half\nspec:\n  ';
const ITEM = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: item\nspec:\n  containers:\n    - name: web\n      image: nginx:1.27\n    - ';
const SEVERAL = `services:
  web: {image: nginx}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  LEVEL: info
---
apiVersion: v1
kind: Pod
metadata:
  name: user
spec:
  containers:
    - name: web
      image: nginx:1.27
      env:
        - name: LEVEL
          valueFrom:
            configMapKeyRef:
              name: settings
              key: `;
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: integer, description: How large it gets.}
                mode: {type: string, enum: [fast, slow]}
---
apiVersion: example.com/v1
kind: Widget
metadata:
  name: a
spec:
  size: large
  mode: `;
const COLOURS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: colours
data:
  LEVEL: info
  start.sh: |
    #!/bin/sh
    if [ "$LEVEL" = info ]; then
      echo "level $LEVEL"  # tell
    fi
  nginx.conf: |
    # gateway
    server {
      listen 8080;
      location / { return 200 "hello $host"; }
    }
  app.json: |
    {"debug": true, "size": 3}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: "*/5 1 * * *"
  successfulJobsHistoryLimit: 42
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: busybox:1.37
              resources:
                limits: {cpu: 500m, memory: 128Mi}
`;
const FILES = { 'half.yaml': HALF, 'item.yaml': ITEM, 'several.yaml': SEVERAL, 'widget.yaml': DEFINITION, 'colours.yaml': COLOURS };

const list = (page: Page, label: string): Locator =>
  page.locator('.suggest-widget.visible', { has: page.locator('.monaco-list-row', { hasText: label }) });

/** Opens a file with the cursor at its end. All are written at once: the list of files to open is slow to learn of new ones. */
async function openAtEnd(page: Page, workspace: string, name: string, text: string): Promise<void> {
  for (const [file, content] of Object.entries(FILES))
    if (!existsSync(path.join(workspace, file))) writeFileSync(path.join(workspace, file), content);
  await openFile(page, name);
  await page
    .locator('.view-line', { hasText: (text.trim().split('\n').at(-1) ?? '').trim() })
    .first()
    .waitFor();
  await page.keyboard.press('Control+End');
}

/** What is to be seen at this moment. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.resolve(import.meta.dirname, `../../out/screenshots/editor-${name}.png`) });
}

/** Asks for completions until one is `wanted`, takes a picture and gives the labels in view. */
async function completions(page: Page, wanted: string, name: string): Promise<readonly string[]> {
  const found = list(page, wanted);
  await pressUntil(page, ['Escape', 'Control+Space'], found);
  await picture(page, name);
  const labels = await found.locator('.monaco-list-row .label-name').allInnerTexts();
  await page.keyboard.press('Escape');
  return labels;
}

function completing(name: string, file: string, text: string, wanted: string): Step {
  return {
    name,
    async run(page, workspace) {
      await openAtEnd(page, workspace, file, text);
      const labels = await completions(page, wanted, file.replace('.yaml', ''));
      assert.ok(labels.includes(wanted), labels.join());
      assert.equal(new Set(labels).size, labels.length, labels.join());
    },
  };
}

/** The cursor on a word, and the hover over it. */
async function hoverOver(page: Page, word: string): Promise<string> {
  await page.keyboard.press('Control+f');
  await page.keyboard.type(word);
  await page.keyboard.press('Escape');
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: word });
  await pressUntil(page, ['Control+k', 'Control+i'], hover.first());
  return hover.first().innerText();
}

/** What of the page's own types is needed to ask for a colour. */
interface Element {
  readonly textContent: string;
  readonly firstElementChild: Element | null;
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(element: Element | undefined): { readonly color: string } } };
  querySelectorAll(selector: string): Iterable<Element>;
}

/** The colour in which a piece of text begins, in the first line that has it. */
async function colourOf(page: Page, piece: string): Promise<string> {
  const line = page.locator('.view-line', { hasText: piece }).first();
  return line.evaluate((element: Element, text) => {
    const spans = [...element.querySelectorAll('span')].filter(({ firstElementChild }) => firstElementChild === null);
    const whole = spans.map(({ textContent }) => textContent).join('');
    let left = whole.replaceAll('\u00a0', ' ').indexOf(text);
    const shown = spans.find(({ textContent }) => {
      left -= textContent.length;
      return left < 0;
    });
    return element.ownerDocument.defaultView.getComputedStyle(shown).color;
  }, piece);
}

export const EDITOR_STEPS: readonly Step[] = [
  completing('a half-typed file offers what is missing', 'half.yaml', HALF, 'selector'),
  completing('an item of a list offers the fields of a container', 'item.yaml', ITEM, 'name'),
  completing('each document of a file stands for itself, and names of the others are known', 'several.yaml', SEVERAL, 'LEVEL'),
  {
    name: 'a definition makes a kind: its values complete, and what does not fit is underlined',
    async run(page, workspace) {
      await openAtEnd(page, workspace, 'widget.yaml', DEFINITION);
      await page.locator('.squiggly-error').first().waitFor();
      assert.deepEqual(await completions(page, 'fast', 'definition'), ['fast', 'slow']);
    },
  },
  {
    name: 'scripts and settings inside a ConfigMap, quantities and schedules have their colours',
    async run(page, workspace) {
      await openAtEnd(page, workspace, 'colours.yaml', COLOURS);
      await page.keyboard.press('Control+Home');
      await repeatUntil(page.locator('.view-line span', { hasText: /^if$/ }).first(), () => page.waitForTimeout(200));
      await picture(page, 'colours');
      // Not the first line: VS Code gives up lines that take it half a second, as the very first may on a busy machine.
      const comment = await colourOf(page, '# gateway');
      const number = await colourOf(page, '42');
      for (const piece of ['# tell', '#!/bin/sh']) assert.equal(await colourOf(page, piece), comment, piece);
      for (const piece of ['*/5 1', '500m', '128Mi', '8080', '3}']) assert.equal(await colourOf(page, piece), number, piece);
      assert.notEqual(await colourOf(page, 'if ['), await colourOf(page, 'echo'));
    },
  },
  {
    name: 'in English the same file is explained in English, in Korean again in Korean',
    async run(page, workspace) {
      const settings = path.join(workspace, '.vscode/settings.json');
      writeFileSync(settings, JSON.stringify({ 'kijabi.language': 'en' }));
      await openFile(page, 'widget.yaml');
      await openFile(page, 'half.yaml');
      const english = page.locator('.monaco-hover:not(.hidden)', { hasText: 'Kubernetes API reference' });
      await repeatUntil(english.first(), async () => {
        await page.keyboard.press('Escape');
        await hoverOver(page, 'name');
      });
      await picture(page, 'english');
      writeFileSync(settings, '{}');
      await page.keyboard.press('Escape');
      const korean = page.locator('.monaco-hover:not(.hidden)', { hasText: '쿠버네티스 API 문서' });
      await repeatUntil(korean.first(), async () => {
        await page.keyboard.press('Escape');
        await hoverOver(page, 'name');
      });
      await picture(page, 'korean');
      await page.keyboard.press('Escape');
    },
  },
];
