import { autoscalerFunctions } from './vector-functions/autoscaler.ts';
import { kubeFunctions } from './vector-functions/kube.ts';
import { podSecurityFunctions } from './vector-functions/pod-security.ts';
import { simFunctions } from './vector-functions/sim.ts';

/** Plays one recorded input with the product's own function and shapes its answer as the recording does. */
type PlayVector = (input: unknown) => unknown;

/** By the name of the file of recordings. */
export const functionByVector: ReadonlyMap<string, PlayVector> = new Map(
  Object.entries({ ...kubeFunctions, ...simFunctions, ...autoscalerFunctions, ...podSecurityFunctions }) as [string, PlayVector][],
);
