import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CancellationToken, CancellationTokenSource, type ClientCapabilities } from 'vscode-languageserver-protocol/node';
import { startClient, type TestClient } from '../support/lsp-client.ts';
import { DOCUMENT_LINES, deployment, manyDeployments } from './manifests.ts';
import { type Measurement, repeated, residentMb, timed } from './measurement.ts';

const URI = 'file:///bench/file.yaml';
const PUSHING: ClientCapabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
const BROKEN = deployment(1).replace('image:', 'imgae:');

/** What a person waits for, measured over stdio against the built server. */
export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  if (isWanted('start')) yield* coldStart();
  if (isWanted('small')) yield* small();
  if (isWanted('large')) yield* large();
  if (isWanted('burst')) yield* burst();
  if (isWanted('workspace')) yield* workspace();
}

async function* coldStart(): AsyncGenerator<Measurement> {
  const memory: number[] = [];
  const values = await repeated(
    11,
    async () => {
      const client = await startClient({ capabilities: PUSHING });
      await client.open(URI, BROKEN);
      await client.pushed(URI, (diagnostics) => diagnostics.some(({ code }) => code === 'unknown-field'));
      memory.push(residentMb(client));
      client.process.kill();
      client.connection.dispose();
    },
    1,
  );
  yield { name: 'start: spawn to diagnostics of one Deployment', unit: 'ms', values, target: 400 };
  yield { name: 'start: resident memory then', unit: 'MB', values: memory, target: 120 };
}

function position(line: number, character: number): unknown {
  return { textDocument: { uri: URI }, position: { line, character } };
}

/** One character typed, and taken back in the next round. */
function stroke(client: TestClient, round: number, line: number, character: number): Promise<void> {
  const isTyped = round % 2 === 0;
  const range = { start: { line, character }, end: { line, character: character + (isTyped ? 0 : 1) } };
  return client.change(URI, round + 2, [{ range, text: isTyped ? 'x' : '' }]);
}

async function* strokes(
  client: TestClient,
  name: string,
  line: number,
  targets: { completion: number; diagnostics: number },
): AsyncGenerator<Measurement> {
  const count = 60;
  const pulled = await repeated(
    count,
    async (round) => {
      await stroke(client, round, line, 10);
      await client.pull(URI);
    },
    10,
  );
  yield { name: `${name}: keystroke to diagnostics (pull)`, unit: 'ms', values: pulled, target: targets.diagnostics };
  const completed: number[] = [];
  for (let round = 0; round < count; round++) {
    await stroke(client, round, line, 10);
    completed.push(await timed(() => client.connection.sendRequest('textDocument/completion', position(line, 11))));
  }
  yield { name: `${name}: completion after a keystroke`, unit: 'ms', values: completed, target: targets.completion };
  const hovered = await repeated(count, () => client.connection.sendRequest('textDocument/hover', position(line - 1, 12)), 5);
  yield { name: `${name}: hover`, unit: 'ms', values: hovered };
}

async function* small(): AsyncGenerator<Measurement> {
  const client = await startClient();
  await client.open(URI, deployment(1));
  await client.pull(URI);
  yield* strokes(client, 'small', 20, { completion: 3, diagnostics: 25 });
  yield { name: 'small: resident memory', unit: 'MB', values: [residentMb(client)], target: 130 };
  await client.stop();
  const pushing = await startClient({ capabilities: PUSHING });
  await pushing.open(URI, BROKEN);
  const isBroken =
    (wanted: boolean) =>
    (diagnostics: readonly { readonly code?: unknown }[]): boolean =>
      diagnostics.some(({ code }) => code === 'unknown-field') === wanted;
  await pushing.pushed(URI, isBroken(true));
  const line = BROKEN.split('\n').findIndex((each) => each.includes('imgae'));
  const range = { start: { line, character: 10 }, end: { line, character: 15 } };
  const pushes = await repeated(
    40,
    async (round) => {
      await pushing.change(URI, round + 2, [{ range, text: round % 2 === 0 ? 'image' : 'imgae' }]);
      await pushing.pushed(URI, isBroken(round % 2 === 1));
    },
    6,
  );
  yield { name: 'small: keystroke to diagnostics (push, debounce included)', unit: 'ms', values: pushes, target: 30 };
  await pushing.stop();
}

