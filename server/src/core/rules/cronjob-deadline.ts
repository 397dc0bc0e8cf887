import { isObject } from '../base/json.ts';
import { message } from '../text/text.ts';
import { setting } from './fixes.ts';
import { type Check, found } from './rule.ts';

const FIELD = 'startingDeadlineSeconds';
const FIVE_MINUTES_S = 300;

export const check: Check = (resource) => {
  const { kind, value } = resource;
  if (kind !== 'CronJob' || !isObject(value.spec) || value.spec[FIELD] !== undefined) return [];
  return [
    found(resource, ['spec', FIELD], message('rules.cronjobDeadline'), { fixes: setting(resource, ['spec'], FIELD, FIVE_MINUTES_S) }),
  ];
};
