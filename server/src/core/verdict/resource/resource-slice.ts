import type { Device, ResourcePool, ResourceSlice, ResourceSliceSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules, Mutable } from '../context.ts';
import { validateNodeSelector } from '../core/node-selector.ts';
import { validateDriverName } from '../core/persistent-volume-sources.ts';
import { child, type FieldPath, invalid, invalidFor, type Report, ROOT, required, tooLong, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { byteLength, dnsSubdomain, NOT_NEGATIVE, POSITIVE } from '../names.ts';
import { has } from '../versions.ts';
import { eachOnce } from './lists.ts';
import { validateCounters, validateDevice } from './slice-device.ts';

const SPEC = child(ROOT, 'spec');
const MOST_DEVICES = 128;
/** Of devices with taints, or that share counters. */
const MOST_DEMANDING_DEVICES = 64;
const MOST_COUNTER_SETS = 8;
const LONGEST_POOL_NAME = 253;

/** resource.k8s.io/v1 ResourceSlice: ValidateResourceSlice (pkg/apis/resource/validation/validation.go). */
export const resourceSlice: KindRules<ResourceSlice> = {
  setDefaults({ spec }, context) {
    if (spec === undefined) return;
    const isPartitionable = has(context, 'partitionableDevices');
    if (!isPartitionable) {
      delete spec.sharedCounters;
      delete spec.perDeviceNodeSelection;
    }
    for (const device of spec.devices ?? []) {
      dropDisabled(device, {
        isPartitionable,
        isTaintable: has(context, 'deviceTolerations'),
        isBindable: has(context, 'deviceBindingConditions'),
        isShared: has(context, 'consumableCapacity'),
      });
    }
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
    const { driver = '', pool, ...rest }: Partial<ResourceSliceSpec> = spec ?? {};
    validateDriverName(report, child(SPEC, 'driver'), driver);
    validatePool(report, child(SPEC, 'pool'), pool);
    const names = [...placed(report, rest), ...isTrueOrUnset(report, 'perDeviceNodeSelection', rest.perDeviceNodeSelection)];
    requireOne(report, names);
    validateParts(report, rest);
  },
  warn({ spec: { driver } }, report) {
    if (driver === driver.toLowerCase()) return;
    const text = `spec.driver: driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`;
    warn(report, child(SPEC, 'driver'), text, message('verdict.device.lowercase', { name: driver }));
  },
};

interface Switches {
  readonly isPartitionable: boolean;
  readonly isTaintable: boolean;
  readonly isBindable: boolean;
  readonly isShared: boolean;
}

/** dropDisabledFields (pkg/registry/resource/resourceslice/strategy.go); lists as attributes are off in every known version. */
function dropDisabled(device: Mutable<Device>, { isPartitionable, isTaintable, isBindable, isShared }: Switches): void {
  const fields: (keyof Device)[] = ['nodeAllocatableResourceMappings'];
  if (!isPartitionable) fields.push('consumesCounters', 'nodeName', 'nodeSelector', 'allNodes');
  if (!isTaintable) fields.push('taints');
  if (!isBindable) fields.push('bindingConditions', 'bindingFailureConditions', 'bindsToNode');
  if (!isShared) fields.push('allowMultipleAllocations');
  for (const field of fields) delete device[field];
  if (!isShared) for (const capacity of Object.values(device.capacity ?? {})) delete capacity.requestPolicy;
  for (const attribute of Object.values(device.attributes ?? {})) {
    for (const list of ['bools', 'ints', 'strings', 'versions'] as const) delete attribute[list];
  }
}

function validatePool(
  report: Report,
  path: FieldPath,
  { name = '', resourceSliceCount = 0, generation = 0 }: Partial<ResourcePool> = {},
): void {
  const place = child(path, 'name');
  if (name === '') required(report, place);
  else {
    if (byteLength(name) > LONGEST_POOL_NAME) tooLong(report, place, name, LONGEST_POOL_NAME);
    for (const part of name.split('/')) invalidFor(report, place, part, dnsSubdomain(part));
  }
  if (resourceSliceCount <= 0)
    invalid(report, child(path, 'resourceSliceCount'), resourceSliceCount, 'must be greater than zero', POSITIVE.words);
  if (generation < 0) invalid(report, child(path, 'generation'), generation, 'must be greater than or equal to zero', NOT_NEGATIVE.words);
}

type Whereabouts = Pick<ResourceSliceSpec, 'nodeName' | 'nodeSelector' | 'allNodes'>;

/** The ways in which the nodes of a slice are told. */
function placed(report: Report, { nodeName, nodeSelector, allNodes }: Whereabouts): readonly string[] {
  const names: string[] = [];
  const place = child(SPEC, 'nodeName');
  if (nodeName === '') {
    invalid(report, place, nodeName, 'must be either unset or set to a non-empty string', message('verdict.device.unsetOrText'));
  } else if (nodeName !== undefined) {
    names.push('nodeName');
    invalidFor(report, place, nodeName, dnsSubdomain(nodeName));
  }
  if (nodeSelector !== undefined) {
    names.push('nodeSelector');
    validateNodeSelector(report, child(SPEC, 'nodeSelector'), nodeSelector);
    if (nodeSelector.nodeSelectorTerms?.length !== 1) {
      const terms = child(SPEC, 'nodeSelector', 'nodeSelectorTerms');
      invalid(report, terms, undefined, 'must have exactly one node selector term', message('verdict.device.oneTerm'));
    }
  }
  return [...names, ...isTrueOrUnset(report, 'allNodes', allNodes)];
}

function isTrueOrUnset(report: Report, field: string, value: boolean | undefined): readonly string[] {
  if (value === false) {
    invalid(report, child(SPEC, field), value, 'must be either unset or set to true', message('verdict.device.unsetOrTrue'));
  }
  return value === true ? [field] : [];
}

function requireOne(report: Report, names: readonly string[]): void {
  if (names.length === 1) return;
  const all = 'nodeName, nodeSelector, allNodes, perDeviceNodeSelection';
  const words = message('verdict.exactlyOne', { names: all });
  const detail = `exactly one of ${all
    .split(', ')
    .map((name) => `\`${name}\``)
    .join(', ')} is required`;
  if (names.length === 0) required(report, SPEC, detail, words);
  else invalid(report, SPEC, undefined, `${detail}, but multiple fields are set`, words);
}

function validateParts(report: Report, { devices, sharedCounters, perDeviceNodeSelection }: Partial<ResourceSliceSpec>): void {
  if (sharedCounters !== undefined && devices !== undefined) {
    const words = message('verdict.exactlyOne', { names: 'sharedCounters, devices' });
    invalid(report, SPEC, '', 'only one of `sharedCounters` or `devices` is allowed', words);
  }
  const isDemanding = (devices ?? []).some(({ taints = [], consumesCounters = [] }) => taints.length > 0 || consumesCounters.length > 0);
  const most = isDemanding ? MOST_DEMANDING_DEVICES : MOST_DEVICES;
  eachOnce(
    report,
    child(SPEC, 'devices'),
    devices ?? [],
    most,
    ({ name }) => name,
    (device, path) => {
      validateDevice(report, path, device, perDeviceNodeSelection === true);
    },
  );
  eachOnce(
    report,
    child(SPEC, 'sharedCounters'),
    sharedCounters ?? [],
    MOST_COUNTER_SETS,
    ({ name }) => name,
    ({ name, counters }, path) => {
      validateCounters(report, path, 'name', name, counters);
    },
  );
}
