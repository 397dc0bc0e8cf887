/** Comments that silence a rule, for a line and for a file, as the editor offers them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { DEFAULT_SETTINGS } from '../../server/src/core/features/service.ts';
import { settled } from '../../server/src/core/features/settle.ts';
import { silencing, silencingFile } from '../../server/src/core/features/suppress.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalog } from '../support/workspace.ts';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n    - port: 80\n      target: 8080\n    - port: 81\n      target: 8081\n      name: b\n';

/** The rules told of a file, in order. */
function told(text: string): readonly string[] {
  const found = settled(createFile(text), DEFAULT_SETTINGS, true, ({ document }) => diagnoseDocument(document, catalog));
  return found.map(({ finding }) => finding.rule);
}

for (const text of [SERVICE, SERVICE.replaceAll('\n', '\r\n')]) {
  const document = parseDocument(text);
  const [unknown] = diagnoseDocument(document, catalog).filter(({ rule }) => rule === 'unknown-field');
  assert.ok(unknown !== undefined);
  const all = told(text).filter((rule) => rule === 'unknown-field').length;

  test('a comment for the line silences its finding alone', () => {
    const after = told(applyEdits(text, [silencing(document, unknown)]));
    assert.equal(after.filter((rule) => rule === 'unknown-field').length, all - 1);
    assert.ok(!after.includes('unused-suppression'));
  });

  test('a comment for the file silences its rule in every document', () => {
    const after = told(`${applyEdits(text, [silencingFile(document, unknown)])}---\n${text}`);
    assert.ok(!after.includes('unknown-field') && !after.includes('unused-suppression'));
  });
}

test('comments that silence nothing are told, for lines and for files', () => {
  const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
  assert.deepEqual(told(`# kijabi-disable-file wrong-type\n# kijabi-disable-next-line not-found\n${good}`), [
    'unused-suppression',
    'unused-suppression',
  ]);
});
