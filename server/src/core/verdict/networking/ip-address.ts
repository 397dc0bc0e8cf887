import type { IPAddress } from '../../generated/api.ts';
import { validateIp } from '../addresses.ts';
import { requireChecked } from '../checks.ts';
import type { KindRules } from '../context.ts';
import { child, createReport, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, type NameCheck, pathSegment } from '../names.ts';

/** networking.k8s.io/v1 IPAddress: ValidateIPAddress (pkg/apis/networking/validation/validation.go). Its name is an address, and generateName makes none. */
export const ipAddress: KindRules<IPAddress> = { validate };

function validate({ metadata, spec }: IPAddress, report: Report): void {
  const { generateName = '' } = metadata ?? {};
  const nameGiven = metadata?.name ?? '';
  const named = nameGiven === '' && generateName !== '' ? { ...metadata, name: generateName } : metadata;
  validateObjectMeta(report, child(ROOT, 'metadata'), named, { namespaced: false, name: addressName });
  const parent = spec?.parentRef;
  const path = child(ROOT, 'spec', 'parentRef');
  if (parent === undefined) {
    required(report, path);
    return;
  }
  const { group = '', namespace = '' } = parent;
  if (group !== '') invalidFor(report, child(path, 'group'), group, dnsSubdomain(group));
  requireChecked(report, child(path, 'resource'), parent.resource, pathSegment);
  requireChecked(report, child(path, 'name'), parent.name, pathSegment);
  if (namespace !== '') invalidFor(report, child(path, 'namespace'), namespace, pathSegment(namespace));
}

const addressName: NameCheck = (name) => {
  const found = createReport();
  validateIp(found, ROOT, name);
  return found.errors.map(({ detail, message: words }) => ({ detail, words }));
};