async function* large(): AsyncGenerator<Measurement> {
  const client = await startClient();
  const whole = manyDeployments(5000).replace('image:', 'imgae:');
  const last = whole.lastIndexOf('image:');
  const text = `${whole.slice(0, last)}imgae:${whole.slice(last + 6)}`;
  const start = performance.now();
  await client.open(URI, text);
  const first = await client.pull(URI);
  const firstMs = performance.now() - start;
  if (!first.some(({ code }) => code === 'unknown-field')) throw new Error('no finding in the first document');
  yield { name: 'large: open 5,000 Deployments to first findings', unit: 'ms', values: [firstMs], target: 500 };
  const meanwhile = await repeated(20, () => client.connection.sendRequest('textDocument/hover', position(20, 12)));
  yield { name: 'large: hover while the rest is judged', unit: 'ms', values: meanwhile, target: 50 };
  // Asked until the finding of the last document is there.
  while (!(await client.pull(URI)).some(({ range }) => range.start.line > 4999 * DOCUMENT_LINES)) await client.refreshed();
  yield { name: 'large: open to all findings', unit: 'ms', values: [performance.now() - start], target: 6000 };
  yield* strokes(client, 'large', 2500 * DOCUMENT_LINES + 20, { completion: 10, diagnostics: 50 });
  yield { name: 'large: resident memory', unit: 'MB', values: [residentMb(client)], target: 600 };
  await client.stop();
}

/** 200 keystrokes, one every 30 ms, each asking for a completion; then again, each giving up the one before. */
async function* burst(): AsyncGenerator<Measurement> {
  const client = await startClient();
  await client.open(URI, manyDeployments(1000));
  await client.pull(URI);
  const line = 500 * DOCUMENT_LINES + 20;
  const ask = (token = CancellationToken.None): Promise<number> =>
    timed(() => client.connection.sendRequest('textDocument/completion', position(line, 11), token));
  const answers: Promise<number>[] = [];
  for (let round = 0; round < STROKES; round++) {
    await stroke(client, round, line, 10);
    answers.push(ask());
    await pause(STROKE_MS);
  }
  const values = (await Promise.all(answers)).sort((a, b) => a - b);
  yield { name: 'burst: completion of 200 keystrokes in 1,000 documents', unit: 'ms', values, target: 50 };
  yield { name: 'burst: p99 of them', unit: 'ms', values: [values[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN], target: 50 };
  const given: Promise<number>[] = [];
  let before: CancellationTokenSource | undefined;
  for (let round = 0; round < STROKES; round++) {
    await stroke(client, round, line, 10);
    before?.cancel();
    before = new CancellationTokenSource();
    given.push(ask(before.token));
    await pause(round % 2 === 0 ? 0 : STROKE_MS);
  }
  yield { name: 'burst: the same, each giving up the one before', unit: 'ms', values: await Promise.all(given), target: 50 };
  await client.stop();
}

const STROKES = 200;
const STROKE_MS = 30;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A folder of 2,000 files, read in the background while someone works in one of them. */
async function* workspace(): AsyncGenerator<Measurement> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-bench-'));
  for (let index = 0; index < 2000; index++) writeFileSync(path.join(folder, `web-${index}.yaml`), deployment(index));
  const start = performance.now();
  const client = await startClient({ folders: [pathToFileURL(folder).href] });
  await client.open(URI, deployment(1));
  let isRead = false;
  const read = client.refreshed().then(() => {
    isRead = true;
    return performance.now() - start;
  });
  const meanwhile: number[] = [];
  while (!isRead) meanwhile.push(await timed(() => client.connection.sendRequest('textDocument/hover', position(20, 12))));
  yield { name: 'workspace: start to 2,000 files read', unit: 'ms', values: [await read], target: 20_000 };
  yield { name: 'workspace: hover meanwhile', unit: 'ms', values: meanwhile, target: 50 };
  yield* strokes(client, 'workspace', 20, { completion: 10, diagnostics: 50 });
  yield { name: 'workspace: resident memory', unit: 'MB', values: [residentMb(client)], target: 400 };
  await client.stop();
  rmSync(folder, { recursive: true });
}
