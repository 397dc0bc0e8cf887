import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podAdmission } from '../../server/src/core/sim/admission/pod-admission.ts';
import type { Component } from '../../server/src/core/sim/component.ts';
import { createControllers } from '../../server/src/core/sim/controllers.ts';
import { createEngine } from '../../server/src/core/sim/engine.ts';
import { createKubelet } from '../../server/src/core/sim/kubelet/kubelet.ts';
import type { Scenario } from '../../server/src/core/sim/scenario.ts';
import { planStep } from '../../server/src/core/sim/scenario-steps.ts';
import { createSchedulingComponent } from '../../server/src/core/sim/scheduling.ts';
import { message } from '../../server/src/core/text/text.ts';
import { deployment, nodes } from './manifests.ts';

const BECAUSE = message('simRefused', { text: 'a test' });

/** The component, and how often it was asked. */
function counted(component: Component): { readonly component: Component; count(): number } {
  let count = 0;
  return {
    component: {
      ...component,
      reconcile(cluster, key, nowMs) {
        count++;
        return component.reconcile(cluster, key, nowMs);
      },
    },
    count: () => count,
  };
}

test('pods that are lost long after a rollout was completed do not keep the Deployment controller busy', () => {
  const controllers = createControllers();
  const found = controllers.find(({ name }) => name === 'deployment');
  assert.ok(found !== undefined);
  const watched = counted(found);
  const others = controllers.filter((component) => component !== found);
  const engine = createEngine({
    components: [watched.component, ...others, createKubelet([]), createSchedulingComponent({ detail: 'explained' })],
    admission: [podAdmission],
  });
  engine.load(nodes(2), BECAUSE);
  const web = deployment('web', 'app:1', { replicas: 4, progressDeadlineSeconds: 30 });
  const steps: Scenario['steps'] = [
    { atMs: 0, namespace: 'default', do: 'apply', objects: [web] },
    { atMs: 100_000, namespace: 'default', do: 'fail-node', node: 'node-1' },
  ];
  for (const step of steps) planStep(engine, step, new Map());
  engine.runUntil(400_000);
  const status = engine.cluster.get('Deployment', 'default', 'web')?.status as { readonly availableReplicas?: number } | undefined;
  assert.equal(status?.availableReplicas, 2);
  assert.ok(watched.count() < 100, `${watched.count()} syncs`);
});
