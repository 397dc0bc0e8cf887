import type { PreviewProblem, PreviewResult } from '../../../server/src/core/protocol.ts';
import { drawnWhen } from '../drawn-when.ts';
import { text, type ViewProps } from './props.ts';

const MANIFEST_PROBLEMS: ReadonlySet<PreviewProblem['problem']> = new Set(['empty', 'broken', 'tooLarge']);

/** What is to be known of the run as a whole: that it is an old one, what the edit does, what was left out, where it ended. */
export const Notices = drawnWhen<ViewProps & { readonly result: PreviewResult }>(
  ({ state, result }) => [result, state.failure, state.language],
  ({ state, result }) => {
    const stopped = result.entries.at(-1)?.what.verb === 'stop' ? result.entries.at(-1)?.because : undefined;
    return (
      <>
        {state.failure !== undefined && (
          <p class="notice" role="alert">
            {text(state, MANIFEST_PROBLEMS.has(state.failure.problem) ? 'panel.stale' : 'panel.staleOther', {
              reason: state.failure.reason,
            })}
          </p>
        )}
        {stopped !== undefined && (
          <p class="notice" role="alert">
            {stopped} {text(state, 'panel.limitReached')}
          </p>
        )}
        {Object.keys(result.pods).length === 0 && <p class="notice">{text(state, 'panel.noPods')}</p>}
        {result.skipped.map((words) => (
          <p key={words} class="notice">
            {words}
          </p>
        ))}
        {result.changes.length > 0 && (
          <ul class="changes" aria-label={text(state, 'panel.changes')}>
            {result.changes.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </>
    );
  },
);
