/** `npm run bench [-- NAME…]`: measures what people wait for, prints a table, writes bench-results.json. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../support/lsp-client.ts';
import type { Measurement } from './measurement.ts';

/** The rooms of the bench, one module each: more are added here. */
const ROOMS = ['language-server', 'neighbour', 'parsing', 'simulation', 'scheduling', 'scheduling-beside', 'panel'] as const;

export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
  readonly target?: number;
}

function summarise({ name, unit, values, target }: Measurement): Result {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { name, unit, median: at(0.5), p95: at(0.95), samples: sorted.length, ...(target === undefined ? {} : { target }) };
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function printRow({ name, unit, median, p95, samples, target }: Result): void {
  const verdict = target === undefined ? '' : median <= target ? `≤ ${target}` : `OVER ${target}`;
  console.log(
    `${name.padEnd(56)} ${shown(median).padStart(9)} ${shown(p95).padStart(9)} ${unit.padEnd(4)} ${String(samples).padStart(5)}  ${verdict}`,
  );
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const results: Result[] = [];
  console.log(`${'measurement'.padEnd(56)} ${'median'.padStart(9)} ${'p95'.padStart(9)} ${'unit'.padEnd(4)} ${'n'.padStart(5)}  target`);
  for (const room of ROOMS) {
    const { measurements } = (await import(`./${room}.ts`)) as {
      measurements: (wanted: (name: string) => boolean) => AsyncIterable<Measurement>;
    };
    for await (const measurement of measurements((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
      const result = summarise(measurement);
      printRow(result);
      results.push(result);
    }
  }
  const machine = { node: process.version, cpus: os.cpus().length, model: os.cpus()[0]?.model ?? '', loadAverage: os.loadavg()[0] };
  writeFileSync(path.join(ROOT, 'bench-results.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

await main();
