/**
 * The list of the study notes' topics, each gone through by hand, against the notes.
 *
 * `KIJABI_TOPICS_TABLE=FILE node test/run.mjs test/notes/topics.test.ts` also writes it as a Markdown table.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { Json, Path } from '../../server/src/core/base/json.ts';
import { notesOn } from '../../server/src/core/features/note-text.ts';
import type { Kind } from '../../server/src/core/kube/catalog.ts';
import { typeAt } from '../../server/src/core/kube/field-type.ts';
import { TOOL_CATALOG, toolKindOf } from '../../server/src/core/kube/tool-file.ts';
import { atVersion } from '../../server/src/core/notes/at-version.ts';
import { createNoteBook, type Note } from '../../server/src/core/notes/note.ts';
import { readNotes } from '../../server/src/tools/gen-notes.ts';
import { catalog } from '../support/workspace.ts';

interface Topic {
  readonly id: string;
  readonly section: string;
  readonly places: readonly string[];
  readonly facts: readonly string[];
  readonly corrected?: readonly string[];
}

const topics = parse(readFileSync(path.join(import.meta.dirname, 'topics.yaml'), 'utf8')) as readonly Topic[];
const books = { ko: createNoteBook(readNotes('ko')), en: createNoteBook(readNotes('en')) };

/** Where pods are written: a field of a pod is one of these too. */
const TEMPLATES = [
  'Deployment.spec.template',
  'ReplicaSet.spec.template',
  'StatefulSet.spec.template',
  'DaemonSet.spec.template',
  'ReplicationController.spec.template',
  'Job.spec.template',
  'CronJob.spec.jobTemplate.spec.template',
];

function noteOf(language: 'ko' | 'en', id: string): Note {
  const found = books[language].find(id);
  assert.ok(found !== undefined, `no note ${id} in ${language}`);
  return atVersion(found, catalog.version);
}

test('every topic has a note, drawn from its section', () => {
  assert.equal(new Set(topics.map(({ id }) => id)).size, 57);
  for (const { id, section } of topics)
    for (const language of ['ko', 'en'] as const) assert.equal(noteOf(language, id).source, section, id);
});

test('a note is found at every place of its topic, in every pod template', () => {
  const missing = topics.flatMap(({ id, places }) =>
    places.flatMap(everywhere).flatMap((place) => (idsAt(place).includes(id) ? [] : [`${id} at ${place}: ${idsAt(place).join(' ')}`])),
  );
  assert.deepEqual(missing, []);
});

test('a note carries every fact of its topic, in both languages', () => {
  const missing = topics.flatMap(({ id, facts }) =>
    facts.flatMap((fact) => {
      const [ko = '', en = ko] = fact.split(' ~ ');
      return [...(carries(noteOf('ko', id), ko) ? [] : [`${id} ko: ${ko}`]), ...(carries(noteOf('en', id), en) ? [] : [`${id} en: ${en}`])];
    }),
  );
  assert.deepEqual(missing, []);
});

test('a note sets right what the topic says is wrong, and claims nothing else to be wrong', () => {
  for (const { id, corrected = [] } of topics) {
    for (const [language, mark] of [
      ['ko', '정정: '],
      ['en', 'Correction: '],
    ] as const) {
      const lines = noteOf(language, id)
        .body.split('\n')
        .filter((line) => line.startsWith(mark));
      assert.equal(lines.length, corrected.length, `${id} ${language}: ${lines.join('\n')}`);
      for (const word of corrected)
        assert.ok(
          lines.some((line) => line.includes(word)),
          `${id} ${language}: ${word}`,
        );
    }
  }
});

test('the table of topics', () => {
  const rows = topics.map(({ id, section, places }) => {
    const lines = noteOf('ko', id).body.split('\n');
    const right = lines.filter((line) => line.startsWith('정정: ')).map((line) => line.slice('정정: '.length));
    return `| \`${id}\` | ${section} | ${places.map((place) => `\`${place}\``).join(' ')} | ${right.join('<br>') || '—'} |`;
  });
  const table = ['| topic | section | fields attached | corrected |', '|---|---|---|---|', ...rows, ''].join('\n');
  const file = process.env.KIJABI_TOPICS_TABLE;
  if (file !== undefined) writeFileSync(file, table);
  assert.equal(rows.length, topics.length);
});

function carries({ title, summary, body }: Note, fact: string): boolean {
  const text = `${title}\n${summary}\n${body}`;
  return text.includes(fact) || (/[[?]/.test(fact) && new RegExp(fact).test(text));
}

function everywhere(place: string): readonly string[] {
  return place.startsWith('Pod.spec.') ? [place, ...TEMPLATES.map((template) => place.replace('Pod', template))] : [place];
}

/** Ids of the notes that a hover at `Kind.path=value` offers: its own and those it links to. */
function idsAt(place: string): readonly string[] {
  const [at = '', value] = place.split('=');
  const [name = '', ...fields] = at.split('.');
  const tool = toolKindOf({ apiVersion: 'v1', kind: name });
  const [used, kind] = tool === undefined ? [catalog, catalog.kindsNamed(name)[0]] : [TOOL_CATALOG, tool];
  assert.ok(kind !== undefined, place);
  const steps = stepsOf(fields, kind, used);
  const object =
    value === undefined ? undefined : steps.reduceRight<Json>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value);
  return notesOn(books.ko, used, kind, steps, object).map(({ id }) => id);
}

/** Lists are walked through to their first item. */
function stepsOf(fields: readonly string[], kind: Kind, used: typeof catalog): Path {
  const steps: (string | number)[] = [];
  for (const field of fields) {
    if (typeAt(used, kind, steps)?.type.is === 'list') steps.push(0);
    steps.push(field);
    assert.ok(typeAt(used, kind, steps) !== undefined, `${kind.kind}.${fields.join('.')}`);
  }
  return steps;
}
