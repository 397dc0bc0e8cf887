import type {
  AzureDiskVolumeSource,
  CSIPersistentVolumeSource,
  FCVolumeSource,
  FlexPersistentVolumeSource,
  FlockerVolumeSource,
  GlusterfsPersistentVolumeSource,
  HostPathVolumeSource,
  ISCSIPersistentVolumeSource,
  NFSVolumeSource,
  PersistentVolumeSpec,
  QuobyteVolumeSource,
  SecretReference,
  StorageOSPersistentVolumeSource,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf, requireChecked, requireText } from '../checks.ts';
import { child, type FieldPath, forbidden, invalid, invalidFor, key, notSupported, type Report, required, tooLong } from '../field.ts';
import { between, byteLength, dnsLabel, dnsSubdomain } from '../names.ts';
import { validateNoBacksteps } from './local-paths.ts';

type Source = keyof Omit<
  PersistentVolumeSpec,
  | 'accessModes'
  | 'capacity'
  | 'claimRef'
  | 'mountOptions'
  | 'nodeAffinity'
  | 'persistentVolumeReclaimPolicy'
  | 'storageClassName'
  | 'volumeAttributesClassName'
  | 'volumeMode'
>;
type Validator<S extends Source> = (report: Report, path: FieldPath, source: NonNullable<PersistentVolumeSpec[S]>, name: string) => void;

/** In the server's order: only the first source is looked at, and the others are refused. */
const VALIDATORS: { readonly [S in Source]: Validator<S> } = {
  hostPath: validateHostPath,
  gcePersistentDisk: (report, path, source) => validateDisk(report, path, 'pdName', source.pdName, source.partition),
  awsElasticBlockStore: (report, path, source) => validateDisk(report, path, 'volumeID', source.volumeID, source.partition),
  glusterfs: validateGlusterfs,
  flocker: validateFlocker,
  nfs: validateNfs,
  rbd: (report, path, source) => {
    requireItems(report, child(path, 'monitors'), source.monitors);
    requireText(report, child(path, 'image'), source.image);
  },
  quobyte: validateQuobyte,
  cephfs: (report, path, source) => requireItems(report, child(path, 'monitors'), source.monitors),
  iscsi: validateIscsi,
  cinder: (report, path, source) => {
    requireText(report, child(path, 'volumeID'), source.volumeID);
    requireBoth(report, child(path, 'secretRef'), source.secretRef);
  },
  fc: validateFibreChannel,
  flexVolume: validateFlex,
  azureFile: (report, path, source) => {
    requireText(report, child(path, 'secretName'), source.secretName);
    requireText(report, child(path, 'shareName'), source.shareName);
    if (source.secretNamespace !== undefined) requireText(report, child(path, 'secretNamespace'), source.secretNamespace);
  },
  vsphereVolume: (report, path, source) => requireText(report, child(path, 'volumePath'), source.volumePath),
  photonPersistentDisk: (report, path, source) => requireText(report, child(path, 'pdID'), source.pdID),
  portworxVolume: (report, path, source) => requireText(report, child(path, 'volumeID'), source.volumeID),
  azureDisk: validateAzureDisk,
  scaleIO: (report, path, source) => {
    for (const field of ['gateway', 'system', 'volumeName'] as const) requireText(report, child(path, field), source[field]);
  },
  local: (report, path, source) => {
    if ((source.path ?? '') === '') required(report, child(path, 'path'));
    else validateNoBacksteps(report, child(path, 'path'), source.path);
  },
  storageos: validateStorageOs,
  csi: validateCsi,
};

/** Names of the server's own for two sources. */
const OTHER_NAMES: { readonly [S in Source]?: { readonly forbidden?: string; readonly validated?: string } } = {
  gcePersistentDisk: { validated: 'persistentDisk' },
  cephfs: { forbidden: 'cephFS' },
};

