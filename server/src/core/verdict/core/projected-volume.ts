import type { DownwardAPIVolumeFile, DownwardAPIVolumeSource, ProjectedVolumeSource, VolumeProjection } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, type Report, required } from '../field.ts';
import { VOLUME_FIELDS, validateFieldRef, validateResourceFieldRef } from './downward-api.ts';
import { validateNonReserved } from './local-paths.ts';
import { requireAll, validateItems, validateMode } from './volume-sources.ts';

/** validateDownwardAPIVolumeSource of pkg/apis/core/validation/validation.go. The server leaves the item's position out. */
export function validateDownwardVolume(report: Report, path: FieldPath, { defaultMode, items }: DownwardAPIVolumeSource): void {
  validateMode(report, child(path, 'defaultMode'), defaultMode);
  validateFiles(report, path, items);
}

/** validateProjectedVolumeSource, without the sources that are switched off by default. */
export function validateProjected(report: Report, path: FieldPath, { defaultMode, sources }: ProjectedVolumeSource): void {
  validateMode(report, child(path, 'defaultMode'), defaultMode);
  const taken = new Set<string>();
  eachItem(child(path, 'sources'), sources, (source, place) => {
    validateSource(report, path, place, source);
    for (const file of filesOf(source)) {
      if (taken.has(file)) {
        invalid(report, { text: path.text, at: place.at }, file, 'conflicting duplicate paths', message('verdict.projectedPaths'));
      }
      taken.add(file);
    }
    if (SOURCES.filter((name) => source[name] !== undefined).length > 1) {
      const detail = 'may not specify more than 1 volume type per source';
      forbidden(report, place, detail, message('verdict.projectedOne'));
    }
  });
}

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const;
const SHORTEST_TOKEN_SECONDS = 600;
const LONGEST_TOKEN_SECONDS = 2 ** 32;

/** Paths in the order the server takes note of them; tokens do not count. */
function filesOf({ secret, configMap, downwardAPI }: VolumeProjection): readonly string[] {
  const items = [...(secret?.items ?? []), ...(configMap?.items ?? []), ...(downwardAPI?.items ?? [])];
  return items.map(({ path = '' }) => path).filter((path) => path !== '');
}

function validateSource(report: Report, volumePath: FieldPath, path: FieldPath, source: VolumeProjection): void {
  for (const name of ['secret', 'configMap'] as const) {
    const object = source[name];
    if (object === undefined) continue;
    requireAll(report, child(path, name), { name: object.name });
    validateItems(report, child(path, name, 'items'), object.items);
  }
  if (source.downwardAPI !== undefined) validateFiles(report, child(path, 'downwardAPI'), source.downwardAPI.items);
  const { serviceAccountToken: token } = source;
  if (token === undefined) return;
  const { expirationSeconds: seconds = 0, path: file = '' } = token;
  const at = child(path, 'serviceAccountToken', 'expirationSeconds');
  const words = message('verdict.between', { least: SHORTEST_TOKEN_SECONDS, most: LONGEST_TOKEN_SECONDS });
  if (seconds < SHORTEST_TOKEN_SECONDS) invalid(report, at, seconds, 'may not specify a duration less than 10 minutes', words);
  if (seconds > LONGEST_TOKEN_SECONDS) invalid(report, at, seconds, 'may not specify a duration larger than 2^32 seconds', words);
  // The server speaks of a path of the volume itself.
  const place = { text: child(volumePath, 'path').text, at: child(path, 'serviceAccountToken', 'path').at };
  if (file === '') required(report, place);
  else validateNonReserved(report, place, file);
}

function validateFiles(report: Report, path: FieldPath, files: readonly DownwardAPIVolumeFile[] | undefined): void {
  eachItem(child(path, 'items'), files, (file, { at }) => validateFile(report, { text: path.text, at }, file));
}

/** validateDownwardAPIVolumeFile. */
function validateFile(report: Report, path: FieldPath, { path: file = '', fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile): void {
  requireAll(report, path, { path: file });
  validateNonReserved(report, child(path, 'path'), file);
  const words = message('verdict.downwardOne');
  if (fieldRef !== undefined) {
    validateFieldRef(report, child(path, 'fieldRef'), fieldRef, VOLUME_FIELDS);
    if (resourceFieldRef !== undefined) {
      invalid(report, path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously', words);
    }
  } else if (resourceFieldRef !== undefined) {
    validateResourceFieldRef(report, child(path, 'resourceFieldRef'), resourceFieldRef, true);
  } else required(report, path, 'one of fieldRef and resourceFieldRef is required', words);
  validateMode(report, child(path, 'mode'), mode);
}
