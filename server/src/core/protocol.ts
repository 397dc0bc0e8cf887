/**
 * Messages beyond LSP, shared by server, client and webview. Plain data; names are fixed in CHANGELOG.md's terms:
 * a change is a deprecation first.
 */

/** Parameters of `kijabi/simulate` and `kijabi/schedule`. */
export interface SimulationParams {
  readonly textDocument: { readonly uri: string };
  /** A preset's name, a file's URI, or the text of a cluster file (as kubectl gives it) with `inline`. */
  readonly cluster?: string;
  readonly clusterText?: string;
  /** The name of a ready-made scenario or the text of a scenario file. */
  readonly scenario?: string;
  readonly scenarioText?: string;
  /** The manifest that runs at the start (a committed version, another file); absent = an empty cluster. */
  readonly fromText?: string;
  readonly seed?: number;
  readonly untilMs?: number;
}

/** `kijabi/notes`: every note, for the search box. */
export interface NoteSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

export interface NotesParams {
  readonly language: 'ko' | 'en';
}

/** `kijabi/note`: one note as Markdown; without an id, the note of the field at `position`. */
export interface NoteParams extends NotesParams {
  readonly id?: string;
  readonly textDocument?: { readonly uri: string };
  readonly position?: { readonly line: number; readonly character: number };
}

export interface NoteText extends NoteSummary {
  readonly markdown: string;
}

export const REQUESTS = {
  simulate: 'kijabi/simulate',
  schedule: 'kijabi/schedule',
  notes: 'kijabi/notes',
  note: 'kijabi/note',
} as const;

/** Clusters that come with Kijabi. */
export const CLUSTER_PRESETS = ['one', 'three', 'zones', 'gpu-spot', 'large'] as const;
export type ClusterPreset = (typeof CLUSTER_PRESETS)[number];
