import { blueGreen } from './scenarios/blue-green.ts';
import { canaryByPath, canaryByPods } from './scenarios/canary.ts';
import { cronAllow, cronForbid, cronReplace } from './scenarios/cron-policies.ts';
import { autoscaling, outOfMemory, quotaRefusal } from './scenarios/limits.ts';
import { endpoints, jobs, limitRange, selector } from './scenarios/ownership.ts';
import { agentEverywhere, antiAffinity, nodeChoice } from './scenarios/placement.ts';
import { memoryPressure } from './scenarios/pressure.ts';
import { selfHealing, withoutProbes, withProbes } from './scenarios/probes.ts';
import type { ReadyScenario } from './scenarios/ready-scenario.ts';
import { recreate } from './scenarios/recreate.ts';
import { rollingUpdate } from './scenarios/rolling-update.ts';
import { drain, failingRollout, nodeFailure } from './scenarios/trouble.ts';
import { volumeProvisioned, volumeRetained } from './scenarios/volumes.ts';

/** The lessons that come with Kijabi, in the order in which they are offered. */
export const READY_SCENARIOS: readonly ReadyScenario[] = [
  nodeChoice,
  antiAffinity,
  selector,
  endpoints,
  recreate,
  rollingUpdate,
  withoutProbes,
  withProbes,
  blueGreen,
  canaryByPods,
  canaryByPath,
  failingRollout,
  drain,
  nodeFailure,
  selfHealing,
  agentEverywhere,
  jobs,
  cronAllow,
  cronForbid,
  cronReplace,
  outOfMemory,
  memoryPressure,
  quotaRefusal,
  limitRange,
  autoscaling,
  volumeRetained,
  volumeProvisioned,
];
