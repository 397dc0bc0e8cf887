import { at, service, version } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

const toBlue = service({ app: 'web', version: 'blue' });
const toGreen = service({ app: 'web', version: 'green' });

/** Both versions stand side by side; the Service's selector decides who is asked. */
export const blueGreen: ReadyScenario = {
  id: 'blue-green',
  title: 'lessonBlueGreen',
  lesson: 'lessonBlueGreenText',
  cluster: 'three',
  from: [version('blue', 'web:1', 3), toBlue],
  objects: [version('green', 'web:2', 3)],
  scenario: {
    steps: [at(30, { do: 'apply', objects: [toGreen] }), at(60, { do: 'apply', objects: [toBlue] })],
    containers: [],
    untilMs: 90_000,
  },
};
