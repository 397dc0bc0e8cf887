/** Where the pods of a file go, told in the editor: lens, finding and quick fix, in both languages. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { picture } from './editor-steps.ts';
import { openFile, pressUntil, runCommand } from './gestures.ts';
import type { Step } from './workbench.ts';

/** There from the start: the list of files to open is slow to learn of new ones. */
export const CROWDED = {
  name: 'crowded.yaml',
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: crowded
spec:
  replicas: 3
  selector:
    matchLabels:
      app: crowded
  template:
    metadata:
      labels:
        app: crowded
    spec:
      containers:
        - name: app
          image: registry.example.net/app:1.0.0
          resources:
            requests:
              cpu: "3"
`,
};

interface Words {
  readonly lens: string;
  readonly finding: RegExp;
  readonly fix: string;
}

const KOREAN: Words = {
  lens: '파드 3개 가운데 1개를 배치하지 못함(three)',
  finding: /클러스터 three에 배치하면 Deployment crowded의 파드 3개 가운데 1개가 노드를 찾지 못해/,
  fix: '컨테이너 app의 cpu 요청을 3에서 1로 낮추기',
};
const ENGLISH: Words = {
  lens: '1 of 3 pods cannot be placed (three)',
  finding: /In cluster three, 1 of 3 pods of Deployment crowded would find no node/,
  fix: 'Lower the cpu request of container app from 3 to 1',
};

const lens = (page: Page, text: string): Locator => page.locator('.codelens-decoration', { hasText: text }).first();
const row = (page: Page): Locator => page.locator('.markers-panel .monaco-list-row', { hasText: 'cannot-schedule' }).first();

/** In settings as a person writes them, and the lens is said anew by itself. */
async function speak(page: Page, workspace: string, settings: Readonly<Record<string, string>>, words: Words): Promise<void> {
  writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  await lens(page, words.lens).waitFor();
}

/** The list of problems with those of this file alone: of a long list only what is in sight is drawn. */
async function showProblems(page: Page, files = `**/${CROWDED.name}`): Promise<void> {
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.part.panel input[placeholder^="Filter"]').first().fill(files);
}

/** The finding in the list of problems. */
async function told(page: Page, { finding }: Words, name: string): Promise<void> {
  await showProblems(page);
  await row(page).waitFor();
  await page.locator('.markers-panel .monaco-list-row', { hasText: finding }).first().waitFor();
  await picture(page, name);
}

/** The menu of quick fixes on the workload's name. */
async function offered(page: Page, { fix }: Words, name: string): Promise<Locator> {
  await openFile(page, CROWDED.name);
  await page.keyboard.press('Control+Home');
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End']) await page.keyboard.press(key);
  const menu = page.locator('.action-widget .monaco-list-row', { hasText: fix });
  await pressUntil(page, ['Escape', 'Control+.'], menu.first());
  await picture(page, name);
  return menu.first();
}

export const PLACEMENT_STEPS: readonly Step[] = [
  {
    name: 'a workload that cannot be placed is told above its line and as a finding, and a quick fix places it',
    async run(page, workspace) {
      const inThree = { 'kijabi.simulation.cluster': 'three' };
      await openFile(page, CROWDED.name);
      await speak(page, workspace, inThree, KOREAN);
      await told(page, KOREAN, 'placement-finding-ko');
      await offered(page, KOREAN, 'placement-fix-ko');
      await page.keyboard.press('Escape');
      await speak(page, workspace, { ...inThree, 'kijabi.language': 'en' }, ENGLISH);
      await told(page, ENGLISH, 'placement-finding-en');
      const fix = await offered(page, ENGLISH, 'placement-fix-en');
      await fix.click();
      await page
        .locator('.view-line', { hasText: /cpu:\s*["']?1["']?$/ })
        .first()
        .waitFor();
      await lens(page, '3 pods placed (three): ').waitFor();
      await showProblems(page);
      await page.locator('.markers-panel .monaco-list-row').first().waitFor();
      await row(page).waitFor({ state: 'hidden' });
      await picture(page, 'placement-mended');
      await showProblems(page, '');
      await speak(page, workspace, {}, { ...KOREAN, lens: '파드 3개 배치(three): ' });
      assert.equal(await page.locator('.codelens-decoration', { hasText: 'pods placed' }).count(), 0);
    },
  },
];
