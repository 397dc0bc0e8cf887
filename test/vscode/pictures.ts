/** `npm run pictures`: the pictures of the README, taken from the real extension in a real VS Code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { animatedPng } from './animated-png.ts';
import { openFile, runCommand, webview } from './gestures.ts';
import { inPalette } from './palette-png.ts';
import { choose, PENDING, SCENARIO } from './panel-steps.ts';
import { inWorkbench } from './workbench.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../pictures');
const FRAMES = 7;
const FRAME_MS = 1200;
/** The last frames show the calm after the change. */
const PART_SHOWN = 0.8;

interface Look {
  readonly theme: string;
  readonly language: 'ko' | 'en';
  /** The class that VS Code gives the panel in that theme. */
  readonly body: string;
}

const DARK_KOREAN: Look = { theme: 'Default Dark Modern', language: 'ko', body: 'vscode-dark' };
const LIGHT_ENGLISH: Look = { theme: 'Default Light Modern', language: 'en', body: 'vscode-light' };

/** Takes all of them in a window that is open. */
export async function takePictures(page: Page, workspace: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.setViewportSize({ width: 1360, height: 860 });
  await openFile(page, 'deployment.yaml');
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await runCommand(page, '시뮬레이션 미리보기 열기');
  await webview(page).locator('[data-node]').first().waitFor();
  await wear(page, workspace, DARK_KOREAN);
  await choose(webview(page), SCENARIO, 'update');
  await rollingUpdate(page);
  await take(page, 'update.png');
  await wear(page, workspace, LIGHT_ENGLISH);
  await take(page, 'update-light.png');
  await wear(page, workspace, DARK_KOREAN);
  await pending(page);
}

async function take(page: Page, name: string): Promise<void> {
  const [picture] = inPalette([await page.screenshot()]);
  if (picture !== undefined) writeFileSync(path.join(PICTURES, name), picture);
}

/** Turns to a theme and a language, and waits until the panel shows both. */
async function wear(page: Page, workspace: string, { theme, language, body }: Look): Promise<void> {
  const settings = { 'editor.minimap.enabled': false, 'workbench.colorTheme': theme, 'kijabi.language': language };
  writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  const panel = webview(page);
  await panel.locator(`body.${body}`).waitFor({ state: 'attached' });
  await panel.locator(`[aria-label="${language === 'ko' ? '타임라인' : 'Timeline'}"]`).waitFor();
  await panel.locator('main[aria-busy=false]').waitFor();
}

/** The playhead from start to end, a frame at each step; it ends in the middle, with a new pod selected. */
async function rollingUpdate(page: Page): Promise<void> {
  const scrubber = webview(page).locator('.scrubber');
  const box = await page.locator('iframe.webview.ready').boundingBox();
  if (box === null) throw new Error('the panel is not to be seen');
  const frames: Buffer[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    await clickAt(scrubber, (frame / FRAMES) * PART_SHOWN);
    frames.push(await page.screenshot({ clip: box }));
  }
  writeFileSync(path.join(PICTURES, 'update-animated.png'), animatedPng(inPalette(frames), FRAME_MS));
  await clickAt(scrubber, PART_SHOWN / 2);
  await webview(page).locator('[data-pod].rev-1').first().click();
}

async function clickAt(scrubber: ReturnType<ReturnType<typeof webview>['locator']>, share: number): Promise<void> {
  const size = await scrubber.boundingBox();
  if (size === null) throw new Error('the scrubber is not to be seen');
  await scrubber.click({ position: { x: 8 + (size.width - 16) * share, y: size.height / 2 } });
}

/** Why a pod waits, and the button that mends it. */
async function pending(page: Page): Promise<void> {
  await openFile(page, PENDING.name);
  const panel = webview(page);
  await panel.locator('.finding.error button').first().click();
  await panel.locator('.fixes summary').first().click();
  // In the middle: the controls lie over what is at the bottom.
  await panel.locator('.fixes button.fix').first().evaluate("(button) => button.scrollIntoView({ block: 'center' })");
  await take(page, 'pending.png');
}

if (process.argv[1] === import.meta.filename) {
  await inWorkbench(takePictures);
  process.exit(0);
}
