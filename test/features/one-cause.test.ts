/** One finding for one cause: what follows from a slip is told with it, and what only a template says is no error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from '../support/workspace.ts';

const errorsOf = (text: string): readonly string[] =>
  diagnoseDocument(parseDocument(text), catalog)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path }) => `${rule} ${path}`);

const deployment = (spec: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n${spec}`;
const TEMPLATE = '  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: "web:1"}]}\n';

test('a default made of what is misspelt', () => {
  assert.deepEqual(errorsOf('apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{prt: 80}]}\n'), [
    'unknown-field spec.ports[0].prt',
  ]);
});

test('a selector with nothing in it but what is misspelt', () => {
  assert.deepEqual(errorsOf(deployment(`  selector: {matchLabel: {app: web}}\n${TEMPLATE}`)), ['unknown-field spec.selector.matchLabel']);
});

test('labels that are missing below a misspelt key', () => {
  assert.deepEqual(errorsOf(deployment(`  selector: {matchLabels: {app: web}}\n${TEMPLATE.replace('metadata', 'metdata')}`)), [
    'unknown-field spec.template.metdata',
  ]);
});

test('what is missing where a block is to be moved', () => {
  const claim = (spec: string): string => `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: web}\nspec:\n${spec}`;
  assert.deepEqual(errorsOf(claim('  accessModes: [ReadWriteOnce]\n  requests:\n    storage: 1Gi\n')), ['unknown-field spec.requests']);
});

test('names that something else fills in', () => {
  const pod = (name: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: "a:1"}]}\n`;
  assert.deepEqual(errorsOf(pod('"pod-{{.Index}}"')), []);
  assert.deepEqual(errorsOf(pod('"pod-.Index"')), ['invalid-value metadata.name']);
});
