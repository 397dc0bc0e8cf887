import type { KubeObject } from '../../../../server/src/core/sim/object.ts';

/** One line of a recording; `test/golden/controllers/README.md` says what each field means. */
export interface RecordedCase {
  readonly id: string;
  readonly family: string;
  readonly objects: string;
  readonly start?: string;
  readonly grace?: number;
  readonly nodes?: number;
  readonly pods?: readonly PodRule[];
  readonly actions?: readonly RecordedAction[];
  readonly until: number;
  readonly sampleEvery?: number;
  readonly anonymousNodes?: boolean;
  readonly traces: readonly RecordedTrace[];
}

export interface PodRule {
  readonly image?: string;
  readonly names?: readonly string[];
  readonly by?: 'index';
  readonly ready?: readonly (number | null)[];
  readonly unready?: readonly (number | null)[];
  readonly exit?: readonly (Exit | readonly (Exit | null)[] | null)[];
}

export interface Exit {
  readonly after: number;
  readonly code: number;
  readonly condition?: string;
}

export type RecordedAction = { readonly at: number } & (
  | { readonly do: 'patch'; readonly kind: string; readonly name: string; readonly patch: Readonly<Record<string, unknown>> }
  | { readonly do: 'delete'; readonly kind: string; readonly name: string }
  | { readonly do: 'create'; readonly object: string }
  | { readonly do: 'undo'; readonly name: string; readonly toRevision?: number }
);

export interface RecordedTrace {
  readonly count: number;
  readonly states: readonly { readonly t: number; readonly s?: State; readonly d?: State }[];
  readonly scales?: readonly (readonly string[])[];
  readonly events?: readonly string[];
}

/** The README's State: what a sample shows of the cluster. */
export type State = Readonly<Record<string, unknown>>;

export type Objects = readonly KubeObject[];
