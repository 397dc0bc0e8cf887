import type { Volume, VolumeDevice, VolumeMount } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, notFound, notSupported, type Report, required } from '../field.ts';
import { hasBacksteps, validateDescending } from './local-paths.ts';
import type { AnyContainer, PodScope } from './pod-scope.ts';

/** ValidateVolumeMounts of pkg/apis/core/validation/validation.go. For some fields the server names the list, not the item. */
export function validateVolumeMounts({ report, volumes }: PodScope, path: FieldPath, container: AnyContainer): void {
  const devices = pathsByName(container.volumeDevices, ({ devicePath }) => devicePath);
  const devicePaths = new Set(devices.values());
  const taken = new Set<string>();
  eachItem(path, container.volumeMounts, (mount, place) => {
    const { name = '', mountPath = '' } = mount;
    if (name === '') required(report, child(place, 'name'));
    if (!volumes.has(name)) notFound(report, child(place, 'name'), name);
    if (mountPath === '') required(report, child(place, 'mountPath'));
    if (taken.has(mountPath)) notUnique(report, child(place, 'mountPath'), mountPath);
    taken.add(mountPath);
    if (devices.has(name)) {
      invalid(report, child(place, 'name'), name, 'must not already exist in volumeDevices', message('verdict.mountAndDevice'));
    }
    if (devicePaths.has(mountPath)) {
      const detail = 'must not already exist as a path in volumeDevices';
      invalid(report, child(place, 'mountPath'), mountPath, detail, message('verdict.mountAndDevice'));
    }
    validateMountOptions(report, (field) => ({ text: `${path.text}.${field}`, at: [...place.at, field] }), place, mount, container);
  });
}

/** ValidateVolumeDevices. */
export function validateVolumeDevices({ report, volumes }: PodScope, path: FieldPath, container: AnyContainer): void {
  const mounts = pathsByName(container.volumeMounts, ({ mountPath }) => mountPath);
  const mountPaths = new Set(mounts.values());
  const names = new Set<string>();
  const paths = new Set<string>();
  eachItem(path, container.volumeDevices, ({ name = '', devicePath = '' }, place) => {
    const [at, atPath] = [child(place, 'name'), child(place, 'devicePath')];
    if (name === '') required(report, at);
    if (names.has(name)) notUnique(report, at, name);
    validateBlockVolume(report, at, name, volumes.get(name));
    if (devicePath === '') required(report, atPath);
    if (paths.has(devicePath)) notUnique(report, atPath, devicePath);
    if (hasBacksteps(devicePath)) {
      invalid(report, atPath, devicePath, "can not contain backsteps ('..')", message('verdict.pathBacksteps'));
    } else paths.add(devicePath);
    if (mounts.has(name)) invalid(report, at, name, 'must not already exist in volumeMounts', message('verdict.mountAndDevice'));
    if (mountPaths.has(devicePath)) {
      invalid(report, atPath, devicePath, 'must not already exist as a path in volumeMounts', message('verdict.mountAndDevice'));
    }
    if (name !== '') names.add(name);
  });
}

function pathsByName<Entry extends VolumeMount | VolumeDevice>(
  entries: readonly Entry[] | undefined,
  pathOf: (entry: Entry) => string | undefined,
): ReadonlyMap<string, string> {
  return new Map((entries ?? []).map((entry) => [entry.name ?? '', pathOf(entry) ?? '']));
}

function notUnique(report: Report, path: FieldPath, value: string): void {
  invalid(report, path, value, 'must be unique', message('verdict.notUnique'));
}

function validateBlockVolume(report: Report, path: FieldPath, name: string, volume: Volume | undefined): void {
  if (volume === undefined) notFound(report, path, name);
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
    invalid(report, path, name, detail, message('verdict.deviceVolume'));
  }
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible'];

function validateMountOptions(
  report: Report,
  listField: (field: string) => FieldPath,
  place: FieldPath,
  mount: VolumeMount,
  container: AnyContainer,
): void {
  const { subPath = '', subPathExpr = '', mountPropagation, recursiveReadOnly, readOnly } = mount;
  if (subPath !== '') validateDescending(report, listField('subPath'), subPath);
  if (subPathExpr !== '') {
    if (subPath !== '') {
      const detail = 'subPathExpr and subPath are mutually exclusive';
      invalid(report, child(place, 'subPathExpr'), subPathExpr, detail, message('verdict.subPathTwice'));
    }
    validateDescending(report, listField('subPathExpr'), subPathExpr);
  }
  if (mountPropagation !== undefined) validatePropagation(report, listField('mountPropagation'), mountPropagation, container);
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return;
  const at = listField('recursiveReadOnly');
  if (!RECURSIVE_READ_ONLY.includes(recursiveReadOnly)) {
    notSupported(report, at, recursiveReadOnly, RECURSIVE_READ_ONLY);
    return;
  }
  if (readOnly !== true) forbidden(report, at, 'may only be specified when readOnly is true', message('verdict.recursiveNeedsReadOnly'));
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    const detail = 'may only be specified when mountPropagation is None or not specified';
    forbidden(report, at, detail, message('verdict.recursiveNoPropagation', { mountPropagation }));
  }
}

function validatePropagation(report: Report, path: FieldPath, propagation: string, container: AnyContainer): void {
  if (!PROPAGATIONS.includes(propagation)) notSupported(report, path, propagation, PROPAGATIONS);
  if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    const detail = 'Bidirectional mount propagation is available only to privileged containers';
    forbidden(report, path, detail, message('verdict.bidirectionalPrivileged'));
  }
}
