import type { Component } from './component.ts';
import { deploymentController } from './controllers/deployment.ts';
import { garbageCollector } from './controllers/garbage-collector.ts';
import { replicaSetController, replicationControllerController } from './controllers/replica-set.ts';
import { statefulSetController } from './controllers/stateful-set.ts';

/** The controllers of kube-controller-manager that Kijabi plays. None keeps anything between two syncs. */
export const CONTROLLERS: readonly Component[] = [
  replicaSetController,
  replicationControllerController,
  deploymentController,
  statefulSetController,
  garbageCollector,
];
