import type { Component } from './component.ts';
import { deploymentController } from './controllers/deployment.ts';
import { replicaSetController, replicationControllerController } from './controllers/replica-set.ts';

/** The controllers of kube-controller-manager that Kijabi plays. None keeps anything between two syncs. */
export const CONTROLLERS: readonly Component[] = [replicaSetController, replicationControllerController, deploymentController];
