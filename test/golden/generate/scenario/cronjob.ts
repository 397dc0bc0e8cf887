import type { Dice } from '../dice.ts';
import { type Action, patch, type Scenario } from './scenario.ts';

const NAME = 'cj';

/** Daylight saving begins and ends on some of these days. */
const STARTS = ['2000-01-01T00:00:00Z', '2000-03-25T00:00:00Z', '2000-04-01T00:00:00Z', '2000-10-28T00:00:00Z'] as const;

export function cronJobScenario(dice: Dice): Scenario {
  const long = dice.chance(0.25);
  const schedule = long
    ? dice.pick(['30 2 * * *', '0 */6 * * *', '15 1,2,3 * * *', '@daily', '0 0 * * 0'])
    : dice.pick([
        '*/2 * * * *',
        '*/3 * * * *',
        '*/5 * * * *',
        '1-59/4 * * * *',
        '* * * * *',
        '@every 4m',
        '@every 150s',
        '@hourly',
        '0,7,20 * * * *',
      ]);
  const spec = {
    schedule,
    ...(long && dice.chance(0.7)
      ? { timeZone: dice.pick(['Europe/Berlin', 'America/New_York', 'Asia/Seoul', 'UTC', 'Australia/Lord_Howe']) }
      : {}),
    ...(dice.chance(0.7) ? { concurrencyPolicy: dice.pick(['Allow', 'Forbid', 'Replace']) } : {}),
    ...(dice.chance(0.3) ? { startingDeadlineSeconds: dice.pick([10, 60, 100, 200, 600]) } : {}),
    ...(dice.chance(0.4) ? { successfulJobsHistoryLimit: dice.int(0, 3) } : {}),
    ...(dice.chance(0.4) ? { failedJobsHistoryLimit: dice.int(0, 2) } : {}),
    ...(dice.chance(0.15) ? { suspend: true } : {}),
    jobTemplate: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'v1' }] } } } },
  };
  const after = long ? dice.pick([60, 7200]) : dice.pick([20, 65, 130, 250, 400]);
  const sampleEvery = long ? 600 : 10;
  const until = long ? 3 * 86_400 : 1800;
  const object = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: NAME }, spec };
  const exit = dice.list(1, 3, () => ({ after, code: dice.chance(0.75) ? 0 : 1 }));
  return {
    objects: [object],
    start: long ? dice.pick(STARTS) : STARTS[0],
    grace: 1,
    pods: [{ ready: [1], exit }],
    actions: actionsOf(dice, until),
    sampleEvery,
    until,
  };
}

function actionsOf(dice: Dice, until: number): readonly Action[] {
  if (dice.chance(0.5)) return [];
  const first = dice.int(1, Math.floor(until / 20)) * 10;
  const second = first + dice.int(1, Math.floor((until - first) / 20)) * 10;
  if (dice.chance(0.6)) return [patch(first, 'CronJob', NAME, { suspend: true }), patch(second, 'CronJob', NAME, { suspend: false })];
  return [patch(first, 'CronJob', NAME, { schedule: dice.pick(['*/5 * * * *', '*/4 * * * *', '@every 3m']) })];
}
