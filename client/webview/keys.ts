import { endOf, type Msg, type State } from './state.ts';

/** What a key does when no field has it: the whole panel works without a mouse. */
export function keyToMsg(event: Pick<KeyboardEvent, 'key' | 'target' | 'ctrlKey' | 'metaKey' | 'altKey'>, state: State): Msg | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return undefined;
  switch (event.key) {
    case 'ArrowRight':
      return { type: 'step', by: 1 };
    case 'ArrowLeft':
      return { type: 'step', by: -1 };
    case 'Home':
      return { type: 'seek', timeMs: 0 };
    case 'End':
      return { type: 'seek', timeMs: endOf(state) };
    case 'n':
    case 'N':
      return { type: 'nextProblem' };
    case 'p':
    case 'P':
      return { type: 'pin' };
    case ' ':
      return isButton(event.target) ? undefined : { type: 'play', playing: !state.playing };
    default:
      return undefined;
  }
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement;
}
