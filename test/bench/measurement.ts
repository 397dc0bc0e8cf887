import { readFileSync } from 'node:fs';
import type { TestClient } from '../support/lsp-client.ts';

/** Values of one thing measured many times. */
export interface Measurement {
  readonly name: string;
  readonly unit: 'ms' | 'KB' | 'MB' | '/s' | '×';
  readonly values: readonly number[];
  /** What the median should not exceed. */
  readonly target?: number;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of each of `count` runs; the first `warmUp` are not counted. */
export async function repeated(count: number, work: (round: number) => Promise<unknown> | unknown, warmUp = 0): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < count + warmUp; round++) {
    const value = await timed(() => work(round));
    if (round >= warmUp) values.push(value);
  }
  return values;
}

/** What the process of a server holds at this moment. */
export function residentMb(client: TestClient): number {
  const status = readFileSync(`/proc/${client.process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
