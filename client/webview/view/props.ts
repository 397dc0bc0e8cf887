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

export type TextKey = keyof typeof ko & keyof typeof en;

/** A sentence of the panel's own, in its language. Only these travel with the panel: all else comes spoken. */
export function text({ language }: Pick<State, 'language'>, key: TextKey, values: Values = {}): string {
  return fill((language === 'ko' ? ko : en)[key], values);
}

/** `Pod web-1`: the namespace is told only where it is not the usual one. */
export function shortId(id: string): string {
  return id.replace(' default/', ' ');
}
