/**
 * `npm run fuzz -- --seconds N [--seed S] [--all]`: breaks manifests and runs each piece through every feature. A failure prints
 * its seed and the text. `--all` cuts every fixture at every offset, once.
 */
import { parseArgs } from 'node:util';
import { createPrng, type Prng } from '../../server/src/core/base/prng.ts';
import { createFile, editFile, textOf } from '../../server/src/core/yaml/source-file.ts';
import { everyFeature } from './every-feature.ts';
import { fixtures } from './fixtures.ts';

const PARTS = [
  'a',
  ': ',
  '- ',
  '\n',
  '\n  ',
  '\n    ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '|',
  '>',
  '&a ',
  '*a',
  '<<: *a',
  '!!int ',
  '\t',
  '---\n',
  '...\n',
  '{{ .x }}',
  'yes',
  '1e3',
  '0o7',
  '한글',
  '\r\n',
  '\u0000',
  '%',
  '? ',
  'name: ',
  'kind: ',
  'apiVersion: v1\n',
];

/** A fixture with some pieces put in, taken out or doubled. */
export function broken(prng: Prng, texts: readonly string[]): string {
  const pick = <T>(items: readonly T[]): T => items[prng.below(items.length)] as T;
  let text = pick(texts);
  for (let edits = 1 + prng.below(4); edits > 0; edits--) {
    const at = prng.below(text.length + 1);
    const length = prng.below(3) === 0 ? prng.below(40) : 0;
    const put = prng.below(5) === 0 ? text.slice(at, at + prng.below(60)) : pick(PARTS);
    text = text.slice(0, at) + put + text.slice(at + length);
  }
  return prng.below(4) === 0 ? text.slice(0, prng.below(text.length + 1)) : text;
}

/** Editing a file gives the file of the edited text. */
export function editsHold(prng: Prng, text: string): void {
  let file = createFile(text);
  let plain = text;
  for (let round = 0; round < 4; round++) {
    const start = prng.below(plain.length + 1);
    const end = Math.min(plain.length, start + prng.below(30));
    const put = PARTS[prng.below(PARTS.length)] ?? '';
    plain = plain.slice(0, start) + put + plain.slice(end);
    file = editFile(file, { start, end }, put);
  }
  const whole = createFile(plain);
  const isSame =
    textOf(file) === plain &&
    file.documents.length === whole.documents.length &&
    file.documents.every(
      ({ start, startLine }, index) => start === whole.documents[index]?.start && startLine === whole.documents[index]?.startLine,
    );
  if (!isSame) throw new Error('an edited file differs from the file of the edited text');
}

function attempt(seed: number, text: string, run: () => void): void {
  try {
    run();
  } catch (thrown) {
    console.error(`seed ${seed}\n${JSON.stringify(text)}\n${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    process.exit(1);
  }
}

function main(): void {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' }, all: { type: 'boolean' } } });
  const texts = fixtures();
  if (values.all === true) {
    for (const text of texts)
      for (let end = 0; end <= text.length; end++) attempt(0, text.slice(0, end), () => everyFeature(text.slice(0, end), 1));
    console.log(`fuzz: every offset of ${texts.length} fixtures`);
    return;
  }
  const seconds = Number(values.seconds ?? '30');
  const until = performance.now() + seconds * 1000;
  let seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const first = seed;
  for (; performance.now() < until; seed++) {
    const prng = createPrng(seed);
    const text = broken(prng, texts);
    attempt(seed, text, () => {
      everyFeature(text, 4);
      editsHold(prng, text);
    });
    if (values.seed !== undefined && values.seconds === undefined) break;
  }
  console.log(`fuzz: ${seed - first} texts in ${seconds} s, from seed ${first}`);
}

if (process.argv[1] === import.meta.filename) main();
