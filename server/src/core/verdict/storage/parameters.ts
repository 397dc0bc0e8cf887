import type { Json } from '../../base/json.ts';
import { message } from '../../text/text.ts';
import { type FieldPath, invalid, invalidFor, type Report, required, tooLong } from '../field.ts';
import { byteLength, qualifiedName } from '../names.ts';

const MOST_PARAMETERS = 512;
const LARGEST_PARAMETERS = 256 * 1024;

/** validateParameters (pkg/apis/storage/validation/validation.go). */
export function validateParameters(
  report: Report,
  path: FieldPath,
  parameters: Readonly<Record<string, string>>,
  allowEmpty: boolean,
): void {
  const entries = Object.entries(parameters);
  if (entries.length > MOST_PARAMETERS) {
    tooLong(report, path, undefined, MOST_PARAMETERS);
    return;
  }
  let size = 0;
  for (const [name, value] of entries) {
    if (name === '') invalid(report, path, name as Json, 'field can not be empty.', message('verdict.storage.emptyKey'));
    size += byteLength(name) + byteLength(value);
  }
  if (size > LARGEST_PARAMETERS) tooLong(report, path, undefined, LARGEST_PARAMETERS);
  if (!allowEmpty && entries.length === 0) {
    required(report, path, 'must contain at least one key/value pair', message('verdict.storage.noParameters'));
  }
}

/** validateProvisioner. */
export function validateProvisioner(report: Report, path: FieldPath, provisioner: string | undefined): void {
  if (provisioner === undefined || provisioner === '') required(report, path);
  else invalidFor(report, path, provisioner, qualifiedName(provisioner.toLowerCase()));
}
