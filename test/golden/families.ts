import { findFamilies as findApi } from './families/api.ts';
import { findFamilies as findControllers } from './families/controllers.ts';
import { findFamilies as findScheduler } from './families/scheduler.ts';
import { findFamilies as findVectors } from './families/vectors.ts';
import type { Family, FindFamilies } from './family.ts';

/** The rooms of the measure, one module each. */
const ROOMS: readonly FindFamilies[] = [findApi, findScheduler, findControllers, findVectors];

/** Every family below `dir`, in a fixed order. */
export function allFamilies(dir: string): readonly Family[] {
  return ROOMS.flatMap((findFamilies) => findFamilies(dir));
}
