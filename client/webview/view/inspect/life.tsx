import { clock, podRows } from '../../layout.ts';
import type { InspectorProps } from '../inspector.tsx';
import { FORM_KEYS } from '../pod.tsx';
import { text } from '../props.ts';
import { Facts } from './facts.tsx';

interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}
interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: Readonly<Record<string, Ended | undefined>>;
  readonly lastState?: Readonly<Record<string, Ended | undefined>>;
}
interface Ended {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly message?: string;
}

/** A pod's phase, conditions and containers now, and the stretches of its life. */
export function Life({ state, dispatch, result, id, object }: InspectorProps) {
  const {
    phase,
    reason,
    message,
    conditions = [],
    containerStatuses = [],
    initContainerStatuses = [],
  } = (object?.status ?? {}) as PodStatus;
  const row = podRows(result).find((each) => each.id === id);
  const containers = [...initContainerStatuses, ...containerStatuses].map(
    (container) =>
      [
        container.name,
        words(
          containerWords(container, text(state, 'panel.restarts', { count: container.restartCount ?? 0 })),
          oomWords(result.pods[id]?.oomScores[container.name]),
        ),
      ] as const,
  );
  return (
    <>
      <Facts
        rows={[
          ['phase', words(phase, reason, message)],
          ...conditions.map((condition) => [condition.type, words(condition.status, condition.reason, condition.message)] as const),
        ]}
      />
      <Facts rows={containers} caption={text(state, 'panel.containers')} />
      <ol class="life">
        {row?.stretches.map(({ from, form }) => (
          <li key={from}>
            <button type="button" class="small" onClick={() => dispatch({ type: 'seek', timeMs: from })}>
              {clock(from)} {text(state, FORM_KEYS[form])}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** `waiting CrashLoopBackOff · ready false · restarts 3 · last: terminated OOMKilled (137)` */
function containerWords({ state, lastState, ready }: ContainerStatus, restarts: string): string {
  const last = endWords(lastState);
  return words(endWords(state), `ready ${ready ?? false}`, restarts, last === '' ? '' : `last: ${last}`);
}

function oomWords(score: number | undefined): string {
  return score === undefined ? '' : `oom_score_adj ${score}`;
}

function endWords(state: ContainerStatus['state']): string {
  const [name, ended] = Object.entries(state ?? {})[0] ?? [];
  if (name === undefined) return '';
  const code = ended?.exitCode === undefined ? '' : `(${ended.exitCode})`;
  return [name, ended?.reason, code].filter(Boolean).join(' ');
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
