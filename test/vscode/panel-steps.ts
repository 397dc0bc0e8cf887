/** The ten things a person wants of the preview panel, done as a person would, then the panel in every look. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { openFile, runCommand, webview } from './gestures.ts';
import type { Step } from './workbench.ts';

/** A pod that no node takes. */
export const PENDING = {
  name: 'pending.yaml',
  text: `apiVersion: v1
kind: Pod
metadata:
  name: picky
spec:
  nodeSelector:
    disk: ssd
  containers:
    - name: app
      image: registry.example.net/app:1.0.0
`,
};

const SCENARIO = 'select >> nth=1';
const CLUSTER = 'select >> nth=0';

async function choose(panel: FrameLocator, which: string, value: string): Promise<void> {
  await panel.locator(`.header ${which}`).selectOption(value);
  const drawn = which === SCENARIO ? `[data-scenario="${value}"]` : '';
  await panel.locator(`main${drawn}[aria-busy=false]`).waitFor();
}

async function seek(panel: FrameLocator, key: 'Home' | 'End'): Promise<void> {
  await panel.locator('.controls button').first().focus();
  await panel.locator('.controls button').first().press(key);
}

async function seekUntil(panel: FrameLocator, key: 'Home' | 'End', wanted: Locator): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await seek(panel, key);
    try {
      return await wanted.waitFor({ timeout: 2_000 });
    } catch (failure) {
      if (attempt === 15) throw failure;
    }
  }
}

const opensByPalette: Step = {
  name: 'task 1 the preview opens by the palette',
  async run(page) {
    await openFile(page, 'deployment.yaml');
    await runCommand(page, '시뮬레이션 미리보기 열기');
    const panel = webview(page);
    await panel.locator('[data-node]').first().waitFor();
    await panel.locator('.controls button').nth(4).click();
    await panel.locator('[data-pod].ready').nth(3).waitFor();
  },
};

const mendsPending: Step = {
  name: 'task 2 why a pod waits, and a button that mends it',
  async run(page) {
    await openFile(page, PENDING.name);
    const panel = webview(page);
    await panel.locator('.finding.error button', { hasText: 'picky' }).first().click();
    await panel.locator('[data-inspector=Pod]', { hasText: 'picky' }).waitFor();
    await panel.locator('.fixes summary').first().click();
    await panel.locator('.fixes .diff', { hasText: 'disk' }).first().waitFor();
    await page.screenshot({ path: path.join(import.meta.dirname, '../../out/screenshots/task-2-before.png') });
    await panel.locator('.fixes button.fix').first().click();
    await panel.locator('.finding.error').first().waitFor({ state: 'hidden' });
  },
};

const findsLowest: Step = {
  name: 'task 3 the moment of lowest availability',
  async run(page) {
    await openFile(page, 'recreate.yaml');
    const panel = webview(page);
    await panel.locator('h1', { hasText: 'recreate.yaml' }).waitFor();
    await choose(panel, SCENARIO, 'update');
    await panel.locator('.finding.error', { hasText: '다운타임' }).waitFor();
    await seek(panel, 'Home');
    await panel.locator('.controls button').first().press('n');
    await panel.locator('[data-inspector=Deployment]').waitFor();
    await panel.locator('.series .short').first().waitFor({ state: 'attached' });
    assert.equal(await panel.locator('[data-pod].ready').count(), 0);
  },
};

const comparesVersions: Step = {
  name: 'task 4 v1 and v2 side by side in the middle',
  async run(page) {
    await openFile(page, 'deployment.yaml');
    const panel = webview(page);
    await panel.locator('h1', { hasText: 'deployment.yaml' }).waitFor();
    await choose(panel, SCENARIO, 'update');
    await seek(panel, 'Home');
    const next = panel.locator('.controls button').nth(3);
    const both = panel.locator('[data-pod].rev-1.ready');
    for (let press = 0; press < 60 && !((await both.count()) > 0); press++) await next.click();
    await panel.locator('[data-pod].rev-0').first().click();
    await panel.locator('[data-inspector] h2 button').first().click();
    await both.first().click();
    assert.equal(await panel.locator('[data-inspector=Pod]').count(), 2);
  },
};

