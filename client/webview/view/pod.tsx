import { drawnWhen } from '../drawn-when.ts';
import type { PodForm, PodTile } from '../scene.ts';
import { text, type ViewProps } from './props.ts';

export const FORM_KEYS = {
  pending: 'panel.form.pending',
  creating: 'panel.form.creating',
  running: 'panel.form.running',
  ready: 'panel.form.ready',
  terminating: 'panel.form.terminating',
  failed: 'panel.form.failed',
  succeeded: 'panel.form.succeeded',
} as const satisfies Readonly<Record<PodForm, string>>;

type Props = Pick<ViewProps, 'state' | 'dispatch'> & { readonly pod: PodTile; readonly selected: boolean };

/** A pod as a tile: colour tells its revision, form its state. */
export const Pod = drawnWhen<Props>(
  ({ state, pod, selected }) => [pod, selected, state.language],
  ({ state, dispatch, pod, selected }) => {
    const words = text(state, 'panel.podLabel', {
      name: pod.name,
      form: text(state, FORM_KEYS[pod.form]),
      revision: pod.revision + 1,
      restarts: pod.restarts,
    });
    const look = `pod rev-${pod.colour % 6} ${pod.form}${selected ? ' selected' : ''}${pod.share ? ' receiving' : ''}`;
    return (
      <button
        type="button"
        class={look}
        data-pod={pod.name}
        title={words}
        aria-label={words}
        aria-pressed={selected}
        onClick={() => dispatch({ type: 'select', id: pod.id })}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <PodMark form={pod.form} />
        </svg>
        {pod.restarts > 0 && <span class="restarts">{pod.restarts}</span>}
        {pod.share !== undefined && pod.share > 0 && <span class="share">{Math.round(pod.share * 100)}%</span>}
      </button>
    );
  },
);

const MARKS: Readonly<Record<PodForm, { readonly class: string; readonly d: string }>> = {
  ready: { class: 'mark solid', d: 'M3 3H17V17H3Z' },
  running: { class: 'mark ring', d: 'M4.5 4.5H15.5V15.5H4.5Z' },
  terminating: { class: 'mark hatch', d: 'M3 3H17V17H3ZM3 10L10 3M3 17L17 3M10 17L17 10' },
  failed: { class: 'mark cross', d: 'M4 4L16 16M16 4L4 16' },
  succeeded: { class: 'mark tick', d: 'M4 11L8 15L16 5' },
  pending: { class: 'mark hollow', d: 'M4 4H16V16H4Z' },
  creating: { class: 'mark begun', d: 'M4 4H16V16H4ZM7 13H13' },
};

/** Form tells the state, so that colour is never alone. One path whatever the form: a change is one attribute. */
export function PodMark({ form }: { readonly form: PodForm }) {
  const { class: look, d } = MARKS[form];
  return <path class={look} d={d} />;
}

const SHOWN: readonly PodForm[] = ['pending', 'creating', 'running', 'ready', 'terminating', 'failed', 'succeeded'];

/** What the forms mean. */
export const Legend = drawnWhen<Pick<ViewProps, 'state'>>(
  ({ state }) => [state.language],
  ({ state }) => (
    <ul class="legend" aria-label={text(state, 'panel.legend')}>
      {SHOWN.map((form) => (
        <li key={form}>
          <svg viewBox="0 0 20 20" class={form} aria-hidden="true">
            <PodMark form={form} />
          </svg>
          {text(state, FORM_KEYS[form])}
        </li>
      ))}
    </ul>
  ),
);
