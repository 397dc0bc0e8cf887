import type { CronJob, CronJobSpec } from '../../generated/api.ts';
import { parseCron } from '../../kube/cron.ts';
import { timeZoneNamed } from '../../kube/time-zone.ts';
import { message } from '../../text/text.ts';
import { type Context, type KindRules, unwritten } from '../context.ts';
import { warnOfPodNames } from '../core/pod-names.ts';
import { child, type FieldPath, invalid, notSupported, type Report, ROOT, required, requireOneOf } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { byteLength, dnsSubdomain } from '../names.ts';
import { requireNotNegative } from '../numbers.ts';
import { setJobSpecTemplateDefaults, warnOfJobSpec } from './job.ts';
import { validateJobSpec } from './job-spec.ts';

/** CronJobs: pkg/registry/batch/cronjob/strategy.go, pkg/apis/batch/v1/defaults.go, pkg/apis/batch/validation/validation.go. */
export const cronJob: KindRules<CronJob> = {
  setDefaults(object, context) {
    object.spec ??= unwritten<CronJobSpec>();
    const { spec } = object;
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    spec.jobTemplate ??= {};
    spec.jobTemplate.spec ??= { template: {} };
    setJobSpecTemplateDefaults(spec.jobTemplate.spec, context);
  },
  validate(object, report, context) {
    const path = child(ROOT, 'metadata');
    validateObjectMeta(report, path, object.metadata, { namespaced: true, name: dnsSubdomain });
    if (object.spec !== undefined) validateSpec(report, child(ROOT, 'spec'), object.spec, context);
    const name = effectiveName(object.metadata);
    if (byteLength(name) <= LONGEST_NAME) return;
    const detail = `must be no more than ${LONGEST_NAME} characters`;
    invalid(report, child(path, 'name'), name, detail, message('verdict.cronName', { limit: LONGEST_NAME }));
  },
  warn(object, report) {
    warnOfPodNames(report, object.metadata);
    const spec = object.spec?.jobTemplate?.spec;
    if (spec !== undefined) warnOfJobSpec(report, child(ROOT, 'spec', 'jobTemplate', 'spec'), spec);
  },
};

/** Eleven characters are appended for each Job. */
const LONGEST_NAME = 52;
const CONCURRENCY_POLICIES = ['Allow', 'Forbid', 'Replace'];
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

function validateSpec(report: Report, path: FieldPath, spec: CronJobSpec, context: Context): void {
  const { schedule = '', timeZone, jobTemplate } = spec;
  if (schedule === '') required(report, child(path, 'schedule'));
  else validateSchedule(report, child(path, 'schedule'), schedule);
  requireNotNegative(report, child(path, 'startingDeadlineSeconds'), spec.startingDeadlineSeconds);
  if (timeZone !== undefined) validateTimeZone(report, child(path, 'timeZone'), timeZone);
  requireOneOf(report, child(path, 'concurrencyPolicy'), spec.concurrencyPolicy, CONCURRENCY_POLICIES);
  const place = child(path, 'jobTemplate', 'spec');
  const job = jobTemplate?.spec ?? { template: {} };
  validateJobSpec(report, place, job, context);
  if (job.selector !== undefined) {
    invalid(report, child(place, 'selector'), undefined, '`selector` will be auto-generated', message('verdict.jobSelector'));
  }
  if (job.manualSelector === true) notSupported(report, child(place, 'manualSelector'), 'true', ['nil', 'false']);
  requireNotNegative(report, child(path, 'successfulJobsHistoryLimit'), spec.successfulJobsHistoryLimit);
  requireNotNegative(report, child(path, 'failedJobsHistoryLimit'), spec.failedJobsHistoryLimit);
}

/** validateScheduleFormat. */
function validateSchedule(report: Report, path: FieldPath, schedule: string): void {
  const parsed = parseCron(schedule);
  if ('error' in parsed) invalid(report, path, schedule, parsed.error, message('verdict.schedule', { reason: parsed.error }));
  if (!schedule.includes('TZ')) return;
  const detail = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  invalid(report, path, schedule, detail, message('verdict.scheduleZone'));
}

/** validateTimeZone. */
function validateTimeZone(report: Report, path: FieldPath, zone: string): void {
  const words = message('verdict.timeZone');
  if (zone === '') {
    invalid(report, path, zone, 'timeZone must be nil or non-empty string', words);
    return;
  }
  const isNamed = zone.split('/').every((part) => part !== '.' && part !== '..' && !part.startsWith('-') && ZONE_PART.test(part));
  if (!isNamed || (timeZoneNamed(zone) === undefined && zone.toLowerCase() !== 'local')) {
    invalid(report, path, zone, `unknown time zone ${zone}`, words);
  } else if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    invalid(report, path, zone, detail, words);
  }
}
