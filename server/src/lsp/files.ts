import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import picomatch from 'picomatch';

/** Files beyond these are not read into the index: what they hold is still judged when opened. */
const LARGEST_FILE_BYTES = 2_000_000;
const MOST_FILES = 5000;
/** Files read before other work gets its turn. */
const SLICE = 20;

export const CONFIG_NAME = '.kijabi.yaml';

/** The text of a file; undefined when it cannot be read, is no text, or is too large. */
export async function readText(uri: string): Promise<string | undefined> {
  if (!uri.startsWith('file:')) return undefined;
  const file = fileURLToPath(uri);
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size > LARGEST_FILE_BYTES) return undefined;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.includes('\0') === true ? undefined : text;
}

/** Every manifest below the folders, a slice at a time, so that nothing else waits long. */
export async function* manifestsBelow(
  folders: readonly string[],
  exclude: readonly string[],
): AsyncGenerator<{ readonly uri: string; readonly text: string }> {
  const isExcluded = picomatch([...exclude], { dot: true });
  let count = 0;
  for (const folder of folders) {
    if (!folder.startsWith('file:')) continue;
    for await (const file of walk(fileURLToPath(folder), '', isExcluded)) {
      if (++count > MOST_FILES) return;
      const uri = pathToFileURL(file).href;
      const text = await readText(uri);
      if (text !== undefined) yield { uri, text };
      if (count % SLICE === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
}

async function* walk(root: string, below: string, isExcluded: (file: string) => boolean): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const relative = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isExcluded(relative) || isExcluded(`${relative}/`) || entry.name === 'node_modules' || entry.name === '.git') continue;
    if (entry.isDirectory()) yield* walk(root, relative, isExcluded);
    else if (/\.(?:ya?ml|json)$/.test(entry.name)) yield path.join(root, relative);
  }
}

/** Files that match globs, each relative to the folder or absolute. */
export async function* filesMatching(folder: string, globs: readonly string[]): AsyncGenerator<string> {
  if (!folder.startsWith('file:')) return;
  for (const each of globs) {
    const { base, glob, isGlob } = picomatch.scan(each);
    const root = path.resolve(fileURLToPath(folder), base);
    if (!isGlob) {
      yield pathToFileURL(root).href;
      continue;
    }
    const isWanted = picomatch(glob, { dot: true });
    for await (const file of walk(root, '', () => false)) {
      if (isWanted(path.relative(root, file).split(path.sep).join('/'))) yield pathToFileURL(file).href;
    }
  }
}

/** Folders from that of the file up to the root of the file system: where a `.kijabi.yaml` may be. */
export function configUrisFor(uri: string): readonly string[] {
  if (!uri.startsWith('file:')) return [];
  const uris: string[] = [];
  for (let folder = path.dirname(fileURLToPath(uri)); ; folder = path.dirname(folder)) {
    uris.push(pathToFileURL(path.join(folder, CONFIG_NAME)).href);
    if (folder === path.dirname(folder)) return uris;
  }
}
