import { quoteGo } from '../../base/go-text.ts';
import type { Volume, VolumeProjection } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { eachItem, type FieldPath, type Report, warn } from '../field.ts';

/** Files of one volume of which one would take another's place: warningsForOverlappingVirtualPaths of pkg/api/pod/warnings.go. */
export function warnOfOverlaps(report: Report, path: FieldPath, volumes: readonly Volume[]): void {
  eachItem(path, volumes, ({ name = '', configMap, secret, downwardAPI, projected }, place) => {
    const say = (from: string, files: readonly ProjectedFile[]): void => {
      for (const overlap of overlapsOf(files)) {
        const text = `volume ${quoteGo(name)} (${from}): overlapping paths: ${overlap}`;
        warn(report, place, text, message('verdict.warnOverlap', { name, overlap }));
      }
    };
    if (configMap?.items !== undefined) say(`ConfigMap ${quoteGo(configMap.name ?? '')}`, filesOf(configMap.items, ''));
    if (secret?.items !== undefined) say(`Secret ${quoteGo(secret.secretName ?? '')}`, filesOf(secret.items, ''));
    if (downwardAPI?.items !== undefined) say('DownwardAPI', filesOf(downwardAPI.items, ''));
    for (const source of projected?.sources ?? []) {
      if (Object.values(source).some((each) => each !== undefined)) continue;
      warn(report, place, `volume ${quoteGo(name)} (Projected) has no sources provided`, message('verdict.warnProjectedEmpty', { name }));
    }
    say('Projected', (projected?.sources ?? []).flatMap(projectedFiles));
  });
}

interface ProjectedFile {
  readonly path: string;
  readonly source: string;
}

/** Only the first kind of source within one entry counts. */
function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): readonly ProjectedFile[] {
  if (configMap?.items !== undefined) return filesOf(configMap.items, `ConfigMap ${quoteGo(configMap.name ?? '')}`);
  if (secret?.items !== undefined) return filesOf(secret.items, `Secret ${quoteGo(secret.name ?? '')}`);
  if (downwardAPI?.items !== undefined) return filesOf(downwardAPI.items, 'DownwardAPI');
  return serviceAccountToken === undefined ? [] : filesOf([serviceAccountToken], 'ServiceAccountToken');
}

function filesOf(items: readonly { readonly path?: string }[], source: string): readonly ProjectedFile[] {
  return items.map(({ path = '' }) => ({ path: path.replace(/\/+$/, ''), source }));
}

function overlapsOf(files: readonly ProjectedFile[]): readonly string[] {
  return files.flatMap((file, position) =>
    files
      .slice(0, position)
      .filter((earlier) => isOverlapping(earlier, file))
      .map((earlier) => `${describe(file)} with ${describe(earlier)}`),
  );
}

function isOverlapping({ path: a }: ProjectedFile, { path: b }: ProjectedFile): boolean {
  if (a === '' || b === '') return false;
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

function describe({ path, source }: ProjectedFile): string {
  return source === '' ? quoteGo(path) : `${quoteGo(path)} (${source})`;
}
