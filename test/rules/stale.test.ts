/** What a rule says of an object changes with what it reads of others, in whatever order they are edited. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, type Report, reportOn } from '../../server/src/core/features/report.ts';
import type { FileSettings } from '../../server/src/core/features/service.ts';
import { RULES } from '../../server/src/core/generated/rules.ts';
import { EMPTY_SNAPSHOT, type Snapshot, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readRules } from '../../server/src/tools/gen-rules.ts';
import { examplesOf } from '../../server/src/tools/page.ts';
import { service } from '../support/workspace.ts';

const ALL_ON = Object.fromEntries(RULES.flatMap(({ id, severity }) => (severity === 'off' ? [[id, 'hint'] as const] : [])));
const SETTINGS: FileSettings = { version: '1.36', language: 'ko', severities: ALL_ON };
const uriOf = (index: number): string => `file:///folder/${index}.yaml`;

/** Each object in a file of its own; the report of every file made from the one before, as the editor does. */
function judge(snapshot: Snapshot, before: readonly (Report | undefined)[]): readonly Report[] {
  return [...snapshot.files.keys()].map((uri, index) => {
    for (const { document } of snapshot.files.get(uri)?.documents ?? []) service.diagnose(document, '1.36', ALL_ON);
    return reportOn(service, { snapshot, uri }, SETTINGS, before[index]);
  });
}

const said = (reports: readonly Report[]): readonly string[] =>
  reports.flatMap((report, index) =>
    findingsIn(report).map(({ finding }) => `${index} ${finding.severity} ${finding.rule} ${finding.path}`),
  );

function snapshotOf(texts: readonly string[]): Snapshot {
  return texts.reduce((snapshot, text, index) => withFile(snapshot, uriOf(index), createFile(text)), EMPTY_SNAPSHOT);
}

for (const { id, en } of readRules().filter(({ en: page }) => page.head.scope === 'workspace')) {
  test(`${id}, one object after the other made good and bad again`, () => {
    const [bad, good] = ['bad', 'good'].map((kind) => (examplesOf(en, kind)[0] ?? '').split('---\n'));
    const count = Math.max(bad?.length ?? 0, good?.length ?? 0);
    const at = (texts: readonly string[] | undefined, index: number): string => texts?.[index] ?? '';
    let texts = Array.from({ length: count }, (_, index) => at(bad, index));
    let snapshot = snapshotOf(texts);
    let reports = judge(snapshot, []);
    const steps = [good, bad].flatMap((target) => [...texts.keys()].flatMap((index) => [[index, target] as const]));
    for (const [index, target] of steps) {
      texts = texts.with(index, at(target, index));
      snapshot = withFile(snapshot, uriOf(index), createFile(at(target, index)));
      reports = judge(snapshot, reports);
      // Made anew from other documents, so that nothing is remembered.
      assert.deepEqual(said(reports), said(judge(snapshotOf(texts), [])), `after file ${index}`);
    }
  });
}
