/** A workspace in memory, judged by the catalogs that `npm run schemas` made. */
import path from 'node:path';
import { createService, DEFAULT_SETTINGS, type Service } from '../../server/src/core/features/service.ts';
import { EMPTY_SNAPSHOT, type Snapshot, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';
import { ROOT } from './lsp-client.ts';

export const service: Service = createService({ catalogOf: openCatalogs(path.join(ROOT, 'dist')), note: () => undefined });
export const catalog = service.catalog(DEFAULT_SETTINGS.version);

export function snapshotOf(files: Readonly<Record<string, string>>): Snapshot {
  return Object.entries(files).reduce((snapshot, [uri, text]) => withFile(snapshot, uri, createFile(text)), EMPTY_SNAPSHOT);
}
