/** A CustomResourceDefinition that comes, changes or goes has only those documents judged again that it concerns. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { createService } from '../../server/src/core/features/service.ts';
import { customResourcesIn } from '../../server/src/core/kube/custom-kinds.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';
import { ROOT } from '../support/lsp-client.ts';

const VERSION = '1.36';

function definitionOf(kind: string, field: string) {
  const text = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${kind.toLowerCase()}s.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: ${kind}, plural: ${kind.toLowerCase()}s}
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {${field}: {type: integer}}}}}}}
`;
  return customResourcesIn(createFile(text));
}

const document = (apiVersion: string, kind: string) =>
  parseDocument(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\nspec: {size: 1}\n`);

test('documents of other kinds keep what was found', () => {
  const service = createService({ catalogOf: openCatalogs(path.join(ROOT, 'dist')), note: () => undefined });
  const gadgets = definitionOf('Gadget', 'size');
  service.define([...definitionOf('Widget', 'size'), ...gadgets]);
  const [pod, widget, gadget, unknown] = [
    document('v1', 'Pod'),
    document('example.com/v1', 'Widget'),
    document('example.com/v1', 'Gadget'),
    document('example.com/v1', 'Thing'),
  ] as const;
  const all = [pod, widget, gadget, unknown];
  const before = all.map((each) => service.diagnose(each, VERSION));
  const kept = (): readonly boolean[] => all.map((each, index) => service.known(each, VERSION) === before[index]);
  assert.deepEqual(kept(), [true, true, true, true]);
  service.define([...definitionOf('Widget', 'width'), ...gadgets]);
  assert.deepEqual(kept(), [true, false, true, false]);
  assert.ok(service.diagnose(widget, VERSION).some(({ rule }) => rule === 'unknown-field'));
  service.define(gadgets);
  assert.deepEqual(kept(), [true, false, true, false]);
  assert.ok(service.diagnose(widget, VERSION).some(({ rule }) => rule === 'unknown-kind'));
});

test('another version of Kubernetes is another matter', () => {
  const service = createService({ catalogOf: openCatalogs(path.join(ROOT, 'dist')), note: () => undefined });
  const pod = document('v1', 'Pod');
  service.diagnose(pod, VERSION);
  assert.equal(service.known(pod, '1.35'), undefined);
});
