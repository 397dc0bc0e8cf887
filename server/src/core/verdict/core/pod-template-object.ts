import type { PodTemplate } from '../../generated/api.ts';
import type { KindRules } from '../context.ts';
import { child, ROOT } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { setTemplateDefaults } from './owned-template.ts';
import { validatePodTemplateSpec } from './pod-template.ts';
import { warnOfPodTemplate } from './pod-warnings.ts';

/** PodTemplates: pkg/registry/core/podtemplate/strategy.go. */
export const podTemplate: KindRules<PodTemplate> = {
  setDefaults(object, context) {
    object.template ??= {};
    setTemplateDefaults(object.template, context);
  },
  validate(object, report, context) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
    validatePodTemplateSpec(report, child(ROOT, 'template'), object.template, context);
  },
  warn(object, report) {
    warnOfPodTemplate(report, child(ROOT, 'template'), object.template);
  },
};
