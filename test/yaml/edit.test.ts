import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json, Path } from '../../server/src/core/base/json.ts';
import { applyEdits, type TextEdit } from '../../server/src/core/base/range.ts';
import type { Document } from '../../server/src/core/yaml/document.ts';
import { appendItem, deleteEntry, deleteItem, insertEntry, moveEntry, renameKey, replaceValue } from '../../server/src/core/yaml/edit.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { renderBlock } from '../../server/src/core/yaml/render.ts';

type Mutable = { [key: string]: Json };

/** A document as people write it: block or flow, any indentation, comments, CRLF. */
interface Written {
  readonly text: string;
  readonly value: Json;
}

const word = fc.constantFrom('a', 'b', 'name', 'x-y', 'yes', '1', 'k.io/z', '한글', 'a b');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('v', 'yes', '1', '', 'a: b', '# x', "it's", '한글', 'a\nb', '- x', '~', '*a', '{x}'),
  fc.integer(),
  fc.boolean(),
);
const data: fc.Arbitrary<Json> = fc.letrec<{ node: Json; map: Json }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('map'), fc.array(tie('node'), { maxLength: 3 })),
  map: fc.dictionary(word, tie('node'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
})).map;

const written: fc.Arbitrary<Written> = fc
  .record({
    value: data,
    step: fc.constantFrom(2, 4),
    listStep: fc.constantFrom(0, 2),
    crlf: fc.boolean(),
    comments: fc.boolean(),
    noBreak: fc.boolean(),
  })
  .map(({ value, step, listStep, crlf, comments, noBreak }) => {
    const { lines } = renderBlock(value, { step, listStep, lineBreak: '\n', json: false });
    const commented = comments ? lines.map((line, index) => (index % 3 === 1 && !/["']/.test(line) ? `${line} # ${index}` : line)) : lines;
    const text = commented.join(crlf ? '\r\n' : '\n') + (noBreak ? '' : crlf ? '\r\n' : '\n');
    return { text, value };
  });

function pathsTo(value: Json, of: 'map' | 'list' | 'entry', path: Path = []): readonly Path[] {
  if (Array.isArray(value))
    return [...(of === 'list' ? [path] : []), ...value.flatMap((each, index) => pathsTo(each, of, [...path, index]))];
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) => [
    ...(of === 'entry' ? [[...path, key]] : []),
    ...pathsTo(each as Json, of, [...path, key]),
  ]);
  return of === 'map' ? [path, ...inner] : inner;
}

function at(root: Json, path: Path): Json {
  return path.reduce<Json>((value, key) => (value as Mutable)[key as string] as Json, root);
}

function changed(root: Json, change: (copy: Json) => void): Json {
  const copy = structuredClone(root) as Json;
  change(copy);
  return copy;
}

function apply(document: Document, edits: readonly TextEdit[]): Document {
  return parseDocument(applyEdits(document.text, edits));
}

function comments(text: string): number {
  return [...text.matchAll(/ # \d+/g)].length;
}

/** Holds an edit against what it should do to the data. */
function holds(
  pick: (value: Json) => readonly Path[],
  edit: (document: Document, path: Path) => readonly TextEdit[],
  want: (copy: Json, path: Path) => void,
  keepsComments = true,
): void {
  fc.assert(
    fc.property(written, fc.nat(), ({ text, value }, choice) => {
      const document = parseDocument(text);
      assert.deepEqual(document.problems, []);
      assert.deepEqual(document.value, value);
      const paths = pick(value);
      const path = paths[choice % Math.max(1, paths.length)];
      if (path === undefined) return;
      const edits = edit(document, path);
      if (edits.length === 0) return;
      const after = apply(document, edits);
      assert.deepEqual(after.problems, [], after.text);
      assert.deepEqual(
        after.value,
        changed(value, (copy) => want(copy, path)),
        `${JSON.stringify(text)} -> ${JSON.stringify(after.text)}`,
      );
      if (keepsComments) assert.equal(comments(after.text), comments(text), after.text);
      if (text.includes('\r\n')) assert.equal(/[^\r]\n/.test(after.text.replaceAll(/\\n/g, '')), false, JSON.stringify(after.text));
    }),
    { numRuns: 600 },
  );
}

const parentOf = (copy: Json, path: Path): Mutable => at(copy, path.slice(0, -1)) as Mutable;
const last = (path: Path): string => String(path.at(-1));

test('data is written so that it is read back', () => {
  fc.assert(fc.property(written, ({ text, value }) => assert.deepEqual(parseDocument(text).value, value)));
});

test('renaming a key changes that key alone', () => {
  holds(
    (value) => pathsTo(value, 'entry'),
    (document, path) => renameKey(document, path, 'fresh key'),
    (copy, path) => {
      const parent = parentOf(copy, path);
      parent['fresh key'] = parent[last(path)] as Json;
      delete parent[last(path)];
    },
  );
});

test('replacing a value changes that value alone', () => {
  holds(
    (value) => pathsTo(value, 'entry').filter((path) => typeof at(value, path) !== 'object'),
    (document, path) => replaceValue(document, path, 'no: way'),
    (copy, path) => {
      parentOf(copy, path)[last(path)] = 'no: way';
    },
  );
});

test('inserting an entry adds it alone', () => {
  for (const value of ['x', ['p', { q: 1 }], { m: { n: [] } }] as const) {
    holds(
      (root) => pathsTo(root, 'map'),
      (document, path) => insertEntry(document, path, 'fresh', value),
      (copy, path) => {
        (at(copy, path) as Mutable).fresh = value;
      },
    );
  }
});

test('a map on the way to an inserted entry comes into being', () => {
  const after = (text: string): string => applyEdits(text, insertEntry(parseDocument(text), ['spec', 'resources', 'limits'], 'cpu', '1'));
  assert.equal(
    after('kind: Pod\nspec:\n    a: 1\n'),
    'kind: Pod\nspec:\n    a: 1\n    resources:\n        limits:\n            cpu: "1"\n',
  );
  assert.equal(after('kind: Pod\nspec:\n'), 'kind: Pod\nspec:\n  resources:\n    limits:\n      cpu: "1"\n');
  assert.equal(after('kind: Pod\nspec: {}\n'), 'kind: Pod\nspec:\n  resources:\n    limits:\n      cpu: "1"\n');
  assert.equal(after('{"kind": "Pod", "spec": {"a": 1}}'), '{"kind": "Pod", "spec": {"a": 1, "resources": {"limits": {"cpu": "1"}}}}');
  assert.equal(after('kind: Pod # x'), 'kind: Pod # x\nspec:\n  resources:\n    limits:\n      cpu: "1"');
});

test('appending an item adds it at the end', () => {
  for (const value of ['x', { p: 1, q: [2] }] as const) {
    holds(
      (root) => pathsTo(root, 'list'),
      (document, path) => appendItem(document, path, value),
      (copy, path) => {
        (at(copy, path) as Json[]).push(value);
      },
    );
  }
});

test('deleting an entry takes it alone', () => {
  holds(
    (value) => pathsTo(value, 'entry'),
    deleteEntry,
    (copy, path) => {
      delete parentOf(copy, path)[last(path)];
    },
    false,
  );
});

test('deleting an item takes it alone', () => {
  const places = (value: Json): readonly Path[] =>
    pathsTo(value, 'list').flatMap((path) => {
      const list = at(value, path) as Json[];
      return typeof path.at(-1) === 'string' && list.length > 1 ? list.map((_, index) => [...path, index]) : [];
    });
  holds(
    places,
    deleteItem,
    (copy, path) => {
      (at(copy, path.slice(0, -1)) as Json[]).splice(Number(path.at(-1)), 1);
    },
    false,
  );
  const only = parseDocument('a: # why\n- b\nc: 1\n');
  assert.equal(apply(only, deleteItem(only, ['a', 0])).text, 'c: 1\n');
});

test('moving an entry keeps it whole', () => {
  fc.assert(
    fc.property(written, fc.nat(), fc.nat(), ({ text, value }, from, to) => {
      const document = parseDocument(text);
      const sources = pathsTo(value, 'entry');
      const targets = pathsTo(value, 'map');
      const source = sources[from % sources.length];
      const target = targets[to % targets.length];
      if (source === undefined || target === undefined || Object.hasOwn(at(value, target) as Mutable, last(source))) return;
      const edits = moveEntry(document, source, target);
      if (edits.length === 0) return;
      const after = apply(document, edits);
      const want = changed(value, (copy) => {
        const moved = at(copy, source);
        const into = at(copy, target) as Mutable;
        delete parentOf(copy, source)[last(source)];
        into[last(source)] = moved;
      });
      assert.deepEqual(after.problems, [], `${JSON.stringify(text)} ${source}->${target} ${JSON.stringify(after.text)}`);
      assert.deepEqual(after.value, want, `${JSON.stringify(text)} ${source}->${target} ${JSON.stringify(after.text)}`);
    }),
    { numRuns: 800 },
  );
});
