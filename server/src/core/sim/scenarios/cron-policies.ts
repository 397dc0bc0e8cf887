import { everyMinute } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

/** Each run takes a minute and a half, and the next one is due after a minute. */
const scenario = { steps: [], containers: [{ behavior: { crashAfterMs: 90_000, exitCode: 0 } }], untilMs: 300_000 };

export const cronAllow: ReadyScenario = {
  id: 'cron-allow',
  title: 'lessonCronAllow',
  lesson: 'lessonCronAllowText',
  cluster: 'one',
  objects: [everyMinute('Allow')],
  scenario,
};

export const cronForbid: ReadyScenario = {
  id: 'cron-forbid',
  title: 'lessonCronForbid',
  lesson: 'lessonCronForbidText',
  cluster: 'one',
  objects: [everyMinute('Forbid')],
  scenario,
};

export const cronReplace: ReadyScenario = {
  id: 'cron-replace',
  title: 'lessonCronReplace',
  lesson: 'lessonCronReplaceText',
  cluster: 'one',
  objects: [everyMinute('Replace')],
  scenario,
};
