import type { Event } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules } from '../context.ts';
import { child, type FieldPath, invalid, invalidFor, type Report, ROOT, required } from '../field.ts';
import { byteLength, dnsSubdomain, qualifiedName } from '../names.ts';

const LONGEST = 128;
const LONGEST_NOTE = 1024;

/** v1 Event: ValidateEventCreate (pkg/apis/core/validation/events.go); its metadata is only checked by what every object goes through. */
export const event: KindRules<Event> = { validate };

function validate(object: Event, report: Report): void {
  const namespace = object.metadata?.namespace ?? '';
  const about = object.involvedObject?.namespace ?? '';
  if (object.eventTime === undefined || object.eventTime === null) {
    if (about === '' ? namespace !== 'default' : about !== namespace) refuseNamespace(report, about);
  } else {
    if (about === '' && namespace !== 'default' && namespace !== 'kube-system') refuseNamespace(report, about);
    validateNewStyle(object, report, 'reportingComponent');
  }
  invalidFor(report, { text: 'namespace', at: ['metadata', 'namespace'] }, namespace, dnsSubdomain(namespace));
}

/** `written` is the field of the manifest; the server speaks of the core group's. */
export function refuseNamespace(report: Report, namespace: string, written = 'involvedObject'): void {
  const path = { text: 'involvedObject.namespace', at: [written, 'namespace'] };
  invalid(report, path, namespace, 'does not match event.namespace', message('verdict.event.namespace'));
}

interface NewStyle {
  readonly reportingComponent?: string;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What an Event with `eventTime` has to say. */
export function validateNewStyle(object: NewStyle, report: Report, controller: 'reportingComponent' | 'reportingController'): void {
  const { reportingInstance = '', action = '', reason = '', message: note = '' } = object;
  const component = child(ROOT, controller);
  const name = object[controller] ?? '';
  if (name === '') required(report, component);
  invalidFor(report, component, name, qualifiedName(name));
  for (const [name, value] of Object.entries({ reportingInstance, action, reason })) {
    if (value === '') required(report, child(ROOT, name));
    limit(report, child(ROOT, name), value, LONGEST);
  }
  limit(report, child(ROOT, 'message'), note, LONGEST_NOTE);
}

function limit(report: Report, path: FieldPath, value: string, most: number): void {
  if (byteLength(value) <= most) return;
  invalid(report, path, '', `can have at most ${most} characters`, message('verdict.tooLong', { limit: most }));
}
