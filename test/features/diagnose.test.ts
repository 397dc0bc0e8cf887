import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import type { Finding } from '../../server/src/core/rules/finding.ts';
import { say } from '../../server/src/core/text/text.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readMarks } from '../support/marks.ts';
import { catalog } from '../support/workspace.ts';

/** Holds what the server refuses in a fixture against its marks: place, rule, and the preferred fix behind `->`. Advice has tests of its own. */
function check(fixture: string): readonly Finding[] {
  const { text, marks } = readMarks(fixture);
  const findings = diagnoseDocument(parseDocument(text), catalog).filter(({ severity }) => severity === 'error');
  const shown = findings.map((finding) => {
    const fix = finding.fixes.find(({ preferred }) => preferred);
    const to = fix === undefined ? '' : ` -> ${say('en', fix.title)}`;
    return `${finding.range.start}-${finding.range.end} ${finding.rule}${to}`;
  });
  assert.deepEqual(
    [...shown].sort(),
    marks.map((mark) => `${mark.start}-${mark.end} ${mark.text}`).sort(),
    JSON.stringify(findings.map(({ range, message }) => [text.slice(range.start, range.end), say('en', message)])),
  );
  return findings;
}

const pod = (container: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.27
${container}`;

test('a misspelt field is one finding, with the field that was meant', () => {
  check(
    pod(`      evnFrom: []
#     ~~~~~~~ unknown-field -> Change "evnFrom" to "envFrom"
`),
  );
});

test('what is missing because a name is misspelt is told with that name', () => {
  const [finding] = check(`apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  contaners:
# ~~~~~~~~~ unknown-field -> Change "contaners" to "containers"
    - name: web
      image: nginx
`);
  assert.equal(finding?.related.length, 1);
});

test('types are told at the value', () => {
  check(
    pod(`      stdin: "yes"
#            ~~~~~ wrong-type -> Change to "true"
      env:
        - name: A
          value: yes
#                ~~~ wrong-type -> Quote it: "yes"
`),
  );
});

test('repeated keys', () => {
  check(
    pod(`      image: nginx:1.28
#     ~~~~~ duplicate-key
`),
  );
});

test('kinds of other versions and misspelt kinds', () => {
  check(`apiVersion: extensions/v1beta1
#           ~~~~~~~~~~~~~~~~~~ removed-api -> Change to "apps/v1"
kind: Deployment
metadata:
  name: a
`);
  check(`apiVersion: v1
#           ~~ unknown-kind -> Change to "apps/v1"
kind: Deployment
metadata:
  name: a
`);
  check(`apiVersion: apps/v1
kind: Deploymnet
#     ~~~~~~~~~~ unknown-kind -> Change to "Deployment"
metadata:
  name: a
`);
  const [finding] = diagnoseDocument(parseDocument('kind: ConfigMap\nmetadata:\n  name: a\n'), catalog);
  assert.deepEqual([finding?.rule, finding?.range], ['missing-field', { start: 0, end: 4 }]);
  assert.equal(applyEdits('kind: ConfigMap\n', finding?.fixes[0]?.edits ?? []), 'apiVersion: v1\nkind: ConfigMap\n');
});

test('broken YAML is told at its cause', () => {
  check(`apiVersion: v1
kind: Pod
metadata:
  name: a
  lab
# ~~~ yaml-syntax
spec:
  containers: []
`);
  check(`apiVersion: v1
kind: Pod
metadata:
  name: 'a
#       ~~ yaml-syntax -> Change to "'a'"
`);
});

test('items of a List are judged one by one', () => {
  check(`apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: a}
    dta: {}
#   ~~~ unknown-field -> Change "dta" to "data"
  - apiVersion: v1
    kind: Namespace
    metadata: {name: b}
`);
});

test('a group nobody told us about is a hint, and no more', () => {
  const [finding] = diagnoseDocument(parseDocument('apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: a\n'), catalog);
  assert.equal(finding?.severity, 'hint');
  assert.equal(finding?.class, undefined);
});

test('what is no Kubernetes gives nothing', () => {
  const foreign = [
    'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n',
    'name: ci\non: [push]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{uses: actions/checkout@v4}]\n',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n  {{- with .Values.labels }}\n  labels: {}\n  {{- end }}\n',
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: "{{ include "x" . }}"\n',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n',
    'a: b\nc: [1, 2\n',
    '- op: replace\n  path: /spec\n  value: 1\n',
    'just text',
    '',
    '\u0000\u0001binary',
  ];
  for (const text of foreign) assert.deepEqual(diagnoseDocument(parseDocument(text), catalog), [], text);
});

test('a ConfigMap may hold templates of its own', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  t: |\n    {{ .Values.x }}\n    {{- if .y }}\nnope: 1\n';
  const shown = diagnoseDocument(parseDocument(text), catalog).filter(({ optional }) => optional !== true);
  assert.deepEqual(
    shown.map(({ rule }) => rule),
    ['unknown-field'],
  );
});

test('every fix leaves a text without its finding', () => {
  const texts = [
    pod('      evnFrom: []\n'),
    pod('      env:\n        - name: A\n          value: 1\n'),
    pod('      imagePullPolicy: always\n'),
    'apiVersion: v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels: {a: b}\n  template:\n    metadata:\n      labels: {a: b}\n    spec:\n      containers: [{name: a, image: x}]\n',
  ];
  for (const text of texts) {
    const document = parseDocument(text);
    const findings = diagnoseDocument(document, catalog);
    assert.ok(findings.length > 0, text);
    for (const finding of findings) {
      const fix = finding.fixes.find(({ preferred }) => preferred);
      if (fix === undefined) continue;
      const after = diagnoseDocument(parseDocument(applyEdits(text, fix.edits)), catalog);
      assert.ok(!after.some(({ rule, path }) => rule === finding.rule && path === finding.path), text);
    }
  }
});
