import { isObject, valueAt } from '../base/json.ts';
import { message } from '../text/text.ts';
import { removal, setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

const FIELD = 'ttlSecondsAfterFinished';
const HOUR_S = 3600;

export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind === 'Job' && isObject(value.spec) && value.spec[FIELD] === undefined) {
    return [found(resource, ['spec', FIELD], message('rules.jobTtl'), { fixes: setting(resource, ['spec'], FIELD, HOUR_S) })];
  }
  const inCronJob = ['spec', 'jobTemplate', 'spec', FIELD];
  if (kind !== 'CronJob' || valueAt(value, inCronJob) === undefined) return [];
  return [found(resource, inCronJob, message('rules.cronJobTtl'), { fixes: removal(resource, inCronJob) })];
};
