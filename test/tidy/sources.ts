import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const SKIPPED = new Set(['node_modules', 'generated', 'dist', 'out', 'recorder']);

/** Our own TypeScript below the given folders, as paths from the root. */
export function sources(folders: readonly string[], endings: readonly string[] = ['.ts', '.tsx']): readonly string[] {
  return folders.flatMap((folder) => (existsSync(path.join(ROOT, folder)) ? below(folder, endings) : [])).sort();
}

function below(folder: string, endings: readonly string[]): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : below(place, endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [place] : [];
  });
}
