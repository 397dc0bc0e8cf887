import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../kube/catalog.ts';
import type { Note } from './note.ts';

/** At the end of a line that is true of some versions only: `<!-- 1.34+ -->` from there on, `<!-- -1.33 -->` up to there. */
const MARK = / *<!-- (-?)(\d+\.\d+)(\+?) -->$/;

/** The note as it reads for one version: lines that are marked for others are left out, and the marks themselves. */
export function atVersion(note: Note, version: KubernetesVersion): Note {
  if (!note.body.includes('<!-- ')) return note;
  const lines = note.body.split('\n').filter((line) => isFor(line, version));
  return { ...note, body: lines.map((line) => line.replace(MARK, '')).join('\n') };
}

/** Versions in which a note reads differently from the one before, the first included. */
export function versionsOf(note: Note): readonly KubernetesVersion[] {
  return KUBERNETES_VERSIONS.filter((version, index) => {
    const before = KUBERNETES_VERSIONS[index - 1];
    return before === undefined || atVersion(note, version).body !== atVersion(note, before).body;
  });
}

function isFor(line: string, version: KubernetesVersion): boolean {
  const [, until, marked = '', since] = MARK.exec(line) ?? [];
  const order = minorOf(version) - minorOf(marked);
  if (marked === '') return true;
  if (since === '+') return order >= 0;
  return until === '-' ? order <= 0 : order === 0;
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
