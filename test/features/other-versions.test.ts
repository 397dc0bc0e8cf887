/** A field that another version of Kubernetes has is no slip of the pen: it is told with that version, and not renamed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import type { Catalog, FieldType, KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import { say } from '../../server/src/core/text/text.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { service } from '../support/workspace.ts';

const pod = (field: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: a, image: "x:1"}]\n  ${field}: {}\n`;

function told(version: KubernetesVersion, field: string): { readonly texts: readonly string[]; readonly renames: number } {
  const found = diagnoseDocument(parseDocument(pod(field)), service.catalog(version)).filter(({ class: each }) => each === 'unknown field');
  const renames = found.flatMap(({ fixes }) => fixes).filter(({ title }) => title.key === 'editor.fix.rename');
  return { texts: found.map((finding) => say('en', finding.message)), renames: renames.length };
}

test('from a later version on, until an earlier one, or in none', () => {
  assert.deepEqual(told('1.35', 'schedulingGroup'), {
    texts: ['PodSpec has no field "schedulingGroup" in Kubernetes 1.35. It exists from 1.36 on.'],
    renames: 0,
  });
  assert.deepEqual(told('1.36', 'workloadRef'), {
    texts: ['PodSpec has no field "workloadRef" in Kubernetes 1.36. It existed until 1.35.'],
    renames: 0,
  });
  assert.deepEqual(told('1.33', 'workloadRef').texts, ['PodSpec has no field "workloadRef" in Kubernetes 1.33. It exists from 1.35 on.']);
  assert.deepEqual(told('1.36', 'schedulingGroup').texts, []);
  assert.deepEqual(told('1.36', 'workloadRefs').texts, ['PodSpec has no field "workloadRefs".']);
});

/** Names of all types that objects of a version are made of. */
function typesOf(catalog: Catalog): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (type: FieldType): void => {
    if (type.is === 'list' || type.is === 'map') visit(type.of);
    if (type.is !== 'object' || names.has(type.type)) return;
    names.add(type.type);
    for (const field of catalog.type(type.type)?.fields.values() ?? []) visit(field.type);
  };
  for (const { type } of catalog.kinds) visit({ is: 'object', type });
  return names;
}

test('what the catalogs say of fields elsewhere agrees with those of the other versions', () => {
  const newest = service.catalog('1.36');
  const found = { count: 0 };
  for (const version of ['1.32', '1.33', '1.34', '1.35'] as const) {
    const catalog = service.catalog(version);
    for (const type of typesOf(newest)) {
      const here = catalog.type(type);
      if (here === undefined) continue;
      for (const [name, { since }] of newest.type(type)?.fields ?? []) {
        const isYounger: boolean = !here.fields.has(name);
        assert.equal(catalog.elsewhere(type, name) !== undefined, isYounger, `${version} ${type}.${name}`);
        if (!isYounger) continue;
        assert.deepEqual(catalog.elsewhere(type, name), { since }, `${version} ${type}.${name}`);
        found.count++;
      }
    }
  }
  assert.ok(found.count > 50, String(found.count));
});
