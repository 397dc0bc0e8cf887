import { web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

export const rollingUpdate: ReadyScenario = {
  id: 'rolling-update',
  title: 'lessonRollingUpdate',
  lesson: 'lessonRollingUpdateText',
  cluster: 'three',
  from: [web('web:1', { strategy })],
  objects: [web('web:2', { strategy })],
  scenario: { steps: [], containers: [{ behavior: { startAfterMs: 2000, readyAfterMs: 3000, stopAfterMs: 4000 } }], untilMs: 60_000 },
};
