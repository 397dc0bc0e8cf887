import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { readCursor } from '../support/marks.ts';
import { catalog, snapshotOf } from '../support/workspace.ts';

const URI = 'file:///w/a.yaml';

/** The edits besides the word itself that choosing Deployment makes. */
function further(fixture: string): readonly (readonly [number, string])[] {
  const { text, offset } = readCursor(fixture);
  const request = { snapshot: snapshotOf({ [URI]: text }), uri: URI, catalog, document: parseDocument(text), offset };
  const chosen = complete(request).items.find(({ label }) => label === 'Deployment');
  assert.ok(chosen !== undefined);
  return (chosen.alsoEdits ?? []).map(({ range, text: added }) => [range.start, added]);
}

test('a kind brings its apiVersion where none is written', () => {
  assert.deepEqual(further('kind: $0'), [[0, 'apiVersion: apps/v1\n']]);
  assert.deepEqual(further('metadata:\n  name: a\nkind: Dep$0\n'), [[20, 'apiVersion: apps/v1\n']]);
  assert.deepEqual(further('apiVersion: apps/v1\nkind: $0'), []);
});
