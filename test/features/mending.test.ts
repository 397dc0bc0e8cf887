/** Good manifests with one mistake of each kind at many places: how many the fixes bring back to what their author meant. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createPrng, type Prng } from '../../server/src/core/base/prng.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { ROOT } from '../support/lsp-client.ts';
import { takePreferred } from '../support/mend.ts';
import { isSameValue, type Place, placesOf, SLIPS, type Slip } from '../support/slips.ts';
import { catalog } from '../support/workspace.ts';

/** Mistakes of a kind that are tried. */
const MOST = Number(process.env.MENDING ?? 40);

/** Shares that may be lower than nine in ten: of these mistakes some cannot be told from others. */
const LEAST: Readonly<Record<string, number>> = {
  'level: one level up': 0.75,
  'level: at the root': 0.75,
  'level: below a sibling': 0.8,
  'mount: the volume misspelt': 0.85,
  'schedule: four fields': 0.3,
  'left out: a field': 0.15,
};

interface Case {
  readonly operator: string;
  readonly yaml: string;
  readonly verdict: readonly { readonly accepted?: boolean }[];
}

const golden = path.join(ROOT, 'test/golden/api');
const recorded = readdirSync(golden)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(path.join(golden, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case)
  .filter(({ operator, verdict }) => operator === 'none' && verdict.every(({ accepted }) => accepted === true));
const samples = readdirSync(path.join(ROOT, 'samples'))
  .filter((name) => name.endsWith('.yaml') && name !== 'mistakes.yaml')
  .map((name) => readFileSync(path.join(ROOT, 'samples', name), 'utf8'));
/** What the recorded manifests have none of. */
const own = [
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: tea-house\nspec:\n  strategy:\n    rollingUpdate:\n      maxSurge: 25%\n      maxUnavailable: 10%\n  selector:\n    matchLabels:\n      app: tea-house\n  template:\n    metadata:\n      labels:\n        app: tea-house\n    spec:\n      containers:\n        - name: tea\n          image: tea:1\n',
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: tea-house\nspec:\n  minAvailable: 50%\n  selector:\n    matchLabels:\n      app: tea-house\n',
  ...['0,30 9-17 * * MON-FRI', '15,45 * * * *', '0 0 1,15 * *'].map(
    (schedule) =>
      `apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: tea-time\nspec:\n  schedule: "${schedule}"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n            - name: tea\n              image: tea:1\n`,
  ),
];
const places: readonly Place[] = [...own, ...samples, ...recorded.map(({ yaml }) => yaml)]
  .flatMap((text) => createFile(text).documents.map(({ document }) => document))
  .filter((document) => judge(document, catalog).accepted)
  .flatMap((document) => placesOf(document, catalog));

interface Outcome {
  readonly broken: string;
  readonly mended: string;
  readonly place: Place;
  readonly is: 'meant' | 'accepted' | 'rejected';
}

for (const [name, slip] of Object.entries(SLIPS)) {
  test(name, (context) => {
    const outcomes = outcomesOf(slip, createPrng(7));
    const share = outcomes.filter(({ is }) => is === 'meant').length / outcomes.length;
    const count = (wanted: Outcome['is']): number => outcomes.filter(({ is }) => is === wanted).length;
    context.diagnostic(
      `${name}: ${Math.round(100 * share)} % of ${outcomes.length} as meant, ${count('accepted')} otherwise accepted, ${count('rejected')} left`,
    );
    if (process.env.MENDING !== undefined)
      for (const outcome of outcomes) if (outcome.is !== 'meant') console.log(`=== ${name}: ${told(outcome)}`);
    assert.ok(outcomes.length > 0);
    assert.ok(share >= (LEAST[name] ?? 0.9), `${share}`);
  });
}

function outcomesOf(slip: Slip, prng: Prng): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const place of shuffled(places, prng)) {
    if (outcomes.length >= MOST) break;
    const broken = slip(place, prng.below(1000));
    if (broken === undefined || judge(parseDocument(broken), catalog).accepted) continue;
    const mended = takePreferred(broken);
    const after = parseDocument(mended);
    const isMeant = isSameValue(after.value, place.document.value);
    outcomes.push({ place, broken, mended, is: isMeant ? 'meant' : judge(after, catalog).accepted ? 'accepted' : 'rejected' });
  }
  return outcomes;
}

function shuffled<Item>(items: readonly Item[], prng: Prng): readonly Item[] {
  return items
    .map((item) => ({ item, order: prng.below(1e9) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** For who asks why (`MENDING=40`): the place, the mistake, what was made of it, and what is left. */
function told({ place, broken, mended, is }: Outcome): string {
  const left = diagnoseDocument(parseDocument(mended), catalog)
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ rule, path: at, fixes }) =>
        `! ${rule} ${at} [${fixes.map(({ title }) => `${title.key} ${JSON.stringify(title.values)}`).join('; ')}]`,
    );
  return [`${is} ${place.at.join('.')}`, differences(place.document.text, broken), '->', differences(broken, mended), ...left].join('\n');
}

function differences(broken: string, mended: string): string {
  const [old, now] = [broken.split('\n'), mended.split('\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `-${line}`);
  const come = now.filter((line) => !old.includes(line)).map((line) => `+${line}`);
  return [...gone, ...come].join('\n');
}
