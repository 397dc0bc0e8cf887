import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Writes a file below the repository, unless it is there already to the letter: watchers see only what changed. */
export function writeIfChanged(file: string, text: string): void {
  const place = path.join(ROOT, file);
  if (existsSync(place) && readFileSync(place, 'utf8') === text) return;
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}
