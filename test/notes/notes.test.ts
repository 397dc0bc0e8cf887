/** The notes as a whole: complete, the same in both languages, true to the catalog, with examples the API server takes. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { notesOn } from '../../server/src/core/features/note-text.ts';
import { KUBERNETES_VERSIONS } from '../../server/src/core/kube/catalog.ts';
import { typeAt } from '../../server/src/core/kube/field-type.ts';
import { resourcesOf } from '../../server/src/core/kube/resource.ts';
import { TOOL_CATALOG } from '../../server/src/core/kube/tool-file.ts';
import { createNoteBook, type Note } from '../../server/src/core/notes/note.ts';
import type { Node } from '../../server/src/core/yaml/document.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readNotes } from '../../server/src/tools/gen-notes.ts';
import { ROOT } from '../support/lsp-client.ts';
import { catalog, service } from '../support/workspace.ts';

const notes = { ko: readNotes('ko'), en: readNotes('en') };
const both: readonly Note[] = [...notes.ko, ...notes.en];
const book = createNoteBook(notes.ko);

test('Korean and English hang on the same places', () => {
  const frame = ({ id, match, see, refs }: Note) => ({ id, match, see, refs });
  assert.deepEqual(notes.ko.map(frame), notes.en.map(frame));
});

test('every match is a place of the catalog', () => {
  const unknown = both.flatMap(({ id, match }) =>
    match
      .filter(({ type, field, kind, values }) => {
        // kubeconfig files are no object of the API.
        if (kind !== undefined) return kind !== 'Config' && catalog.kindsNamed(kind).length === 0;
        const owner = catalog.type(type ?? '') ?? TOOL_CATALOG.type(type ?? '');
        const known = field === undefined ? undefined : owner?.fields.get(field);
        if (owner === undefined || (field !== undefined && known === undefined)) return true;
        return known?.values !== undefined && known.otherValues !== true && values?.some((value) => !known.values?.includes(value));
      })
      .map((match) => `${id}: ${JSON.stringify(match)}`),
  );
  assert.deepEqual(unknown, []);
});

test('links between notes lead somewhere', () => {
  assert.deepEqual(
    both.flatMap(({ id, see }) => see.filter((each) => book.find(each) === undefined).map((each) => `${id} -> ${each}`)),
    [],
  );
});

test('what the panel links to is there', () => {
  const folder = path.join(ROOT, 'server/src/core/features/preview');
  const sources = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const linked = sources.flatMap((source) => [...source.matchAll(/\bnote: '([^']+)'/g)].map(([, id = '']) => id));
  assert.ok(linked.length >= 15, `${linked.length}`);
  assert.deepEqual(
    linked.filter((id) => book.find(id) === undefined),
    [],
  );
});

test('a summary is one short line, and a body has sections', () => {
  const odd = both.filter(({ summary, body }) => summary.length > 220 || !body.includes('## ') || !body.includes('```yaml'));
  assert.deepEqual(
    odd.map(({ id, summary }) => `${id}: ${summary}`),
    [],
  );
});

test('a note names every field that it hangs on', () => {
  const silent = both.flatMap(({ id, title, summary, body, match }) =>
    match.flatMap(({ field, related }) =>
      field === undefined || related === true || new RegExp(`\\b${field}\\b`).test(`${title} ${summary} ${body}`)
        ? []
        : [`${id}: ${field}`],
    ),
  );
  assert.deepEqual(silent, []);
});

test('what one language corrects the other corrects', () => {
  const count = (text: string, mark: RegExp): number => [...text.matchAll(mark)].length;
  const uneven = notes.ko.filter((note, index) => count(note.body, /^정정: /gm) !== count(notes.en[index]?.body ?? '', /^Correction: /gm));
  assert.deepEqual(
    uneven.map(({ id }) => id),
    [],
  );
});

test('a correction is a line of its own that begins with it', () => {
  const within = both.filter(({ body }) => body.split('\n').some((line) => /^.+(?:정정|Correction): /.test(line)));
  assert.deepEqual(
    within.map(({ id }) => id),
    [],
  );
});

test('examples have no error in any version', () => {
  const wrong = both.flatMap(({ id, body }) =>
    [...body.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].flatMap(([, text = '']) =>
      createFile(text).documents.flatMap(({ document }) =>
        KUBERNETES_VERSIONS.flatMap((version) =>
          service
            .diagnose(document, version)
            .filter(({ severity }) => severity === 'error')
            .map(({ rule, message }) => `${id} ${version}: ${rule} ${JSON.stringify(message)}`),
        ),
      ),
    ),
  );
  assert.deepEqual(wrong, []);
});

test('every field of the samples and of the study notes has a note of its own', () => {
  const samples = path.join(ROOT, 'samples');
  const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const { blocks } = JSON.parse(readFileSync(path.join(ROOT, 'test/golden/notes.json'), 'utf8')) as { blocks: { yaml: string }[] };
  const places: Readonly<Record<string, readonly string[]>> = {
    samples: files.map((name) => readFileSync(path.join(samples, name), 'utf8')),
    'study notes': blocks.map(({ yaml }) => yaml),
  };
  for (const [place, texts] of Object.entries(places)) {
    const { own, others } = coverage(texts);
    const total = own + others.length;
    console.log(`${own} of ${total} fields of the ${place} have a note of their own (${((100 * own) / total).toFixed(1)} %)`);
    assert.ok(total > 0);
    assert.deepEqual([...new Set(others)].sort(), []);
  }
});

/** Counts the keys of objects, those that are names of the user's own (labels, data) left out. */
function coverage(texts: readonly string[]): { readonly own: number; readonly others: readonly string[] } {
  let own = 0;
  const others: string[] = [];
  for (const text of texts) {
    for (const { document } of createFile(text).documents) {
      for (const { known, value, path: at } of resourcesOf(document, catalog)) {
        if (known === undefined || at.length > 0) continue;
        for (const keys of keysBelow(document.root)) {
          const { owner, field } = typeAt(catalog, known, keys) ?? {};
          if (owner === undefined || field === undefined) continue;
          const [first] = notesOn(book, catalog, known, keys, value);
          if (first !== undefined && names(first, owner.name, field.name, known.kind)) own++;
          else others.push(`${owner.name}.${field.name}`);
        }
      }
    }
  }
  return { own, others };
}

/** Whether a note is on this very field, or on a value of it; the line `kind: Pod` has the notes on the kind. */
function names({ match }: Note, type: string, field: string, kind: string): boolean {
  return match.some((each) => (each.type === type && each.field === field) || (field === 'kind' && each.kind === kind));
}

function keysBelow(node: Node | undefined, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (node?.is === 'map') return node.entries.flatMap(({ key, value }) => [[...at, key], ...keysBelow(value, [...at, key])]);
  if (node?.is === 'list') return node.items.flatMap((item, index) => keysBelow(item.value, [...at, index]));
  return [];
}
