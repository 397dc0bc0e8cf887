/** Every mistake of the notes' samples is told of where it stands, and mended by its fixes step by step. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { applyEdits, shift } from '../../server/src/core/base/range.ts';
import { type PlacedFinding, settled } from '../../server/src/core/features/settle.ts';
import { EMPTY_SNAPSHOT, type Snapshot, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { ROOT } from '../support/lsp-client.ts';
import { service } from '../support/workspace.ts';

interface Mistake {
  /** Where the sample begins in the notes. */
  readonly line: number;
  /** What is told on the way to a good manifest: rule and marked text. */
  readonly told: readonly string[];
  /** What the mended manifest says. */
  readonly says: readonly RegExp[];
  /** What no fix can know. */
  readonly left?: readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  { line: 121, told: ['unknown-kind Prod', 'missing-field'], says: [/^kind: Pod *$/m, /^apiVersion: v1$/m, /^ +name: /m, /^ +image: /m] },
  { line: 184, told: ['unknown-field target', 'unknown-field type'], says: [/targetPort: 8080/, /^ {2}type: ClusterIP/m] },
  {
    line: 208,
    told: ['yaml-syntax port:9000', 'unknown-field tartPort', 'unknown-field type'],
    says: [/port: 9000/, /targetPort: /, /^ {2}type: /m],
  },
  { line: 230, told: ['unknown-field type'], says: [/^ {2}type: LoadBalancer/m] },
  { line: 281, told: ['unknown-field volumns', 'not-found empty-dir'], says: [/^ {2}volumes:/m] },
  {
    line: 337,
    told: ['unsupported-value ReadWriteOnce / ReadOnlyMany', 'unknown-field require'],
    says: [/required:/, /operator: In/, /- ReadOnlyMany/],
  },
  { line: 359, told: ['unknown-field storageClassName'], says: [/^ {2}storageClassName: ""/m] },
  { line: 373, told: ['unknown-field storageClassName'], says: [/^ {2}storageClassName: ""/m] },
  {
    line: 391,
    told: ['unknown-field persistentVolumeClaim', 'missing-field name', 'not-found pvc-pv'],
    says: [/mountPath: /, /^ {2}volumes:/m],
  },
  { line: 429, told: ['unknown-field evnFrom'], says: [/envFrom *:/] },
  { line: 445, told: ['unknown-kind configMap', 'wrong-type False'], says: [/^kind: ConfigMap/m, /SSH: ['"]False['"]/] },
  { line: 500, told: ['unknown-field volumes'], says: [/^ {2}volumes:/m] },
  { line: 544, told: ['yaml-syntax ...'], says: [/^ +image: /m] },
  { line: 566, told: ['yaml-syntax ...'], says: [/^ +image: /m] },
  // Accepted since 1.34: told of for what it means, not as a mistake.
  { line: 593, told: ['pod-level-resources resources'], says: [/resources:/] },
  { line: 658, told: ['unknown-kind ReplicationContoller'], says: [/^kind: ReplicationController/m] },
  { line: 687, told: ['unknown-kind v1', 'missing-field template'], says: [/^apiVersion: apps\/v1/m, /containers:/] },
  {
    line: 816,
    told: ['unknown-kind v1', 'wrong-type type:app', 'unknown-field paths'],
    says: [/^apiVersion: apps\/v1/m, /type: app/, /ports:/],
  },
  { line: 848, told: ['unknown-field completion'], says: [/completions: 6/] },
];

const { blocks } = JSON.parse(readFileSync(path.join(ROOT, 'test/golden/notes.json'), 'utf8')) as {
  readonly blocks: readonly { readonly lines: readonly [number, number]; readonly yaml: string }[];
};
const sampleAt = (line: number): string => blocks.find(({ lines }) => lines[0] === line)?.yaml ?? assert.fail(`no sample at ${line}`);

const URI = 'file:///notes/sample.yaml';
const snapshotWith = (text: string): Snapshot => withFile(EMPTY_SNAPSHOT, URI, createFile(text));

function findings(snapshot: Snapshot, uri = URI): readonly PlacedFinding[] {
  const file = snapshot.files.get(uri) ?? createFile('');
  return settled(file, { severities: {} }, true, ({ document }) => [
    ...service.diagnose(document, '1.36', {}),
    ...service.across(document, { snapshot, uri }, '1.36', {}),
  ]);
}

const marked = (text: string, { placed, finding }: PlacedFinding): string =>
  `${finding.rule} ${text.slice(placed.start + finding.range.start, placed.start + finding.range.end)}`;

/** The text after the first fix of the first error that has one; undefined where none has. */
function mended(text: string, found: readonly PlacedFinding[]): string | undefined {
  const errors = found.filter(({ finding }) => finding.severity === 'error');
  for (const isWanted of [true, false]) {
    for (const { placed, finding } of errors) {
      const fix = finding.fixes.find(({ preferred }) => preferred || !isWanted);
      if (fix !== undefined)
        return applyEdits(
          text,
          fix.edits.map((edit) => ({ ...edit, range: shift(edit.range, placed.start) })),
        );
    }
  }
  return undefined;
}

for (const { line, told, says, left = [] } of MISTAKES) {
  test(`the sample at line ${line}`, () => {
    let text = sampleAt(line);
    const seen = new Set<string>();
    for (let step = 0; step < 30; step++) {
      const found = findings(snapshotWith(text));
      for (const each of found) seen.add(marked(text, each)).add(each.finding.rule);
      const next = mended(text, found);
      if (next === undefined) break;
      text = next;
    }
    for (const each of told) assert.ok(seen.has(each), `${each} is not told; told: ${[...seen].join(', ')}`);
    const errors = findings(snapshotWith(text)).filter(({ finding }) => finding.severity === 'error');
    assert.deepEqual(
      errors.map((each) => marked(text, each)),
      left,
      text,
    );
    for (const each of says) assert.match(text, each);
  });
}

test('the two claims named pvc-01, in one file and in two files of a folder', () => {
  const [one, two] = [sampleAt(359), sampleAt(373)];
  const together = snapshotWith(`${one}---\n${two}`);
  assert.deepEqual(
    findings(together)
      .filter(({ finding }) => finding.rule === 'duplicate-object')
      .map(({ placed, finding }) => [placed.startLine > 0, finding.severity]),
    [[true, 'warning']],
  );
  const apart = withFile(snapshotWith(one), 'file:///notes/other.yaml', createFile(two));
  for (const uri of apart.files.keys())
    assert.ok(
      findings(apart, uri).some(({ finding }) => finding.rule === 'duplicate-object'),
      uri,
    );
  const elsewhere = withFile(snapshotWith(one), 'file:///other/sample.yaml', createFile(two));
  for (const uri of elsewhere.files.keys())
    assert.ok(!findings(elsewhere, uri).some(({ finding }) => finding.rule === 'duplicate-object'), uri);
});
