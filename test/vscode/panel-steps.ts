/** The ten things a person wants of the preview panel, done as a person would, then the panel in every look. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { openFile, pressUntil, repeatUntil, runCommand, webview } from './gestures.ts';
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

export const SCENARIO = 'select[name=scenario]';
const CLUSTER = 'select[name=cluster]';

/** Goes to a list by Tab and through it by its arrow keys, until the panel shows what was chosen. */
export async function choose(panel: FrameLocator, which: string, value: string): Promise<void> {
  const { keyboard } = panel.owner().page();
  const select = panel.locator(`.header ${which}`);
  await select.locator(`option[value="${value}"]`).waitFor({ state: 'attached' });
  const drawn = panel.locator(which === SCENARIO ? `main[data-scenario="${value}"][aria-busy=false]` : 'main[aria-busy=false]');
  await repeatUntil(drawn, async () => {
    await panel.locator('h1').click();
    await tabTo(panel.owner().page(), panel.locator(`.header ${which}:focus`));
    await arrowTo(select, value, (key) => keyboard.press(key));
  });
}

async function arrowTo(select: Locator, value: string, press: (key: string) => Promise<void>): Promise<void> {
  const options = await select.locator('option').evaluateAll((all: readonly { value: string }[]) => all.map((option) => option.value));
  for (let presses = 0; presses < 2 * options.length; presses++) {
    const distance = options.indexOf(value) - options.indexOf(await select.inputValue());
    if (distance === 0) return;
    await press(distance > 0 ? 'ArrowDown' : 'ArrowUp');
  }
}

/** A key of the panel, pressed after a click into it. */
async function press(panel: FrameLocator, key: string): Promise<void> {
  await panel.locator('h1').click();
  await panel.owner().page().keyboard.press(key);
}

async function seek(panel: FrameLocator, key: 'Home' | 'End'): Promise<void> {
  await press(panel, key);
}

const opensByPalette: Step = {
  name: 'task 1 the preview opens by the palette',
  async run(page) {
    await openFile(page, 'deployment.yaml');
    await runCommand(page, '시뮬레이션 미리보기 열기');
    const start = performance.now();
    const panel = webview(page);
    await panel.locator('[data-node]').first().waitFor();
    console.log(`    first picture ${Math.round(performance.now() - start)} ms after the command`);
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
    const problem = panel.locator('.finding.error').first();
    await panel.locator('.fixes button.fix').first().click();
    await problem.waitFor({ state: 'hidden' });
    const written = page.locator('.editor-instance .view-line', { hasText: /disk:\s*ssd/ }).first();
    await written.waitFor({ state: 'hidden' });
    await pressUntil(page, ['Control+1', 'Control+z'], problem);
    await written.waitFor();
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
    await press(panel, 'n');
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
    await repeatUntil(panel.locator('[data-node=worker-1].down'), () => seek(panel, 'End'));
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

const editsCluster: Step = {
  name: 'the chosen cluster is edited as a file',
  async run(page, workspace) {
    const settings = path.join(workspace, '.vscode/settings.json');
    const before = existsSync(settings) ? readFileSync(settings, 'utf8') : '{}';
    await openFile(page, 'deployment.yaml');
    await runCommand(page, '클러스터 선택');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '이 클러스터를 파일로 편집' }).first().click();
    const asked = page.locator('.quick-input-widget input[type=text]');
    await untilTrue(async () => (await asked.inputValue()).endsWith('cluster-three.yaml'));
    const opened = page.locator('.tab.active', { hasText: 'cluster-three.yaml' }).first();
    await repeatUntil(opened, async () => {
      if (await asked.isVisible()) await page.keyboard.press('Enter');
    });
    const panel = webview(page);
    const file = path.join(workspace, 'cluster-three.yaml');
    const chosen = panel.locator(`.header ${CLUSTER} >> option:checked`, { hasText: 'cluster-three.yaml' });
    await chosen.waitFor({ state: 'attached' });
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: control-plane', 'name: edited-node'));
    await page.locator('.view-line', { hasText: 'edited-node' }).first().waitFor();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# ');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await panel.locator('[data-node=edited-node]').waitFor();
    writeFileSync(settings, before);
    await openFile(page, 'deployment.yaml');
    await panel.locator('[data-node=control-plane]').waitFor();
  },
};

