import { readFileSync } from 'node:fs';
import { type Catalog, DEFAULT_KUBERNETES_VERSION, type KubernetesVersion, type Retirement } from '../../server/src/core/kube/catalog.ts';
import type { CatalogFile, TextIndexFile, TextsFile } from '../../server/src/core/kube/catalog-file.ts';
import { type CustomResources, createCatalog } from '../../server/src/core/kube/create-catalog.ts';

const SCHEMAS = new URL('../../schemas/dist/', import.meta.url);
const catalogs = new Map<KubernetesVersion, Catalog>();

/** The catalog of a version, read once (`npm run schemas` makes the files). */
export function catalogOf(version: KubernetesVersion): Catalog {
  const known = catalogs.get(version);
  if (known !== undefined) return known;
  const catalog = createCatalog(read<CatalogFile>(`${version}.json`), read<Retirement[]>('retirements.json'), () => ({
    ...read<TextsFile>('texts.json'),
    ...read<TextIndexFile>(`${version}.texts.json`),
  }));
  catalogs.set(version, catalog);
  return catalog;
}

/** The newest catalog with custom resources in it. */
export function catalogWith(custom: CustomResources): Catalog {
  const file = read<CatalogFile>(`${DEFAULT_KUBERNETES_VERSION}.json`);
  return createCatalog(file, read<Retirement[]>('retirements.json'), () => ({ texts: [], types: {} }), custom);
}

function read<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8')) as Shape;
}
