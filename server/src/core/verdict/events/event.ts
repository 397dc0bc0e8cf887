import type { EventsV1Event } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { refuseNamespace, validateNewStyle } from '../core/event.ts';
import { child, type FieldPath, invalid, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';

/** events.k8s.io/v1 Event: ValidateEventCreate (pkg/apis/core/validation/events.go), under the names of the core group. */
export const newEvent: KindRules<EventsV1Event> = { validate };

function validate(object: EventsV1Event, report: Report): void {
  const namespace = object.metadata?.namespace ?? '';
  const about = object.regarding?.namespace ?? '';
  const hasTime = object.eventTime !== undefined && object.eventTime !== null;
  if (hasTime) {
    if (about === '' && namespace !== 'default' && namespace !== 'kube-system') refuseNamespace(report, about, 'regarding');
    validateNewStyle({ ...object, message: object.note ?? '' }, report, 'reportingController');
  } else if (about === '' ? namespace !== 'default' : about !== namespace) refuseNamespace(report, about, 'regarding');
  invalidFor(report, { text: 'namespace', at: ['metadata', 'namespace'] }, namespace, dnsSubdomain(namespace));
  validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
  validateSeries(report, object);
  if (!hasTime) required(report, child(ROOT, 'eventTime'));
  if (object.type !== 'Normal' && object.type !== 'Warning') {
    const words = message('verdict.notSupported', { value: object.type ?? '', allowed: 'Normal, Warning' });
    invalid(report, child(ROOT, 'type'), '', `has invalid value: ${object.type ?? ''}`, words);
  }
  refuseOldFields(report, object);
}

function validateSeries(report: Report, { series }: EventsV1Event): void {
  if (series === undefined) return;
  const { count = 0, lastObservedTime } = series;
  if (count < 2) invalid(report, child(ROOT, 'series', 'count'), '', 'should be at least 2', message('verdict.notAtLeast', { least: 2 }));
  if (lastObservedTime === undefined) required(report, child(ROOT, 'series', 'lastObservedTime'));
}

function refuseOldFields(report: Report, object: EventsV1Event): void {
  const refuse = (path: FieldPath) => invalid(report, path, '', 'needs to be unset', message('verdict.mustBeUnset'));
  const at = (field: string, written: string): FieldPath => ({ text: field, at: [written] });
  if (object.deprecatedFirstTimestamp !== undefined) refuse(at('firstTimestamp', 'deprecatedFirstTimestamp'));
  if (object.deprecatedLastTimestamp !== undefined) refuse(at('lastTimestamp', 'deprecatedLastTimestamp'));
  if ((object.deprecatedCount ?? 0) !== 0) refuse(at('count', 'deprecatedCount'));
  const { component = '', host = '' } = object.deprecatedSource ?? {};
  if (component !== '' || host !== '') refuse(at('source', 'deprecatedSource'));
}
