import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/lsp-client.ts';

/** Manifests to break: the samples, and the valid ones of the recorded verdicts. */
export function fixtures(): readonly string[] {
  const samples = path.join(ROOT, 'samples');
  const own = readdirSync(samples)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(path.join(samples, name), 'utf8'));
  const api = path.join(ROOT, 'test/golden/api');
  const recorded = readdirSync(api)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(api, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { readonly operator: string; readonly yaml: string })
    .filter(({ operator }) => operator === 'none')
    .map(({ yaml }) => yaml);
  return [...own, ...recorded];
}