const failsNode: Step = {
  name: 'task 5 a node fails',
  async run(page) {
    const panel = webview(page);
    await choose(panel, SCENARIO, 'apply');
    await panel.locator('[data-node=worker-1] .node-name').click();
    await panel.locator('.fail-node').click();
    // The playhead goes to the end of the new run, which may not be there yet.
    await seekUntil(panel, 'End', panel.locator('[data-node=worker-1].down'));
    await panel.locator('.edits button').last().click();
    await panel.locator('[data-node=worker-1].down').waitFor({ state: 'hidden' });
  },
};

const switchesCluster: Step = {
  name: 'task 6 another cluster',
  async run(page) {
    const panel = webview(page);
    await choose(panel, CLUSTER, 'zones');
    await panel.locator('[data-node=node-c2]').waitFor();
    assert.equal(await panel.locator('.zone').count(), 3);
  },
};

const replaysCanary: Step = {
  name: 'task 7 the Canary of the notes',
  async run(page) {
    const panel = webview(page);
    await choose(panel, SCENARIO, 'lesson:canary');
    await seek(panel, 'Home');
    await panel.locator('.services .chip').first().click();
    await panel.locator('.controls select').selectOption('4');
    await panel.locator('.controls button').nth(2).click();
    await panel.locator('.guide', { hasText: '절반' }).waitFor();
    await panel.locator('.controls button').nth(2).click();
    await panel.locator('.services .chip.selected', { hasText: 'web-canary 50%' }).waitFor();
  },
};

const exportsPicture: Step = {
  name: 'task 8 a picture to take away',
  async run(page, workspace) {
    const panel = webview(page);
    for (const [button, file] of [
      ['SVG', 'kijabi.svg'],
      ['PNG', 'kijabi.png'],
    ] as const) {
      await panel.locator('.menu').evaluate((menu) => menu.setAttribute('open', ''));
      await panel.locator('.menu-items button', { hasText: button }).click();
      const dialog = page.locator('.quick-input-widget', { hasText: /Save|OK/ });
      await dialog.locator('input[type=text]').waitFor();
      await dialog.locator('a.monaco-button', { hasText: 'OK' }).first().click();
      await dialog.waitFor({ state: 'hidden' });
      await untilTrue(() => existsSync(path.join(workspace, file)));
    }
    assert.match(readFileSync(path.join(workspace, 'kijabi.svg'), 'utf8'), /^<svg .*canary/s);
    assert.equal(readFileSync(path.join(workspace, 'kijabi.png')).subarray(1, 4).toString(), 'PNG');
    await panel.locator('.menu').evaluate((menu) => menu.removeAttribute('open'));
  },
};

