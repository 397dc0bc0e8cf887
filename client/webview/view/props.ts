import type { FromPanel } from '../../../server/src/core/protocol.ts';
import type { Values } from '../../../server/src/core/text/format.ts';
import { type MessageKey, message, say } from '../../../server/src/core/text/text.ts';
import type { Msg, State } from '../state.ts';

/** What every part of the view is given. */
export interface ViewProps {
  readonly state: State;
  readonly dispatch: (msg: Msg) => void;
  readonly ask: (message: FromPanel) => void;
}

/** A sentence in the panel's language. */
export function text(state: State, key: MessageKey, values: Values = {}): string {
  return say(state.language, message(key, values));
}
