import type { AzureDiskVolumeSource, ISCSIVolumeSource, KeyToPath, StorageOSVolumeSource, Volume } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, key, notSupported, type Report, required, tooLong } from '../field.ts';
import { between, byteLength, dnsLabel, dnsSubdomain } from '../names.ts';
import { validateDescending, validateNoBacksteps, validateNonReserved } from './local-paths.ts';

/** Everything that may stand where a volume comes from, but for those that hold other objects (see volumes.ts). */
export type SimpleSource = Exclude<keyof Volume, 'name' | 'downwardAPI' | 'emptyDir' | 'ephemeral' | 'image' | 'projected'>;

type Validate<Source> = (report: Report, path: FieldPath, source: Source) => void;

/** One check for each kind of source, after the functions of pkg/apis/core/validation/validation.go (validateHostPathVolumeSource …). */
const VALIDATORS: { readonly [Name in SimpleSource]: Validate<NonNullable<Volume[Name]>> } = {
  awsElasticBlockStore: (report, path, { volumeID, partition }) => {
    requireAll(report, path, { volumeID });
    validatePartition(report, path, partition);
  },
  azureDisk: validateAzureDisk,
  azureFile: (report, path, { secretName, shareName }) => requireAll(report, path, { secretName, shareName }),
  cephfs: (report, path, { monitors }) => requireList(report, path, { monitors }),
  cinder: (report, path, { volumeID, secretRef }) => {
    requireAll(report, path, { volumeID });
    if (secretRef !== undefined) requireAll(report, child(path, 'secretRef'), { name: secretRef.name });
  },
  configMap: (report, path, { name, defaultMode, items }) => {
    requireAll(report, path, { name });
    validateMode(report, child(path, 'defaultMode'), defaultMode);
    validateItems(report, child(path, 'items'), items);
  },
  csi: (report, path, { driver, nodePublishSecretRef: secret }) => {
    validateCsiDriverName(report, child(path, 'driver'), driver);
    if (secret === undefined) return;
    const { name = '' } = secret;
    if (name === '') required(report, child(path, 'nodePublishSecretRef', 'name'));
    else {
      // The server names the wrong place here.
      const at = child(path, 'nodePublishSecretRef', 'name').at;
      invalidFor(report, { text: child(path, 'name').text, at }, name, dnsSubdomain(name));
    }
  },
  fc: validateFibreChannel,
  flexVolume: (report, path, { driver, options }) => {
    requireAll(report, path, { driver });
    validateFlexOptions(report, child(path, 'options'), options);
  },
  flocker: validateFlocker,
  gcePersistentDisk: (report, path, { pdName, partition }) => {
    // The server's name for this source is not the manifest's.
    const place = { text: path.text.replace(/gcePersistentDisk$/, 'persistentDisk'), at: path.at };
    requireAll(report, place, { pdName });
    validatePartition(report, place, partition);
  },
  gitRepo: (report, path, { repository, directory = '' }) => {
    requireAll(report, path, { repository });
    validateDescending(report, child(path, 'directory'), directory);
  },
  glusterfs: (report, path, { endpoints, path: inVolume }) => requireAll(report, path, { endpoints, path: inVolume }),
  hostPath: (report, path, { path: onHost = '', type }) => {
    if (onHost === '') return required(report, child(path, 'path'));
    validateNoBacksteps(report, child(path, 'path'), onHost);
    if (type !== undefined && !HOST_PATH_TYPES.includes(type)) notSupported(report, child(path, 'type'), type, HOST_PATH_TYPES);
  },
  iscsi: validateIscsi,
  nfs: (report, path, { server, path: exported = '' }) => {
    requireAll(report, path, { server, path: exported });
    if (!exported.startsWith('/')) {
      invalid(report, child(path, 'path'), exported, 'must be an absolute path', message('verdict.pathAbsolute'));
    }
  },
  persistentVolumeClaim: (report, path, { claimName }) => requireAll(report, path, { claimName }),
  photonPersistentDisk: (report, path, { pdID }) => requireAll(report, path, { pdID }),
  portworxVolume: (report, path, { volumeID }) => requireAll(report, path, { volumeID }),
  quobyte: (report, path, source) => validateQuobyte(report, path, source),
  rbd: (report, path, { monitors, image }) => {
    requireList(report, path, { monitors });
    requireAll(report, path, { image });
  },
  scaleIO: (report, path, { gateway, system, volumeName }) => requireAll(report, path, { gateway, system, volumeName }),
  secret: (report, path, { secretName, defaultMode, items }) => {
    requireAll(report, path, { secretName });
    validateMode(report, child(path, 'defaultMode'), defaultMode);
    validateItems(report, child(path, 'items'), items);
  },
  storageos: validateStorageOs,
  vsphereVolume: (report, path, { volumePath }) => requireAll(report, path, { volumePath }),
};