const keyboardOnly: Step = {
  name: 'task 9 all of it by keyboard',
  async run(page) {
    await openFile(page, 'deployment.yaml');
    await runCommand(page, '시뮬레이션 미리보기 열기');
    const panel = webview(page);
    const scenario = panel.locator(`.header ${SCENARIO}`);
    await scenario.focus();
    await scenario.selectOption('update');
    await panel.locator('.header [role=status]').waitFor({ state: 'hidden' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    const clock = panel.locator('.clock');
    const end = await clock.innerText();
    await page.keyboard.press('Home');
    await panel.locator('.clock', { hasText: /^00:00\.0/ }).waitFor();
    await page.keyboard.press('ArrowRight');
    await untilTrue(async () => (await clock.innerText()).slice(0, 7) !== '00:00.0');
    assert.notEqual(await clock.innerText(), end);
    const selected = panel.locator('[data-inspector=Pod]');
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      if ((await panel.locator('[data-pod]:focus').count()) > 0) break;
    }
    await page.keyboard.press('Enter');
    await selected.first().waitFor();
    await page.keyboard.press('p');
    await panel.locator('[data-inspector] [aria-pressed=true]').first().waitFor();
  },
};

const recovers: Step = {
  name: 'task 10 a broken manifest, and back',
  async run(page, workspace) {
    const file = path.join(workspace, 'recreate.yaml');
    const good = readFileSync(file, 'utf8');
    await openFile(page, 'recreate.yaml');
    const panel = webview(page);
    await panel.locator('h1', { hasText: 'recreate.yaml' }).waitFor();
    writeFileSync(file, 'kind: [\n');
    await panel.locator('.stale .notice[role=alert]').waitFor();
    await page.screenshot({ path: path.join(import.meta.dirname, '../../out/screenshots/task-10-broken.png') });
    writeFileSync(file, good);
    await panel.locator('.stale').waitFor({ state: 'hidden' });
  },
};

const tellsChange: Step = {
  name: 'an edit is told before it is applied',
  async run(page, workspace) {
    const file = path.join(workspace, 'deployment.yaml');
    await openFile(page, 'deployment.yaml');
    const panel = webview(page);
    await panel.locator('h1', { hasText: 'deployment.yaml' }).waitFor();
    const committed = readFileSync(file, 'utf8');
    writeFileSync(file, committed.replace('replicas: 4', 'replicas: 6'));
    await panel.locator(`.header ${SCENARIO} >> option[value=change]`).waitFor({ state: 'attached' });
    await choose(panel, SCENARIO, 'change');
    await panel.locator('.changes', { hasText: '6' }).waitFor();
    writeFileSync(file, committed.replace('web:1.4.2', 'web:1.5.0'));
    await panel.locator('.changes', { hasText: '롤아웃' }).waitFor();
  },
};

interface Look {
  readonly name: string;
  readonly theme: string;
  readonly language: 'ko' | 'en';
  readonly width: number;
}

const LOOKS: readonly Look[] = [
  { name: 'dark Korean', theme: 'Default Dark Modern', language: 'ko', width: 1440 },
  { name: 'light English', theme: 'Default Light Modern', language: 'en', width: 1440 },
  { name: 'high contrast Korean', theme: 'Default High Contrast', language: 'ko', width: 1440 },
  { name: 'narrow light Korean', theme: 'Default Light Modern', language: 'ko', width: 900 },
];

function looksWell({ name, theme, language, width }: Look): Step {
  return {
    name: `look ${name}`,
    async run(page, workspace) {
      const settings = { 'workbench.colorTheme': theme, 'kijabi.language': language };
      writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
      await page.setViewportSize({ width, height: 900 });
      const panel = webview(page);
      await panel.locator(`[aria-label="${language === 'ko' ? '타임라인' : 'Timeline'}"]`).waitFor();
      const kind = /Contrast/.test(theme) ? 'vscode-high-contrast' : /Light/.test(theme) ? 'vscode-light' : 'vscode-dark';
      await panel.locator(`body.${kind}`).waitFor({ state: 'attached' });
      await panel.locator('[data-pod]').first().click();
      await assertAccessible(page);
    },
  };
}

/** axe on the panel as it stands: nothing serious or critical. */
async function assertAccessible(page: Page): Promise<void> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const frame = await (await webview(page).locator('body').elementHandle())?.ownerFrame();
  assert.ok(frame);
  // As texts: what the page's policy forbids to scripts is not forbidden to whoever drives the browser.
  await frame.evaluate(source);
  assert.deepEqual(await frame.evaluate<readonly string[]>(SERIOUS), []);
}

const SERIOUS = `axe.run(document).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0] ? any[0].message : '')).join(' | ')))`;

async function untilTrue(ask: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const PANEL_STEPS: readonly Step[] = [
  opensByPalette,
  mendsPending,
  findsLowest,
  comparesVersions,
  failsNode,
  switchesCluster,
  replaysCanary,
  exportsPicture,
  keyboardOnly,
  recovers,
  tellsChange,
  ...LOOKS.map(looksWell),
];
