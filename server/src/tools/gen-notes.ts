import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isArray, isObject, type Json } from '../core/base/json.ts';
import type { Match, Note } from '../core/notes/note.ts';
import { parseDocument } from '../core/yaml/parse.ts';
import { ROOT, writeIfChanged } from './output.ts';

const NOTES = path.join(ROOT, 'server/src/core/notes');

/** Makes dist/notes/<language>.json from core/notes/: read at the first hover, so that a start does not pay for it. */
export function generateNotes(): void {
  for (const language of ['ko', 'en'] as const) writeIfChanged(`dist/notes/${language}.json`, `${JSON.stringify(readNotes(language))}\n`);
}

/** The notes as people write them, by id. Throws, naming the file, where one has not the form of a note. */
export function readNotes(language: 'ko' | 'en'): readonly Note[] {
  const ending = `.${language}.md`;
  const files = readdirSync(NOTES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => readNote(file.slice(0, -ending.length), readFileSync(path.join(NOTES, file), 'utf8')));
}

/** One file: front matter, a first paragraph that is the summary, sections. */
export function readNote(id: string, text: string): Note {
  const [, front, content] = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined || content === undefined) throw new Error(`gen: ${id} has no front matter`);
  const { value: head, problems } = parseDocument(front);
  if (!isObject(head) || problems.length > 0) throw new Error(`gen: the front matter of ${id} is not YAML`);
  if (head.id !== id) throw new Error(`gen: the front matter of ${id} says id: ${String(head.id)}`);
  const [summary = '', ...rest] = content.trim().split(/\n{2,}/);
  if (summary === '' || summary.startsWith('#')) throw new Error(`gen: ${id} does not begin with a summary`);
  return {
    id,
    title: textOf(id, 'title', head.title),
    source: textOf(id, 'source', head.source),
    match: listOf(head.match).map((each) => readMatch(id, each)),
    see: textsOf(head.see),
    refs: textsOf(head.refs),
    summary: summary.replaceAll('\n', ' '),
    body: rest.join('\n\n'),
  };
}

function readMatch(id: string, value: Json): Match {
  if (!isObject(value) || (typeof value.type !== 'string' && typeof value.kind !== 'string'))
    throw new Error(`gen: a match of ${id} names neither type nor kind`);
  const { type, field, kind } = value;
  const values = textsOf(value.values);
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof field === 'string' ? { field } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(values.length === 0 ? {} : { values }),
    ...(value.related === true ? { related: true } : {}),
  };
}

function textOf(id: string, key: string, value: Json | undefined): string {
  if (typeof value !== 'string' || value === '') throw new Error(`gen: ${id} has no ${key}`);
  return value;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).map(String);
}
