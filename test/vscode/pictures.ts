/** `npm run pictures`: the pictures of the README, taken from the real extension in a real VS Code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { animatedPng } from './animated-png.ts';
import { openFile, runCommand, webview } from './gestures.ts';
import { PENDING } from './panel-steps.ts';
import { inWorkbench } from './workbench.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../pictures');
const FRAMES = 16;
const FRAME_MS = 500;

await inWorkbench(async (page, workspace) => {
  mkdirSync(PICTURES, { recursive: true });
  const settings = { 'workbench.sideBar.location': 'left', 'editor.minimap.enabled': false, 'workbench.colorTheme': 'Default Dark Modern' };
  writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  await openFile(page, 'deployment.yaml');
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await runCommand(page, '시뮬레이션 미리보기 열기');
  const panel = webview(page);
  await panel.locator('[data-node]').first().waitFor();
  await panel.locator('body.vscode-dark').waitFor({ state: 'attached' });
  await panel.locator('.header select').nth(1).selectOption('update');
  await panel.locator('.header [role=status]').waitFor({ state: 'hidden' });
  await rollingUpdate(page);
  await openFile(page, PENDING.name);
  await panel.locator('.finding.error button').first().click();
  await panel.locator('.fixes summary').first().click();
  await panel.locator('.fixes .diff').first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(PICTURES, 'pending.png') });
});
process.exit(0);

/** The playhead from start to end, a frame at each step; the picture of the middle stands for itself. */
async function rollingUpdate(page: Page): Promise<void> {
  const panel = webview(page);
  const scrubber = panel.locator('.scrubber');
  const box = await page.locator('iframe.webview.ready').boundingBox();
  if (box === null) throw new Error('the panel is not to be seen');
  const frames: Buffer[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    await scrubber.evaluate(
      (input: { value: string; max: string; dispatchEvent(event: Event): boolean }, share) => {
        input.value = String(Number(input.max) * share);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      },
      (frame / FRAMES) * 0.75,
    );
    frames.push(await page.screenshot({ clip: { ...box, height: Math.min(box.height, 600) } }));
    if (frame === FRAMES / 2) {
      await panel.locator('[data-pod].rev-1').first().click();
      await page.screenshot({ path: path.join(PICTURES, 'update.png') });
    }
  }
  writeFileSync(path.join(PICTURES, 'update-animated.png'), animatedPng(frames, FRAME_MS));
}
