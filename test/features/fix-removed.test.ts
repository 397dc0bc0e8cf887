/** What a fix of a removed version promises: safe where nothing is left to choose, and the version alone where the rest cannot be rewritten. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import type { Fix } from '../../server/src/core/rules/finding.ts';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from '../support/workspace.ts';
import { REMOVED } from './mistakes-removed.ts';

function fixOf(text: string): Fix {
  const found = diagnoseDocument(parseDocument(text), catalog).find(({ rule }) => rule === 'removed-api');
  const [fix] = found?.fixes ?? [];
  assert.ok(fix, text);
  return fix;
}

test('one fix does it all, and is taken without asking only where nothing is to choose', () => {
  const asked =
    /Deployment|DaemonSet|StatefulSet|ReplicaSet|Webhook|EndpointSlice|PodDisruptionBudget|CustomResourceDefinition|kind: Ingress\n/;
  for (const { written, meant } of REMOVED) {
    const fix = fixOf(written);
    assert.equal(applyEdits(written, fix.edits), meant);
    const kind = /^kind: .*\n/m.exec(written)?.[0] ?? '';
    assert.equal(fix.safe, !asked.test(kind), kind);
  }
});

test('the same objects written as JSON', () => {
  const names = ['removed: an autoscaler of v2beta1 by resources', 'removed: a Deployment of extensions/v1beta1'];
  for (const { name, written, meant } of REMOVED) {
    if (!names.includes(name)) continue;
    const text = `${JSON.stringify(parseDocument(written).value, undefined, 2)}\n`;
    const after = parseDocument(applyEdits(text, fixOf(text).edits));
    assert.deepEqual(JSON.parse(after.text), parseDocument(meant).value);
    assert.ok(judge(after, catalog).accepted);
  }
});

test('where versions stand in one line only the apiVersion changes, and the fix is not preferred', () => {
  const text =
    'apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: a.b.c}\nspec:\n  versions: [{name: v1, served: true, storage: true}]\n  validation:\n    openAPIV3Schema: {type: object}\n';
  const fix = fixOf(text);
  assert.equal(applyEdits(text, fix.edits), text.replace('v1beta1', 'v1'));
  assert.deepEqual([fix.safe, fix.preferred], [false, false]);
});
