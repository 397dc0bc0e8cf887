import type { MessageKey } from '../../text/text.ts';
import type { KubeObject } from '../object.ts';
import type { Scenario } from '../scenario.ts';

/** A lesson: manifests, what happens to them, and what to watch for. */
export interface ReadyScenario {
  readonly id: string;
  readonly title: MessageKey;
  /** One sentence: what the run shows. */
  readonly lesson: MessageKey;
  readonly cluster: 'one' | 'three' | 'zones';
  /** What runs at the start. */
  readonly from?: readonly KubeObject[];
  readonly objects: readonly KubeObject[];
  readonly scenario: Scenario;
}
