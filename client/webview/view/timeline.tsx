import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { drawnWhen } from '../drawn-when.ts';
import { clock } from '../layout.ts';
import { endOf, SPEEDS } from '../state.ts';
import { scaleOf, shownMsOf, timeMsOf } from '../time-scale.ts';
import { Charts } from './charts.tsx';
import { Icon, type IconName } from './icon.tsx';
import { NoteLink } from './note-link.tsx';
import { text, type ViewProps } from './props.ts';

/** Time: play, scrub, the counts of ready pods, and a row for each pod. */
export function Timeline(props: ViewProps & { readonly result: PreviewResult }) {
  const { state, dispatch, result } = props;
  const scale = scaleOf(result);
  return (
    <>
      <section class="transport" aria-label={text(state, 'panel.transport')}>
        <div class="controls">
          <Steps {...props} isPlaying={state.playing} />
          <output class="clock">
            {clock(state.timeMs)} / {clock(endOf(state))}
          </output>
        </div>
        <div class="lane">
          <span class="lane-name">{text(state, 'panel.playhead')}</span>
          <input
            class="scrubber"
            type="range"
            min="0"
            max={scale.shownEndMs}
            step="any"
            value={shownMsOf(scale, state.timeMs)}
            aria-label={text(state, 'panel.playhead')}
            aria-valuetext={clock(state.timeMs)}
            onInput={(event) => dispatch({ type: 'seek', timeMs: timeMsOf(scale, Number(event.currentTarget.value)) })}
          />
        </div>
        <Guide {...props} guide={result.guide.findLast(({ timeMs }) => timeMs <= state.timeMs)} />
      </section>
      <section class="timeline" aria-label={text(state, 'panel.timeline')}>
        <Charts {...props} scale={scale} />
      </section>
    </>
  );
}

const Steps = drawnWhen<ViewProps & { readonly isPlaying: boolean }>(
  ({ state, isPlaying }) => [isPlaying, state.speed, state.language, state.result],
  ({ state, dispatch, isPlaying }) => (
    <>
      <Button label={text(state, 'panel.start')} icon="start" onClick={() => dispatch({ type: 'seek', timeMs: 0 })} />
      <Button label={text(state, 'panel.back')} icon="back" onClick={() => dispatch({ type: 'step', by: -1 })} />
      <Button
        label={text(state, isPlaying ? 'panel.pause' : 'panel.play')}
        icon={isPlaying ? 'pause' : 'play'}
        onClick={() => dispatch({ type: 'play', playing: !isPlaying })}
      />
      <Button label={text(state, 'panel.forward')} icon="forward" onClick={() => dispatch({ type: 'step', by: 1 })} />
      <Button label={text(state, 'panel.end')} icon="end" onClick={() => dispatch({ type: 'seek', timeMs: endOf(state) })} />
      <label>
        {text(state, 'panel.speed')}
        <select value={state.speed} onChange={(event) => dispatch({ type: 'speed', speed: Number(event.currentTarget.value) })}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              ×{speed}
            </option>
          ))}
        </select>
      </label>
      <Button label={text(state, 'panel.nextProblem')} icon="problem" onClick={() => dispatch({ type: 'nextProblem' })} />
    </>
  ),
);

function Button({ label, icon, onClick }: { readonly label: string; readonly icon: IconName; readonly onClick: () => void }) {
  return (
    <button type="button" class="control" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** The sentence of a lesson that belongs to where the playhead stands. */
const Guide = drawnWhen<ViewProps & { readonly guide: PreviewResult['guide'][number] | undefined }>(
  ({ guide, state }) => [guide, state.language],
  ({ guide, state, ask }) =>
    guide === undefined ? null : (
      <p class="guide" role="status">
        {guide.text} {guide.note !== undefined && <NoteLink state={state} ask={ask} note={guide.note} />}
      </p>
    ),
);
