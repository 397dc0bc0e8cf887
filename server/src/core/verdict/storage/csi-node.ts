import type { CSINode, CSINodeDriver } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { validateDriverName } from '../core/persistent-volume-sources.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { byteLength, dnsSubdomain, NOT_NEGATIVE, qualifiedName } from '../names.ts';

const LONGEST_NODE_ID = 256;

/** storage.k8s.io/v1 CSINode: ValidateCSINode (pkg/apis/storage/validation/validation.go). */
export const csiNode: KindRules<CSINode> = { validate };

function validate({ metadata, spec }: CSINode, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  const names = new Set<string>();
  eachItem(child(ROOT, 'spec', 'drivers'), spec?.drivers, (driver, path) => {
    validateDriver(report, path, driver);
    const { name = '' } = driver;
    if (names.has(name)) duplicate(report, child(path, 'name'), name);
    names.add(name);
    validateTopologyKeys(report, path, driver.topologyKeys ?? []);
  });
}

function validateDriver(report: Report, path: FieldPath, { name, nodeID = '', allocatable }: CSINodeDriver): void {
  validateDriverName(report, child(path, 'name'), name);
  const place = child(path, 'nodeID');
  if (nodeID === '') required(report, place);
  if (byteLength(nodeID) > LONGEST_NODE_ID) {
    invalid(report, place, nodeID, `must be ${LONGEST_NODE_ID} characters or less`, message('verdict.tooLong', { limit: LONGEST_NODE_ID }));
  }
  const count = allocatable?.count ?? 0;
  if (count < 0) invalidFor(report, child(path, 'allocatable', 'count'), count, [NOT_NEGATIVE]);
}

/** The server names the driver, not the key. */
function validateTopologyKeys(report: Report, path: FieldPath, keys: readonly string[]): void {
  const seen = new Set<string>();
  keys.forEach((key, position) => {
    const place = { text: path.text, at: [...path.at, 'topologyKeys', position] };
    if (key === '') required(report, place);
    if (seen.has(key)) duplicate(report, place, key);
    seen.add(key);
    invalidFor(report, place, key, qualifiedName(key));
  });
}
