import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { message } from '../core/text/text.ts';
import { UsageError } from './io.ts';

/** A manifest to check. */
export interface InputFile {
  /** As it is shown: relative to the folder the command was started in. */
  readonly name: string;
  /** Absolute; '-' for standard input. */
  readonly place: string;
  readonly text: string;
}

/** Files as given, and every manifest below the folders that is not excluded, in the order of their names. */
export function inputFiles(paths: readonly string[], cwd: string, excludeOf: (folder: string) => readonly string[]): readonly InputFile[] {
  const places = paths.flatMap((each) => {
    const place = path.resolve(cwd, each);
    return isFolder(place, each) ? manifestsBelow(place, excludeOf) : [place];
  });
  return [...new Set(places)].map((place) => ({ name: path.relative(cwd, place) || place, place, text: readText(place) }));
}

export function readText(place: string): string {
  try {
    return readFileSync(place, 'utf8');
  } catch (failure) {
    throw new UsageError(message('cli.usage.unreadable', { name: place, code: (failure as NodeJS.ErrnoException).code ?? '?' }));
  }
}

function isFolder(place: string, name: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(message('cli.usage.noFile', { name }));
  return found.isDirectory();
}

function manifestsBelow(root: string, excludeOf: (folder: string) => readonly string[]): readonly string[] {
  const isExcluded = picomatch([...excludeOf(root)], { dot: true });
  const walk = (below: string): readonly string[] =>
    readdirSync(path.join(root, below), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const relative = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.name === 'node_modules' || entry.name === '.git' || entry.name === '.kijabi.yaml') return [];
        if (isExcluded(relative) || isExcluded(`${relative}/`)) return [];
        if (entry.isDirectory()) return walk(relative);
        return isManifest(entry.name) ? [path.join(root, relative)] : [];
      });
  return walk('');
}

export function isManifest(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}
