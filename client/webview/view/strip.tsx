import { idOf } from '../../../server/src/core/sim/trace.ts';
import { drawnWhen } from '../drawn-when.ts';
import { NoteLink } from './note-link.tsx';
import { text, type ViewProps } from './props.ts';

const MOST = 5;
const MARKS = { error: '✖', warning: '⚠', info: '●' } as const;
const RANK = { error: 0, warning: 1, info: 2 } as const;

/** At most five findings in words, worst first; a click goes there. */
export const Strip = drawnWhen<ViewProps>(
  ({ state }) => [state.result, state.language],
  ({ state, dispatch, ask }) => {
    const findings = [...(state.result?.findings ?? [])].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, MOST);
    return (
      <section class="strip" aria-label={text(state, 'panel.findings')}>
        {findings.length === 0 && <span>{text(state, 'panel.calm')}</span>}
        {findings.map(({ message, severity, object, timeMs, note }) => {
          const go = (): void => {
            if (timeMs !== undefined) dispatch({ type: 'seek', timeMs });
            if (object !== undefined) dispatch({ type: 'select', id: idOf(object) });
          };
          return (
            <span key={message} class={`finding ${severity}`}>
              <button type="button" onClick={go}>
                <span aria-hidden="true">{MARKS[severity]}</span> {message}
              </button>
              {note !== undefined && <NoteLink state={state} ask={ask} note={note} />}
            </span>
          );
        })}
      </section>
    );
  },
);
