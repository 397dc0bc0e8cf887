import type { PreviewResult } from '../../../server/src/core/protocol.ts';
import { idOf } from '../../../server/src/core/sim/trace.ts';
import { clock } from '../layout.ts';
import { eventsUntil } from '../state.ts';
import { text, type ViewProps } from './props.ts';

const MOST = 200;

/** The events up to the playhead, as kubectl would list them, newest first. */
export function Events({ state, dispatch, ask, result }: ViewProps & { readonly result: PreviewResult }) {
  const events = state.eventsOpen ? eventsUntil(result.entries, state.timeMs, MOST) : [];
  const latest = events[0];
  const asText = (): string =>
    events
      .map(
        (entry) =>
          `${clock(entry.timeMs)}\t${entry.object.kind}/${entry.object.name}\t${entry.what.verb === 'event' ? `${entry.what.reason}\t${entry.what.message}` : ''}`,
      )
      .join('\n');
  return (
    <section class="events" aria-label={text(state, 'panel.events')}>
      <button type="button" class="small" aria-expanded={state.eventsOpen} onClick={() => dispatch({ type: 'toggleEvents' })}>
        {state.eventsOpen ? '▾' : '▸'} {text(state, 'panel.events')}
      </button>
      {state.eventsOpen && (
        <button type="button" class="small" onClick={() => ask({ type: 'copy', text: asText() })}>
          {text(state, 'panel.copy')}
        </button>
      )}
      <p class="live" role="status" aria-live="polite">
        {latest !== undefined && latest.what.verb === 'event' && !state.playing
          ? `${clock(latest.timeMs)} ${latest.what.reason} ${latest.what.message}`
          : ''}
      </p>
      {state.eventsOpen && (
        <ol>
          {events.map((entry, index) =>
            entry.what.verb !== 'event' ? null : (
              <li key={`${entry.timeMs}-${index}`} class={entry.what.type === 'Warning' ? 'warning' : ''} title={entry.because}>
                <button
                  type="button"
                  class="small"
                  onClick={() => dispatch({ type: 'select', id: idOf(entry.object), timeMs: entry.timeMs })}
                >
                  {clock(entry.timeMs)}
                </button>{' '}
                <span class="object">
                  {entry.object.kind}/{entry.object.name}
                </span>{' '}
                <b>{entry.what.reason}</b> {entry.what.message}
              </li>
            ),
          )}
        </ol>
      )}
    </section>
  );
}
