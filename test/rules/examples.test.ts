/** The examples on the pages of the rules are their tests. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { applyEdits, shift } from '../../server/src/core/base/range.ts';
import { type PlacedFinding, settled } from '../../server/src/core/features/settle.ts';
import { RULES } from '../../server/src/core/generated/rules.ts';
import { EMPTY_SNAPSHOT, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readRules } from '../../server/src/tools/gen-rules.ts';
import { examplesOf } from '../../server/src/tools/page.ts';
import { ROOT } from '../support/lsp-client.ts';
import { service } from '../support/workspace.ts';

const URI = 'file:///example.yaml';
/** Every rule on, optional ones too. */
const ALL_ON = Object.fromEntries(RULES.flatMap(({ id, severity }) => (severity === 'off' ? [[id, 'hint'] as const] : [])));

function findings(text: string, severities: Readonly<Record<string, 'hint'>> = ALL_ON): readonly PlacedFinding[] {
  const file = createFile(text);
  const snapshot = withFile(EMPTY_SNAPSHOT, URI, file);
  return settled(file, { severities }, true, ({ document }) => [
    ...service.findAll(document, '1.36'),
    ...service.across(document, { snapshot, uri: URI }, '1.36'),
  ]);
}

const rulesIn = (text: string): readonly string[] => findings(text).map(({ finding }) => finding.rule);

for (const { id, ko, en, hasLogic } of readRules()) {
  test(`the examples of ${id}`, () => {
    const [bad, fixed, good] = ['bad', 'fixed', 'good'].map((kind) => examplesOf(en, kind));
    assert.deepEqual(
      ['bad', 'fixed', 'good'].map((kind) => examplesOf(ko, kind)),
      [bad, fixed, good],
      'both languages have the same examples',
    );
    assert.ok(ko.title !== '' && en.title !== '');
    if (hasLogic) assert.ok(bad?.length === 1 && good?.length === 1);
    for (const text of bad ?? []) assert.ok(rulesIn(text).includes(id), `not found: ${text}`);
    for (const text of [...(good ?? []), ...(fixed ?? [])]) assert.ok(!rulesIn(text).includes(id), `found: ${text}`);
    for (const text of good ?? []) assert.ok(!findings(text).some(({ finding }) => finding.severity === 'error'));
    if (bad?.[0] !== undefined && fixed?.[0] !== undefined) assert.equal(withFix(bad[0], id), fixed[0]);
  });
}

function withFix(text: string, id: string): string {
  const found = findings(text).find(({ finding }) => finding.rule === id);
  const edits = found?.finding.fixes[0]?.edits ?? [];
  return applyEdits(
    text,
    edits.map((edit) => ({ ...edit, range: shift(edit.range, found?.placed.start ?? 0) })),
  );
}

test('good samples have no finding above a hint', () => {
  const folder = path.join(ROOT, 'samples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'mistakes.yaml');
  const told = names.flatMap((name) =>
    findings(readFileSync(path.join(folder, name), 'utf8'), {})
      .filter(({ finding }) => finding.severity !== 'hint')
      .map(({ finding }) => `${name} ${finding.rule} ${finding.path}`),
  );
  assert.deepEqual(told, []);
});

test('every finding of a recorded, accepted manifest is below an error', () => {
  const folder = path.join(ROOT, 'test/golden/api');
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean));
  const cases = lines.map((line) => JSON.parse(line) as { id: string; yaml: string; verdict: { accepted: boolean }[] });
  const accepted = cases.filter(({ verdict }) => verdict.every((each) => each.accepted));
  assert.ok(accepted.length > 400);
  const told = accepted.flatMap(({ id, yaml }) =>
    findings(yaml)
      .filter(({ finding }) => finding.severity === 'error')
      .map(({ finding }) => `${id} ${finding.rule} ${finding.path}`),
  );
  assert.deepEqual(told, []);
});
