/**
 * The Go structs that the API's types embed, so that their fields stand one level higher in a manifest: only the server's decoding
 * errors name them. As the types of staging/src/k8s.io/api have it.
 */
export function embeddedPath(struct: string, field: string): readonly string[] {
  const embedded = EMBEDDED[struct];
  if (embedded === undefined) return NONE;
  if (embedded.own !== undefined) return embedded.own.includes(field) ? NONE : embedded.path;
  for (const { path, fields } of embedded.parts) if (fields.includes(field)) return path;
  return NONE;
}

type Embedded =
  /** All fields but `own` belong to one embedded struct. */
  | { readonly own: readonly string[]; readonly path: readonly string[] }
  | { readonly own?: never; readonly parts: readonly { readonly path: readonly string[]; readonly fields: readonly string[] }[] };

const NONE: readonly string[] = [];
const NAMED: Embedded = { parts: [{ path: ['LocalObjectReference'], fields: ['name'] }] };
const RULE = ['apiGroups', 'apiVersions', 'resources', 'scope'];
const CONFIGURED: Embedded = { parts: [{ path: ['DeviceConfiguration'], fields: ['opaque'] }] };

const EMBEDDED: Readonly<Record<string, Embedded>> = {
  Volume: { own: ['name'], path: ['VolumeSource'] },
  PersistentVolumeSpec: {
    own: [
      'accessModes',
      'capacity',
      'claimRef',
      'mountOptions',
      'nodeAffinity',
      'persistentVolumeReclaimPolicy',
      'storageClassName',
      'volumeAttributesClassName',
      'volumeMode',
    ],
    path: ['PersistentVolumeSource'],
  },
  IngressRule: { own: ['host'], path: ['IngressRuleValue'] },
  Probe: { parts: [{ path: ['ProbeHandler'], fields: ['exec', 'httpGet', 'tcpSocket', 'grpc'] }] },
  EphemeralContainer: { own: ['targetContainerName'], path: ['EphemeralContainerCommon'] },
  SecretKeySelector: NAMED,
  ConfigMapKeySelector: NAMED,
  SecretEnvSource: NAMED,
  ConfigMapEnvSource: NAMED,
  SecretProjection: NAMED,
  ConfigMapProjection: NAMED,
  ConfigMapVolumeSource: NAMED,
  RuleWithOperations: { parts: [{ path: ['Rule'], fields: RULE }] },
  NamedRuleWithOperations: {
    parts: [
      { path: ['RuleWithOperations'], fields: ['operations'] },
      { path: ['RuleWithOperations', 'Rule'], fields: RULE },
    ],
  },
  DeviceClaimConfiguration: CONFIGURED,
  DeviceClassConfiguration: CONFIGURED,
  DeviceAllocationConfiguration: CONFIGURED,
};
