/** The preview panel in Chromium: the bundle that ships, on recorded runs. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { preview } from '../../server/src/core/features/preview/preview.ts';
import type { PreviewResult } from '../../server/src/core/protocol.ts';
import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalogOf } from '../support/catalog.ts';
import { ROOT } from '../support/lsp-client.ts';
import { chromiumPath } from '../vscode/server.ts';
import type { Measurement } from './measurement.ts';

const FRAMES = 120;
const ADDRESS = 'http://kijabi.invalid/';

/** Bundle size, the first picture, and frames while the playhead moves. */
export async function* measurements(wanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  if (!wanted('panel')) return;
  const bundle = path.join(ROOT, 'out/panel-bench');
  await bundlePanel(bundle);
  const bytes = statSync(`${bundle}/main.js`).size;
  yield { name: 'panel: minified bundle', unit: 'KB', values: [bytes / 1024], target: 150 };
  const executablePath = chromiumPath();
  if (executablePath === undefined) return;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const files = { script: readFileSync(`${bundle}/main.js`, 'utf8'), style: readFileSync(`${bundle}/main.css`, 'utf8') };
    const small = run(4, 6);
    yield { name: 'panel: first picture', unit: 'ms', values: await firstPictures(page, files, small), target: 150 };
    await open(page, files, run(500, 20));
    yield { name: 'panel: a frame while scrubbing 500 pods', unit: 'ms', values: await scrub(page), target: 8 };
    const before = process.cpuUsage();
    const large = run(5000, 1000);
    const { user, system } = process.cpuUsage(before);
    yield { name: 'panel: CPU time to simulate 1,000 nodes and 5,000 pods', unit: 'ms', values: [(user + system) / 1000] };
    await open(page, files, large);
    yield { name: 'panel: a step with 1,000 nodes and 5,000 pods', unit: 'ms', values: await scrub(page), target: 100 };
  } finally {
    await browser.close();
  }
}

interface Files {
  readonly script: string;
  readonly style: string;
}

async function bundlePanel(outdir: string): Promise<void> {
  await build({
    entryPoints: [path.join(ROOT, 'client/webview/main.tsx')],
    outdir,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}

/** A Deployment of so many pods as it comes up on so many nodes. */
function run(pods: number, nodes: number): PreviewResult {
  const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${pods}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {cpu: 10m, memory: 16Mi}}}]
`;
  const cluster = Array.from({ length: nodes }, (_, index) => node(index));
  return preview({
    title: 'web.yaml',
    file: createFile(manifest),
    clusterName: 'bench',
    clusterObjects: () => cluster,
    catalog: catalogOf('1.36'),
    language: 'ko',
    untilMs: 60_000,
  });
}

function node(index: number): KubeObject {
  const room = { cpu: '8', memory: '32Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, labels: { 'topology.kubernetes.io/zone': `zone-${index % 3}` } },
    status: { capacity: room, allocatable: room, conditions: [{ type: 'Ready', status: 'True' }] },
  } as KubeObject;
}

/** The page as VS Code makes it, without VS Code; ends when the first picture is drawn. Gives the time from the script's first line. */
async function open(page: Page, { script, style }: Files, result: PreviewResult): Promise<number> {
  await page.unrouteAll();
  const html = `<!DOCTYPE html><html><head><style>${style}</style></head><body><div id="app"></div></body></html>`;
  await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(ADDRESS);
  // Through the page's own reader: as a message to the browser tens of megabytes take minutes.
  await page.route(`${ADDRESS}run.json`, (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(result) }));
  await page.evaluate("fetch('run.json').then((answer) => answer.json()).then((result) => void (window.result = result))");
  return page.evaluate<number>(`new Promise((done, fail) => {
    // A panel that throws draws nothing: the bench would wait for ever.
    window.addEventListener('error', ({ message }) => fail(new Error(message)));
    const answer = ({ type }) => type === 'ready' && window.postMessage({ type: 'result', result: window.result }, '*');
    window.acquireVsCodeApi = () => ({ postMessage: answer, getState: () => undefined, setState: () => undefined });
    const start = performance.now();
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-node], .heat') === null) return;
      observer.disconnect();
      document.body.offsetHeight;
      done(performance.now() - start);
    }).observe(document.body, { childList: true, subtree: true });
    (0, eval)(${JSON.stringify(script)});
  })`);
}

async function firstPictures(page: Page, files: Files, result: PreviewResult): Promise<readonly number[]> {
  const values: number[] = [];
  for (let round = 0; round < 10; round++) values.push(await open(page, files, result));
  return values;
}

/**
 * Script, style and layout of each frame while the scrubber is dragged from start to end, in time of the page's own thread: a
 * busy machine makes a frame late, not more work.
 */
async function scrub(page: Page): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.reduce((sum, { name, value }) => (WORK.has(name) ? sum + value * 1000 : sum), 0);
  };
  const values: number[] = [];
  let before = await workMs();
  for (let frame = 0; frame < FRAMES; frame++) {
    await page.evaluate(`(async () => {
      const scrubber = document.querySelector('.scrubber');
      scrubber.value = String((Number(scrubber.max) * ${frame}) / ${FRAMES});
      scrubber.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((next) => requestAnimationFrame(next));
      document.body.offsetHeight;
    })()`);
    const after = await workMs();
    values.push(after - before);
    before = after;
  }
  await session.detach();
  return values;
}

const WORK = new Set(['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration']);