/** Sources that are gone from Kubernetes or on their way out. */
export const WARNED_SOURCES = [
  { field: 'cephfs', name: 'cephfs', text: 'deprecated in v1.28, non-functional in v1.31+' },
  { field: 'photonPersistentDisk', name: 'photonPersistentDisk', text: 'deprecated in v1.11, non-functional in v1.16+' },
  { field: 'scaleIO', name: 'scaleIO', text: 'deprecated in v1.16, non-functional in v1.22+' },
  { field: 'storageos', name: 'storageOS', text: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'glusterfs', name: 'glusterfs', text: 'deprecated in v1.25, non-functional in v1.26+' },
  { field: 'rbd', name: 'rbd', text: 'deprecated in v1.28, non-functional in v1.31+' },
] as const;

const WITHOUT_MOUNT_OPTIONS: readonly Source[] = [
  'hostPath',
  'flocker',
  'fc',
  'flexVolume',
  'portworxVolume',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

/** checkMountOption (pkg/volume/validation/pv_validation.go): whether the old annotation may be there. */
export function takesMountOptions(spec: PersistentVolumeSpec): boolean {
  return sources().some((source) => spec[source] !== undefined && !WITHOUT_MOUNT_OPTIONS.includes(source));
}

/** Exactly one source, and that one in order (ValidatePersistentVolumeSpec). */
export function validateVolumeSources(report: Report, path: FieldPath, spec: PersistentVolumeSpec, name: string): void {
  let found = 0;
  for (const source of sources()) {
    if (spec[source] === undefined) continue;
    // A flexVolume is looked at even when it is not the first.
    if (found === 0 || source === 'flexVolume') validateSource(report, path, spec, source, name);
    else {
      const place = { text: `${path.text}.${OTHER_NAMES[source]?.forbidden ?? source}`, at: [...path.at, source] };
      forbidden(report, place, 'may not specify more than 1 volume type', message('verdict.volume.oneType'));
    }
    found++;
  }
  if (found === 0) required(report, path, 'must specify a volume type', message('verdict.volume.noType'));
}

/** Whether this is a local volume: the first source counts. */
export function isLocal(spec: PersistentVolumeSpec): boolean {
  return sources().find((source) => spec[source] !== undefined) === 'local';
}

function sources(): readonly Source[] {
  return Object.keys(VALIDATORS) as Source[];
}

function validateSource<S extends Source>(report: Report, path: FieldPath, spec: PersistentVolumeSpec, source: S, name: string): void {
  const place = { text: `${path.text}.${OTHER_NAMES[source]?.validated ?? source}`, at: [...path.at, source] };
  const value = spec[source];
  if (value !== undefined) VALIDATORS[source](report, place, value, name);
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

function validateHostPath(report: Report, path: FieldPath, source: HostPathVolumeSource): void {
  if ((source.path ?? '') === '') {
    required(report, child(path, 'path'));
    return;
  }
  validateNoBacksteps(report, child(path, 'path'), source.path);
  checkOneOf(report, child(path, 'type'), source.type, HOST_PATH_TYPES);
}

function validateDisk(report: Report, path: FieldPath, field: string, id: string | undefined, partition = 0): void {
  requireText(report, child(path, field), id);
  if (partition < 0 || partition > 255) invalidFor(report, child(path, 'partition'), partition, [between(1, 255)]);
}

function requireItems(report: Report, path: FieldPath, items: readonly unknown[] | undefined): void {
  if ((items ?? []).length === 0) required(report, path);
}

function requireBoth(
  report: Report,
  path: FieldPath,
  reference: { readonly name?: string; readonly namespace?: string } | undefined,
): void {
  if (reference === undefined) return;
  requireText(report, child(path, 'name'), reference.name);
  requireText(report, child(path, 'namespace'), reference.namespace);
}

function validateGlusterfs(report: Report, path: FieldPath, source: GlusterfsPersistentVolumeSource): void {
  requireText(report, child(path, 'endpoints'), source.endpoints);
  requireText(report, child(path, 'path'), source.path);
  const namespace = source.endpointsNamespace;
  if (namespace === undefined) return;
  const place = child(path, 'endpointsNamespace');
  if (namespace !== '') invalidFor(report, place, namespace, dnsLabel(namespace));
  else {
    const detail = 'if the endpointnamespace is set, it must be a valid namespace name';
    invalid(report, place, namespace, detail, message('verdict.notEmpty'));
  }
}

function validateFlocker(report: Report, path: FieldPath, { datasetName = '', datasetUUID = '' }: FlockerVolumeSource): void {
  const words = message('verdict.exactlyOne', { names: 'datasetName, datasetUUID' });
  if (datasetName === '' && datasetUUID === '') required(report, path, 'one of datasetName and datasetUUID is required', words);
  if (datasetName !== '' && datasetUUID !== '') {
    invalid(report, path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously', words);
  }
  if (datasetName.includes('/')) {
    invalid(report, child(path, 'datasetName'), datasetName, "must not contain '/'", message('verdict.noSlash'));
  }
}

function validateNfs(report: Report, path: FieldPath, source: NFSVolumeSource): void {
  requireText(report, child(path, 'server'), source.server);
  requireText(report, child(path, 'path'), source.path);
  if ((source.path ?? '').startsWith('/')) return;
  invalid(report, child(path, 'path'), source.path ?? '', 'must be an absolute path', message('verdict.pathAbsolute'));
}

function validateQuobyte(report: Report, path: FieldPath, { registry = '', tenant = '', volume }: QuobyteVolumeSource): void {
  const detail = 'must be a host:port pair or multiple pairs separated by commas';
  const words = message('verdict.hostAndPort');
  if (registry === '') required(report, child(path, 'registry'), detail, words);
  else if (byteLength(tenant) >= 65) {
    required(
      report,
      child(path, 'tenant'),
      'must be a UUID and may not exceed a length of 64 characters',
      message('verdict.tooLong', { limit: 64 }),
    );
  } else {
    for (const pair of registry.split(',')) {
      if (!/^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair)) invalid(report, child(path, 'registry'), registry, detail, words);
    }
  }
  requireText(report, child(path, 'volume'), volume);
}

const IQN = /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/;
const EUI = /^eui.[a-zA-Z0-9]{16}$/;
const NAA = /^naa.[a-zA-Z0-9]{32}$/;

function isInitiatorName(name: string): boolean {
  if (name.startsWith('iqn')) return IQN.test(name);
  return name.startsWith('eui') ? EUI.test(name) : name.startsWith('naa') && NAA.test(name);
}

function validateIscsi(report: Report, path: FieldPath, source: ISCSIPersistentVolumeSource, name: string): void {
  const { targetPortal = '', initiatorName, iqn = '', lun = 0, secretRef } = source;
  requireText(report, child(path, 'targetPortal'), targetPortal);
  if (initiatorName !== undefined && byteLength(`${name}:${targetPortal}`) > 64) {
    const detail = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
    const place = { text: `${path.text}.targetportal`, at: [...path.at, 'targetPortal'] };
    invalid(report, place, targetPortal, detail, message('verdict.tooLong', { limit: 64 }));
  }
  if (iqn === '') required(report, child(path, 'iqn'));
  else if (!isInitiatorName(iqn)) invalid(report, child(path, 'iqn'), iqn, 'must be valid format', message('verdict.iscsiName'));
  if (lun < 0 || lun > 255) invalidFor(report, child(path, 'lun'), lun, [between(0, 255)]);
  if ((source.chapAuthDiscovery === true || source.chapAuthSession === true) && secretRef === undefined)
    required(report, child(path, 'secretRef'));
  if (secretRef !== undefined) requireText(report, child(path, 'secretRef', 'name'), secretRef.name);
  if (initiatorName === undefined || isInitiatorName(initiatorName)) return;
  const place = { text: `${path.text}.initiatorname`, at: [...path.at, 'initiatorName'] };
  invalid(report, place, initiatorName, 'must be valid format', message('verdict.iscsiName'));
}

function validateFibreChannel(report: Report, path: FieldPath, { targetWWNs = [], wwids = [], lun }: FCVolumeSource): void {
  const place = child(path, 'targetWWNs');
  const words = message('verdict.exactlyOne', { names: 'targetWWNs, wwids' });
  if (targetWWNs.length === 0 && wwids.length === 0) {
    required(report, place, 'must specify either targetWWNs or wwids, but not both', words);
  }
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) invalid(report, place, [...targetWWNs], 'targetWWNs and wwids can not be specified simultaneously', words);
  if (lun === undefined) required(report, child(path, 'lun'), 'lun is required if targetWWNs is specified');
  else if (lun < 0 || lun > 255) invalidFor(report, child(path, 'lun'), lun, [between(0, 255)]);
}

function validateFlex(report: Report, path: FieldPath, { driver, options = {} }: FlexPersistentVolumeSource): void {
  requireText(report, child(path, 'driver'), driver);
  for (const name of Object.keys(options)) {
    const domain = `.${(name.split('/')[0] ?? '').toLowerCase()}`;
    if (!domain.endsWith('.kubernetes.io') && !domain.endsWith('.k8s.io')) continue;
    const detail = 'kubernetes.io and k8s.io namespaces are reserved';
    invalid(report, key(child(path, 'options'), name), name, detail, message('verdict.flexOptions'));
  }
}

function validateAzureDisk(report: Report, path: FieldPath, source: AzureDiskVolumeSource): void {
  const { kind, diskURI = '' } = source;
  requireText(report, child(path, 'diskName'), source.diskName);
  requireText(report, child(path, 'diskURI'), diskURI);
  checkOneOf(report, child(path, 'cachingMode'), source.cachingMode, ['None', 'ReadOnly', 'ReadWrite']);
  checkOneOf(report, child(path, 'kind'), kind, ['Dedicated', 'Managed', 'Shared']);
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) {
    const form = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
    notSupported(report, child(path, 'diskURI'), diskURI, [form]);
  }
  if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://')) {
    notSupported(report, child(path, 'diskURI'), diskURI, [
      'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd',
    ]);
  }
}

