import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
  TypedObjectReference,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, key, ROOT, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { has } from '../versions.ts';
import { setClaimSpecDefaults, validateClaimSpec, warnOfClaimSpec } from './claim-spec.ts';

const SPEC = child(ROOT, 'spec');
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** v1 PersistentVolumeClaim: ValidatePersistentVolumeClaim (pkg/apis/core/validation/validation.go). */
export const persistentVolumeClaim: KindRules<PersistentVolumeClaim> = {
  setDefaults(object, context) {
    object.spec ??= {};
    setClaimSpecDefaults(object.spec);
    if (!has(context, 'volumeAttributesClass')) delete object.spec.volumeAttributesClassName;
    normalizeDataSources(object.spec);
  },
  validate({ metadata, spec }, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
    validateClaimSpec(report, SPEC, spec, context);
  },
  warn({ metadata, spec }, report) {
    if (metadata?.annotations?.[CLASS_ANNOTATION] !== undefined) {
      const text = `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`;
      const path = key(child(ROOT, 'metadata', 'annotations'), CLASS_ANNOTATION);
      warn(report, path, text, message('verdict.deprecatedUse', { replacement: 'spec.storageClassName' }));
    }
    warnOfClaimSpec(report, SPEC, spec);
  },
};

/** What a claim may be filled from, before and after `dataSourceRef` came (pkg/api/persistentvolumeclaim/util.go). */
function normalizeDataSources(spec: Mutable<PersistentVolumeClaimSpec>): void {
  // Data sources of another namespace are behind a gate that is off.
  if ((spec.dataSourceRef?.namespace ?? '') !== '') delete spec.dataSourceRef;
  if (spec.dataSourceRef === undefined && !isOldDataSource(spec.dataSource)) delete spec.dataSource;
  if (spec.dataSource !== undefined) spec.dataSourceRef ??= { ...spec.dataSource };
  else if (spec.dataSourceRef !== undefined) spec.dataSource = referenceOf(spec.dataSourceRef);
}

function isOldDataSource(source: TypedLocalObjectReference | undefined): boolean {
  const { kind, apiGroup = '' } = source ?? {};
  return (kind === 'PersistentVolumeClaim' && apiGroup === '') || (kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io');
}

function referenceOf({ apiGroup, kind, name }: TypedObjectReference): Mutable<TypedLocalObjectReference> {
  return { ...(apiGroup === undefined ? {} : { apiGroup }), kind, name };
}
