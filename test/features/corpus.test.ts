/** Every field of every definition completes and hovers once per version; so do deep places, and every member of a closed set. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPrng } from '../../server/src/core/base/prng.ts';
import { complete } from '../../server/src/core/features/complete.ts';
import { hover } from '../../server/src/core/features/hover.ts';
import { type Catalog, KUBERNETES_VERSIONS } from '../../server/src/core/kube/catalog.ts';
import { EMPTY_SNAPSHOT } from '../../server/src/core/kube/snapshot.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { service } from '../support/workspace.ts';
import { innermost, manifestWith, placesOf, randomPlace, type TypePlace, type Writing } from './places.ts';

const URI = 'file:///w/a.yaml';
const USUAL: Writing = { step: 2, listStep: 2 };
const MARK = 'kijabiMark';

function labelsAt(text: string, offset: number, catalog: Catalog): readonly string[] {
  return complete({ snapshot: EMPTY_SNAPSHOT, uri: URI, catalog, document: parseDocument(text), offset }).items.map(({ label }) => label);
}

/** What is offered where a key may be written. */
function keysAt(place: TypePlace, catalog: Catalog, writing: Writing): readonly string[] {
  const marked = manifestWith(place, { [MARK]: 1 }, writing);
  const offset = marked.indexOf(MARK);
  return labelsAt(marked.replace(`${MARK}: 1`, ''), offset, catalog);
}

/** What is offered where a value may be written. */
function valuesAt(place: Pick<TypePlace, 'kind' | 'path'>, catalog: Catalog): readonly string[] {
  const marked = manifestWith(place, MARK, USUAL);
  return labelsAt(marked.replace(MARK, ''), marked.indexOf(MARK), catalog);
}

function assertKeys(place: TypePlace, catalog: Catalog, writing: Writing): void {
  const offered = keysAt(place, catalog, writing);
  const isTop = place.path.length === 0;
  const wanted = [...(catalog.type(place.type)?.fields.keys() ?? [])].filter(
    (name) => !isTop || (name !== 'apiVersion' && name !== 'kind'),
  );
  assert.deepEqual([...offered].sort(), wanted.sort(), `${catalog.version} ${place.kind.kind} ${place.path.join('.')}`);
}

function assertHovers(place: TypePlace, catalog: Catalog, writing: Writing): number {
  const fields = [...(catalog.type(place.type)?.fields.keys() ?? [])];
  const isTop = place.path.length === 0;
  const named = isTop ? fields.filter((name) => name !== 'apiVersion' && name !== 'kind') : fields;
  const text = manifestWith(place, Object.fromEntries(named.map((name) => [name, null])), writing);
  const document = parseDocument(text);
  const steps = place.path.filter((step) => typeof step === 'string');
  for (const name of named) {
    const found = [...text.matchAll(new RegExp(`^[ -]*"?${name.replaceAll('$', '\\$')}"?:`, 'gm'))].at(-1);
    assert.ok(found !== undefined, `${name} in ${text}`);
    const offset = found.index + found[0].length - 2;
    const shown = hover({ snapshot: EMPTY_SNAPSHOT, uri: URI, catalog, document, offset, language: 'en', note: () => undefined, nowMs: 0 });
    const where = `${catalog.version} ${place.kind.kind} ${[...steps, name].join('.')}`;
    assert.ok(shown !== undefined, where);
    const path = /`([^`]+)`/
      .exec(shown.markdown)?.[1]
      ?.replaceAll(/\[\]|\[(\w+)\]/g, (_, key: string | undefined) => (key === undefined ? '' : `.${key}`));
    if (!name.includes('-') && !name.startsWith('$')) assert.equal(path, [place.kind.kind, ...steps, name].join('.'), where);
  }
  return named.length;
}

for (const version of KUBERNETES_VERSIONS) {
  test(`every field of ${version} completes and hovers, each once`, () => {
    const catalog = service.catalog(version);
    const places = placesOf(catalog);
    let fields = 0;
    for (const place of places) {
      assertKeys(place, catalog, USUAL);
      fields += assertHovers(place, catalog, USUAL);
    }
    assert.ok(places.length > 500 && fields > 2000, `${places.length} types, ${fields} fields`);
  });
}

test('some hundred deep places complete and hover in every way of writing', () => {
  const catalog = service.catalog('1.36');
  const prng = createPrng(36);
  const writings: readonly Writing[] = [2, 4].flatMap((step) => [0, 2].map((listStep) => ({ step, listStep }) as Writing));
  for (let deep = 0; deep < 300; ) {
    const place = randomPlace(catalog, prng, 8 + prng.below(8));
    if (place.path.length < 8) continue;
    const writing = writings[deep % writings.length] as Writing;
    assertKeys(place, catalog, writing);
    assertHovers(place, catalog, writing);
    deep++;
  }
});

test('every member of a closed set completes', () => {
  const catalog = service.catalog('1.36');
  let members = 0;
  for (const { kind, type, path } of placesOf(catalog)) {
    for (const field of catalog.type(type)?.fields.values() ?? []) {
      const isHeader = path.length === 0 && (field.name === 'kind' || field.name === 'apiVersion');
      if (field.values === undefined || isHeader) continue;
      const offered = valuesAt({ kind, path: innermost(field.type, [...path, field.name]).path }, catalog);
      assert.deepEqual([...offered].sort(), [...field.values].sort(), `${kind.kind} ${path.join('.')}.${field.name}`);
      members += offered.length;
    }
  }
  assert.ok(members > 500, String(members));
});
