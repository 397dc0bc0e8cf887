/** A report made from the one before says what a report made anew says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findingsIn, type Report, reportOn } from '../../server/src/core/features/report.ts';
import type { FileSettings } from '../../server/src/core/features/service.ts';
import { EMPTY_SNAPSHOT, type Snapshot, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile, editFile, textOf } from '../../server/src/core/yaml/source-file.ts';
import { service } from '../support/workspace.ts';

const ONE = 'file:///one.yaml';
const TWO = 'file:///two.yaml';
const SETTINGS: FileSettings = { version: '1.36', language: 'ko', severities: { replicas: 'warning', 'dangling-service': 'info' } };

const pieces = [
  'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n',
  'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  # kijabi-disable-next-line dangling-service\n  selector: {app: none}\n  ports: [{port: 80}]\n',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.29\n          envFrom: [{configMapRef: {name: web}}]\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: b}\n',
  '# kijabi-disable-file replicas\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: wep}\ndta: {a: b}\n',
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  maxReplicas: 2\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n',
];
const someFile = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((each) => each.join('---\n'));
const change = fc.record({
  uri: fc.constantFrom(ONE, TWO),
  at: fc.nat(),
  length: fc.nat(30),
  text: fc.constantFrom(
    '',
    'x',
    'web',
    '\n---\n',
    'kind: ',
    '# kijabi-disable-file missing-env-source\n',
    ...pieces.map((each) => `\n---\n${each}---\n`),
  ),
});

const judged = (snapshot: Snapshot, previous?: Report): Report => {
  for (const { document } of snapshot.files.get(ONE)?.documents ?? []) service.diagnose(document, '1.36', SETTINGS.severities);
  return reportOn(service, { snapshot, uri: ONE }, SETTINGS, previous);
};
const said = (report: Report): readonly string[] =>
  findingsIn(report).map(
    ({ placed, finding }) => `${placed.start + finding.range.start} ${finding.severity} ${finding.rule} ${finding.path}`,
  );

test('after any edits of a file and of its neighbour', () => {
  fc.assert(
    fc.property(someFile, someFile, fc.array(change, { minLength: 1, maxLength: 6 }), (one, two, changes) => {
      let snapshot = withFile(withFile(EMPTY_SNAPSHOT, ONE, createFile(one)), TWO, createFile(two));
      let report = judged(snapshot);
      for (const { uri, at, length, text } of changes) {
        const file = snapshot.files.get(uri) ?? createFile('');
        const start = at % (file.length + 1);
        snapshot = withFile(snapshot, uri, editFile(file, { start, end: Math.min(file.length, start + length) }, text));
        report = judged(snapshot, report);
      }
      const [first, second] = [ONE, TWO].map((uri) => textOf(snapshot.files.get(uri) ?? createFile('')));
      const anew = withFile(withFile(EMPTY_SNAPSHOT, ONE, createFile(first ?? '')), TWO, createFile(second ?? ''));
      assert.deepEqual(said(report), said(judged(anew)));
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('a document that was not edited is told of by the same object', () => {
  const before = createFile(pieces.join('---\n'));
  const report = judged(withFile(EMPTY_SNAPSHOT, ONE, before));
  const after = judged(withFile(EMPTY_SNAPSHOT, ONE, editFile(before, { start: 0, end: 0 }, '# a note\n')), report);
  assert.notEqual(after.told[0], report.told[0]);
  assert.deepEqual(
    after.told.slice(1).map((told, index) => told === report.told[index + 1]),
    pieces.slice(1).map(() => true),
  );
});

test('no more findings than asked for, errors first', () => {
  const report = judged(withFile(EMPTY_SNAPSHOT, ONE, createFile(pieces.join('---\n'))));
  const all = findingsIn(report);
  assert.ok(all.length > 3);
  assert.deepEqual(findingsIn(report, 1)[0], all[0]);
  assert.equal(all[0]?.finding.severity, 'error');
});
