import { blueGreen } from './scenarios/blue-green.ts';
import { canaryByPath, canaryByPods } from './scenarios/canary.ts';
import { cronAllow, cronForbid, cronReplace } from './scenarios/cron-policies.ts';
import { autoscaling, outOfMemory, quotaRefusal } from './scenarios/limits.ts';
import type { ReadyScenario } from './scenarios/ready-scenario.ts';
import { recreate } from './scenarios/recreate.ts';
import { rollingUpdate } from './scenarios/rolling-update.ts';
import { drain, failingRollout, nodeFailure } from './scenarios/trouble.ts';

/** The lessons that come with Kijabi, in the order in which they are offered. */
export const READY_SCENARIOS: readonly ReadyScenario[] = [
  recreate,
  rollingUpdate,
  blueGreen,
  canaryByPods,
  canaryByPath,
  failingRollout,
  drain,
  nodeFailure,
  cronAllow,
  cronForbid,
  cronReplace,
  outOfMemory,
  quotaRefusal,
  autoscaling,
];
