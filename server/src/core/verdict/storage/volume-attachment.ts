import type { VolumeAttachment, VolumeAttachmentSource } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { setVolumeSpecDefaults, validateInlineVolume } from '../core/persistent-volume.ts';
import { validateDriverName } from '../core/persistent-volume-sources.ts';
import { child, type FieldPath, forbidden, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

const SPEC = child(ROOT, 'spec');

/** storage.k8s.io/v1 VolumeAttachment: ValidateVolumeAttachment (pkg/apis/storage/validation/validation.go). */
export const volumeAttachment: KindRules<VolumeAttachment> = {
  setDefaults({ spec }) {
    const inline = spec?.source?.inlineVolumeSpec;
    if (inline !== undefined) setVolumeSpecDefaults(inline);
  },
  validate({ metadata, spec }, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
    validateDriverName(report, child(SPEC, 'attacher'), spec?.attacher);
    validateSource(report, child(SPEC, 'source'), spec?.source ?? {});
    const nodeName = spec?.nodeName ?? '';
    invalidFor(report, child(SPEC, 'nodeName'), nodeName, dnsSubdomain(nodeName));
    const volume = spec?.source?.persistentVolumeName;
    if (volume !== undefined) invalidFor(report, child(SPEC, 'source', 'persistentVolumeName'), volume, dnsSubdomain(volume));
  },
};

function validateSource(report: Report, path: FieldPath, { inlineVolumeSpec, persistentVolumeName }: VolumeAttachmentSource): void {
  const detail = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  const words = message('verdict.exactlyOne', { names: 'inlineVolumeSpec, persistentVolumeName' });
  if (inlineVolumeSpec === undefined) {
    if (persistentVolumeName === undefined) required(report, path, detail, words);
    else if (persistentVolumeName === '')
      required(report, child(path, 'persistentVolumeName'), 'must specify non empty persistentVolumeName');
  } else if (persistentVolumeName !== undefined) forbidden(report, path, detail, words);
  else validateInlineVolume(report, child(path, 'inlineVolumeSpec'), inlineVolumeSpec);
}
