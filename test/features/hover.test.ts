/** What a hover says of values: images, names of other objects, quantities, schedules, secrets, members of closed sets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../server/src/core/features/hover.ts';
import type { Language } from '../../server/src/core/text/text.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/open.yaml';
const NOW_MS = Date.UTC(2026, 0, 1);

function shown(fixture: string, files: Readonly<Record<string, string>> = {}, language: Language = 'ko'): string {
  const { text, offset } = readCursor(fixture);
  const request = { snapshot: snapshotOf({ [URI]: text, ...files }), uri: URI, catalog, document: parseDocument(text), offset };
  return hover({ ...request, language, note: () => undefined, nowMs: NOW_MS })?.markdown ?? '';
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n';
const container = (rest: string): string => `${POD}  containers:\n  - name: a\n    ${rest}\n`;

test('an image: where it comes from, which version, when it is pulled', () => {
  const plain = shown(container('image: ngi$0nx'));
  for (const part of ['[library/nginx](https://hub.docker.com/_/nginx)', '`docker.io`', 'latest', '`Always`'])
    assert.ok(plain.includes(part), plain);
  const pinned = shown(container('image: ghcr.io/a/b:1.2$0'), {}, 'en');
  for (const part of ['[a/b](https://ghcr.io/a/b)', 'Tag `1.2`', '`IfNotPresent`']) assert.ok(pinned.includes(part), pinned);
  assert.ok(!shown(container('image: a:1$0\n    imagePullPolicy: Never')).includes('imagePullPolicy를'));
  const digest = shown(container(`image: a@sha256:${'0'.repeat(63)}$01`));
  assert.match(digest, /sha256:0{12}…/);
});

test('a name shows what matters of the object it names, and never what a secret holds', () => {
  const files = {
    'file:///w/pvc.yaml':
      'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec:\n  storageClassName: fast\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: 10Gi}}\n',
    'file:///w/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {token: hunter2}\n',
    'file:///w/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {LEVEL: debug}\n',
    'file:///w/web.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: a, image: "x:1"}]}\n',
  };
  const claim = shown(`${POD}  volumes:\n  - name: v\n    persistentVolumeClaim: {claimName: da$0ta}\n`, files);
  for (const part of ['PersistentVolumeClaim "data": pvc.yaml', 'storageClassName: fast', 'storage: 10Gi'])
    assert.ok(claim.includes(part), claim);
  const secret = shown(container('envFrom: [{secretRef: {name: ke$0ys}}]'), files);
  assert.ok(secret.includes('token:') && !secret.includes('hunter2'), secret);
  const env = (ref: string): string => container(`env: [{name: A, valueFrom: {${ref}}}]`);
  assert.match(shown(env('configMapKeyRef: {name: settings, key: LEV$0EL}'), files), /debug/);
  assert.ok(!shown(env('secretKeyRef: {name: keys, key: tok$0en}'), files).includes('hunter2'));
  const service = (app: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector:\n    app: ${app}\n`;
  assert.match(shown(service('w$0eb'), files), /`Pod\/web`/);
  const policy = (selector: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec:\n  ingress:\n  - from:\n    - ${selector}: {matchLabels: {app: w$0eb}}\n`;
  assert.match(shown(policy('podSelector'), files), /`Pod\/web`/);
  assert.ok(!shown(policy('namespaceSelector'), files).includes('`Pod/web`'));
  assert.match(shown(service('no$0ne'), files), /고르는 파드가 없습니다/);
  assert.match(
    shown(`${container('volumeMounts: [{name: ca$0che}]')}  volumes:\n  - name: cache\n    emptyDir: {sizeLimit: 1Gi}\n`),
    /sizeLimit: 1Gi/,
  );
});

test('quantities, schedules in words with their next runs where the clock of the job stands, secrets decoded', () => {
  const amount = (text: string): string => shown(container(`resources: {requests: {${text}}}`));
  assert.match(amount('cpu: 25$00m'), /CPU 0\.25코어/);
  assert.match(amount('memory: 128M$0i'), /134,217,728바이트/);
  const job = (rest: string): string =>
    `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "30 9 * $0* *"\n${rest}`;
  assert.match(shown(job('')), /09:30[\s\S]*2026-01-01 09:30 UTC`, `2026-01-02 09:30 UTC`, `2026-01-03/);
  assert.match(shown(job('  timeZone: Asia/Seoul\n'), {}, 'en'), /2026-01-01 09:30 Asia\/Seoul/);
  const secret = (value: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: ${value}\n`;
  assert.match(shown(secret('aGVs$0bG8=')), /```text\nhello\n```/);
  assert.match(shown(secret('//79$0/A==')), /4바이트/);
});

test('the member of a closed set that is written stands out', () => {
  assert.match(shown(container('image: x:1\n    imagePullPolicy: IfNot$0Present')), /`Always`, `Never`, \*\*`IfNotPresent`\*\*/);
});

test('a kind says whether it stands in a namespace', () => {
  assert.match(shown('apiVersion: v1\nkind: Po$0d\n'), /네임스페이스 범위/);
  assert.match(shown('apiVersion: v1\nkind: No$0de\n', {}, 'en'), /[Cc]luster/);
});
