/** Reads the catalogs that `npm run schemas` made; the only reader of schemas/dist. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesVersion, Retirement } from '../core/kube/catalog.ts';
import type { CatalogFile, TextIndexFile, TextsFile } from '../core/kube/catalog-file.ts';
import { type CatalogOf, type CustomResources, createCatalog } from '../core/kube/create-catalog.ts';

/** Beside dist/ in the shipped extension, and below the repository when run from source. */
const PLACES = ['../schemas/dist', '../../../schemas/dist'];

/** Catalogs by version; files are read once, when first asked for. Throws when the schemas were not built. */
export function openCatalogs(here: string): CatalogOf {
  const dir = PLACES.map((place) => path.resolve(here, place)).find((place) => existsSync(path.join(place, 'stamp.json')));
  if (dir === undefined) throw new Error('the schemas are not built: run npm run schemas');
  const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as T;
  const files = new Map<KubernetesVersion, CatalogFile>();
  let retirements: readonly Retirement[] | undefined;
  let texts: TextsFile | undefined;
  return (version, custom?: CustomResources) => {
    const file = files.get(version) ?? read<CatalogFile>(`${version}.json`);
    files.set(version, file);
    retirements ??= read<readonly Retirement[]>('retirements.json');
    const loadTexts = (): TextsFile & TextIndexFile => {
      texts ??= read<TextsFile>('texts.json');
      return { ...texts, ...read<TextIndexFile>(`${version}.texts.json`) };
    };
    return createCatalog(file, retirements, loadTexts, custom);
  };
}