export function validateSimpleSource<Name extends SimpleSource>(
  report: Report,
  path: FieldPath,
  name: Name,
  source: NonNullable<Volume[Name]>,
): void {
  const validate: Validate<NonNullable<Volume[Name]>> = VALIDATORS[name];
  validate(report, path, source);
}

/** ValidateCSIDriverName: a name of at most 63 bytes, the case of its letters does not matter. */
export function validateCsiDriverName(report: Report, path: FieldPath, name = ''): void {
  if (name === '') {
    required(report, path);
    return;
  }
  if (byteLength(name) > LONGEST_DRIVER) tooLong(report, path, name, LONGEST_DRIVER);
  invalidFor(report, path, name, dnsSubdomain(name.toLowerCase()));
}

/** Permission bits of files, as decimal numbers. */
export function validateMode(report: Report, path: FieldPath, mode: number | undefined): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  const detail = 'must be a number between 0 and 0777 (octal), both inclusive';
  invalid(report, path, mode, detail, message('verdict.fileMode'));
}

/** validateKeyToPath for each. */
export function validateItems(report: Report, path: FieldPath, items: readonly KeyToPath[] | undefined): void {
  eachItem(path, items, ({ key: name, path: file = '', mode }, place) => {
    requireAll(report, place, { key: name, path: file });
    validateNonReserved(report, child(place, 'path'), file);
    validateMode(report, child(place, 'mode'), mode);
  });
}

/** Every one of these texts has to be there. */
export function requireAll(report: Report, path: FieldPath, texts: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(texts)) if (value === '') required(report, child(path, name));
}

export function requireList(report: Report, path: FieldPath, lists: Readonly<Record<string, readonly string[] | undefined>>): void {
  for (const [name, list = []] of Object.entries(lists)) if (list.length === 0) required(report, child(path, name));
}

/** validateFlexVolumeSource: options of Kubernetes' own are not the user's to set. */
export function validateFlexOptions(report: Report, path: FieldPath, options: Readonly<Record<string, string>> | undefined): void {
  for (const name of Object.keys(options ?? {})) {
    const slash = name.indexOf('/');
    const domain = `.${(slash < 0 ? name : name.slice(0, slash)).toLowerCase()}`;
    if (!domain.endsWith('.kubernetes.io') && !domain.endsWith('.k8s.io')) continue;
    invalid(report, key(path, name), name, 'kubernetes.io and k8s.io namespaces are reserved', message('verdict.flexOptions'));
  }
}

/** The name of an iSCSI target or initiator: validateISCSIVolumeSource. */
export function iscsiNameProblem(name: string): string | undefined {
  const kind = ISCSI_SHAPES.find(({ prefix }) => name.startsWith(prefix));
  if (kind === undefined) return 'must be valid format starting with iqn, eui, or naa';
  return kind.shape.test(name) ? undefined : 'must be valid format';
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_DISK = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
const LONGEST_DRIVER = 63;
const LONGEST_TENANT = 64;
const LARGEST_LUN = 255;
const ISCSI_SHAPES = [
  { prefix: 'iqn', shape: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/ },
  { prefix: 'eui', shape: /^eui.[A-Za-z0-9]{16}$/ },
  { prefix: 'naa', shape: /^naa.[A-Za-z0-9]{32}$/ },
];

function validatePartition(report: Report, path: FieldPath, partition = 0): void {
  if (partition >= 0 && partition <= 255) return;
  const detail = 'must be a valid number between 0 and 255';
  invalid(report, child(path, 'partition'), partition, detail, message('verdict.between', { least: 0, most: 255 }));
}

function validateLun(report: Report, path: FieldPath, lun: number): void {
  if (lun < 0 || lun > LARGEST_LUN) invalidFor(report, child(path, 'lun'), lun, [between(0, LARGEST_LUN)]);
}

function validateAzureDisk(report: Report, path: FieldPath, { diskName, diskURI = '', cachingMode, kind }: AzureDiskVolumeSource): void {
  requireAll(report, path, { diskName, diskURI });
  if (cachingMode !== undefined && !CACHING_MODES.includes(cachingMode)) {
    notSupported(report, child(path, 'cachingMode'), cachingMode, CACHING_MODES);
  }
  if (kind === undefined) return;
  if (!DISK_KINDS.includes(kind)) notSupported(report, child(path, 'kind'), kind, DISK_KINDS);
  const isManaged = kind === 'Managed';
  if (diskURI.startsWith(isManaged ? '/subscriptions/' : 'https://')) return;
  notSupported(report, child(path, 'diskURI'), diskURI, [isManaged ? MANAGED_DISK : BLOB_DISK]);
}

function validateFibreChannel(report: Report, path: FieldPath, { targetWWNs = [], wwids = [], lun }: NonNullable<Volume['fc']>): void {
  const at = child(path, 'targetWWNs');
  const words = message('verdict.fcOne');
  if (targetWWNs.length === 0 && wwids.length === 0) {
    required(report, at, 'must specify either targetWWNs or wwids, but not both', words);
  }
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) invalid(report, at, undefined, 'targetWWNs and wwids can not be specified simultaneously', words);
  if (lun === undefined) required(report, child(path, 'lun'), 'lun is required if targetWWNs is specified');
  else validateLun(report, path, lun);
}

