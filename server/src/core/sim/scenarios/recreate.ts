import { web } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

export const recreate: ReadyScenario = {
  id: 'recreate',
  title: 'lessonRecreate',
  lesson: 'lessonRecreateText',
  cluster: 'three',
  from: [web('web:1', { strategy: { type: 'Recreate' } })],
  objects: [web('web:2', { strategy: { type: 'Recreate' } })],
  scenario: { steps: [], containers: [{ behavior: { startAfterMs: 2000, readyAfterMs: 3000, stopAfterMs: 4000 } }], untilMs: 60_000 },
};
