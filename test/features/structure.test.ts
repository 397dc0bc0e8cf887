/** Outlines, folds and growing selections. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { depthFor, foldsOf, selectionsAt } from '../../server/src/core/features/structure.ts';
import { type DocumentSymbol, symbolsOf } from '../../server/src/core/features/symbols.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';

const TEXT = `# one
# two
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: a
      args:
        - |
          line
          line
`;
const document = parseDocument(TEXT);

function outline(symbols: readonly DocumentSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ name, detail, children }) => [`${indent}${name} ${detail}`.trimEnd(), ...outline(children, `${indent}  `)]);
}

test('the outline is the object, its fields and its items by their names', () => {
  assert.deepEqual(outline(symbolsOf(document)), [
    'Pod/web v1',
    '  metadata',
    '    name web',
    '  spec',
    '    containers',
    '      a',
    '        name a',
    '        args',
  ]);
});

test('a name stands within what it names', () => {
  const check = ({ range, nameRange, children }: DocumentSymbol): void => {
    assert.ok(range.start <= nameRange.start && nameRange.end <= range.end);
    children.forEach(check);
  };
  symbolsOf(document).forEach(check);
});

test('everything of more than one line folds, comments too', () => {
  const first = foldsOf(document).map(({ range, is }) => `${is} ${TEXT.slice(range.start).split('\n', 1)[0]}`);
  assert.deepEqual(first, [
    'region apiVersion: v1',
    'region spec:',
    'region containers:',
    'region - name: a',
    'region args:',
    'region - |',
    'comment # one',
  ]);
});

test('of a file with very many documents only the objects are parts', () => {
  const depth = depthFor(1000);
  assert.deepEqual(outline(symbolsOf(document, depth)), ['Pod/web v1']);
  assert.equal(foldsOf(document, depth).length, 2);
});

test('a selection grows from the word to the document', () => {
  const grown = selectionsAt(document, TEXT.indexOf('name: a') + 1).map(({ start, end }) => TEXT.slice(start, end).split('\n', 1)[0]);
  assert.deepEqual(grown, ['name', 'name: a', 'name: a', '- name: a', 'containers:', 'spec:', 'apiVersion: v1', '# one']);
});
