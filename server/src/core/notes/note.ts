/** A page on one topic, in one language: shown whole in a hover, its summary alone in completion. */
export interface Note {
  /** `pod/readiness-probe`: its place below notes/. */
  readonly id: string;
  readonly title: string;
  /** Section of the study notes that it is drawn from; `-` for what goes beyond them. */
  readonly source: string;
  /** Places it explains, its main ones first. */
  readonly match: readonly Match[];
  /** Ids of related notes. */
  readonly see: readonly string[];
  readonly refs: readonly string[];
  /** One line. */
  readonly summary: string;
  /** Markdown, without the title and the summary. */
  readonly body: string;
}

/** A field of a type, every field of a type, or the `kind:` line of a kind; with `values`, only where one of these stands. */
export interface Match {
  readonly type?: string;
  readonly field?: string;
  readonly kind?: string;
  readonly values?: readonly string[];
  /** Offered as a link there; shown itself only where no other note is as close. */
  readonly related?: true;
}

/** What is asked about: a field in terms of the catalog, or a kind. */
export interface Noted {
  readonly type?: string;
  readonly field?: string;
  /** The type that the field holds. */
  readonly fieldType?: string;
  readonly value?: string;
  readonly kind?: string;
}

/** All notes of one language. */
export interface NoteBook {
  readonly notes: readonly Note[];
  find(id: string): Note | undefined;
  /** Notes on a place, the closest first: on its value, on the field, on what the field holds, on the type around it. */
  on(place: Noted): readonly Note[];
}

/** Behind every match of any note's list. */
const RELATED = 1000;

/** Makes the index once; asking is then a few look-ups. */
export function createNoteBook(notes: readonly Note[]): NoteBook {
  const byId = new Map(notes.map((note) => [note.id, note]));
  const byKey = new Map<string, { readonly note: Note; readonly rank: number }[]>();
  for (const note of notes) {
    note.match.forEach((match, index) => {
      const rank = index + (match.related === true ? RELATED : 0);
      for (const key of keysOf(match)) byKey.set(key, [...(byKey.get(key) ?? []), { note, rank }]);
    });
  }
  for (const same of byKey.values()) same.sort((a, b) => a.rank - b.rank);
  return {
    notes,
    find: (id) => byId.get(id),
    on: (place) => [...new Set(askedKeys(place).flatMap((key) => (byKey.get(key) ?? []).map(({ note }) => note)))],
  };
}

function keysOf({ type, field, kind, values }: Match): readonly string[] {
  const place = kind === undefined ? `${type}.${field ?? '*'}` : `kind ${kind}`;
  return values === undefined ? [place] : values.map((value) => `${place}=${value}`);
}

function askedKeys({ type, field, fieldType, value, kind }: Noted): readonly string[] {
  if (kind !== undefined) return [`kind ${kind}`];
  const keys: string[] = [];
  if (field !== undefined && value !== undefined) keys.push(`${type}.${field}=${value}`);
  if (field !== undefined) keys.push(`${type}.${field}`);
  if (fieldType !== undefined) keys.push(`${fieldType}.*`);
  if (type !== undefined) keys.push(`${type}.*`);
  return keys;
}