function validateStorageOs(report: Report, path: FieldPath, source: StorageOSPersistentVolumeSource): void {
  const { volumeName, volumeNamespace = '', secretRef } = source;
  requireChecked(report, child(path, 'volumeName'), volumeName, dnsLabel);
  if (volumeNamespace !== '') invalidFor(report, child(path, 'volumeNamespace'), volumeNamespace, dnsLabel(volumeNamespace));
  requireBoth(report, child(path, 'secretRef'), secretRef);
}

/** ValidateCSIDriverName. */
export function validateDriverName(report: Report, path: FieldPath, driver: string | undefined): void {
  if (driver === undefined || driver === '') {
    required(report, path);
    return;
  }
  if (byteLength(driver) > 63) tooLong(report, path, driver, 63);
  invalidFor(report, path, driver, dnsSubdomain(driver.toLowerCase()));
}

const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function validateCsi(report: Report, path: FieldPath, source: CSIPersistentVolumeSource): void {
  validateDriverName(report, child(path, 'driver'), source.driver);
  requireText(report, child(path, 'volumeHandle'), source.volumeHandle);
  for (const field of CSI_SECRETS) validateSecretReference(report, child(path, field), source[field]);
}

function validateSecretReference(report: Report, path: FieldPath, reference: SecretReference | undefined): void {
  if (reference === undefined) return;
  requireChecked(report, child(path, 'name'), reference.name, dnsSubdomain);
  requireChecked(report, child(path, 'namespace'), reference.namespace, dnsLabel);
}
