import type { KubeObject } from '../../server/src/core/sim/object.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { deployment, nodes } from '../sim/manifests.ts';
import { type Measurement, repeated } from './measurement.ts';

/** Whole simulations: what a person waits for after an edit, and a cluster full of workloads. */
export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  if (isWanted('simulate: rollout')) {
    const change = { cluster: nodes(3), from: [deployment('web', 'app:1')], objects: [deployment('web', 'app:2')] };
    yield { name: 'simulate: rollout of one Deployment', unit: 'ms', values: await repeated(60, () => simulate(change), 20), target: 20 };
  }
  if (!isWanted('simulate: thousand')) return;
  const objects = Array.from({ length: 100 }, (_, index): KubeObject => deployment(`web-${index}`, 'app:1', { replicas: 10 }));
  const crowd = { cluster: nodes(100), objects, untilMs: 600_000 };
  yield {
    name: 'simulate: thousand pods, 100 nodes, 10 minutes',
    unit: 'ms',
    values: await repeated(5, () => simulate(crowd), 1),
    target: 2000,
  };
}
