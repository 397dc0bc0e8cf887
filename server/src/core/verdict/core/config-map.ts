import type { ConfigMap } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, invalid, invalidFor, key, type Report, ROOT, tooLong } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { byteLength, configKey, dnsSubdomain } from '../names.ts';
import { base64Length } from './base64.ts';

/** The most that a ConfigMap or a Secret may hold, in bytes. */
export const LARGEST_DATA = 1024 * 1024;

/** v1 ConfigMap: ValidateConfigMap (pkg/apis/core/validation/validation.go). */
export const configMap: KindRules<ConfigMap> = { validate };

function validate({ metadata, data = {}, binaryData = {} }: ConfigMap, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  let size = 0;
  for (const [name, value] of Object.entries(data)) {
    const path = key(child(ROOT, 'data'), name);
    invalidFor(report, path, name, configKey(name));
    if (Object.hasOwn(binaryData, name)) {
      invalid(report, path, name, 'duplicate of key present in binaryData', message('verdict.configMap.inBoth'));
    }
    size += byteLength(value);
  }
  for (const [name, value] of Object.entries(binaryData)) {
    invalidFor(report, key(child(ROOT, 'binaryData'), name), name, configKey(name));
    size += base64Length(value);
  }
  if (size > LARGEST_DATA) tooLong(report, { text: '[]', at: ['data'] }, undefined, LARGEST_DATA);
}
