import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Family, FindFamilies } from './family.ts';

/** The rooms of the measure, one module each; a room not yet built counts all its cases as failing. */
const ROOMS = ['api', 'scheduler', 'controllers', 'vectors'] as const;

/** Every family below `dir`, in a fixed order. */
export async function allFamilies(dir: string): Promise<readonly Family[]> {
  const families: Family[] = [];
  for (const room of ROOMS) {
    const module = new URL(`./families/${room}.ts`, import.meta.url);
    if (!existsSync(module)) continue;
    const { findFamilies } = (await import(pathToFileURL(module.pathname).href)) as { findFamilies: FindFamilies };
    families.push(...findFamilies(dir));
  }
  return families;
}