function validateFlocker(report: Report, path: FieldPath, { datasetName = '', datasetUUID = '' }: NonNullable<Volume['flocker']>): void {
  const words = message('verdict.flockerOne');
  if (datasetName === '' && datasetUUID === '') required(report, path, 'one of datasetName and datasetUUID is required', words);
  if (datasetName !== '' && datasetUUID !== '') {
    invalid(report, path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously', words);
  }
  if (datasetName.includes('/')) {
    invalid(report, child(path, 'datasetName'), datasetName, "must not contain '/'", message('verdict.noSlash'));
  }
}

function validateIscsi(report: Report, path: FieldPath, source: ISCSIVolumeSource): void {
  const { targetPortal, iqn = '', lun = 0, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source;
  requireAll(report, path, { targetPortal, iqn });
  const problem = iqn === '' ? undefined : iscsiNameProblem(iqn);
  if (problem !== undefined) invalid(report, child(path, 'iqn'), iqn, problem, message('verdict.iscsiName'));
  validateLun(report, path, lun);
  if ((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined) required(report, child(path, 'secretRef'));
  const initiatorProblem = initiatorName === undefined ? undefined : iscsiNameProblem(initiatorName);
  if (initiatorProblem === undefined) return;
  // The server writes this field without its capital.
  const place = { text: child(path, 'initiatorname').text, at: [...path.at, 'initiatorName'] };
  invalid(report, place, initiatorName, initiatorProblem, message('verdict.iscsiName'));
}

/** validateQuobyteVolumeSource. */
function validateQuobyte(report: Report, path: FieldPath, { registry = '', tenant = '', volume }: NonNullable<Volume['quobyte']>): void {
  const detail = 'must be a host:port pair or multiple pairs separated by commas';
  if (registry === '') required(report, child(path, 'registry'), detail);
  else if (byteLength(tenant) > LONGEST_TENANT) {
    required(
      report,
      child(path, 'tenant'),
      'must be a UUID and may not exceed a length of 64 characters',
      message('verdict.quobyteTenant'),
    );
  } else {
    for (const pair of registry.split(',')) {
      if (!isHostAndPort(pair)) invalid(report, child(path, 'registry'), registry, detail, message('verdict.hostAndPort'));
    }
  }
  requireAll(report, path, { volume });
}

/** Go's net.SplitHostPort. */
function isHostAndPort(pair: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair);
}

function validateStorageOs(report: Report, path: FieldPath, source: StorageOSVolumeSource): void {
  const { volumeName = '', volumeNamespace = '', secretRef } = source;
  if (volumeName === '') required(report, child(path, 'volumeName'));
  else invalidFor(report, child(path, 'volumeName'), volumeName, dnsLabel(volumeName));
  if (volumeNamespace !== '') invalidFor(report, child(path, 'volumeNamespace'), volumeNamespace, dnsLabel(volumeNamespace));
  if (secretRef !== undefined) requireAll(report, child(path, 'secretRef'), { name: secretRef.name });
}
