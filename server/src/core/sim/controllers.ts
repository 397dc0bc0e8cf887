import type { Component } from './component.ts';
import { cronJobController } from './controllers/cron-job.ts';
import { createDaemonSetController } from './controllers/daemon-set.ts';
import { deploymentController } from './controllers/deployment.ts';
import { disruptionController } from './controllers/disruption.ts';
import { endpointMirroring } from './controllers/endpoint-mirroring.ts';
import { endpointsController } from './controllers/endpoints.ts';
import { garbageCollector } from './controllers/garbage-collector.ts';
import { createJobController } from './controllers/job.ts';
import { namespaceController } from './controllers/namespace.ts';
import { nodeLifecycleController } from './controllers/node-lifecycle.ts';
import { replicaSetController, replicationControllerController } from './controllers/replica-set.ts';
import { resourceQuotaController } from './controllers/resource-quota.ts';
import { statefulSetController } from './controllers/stateful-set.ts';
import { taintEvictionController } from './controllers/taint-eviction.ts';
import { ttlAfterFinishedController } from './controllers/ttl-after-finished.ts';
import { persistentVolumeController } from './storage/persistent-volume-controller.ts';

/**
 * The controllers of kube-controller-manager that Kijabi plays, fresh for one run: most keep nothing between two syncs, those that
 * are made by a function remember what the real ones remember. A new controller is one file and one line here.
 */
export function createControllers(): readonly Component[] {
  return [
    ...createWorkloadControllers(),
    disruptionController,
    endpointsController,
    endpointMirroring,
    namespaceController,
    nodeLifecycleController,
    taintEvictionController,
    resourceQuotaController,
    persistentVolumeController,
  ];
}

/** Those that make and delete pods and Jobs, with the garbage collector: what was recorded from the real ones. */
export function createWorkloadControllers(): readonly Component[] {
  return [
    replicaSetController,
    replicationControllerController,
    deploymentController,
    statefulSetController,
    createDaemonSetController(),
    createJobController(),
    cronJobController,
    ttlAfterFinishedController,
    garbageCollector,
  ];
}
