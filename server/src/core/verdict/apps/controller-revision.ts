import { isObject, type Json } from '../../base/json.ts';
import type { ControllerRevision } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';

/** ControllerRevisions: ValidateControllerRevisionCreate of pkg/apis/apps/validation/validation.go. */
export const controllerRevision: KindRules<ControllerRevision> = {
  validate(object, report) {
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
    requireNotNegative(report, child(ROOT, 'revision'), object.revision);
    const data = object.data as Json | undefined;
    const path = child(ROOT, 'data');
    if (data === undefined || data === null) required(report, path, 'data is mandatory');
    else if (!isObject(data))
      required(report, path, 'data must be a valid JSON object', message('verdict.wantMapping', { value: String(data) }));
  },
};
