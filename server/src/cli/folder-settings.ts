import { existsSync } from 'node:fs';
import path from 'node:path';
import { type FolderConfig, readFolderConfig } from '../lsp/config.ts';
import { CONFIG_NAME } from '../lsp/files.ts';
import { readText } from './walk.ts';

/** A `.kijabi.yaml` and the folder it stands in. */
export interface PlacedConfig {
  readonly folder: string;
  readonly config: FolderConfig;
}

/** The `.kijabi.yaml` files that count in a folder, the nearest last; each is read once. */
export function createFolderSettings(): (folder: string) => readonly PlacedConfig[] {
  const known = new Map<string, readonly PlacedConfig[]>();
  const settingsOf = (folder: string): readonly PlacedConfig[] => {
    const kept = known.get(folder);
    if (kept !== undefined) return kept;
    const parent = path.dirname(folder);
    const above = parent === folder ? [] : settingsOf(parent);
    const file = path.join(folder, CONFIG_NAME);
    const found = existsSync(file) ? [...above, { folder, config: readFolderConfig(readText(file)) }] : above;
    known.set(folder, found);
    return found;
  };
  return settingsOf;
}