const replaysCanary: Step = {
  name: 'task 7 the Canary of the notes',
  async run(page) {
    const panel = webview(page);
    await choose(panel, SCENARIO, 'lesson:canary');
    await seek(panel, 'Home');
    await panel.locator('.services .chip').first().click();
    const [back, play, next] = [1, 2, 3].map((index) => panel.locator('.controls button').nth(index));
    assert.ok(back && play && next);
    await play.click();
    // A busy machine may be past it already when it is seen: then a person steps back.
    await panel.locator('.guide', { hasText: /절반|대부분|롤아웃|카나리/ }).waitFor();
    await play.click();
    const half = panel.locator('.services .chip.selected', { hasText: 'web-canary 50%' });
    const said = panel.locator('.guide', { hasText: '절반' });
    for (let press = 0; press < 80 && (await said.count()) === 0; press++) await back.click();
    for (let press = 0; press < 20 && (await half.count()) === 0; press++) await next.click();
    await half.waitFor();
    // A line to each pod that receives.
    const lines = await panel.locator('.traffic-lines path').getAttribute('d');
    assert.equal(lines?.split('M').length, 1 + (await panel.locator('.pod.receiving').count()));
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
      await panel.locator('.menu summary').click();
      await panel.locator('.menu-items button', { hasText: button }).click();
      const dialog = page.locator('.quick-input-widget', { hasText: /Save|OK/ });
      await dialog.locator('input[type=text]').waitFor();
      await dialog.locator('a.monaco-button', { hasText: 'OK' }).first().click();
      await dialog.waitFor({ state: 'hidden' });
      await untilTrue(() => existsSync(path.join(workspace, file)));
    }
    assert.match(readFileSync(path.join(workspace, 'kijabi.svg'), 'utf8'), /^<svg .*canary/s);
    assert.equal(readFileSync(path.join(workspace, 'kijabi.png')).subarray(1, 4).toString(), 'PNG');
    assert.equal(await panel.locator('.menu[open]').count(), 0);
  },
};

const keyboardOnly: Step = {
  name: 'task 9 all of it by keyboard',
  async run(page) {
    await openFile(page, 'deployment.yaml');
    const panel = webview(page);
    await panel.locator('h1', { hasText: 'deployment.yaml' }).waitFor();
    await page.keyboard.press('Control+2');
    const scenario = panel.locator(`.header ${SCENARIO}`);
    await tabTo(page, panel.locator(`${SCENARIO}:focus`));
    await repeatUntil(panel.locator('main[data-scenario=update][aria-busy=false]'), () =>
      arrowTo(scenario, 'update', (key) => page.keyboard.press(key)),
    );
    await tabTo(page, panel.locator('.controls button:focus').first());
    const clock = panel.locator('.clock');
    await page.keyboard.press('End');
    await untilTrue(async () => (await clock.innerText()).split(' / ')[0] === (await clock.innerText()).split(' / ')[1]);
    await page.keyboard.press('Home');
    await panel.locator('.clock', { hasText: /^00:00\.0/ }).waitFor();
    await page.keyboard.press('ArrowRight');
    await untilTrue(async () => !(await clock.innerText()).startsWith('00:00.0'));
    await page.keyboard.press('Home');
    await tabTo(page, panel.locator('[data-pod]:focus').first(), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await panel.locator('[data-inspector=Pod]').first().waitFor();
    await pressUntil(page, ['p'], panel.locator('[data-inspector] [aria-pressed=true]').first());
  },
};

const MOST_STOPS = 120;

/** Goes from stop to stop until what is wanted has the focus. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`not reached by ${MOST_STOPS} times ${key}: ${wanted}`);
}

const survivesReload: Step = {
  name: 'the panel comes back after a reload as it was',
  async run(page) {
    await openFile(page, 'recreate.yaml');
    const before = webview(page);
    await before.locator('h1', { hasText: 'recreate.yaml' }).waitFor();
    await choose(before, SCENARIO, 'update');
    // By the command, as a person would: only then does the workbench write down what is open.
    await page.evaluate("document.body.setAttribute('data-old-window', '')");
    await runCommand(page, 'Developer: Reload Window');
    await page.locator('body[data-old-window]').waitFor({ state: 'detached' });
    const after = webview(page);
    // The whole window starts anew, the extension host with it.
    await after.locator('h1', { hasText: 'recreate.yaml' }).waitFor({ timeout: 3 * 60_000 });
    await after.locator('main[data-scenario=update]').waitFor();
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
    writeFileSync(file, committed.replaceAll('app: web', 'app: shop'));
    await panel.locator('.changes', { hasText: 'field is immutable' }).waitFor();
    await panel.locator('.changes', { hasText: '거부' }).waitFor();
    await page.screenshot({ path: path.join(import.meta.dirname, '../../out/screenshots/change-refused.png') });
    writeFileSync(file, `# 말 한마디\n${committed}`);
    await panel.locator('.changes', { hasText: '아무 일도' }).waitFor();
    writeFileSync(file, committed);
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
  { name: 'wide dark English', theme: 'Default Dark Modern', language: 'en', width: 2400 },
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
  editsCluster,
  ...LOOKS.map(looksWell),
  survivesReload,
];
