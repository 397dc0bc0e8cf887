import type { PreviewResult, WorkloadSeries } from '../../../server/src/core/protocol.ts';
import { kept } from '../kept.ts';
import { areasOf, clock, type PodRow, podRows } from '../layout.ts';
import { endOf, SPEEDS } from '../state.ts';
import { Icon, type IconName } from './icon.tsx';
import { text, type ViewProps } from './props.ts';

const WIDTH = 1000;
const AREA_HEIGHT = 60;
const ROW_HEIGHT = 10;
/** More rows than this are not drawn: they would be thinner than a pixel. */
const MOST_ROWS = 500;

/** Time: play, scrub, the counts of ready pods, and a row for each pod. */
export function Timeline(props: ViewProps & { readonly result: PreviewResult }) {
  const { state, dispatch, result } = props;
  const end = endOf(state);
  const guide = result.guide.findLast(({ timeMs }) => timeMs <= state.timeMs);
  return (
    <section class="timeline" aria-label={text(state, 'panel.timeline')}>
      <div class="controls">
        <Button label={text(state, 'panel.start')} icon="start" onClick={() => dispatch({ type: 'seek', timeMs: 0 })} />
        <Button label={text(state, 'panel.back')} icon="back" onClick={() => dispatch({ type: 'step', by: -1 })} />
        <Button
          label={text(state, state.playing ? 'panel.pause' : 'panel.play')}
          icon={state.playing ? 'pause' : 'play'}
          onClick={() => dispatch({ type: 'play', playing: !state.playing })}
        />
        <Button label={text(state, 'panel.forward')} icon="forward" onClick={() => dispatch({ type: 'step', by: 1 })} />
        <Button label={text(state, 'panel.end')} icon="end" onClick={() => dispatch({ type: 'seek', timeMs: end })} />
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
        <output class="clock">
          {clock(state.timeMs)} / {clock(end)}
        </output>
        <Button label={text(state, 'panel.nextProblem')} icon="problem" onClick={() => dispatch({ type: 'nextProblem' })} />
      </div>
      <input
        class="scrubber"
        type="range"
        min="0"
        max={Math.max(end, 1)}
        step="100"
        value={state.timeMs}
        aria-label={text(state, 'panel.playhead')}
        aria-valuetext={clock(state.timeMs)}
        onInput={(event) => dispatch({ type: 'seek', timeMs: Number(event.currentTarget.value) })}
      />
      {guide !== undefined && (
        <p class="guide" role="status">
          {guide.text}
        </p>
      )}
      <Charts {...props} />
    </section>
  );
}

function Button({ label, icon, onClick }: { readonly label: string; readonly icon: IconName; readonly onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

function Charts({ state, dispatch, result }: ViewProps & { readonly result: PreviewResult }) {
  const end = endOf(state);
  const playhead = Math.round((state.timeMs / Math.max(end, 1)) * WIDTH);
  const rows = podRows(result).slice(0, MOST_ROWS);
  return (
    <>
      {result.series.map((series) => {
        const key = `${series.workload.kind} ${series.workload.namespace}/${series.workload.name} ${state.language}`;
        const drawn = kept(result, key, () => seriesAreas(series, end));
        const name = `${series.workload.kind} ${series.workload.name}`;
        return (
          <figure key={name} class="series">
            <figcaption>
              <button
                type="button"
                class="small"
                onClick={() =>
                  dispatch({ type: 'select', id: `${series.workload.kind} ${series.workload.namespace}/${series.workload.name}` })
                }
              >
                {name}
              </button>
            </figcaption>
            <svg
              viewBox={`0 0 ${WIDTH} ${AREA_HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={text(state, 'panel.seriesLabel', { name })}
            >
              {drawn}
              <path class="playhead" d={`M${playhead} 0V${AREA_HEIGHT}`} />
            </svg>
          </figure>
        );
      })}
      <div class="rows">
        <svg
          viewBox={`0 0 ${WIDTH} ${Math.max(rows.length, 1) * ROW_HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text(state, 'panel.rowsLabel', { count: rows.length })}
        >
          {kept(result, `rows ${state.selected}`, () => rowBars(rows, end, state.selected, dispatch))}
          <path class="playhead" d={`M${playhead} 0V${Math.max(rows.length, 1) * ROW_HEIGHT}`} />
        </svg>
      </div>
    </>
  );
}

function seriesAreas(series: WorkloadSeries, end: number) {
  const areas = areasOf(series, end, WIDTH, AREA_HEIGHT);
  return (
    <g>
      {areas.short.map(({ x: left, width }) => (
        <rect key={left} class="short" x={left} width={Math.max(width, 1)} y="0" height={AREA_HEIGHT} />
      ))}
      {areas.paths.map(({ revision, d }) => (
        <path key={revision} class={`area rev-${revision % 6}`} d={d} />
      ))}
      <path class="line desired" d={areas.desired} />
      <path class="line minimum" d={areas.minimum} />
    </g>
  );
}

function rowBars(rows: readonly PodRow[], end: number, selected: string | undefined, dispatch: ViewProps['dispatch']) {
  const x = (timeMs: number): number => Math.round((timeMs / Math.max(end, 1)) * WIDTH);
  return (
    <g>
      {rows.map((row, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of SVG cannot be a button; the same pods are buttons on their nodes
        <g
          key={row.id}
          role="button"
          tabIndex={-1}
          class={row.id === selected ? 'row selected' : 'row'}
          onClick={() => dispatch({ type: 'select', id: row.id })}
        >
          <title>{row.name}</title>
          {row.stretches.map((stretch) => (
            <rect
              key={stretch.from}
              class={`stretch ${stretch.form} rev-${row.revision % 6}`}
              x={x(stretch.from)}
              y={index * ROW_HEIGHT + 1}
              width={Math.max(1, x(stretch.to) - x(stretch.from))}
              height={ROW_HEIGHT - 2}
            />
          ))}
        </g>
      ))}
    </g>
  );
}
