import type { PreviewProblem } from '../../../server/src/core/protocol.ts';
import { type TextKey, text, type ViewProps } from './props.ts';

/** What helps, problem by problem. */
const HELP: Readonly<Record<PreviewProblem['problem'], readonly TextKey[]>> = {
  empty: ['panel.help.empty', 'panel.help.samples'],
  broken: ['panel.help.broken'],
  tooLarge: ['panel.help.tooLarge', 'panel.help.commandLine'],
  noCluster: ['panel.help.noCluster'],
  other: ['panel.help.other'],
};

/** Before the first result: what is going on, or what to do. */
export function Problem({ state, ask, dispatch }: ViewProps) {
  const { failure } = state;
  if (failure === undefined)
    return (
      <p class="notice" role="status">
        {text(state, 'panel.loading')}
      </p>
    );
  return (
    <main class="panel problem" data-problem={failure.problem} aria-busy={state.loading}>
      <h1>{text(state, `panel.problem.${failure.problem}`)}</h1>
      <p role="alert">{failure.reason}</p>
      <ul>
        {HELP[failure.problem].map((key) => (
          <li key={key}>{text(state, key)}</li>
        ))}
      </ul>
      <div class="buttons">
        {failure.problem === 'noCluster' && (
          <button type="button" onClick={() => ask({ type: 'choose', what: 'cluster' })}>
            {text(state, 'panel.otherCluster')}
          </button>
        )}
        <button type="button" onClick={() => dispatch({ type: 'run' })}>
          {text(state, 'panel.again')}
        </button>
      </div>
    </main>
  );
}
