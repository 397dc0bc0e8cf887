import type { PersistentVolumeSpec, Volume } from '../../generated/api.ts';

/** The sources of volumes that CSI drivers took over, as they stand in a pod or a PersistentVolume. */
type InTreeSource = Pick<
  Volume & PersistentVolumeSpec,
  'awsElasticBlockStore' | 'gcePersistentDisk' | 'azureDisk' | 'cinder' | 'portworxVolume'
>;

/** The CSI drivers behind former in-tree provisioners (`staging/src/k8s.io/csi-translation-lib/plugins`). */
const DRIVER_BY_PROVISIONER: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
  ['kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
  ['kubernetes.io/azure-disk', 'disk.csi.azure.com'],
  ['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['kubernetes.io/portworx-volume', 'pxd.portworx.com'],
]);

/** undefined for a provisioner that is a CSI driver itself. */
export function csiDriverOfProvisioner(provisioner: string): string | undefined {
  return DRIVER_BY_PROVISIONER.get(provisioner);
}

export function isMigratable(volume: Volume): boolean {
  return csiVolume(volume) !== undefined || Boolean(volume.azureFile || volume.vsphereVolume);
}

/** The driver that serves an in-tree volume, and a handle that tells its volumes apart. */
export function csiVolume(source: InTreeSource): { readonly driver: string; readonly handle: string } | undefined {
  const { awsElasticBlockStore: aws, gcePersistentDisk: gce, azureDisk, cinder, portworxVolume: portworx } = source;
  if (aws) return { driver: 'ebs.csi.aws.com', handle: aws.volumeID.slice(aws.volumeID.lastIndexOf('/') + 1) };
  if (gce) return { driver: 'pd.csi.storage.gke.io', handle: gce.pdName };
  if (azureDisk) return { driver: 'disk.csi.azure.com', handle: azureDisk.diskURI };
  if (cinder) return { driver: 'cinder.csi.openstack.org', handle: cinder.volumeID };
  if (portworx) return { driver: 'pxd.portworx.com', handle: portworx.volumeID };
  return undefined;
}
