import { idOf } from '../../../server/src/core/sim/trace.ts';
import { text, type ViewProps } from './props.ts';

const MOST = 5;
const MARKS = { error: '✖', warning: '⚠', info: '●' } as const;
const RANK = { error: 0, warning: 1, info: 2 } as const;

/** At most five findings in words, worst first; a click goes there. */
export function Strip({ state, dispatch, ask }: ViewProps) {
  const findings = [...(state.result?.findings ?? [])].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, MOST);
  return (
    <div class="strip" role="toolbar" aria-label={text(state, 'panel.findings')}>
      {findings.length === 0 && <span>{text(state, 'panel.calm')}</span>}
      {findings.map((finding) => {
        const words = finding.message;
        const { object, timeMs, note } = finding;
        const go = (): void => {
          if (timeMs !== undefined) dispatch({ type: 'seek', timeMs });
          if (object !== undefined) dispatch({ type: 'select', id: idOf(object) });
        };
        return (
          <span key={words} class={`finding ${finding.severity}`}>
            <button type="button" onClick={go}>
              <span aria-hidden="true">{MARKS[finding.severity]}</span> {words}
            </button>
            {note !== undefined && (
              <button
                type="button"
                class="note-link"
                title={text(state, 'panel.openNote')}
                onClick={() => ask({ type: 'openNote', id: note })}
              >
                {text(state, 'panel.note')}
              </button>
            )}
          </span>
        );
      })}
    </div>
  );
}
