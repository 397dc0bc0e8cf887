import type { FromPanel } from '../../../server/src/core/protocol.ts';
import { panel as en } from '../../../server/src/core/text/en/panel-view.ts';
import { fill, type Values } from '../../../server/src/core/text/format.ts';
import { panel as ko } from '../../../server/src/core/text/ko/panel-view.ts';
import type { Msg, State } from '../state.ts';

/** What every part of the view is given. */
export interface ViewProps {
  readonly state: State;
  readonly dispatch: (msg: Msg) => void;
  readonly ask: (message: FromPanel) => void;
}

/** A sentence of the panel's own, in its language. Only these travel with the panel: all else comes spoken. */
export function text(state: State, key: keyof typeof ko & keyof typeof en, values: Values = {}): string {
  return fill((state.language === 'ko' ? ko : en)[key], values);
}
