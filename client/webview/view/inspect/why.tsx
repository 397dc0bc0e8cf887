import type { PodDecision } from '../../../../server/src/core/protocol.ts';
import { DecisionTable } from '../decision.tsx';
import { text, type ViewProps } from '../props.ts';

interface Props extends ViewProps {
  readonly decision: PodDecision | undefined;
  /** Where the pod is; pods of the beginning are somewhere without a decision of this run. */
  readonly node: string | undefined;
}

/** The scheduler's decision in words, what would help, and the tables behind it. */
export function Why({ state, ask, decision, node }: Props) {
  if (decision === undefined)
    return <p class="hint">{node === undefined ? text(state, 'panel.noDecision') : text(state, 'panel.placedBefore', { node })}</p>;
  return (
    <>
      {decision.timeMs < 0 && <p class="hint">{text(state, 'panel.decidedBefore')}</p>}
      {decision.explanation.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {decision.fixes.length > 0 && (
        <div class="fixes">
          {decision.fixes.map((fix) => (
            <details key={fix.id}>
              <summary>{fix.title}</summary>
              <pre class="diff">{fix.diff}</pre>
              <button type="button" class="fix" onClick={() => ask({ type: 'fix', fix })}>
                {text(state, 'panel.fix')}
              </button>
            </details>
          ))}
        </div>
      )}
      <DecisionTable state={state} decision={decision} />
      <p class="message">{decision.decision.message}</p>
    </>
  );
}
