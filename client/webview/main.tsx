/** Entry of the webview: one loop of message, update, view. */
import { render } from 'preact';
import type { FromPanel, ToPanel } from '../../server/src/core/protocol.ts';
import { keyToMsg } from './keys.ts';
import { initialState, type Msg, type Remembered, remember, type State, update } from './state.ts';
import { App } from './view/app.tsx';
import './style.css';

interface VSCodeApi {
  postMessage(message: FromPanel): void;
  getState(): Partial<Remembered> | undefined;
  setState(state: Remembered): void;
}
declare function acquireVsCodeApi(): VSCodeApi;

const REMEMBER_DELAY_MS = 300;
/** What comes many times a second: what it leads to is remembered a little later. */
const MOVING: ReadonlySet<Msg['type']> = new Set(['tick', 'seek', 'step']);

const api = acquireVsCodeApi();
const root = document.getElementById('app') ?? document.body;
let state: State = initialState(api.getState());
let drawing = false;
let lastFrameMs = 0;
let rememberLater = true;

function dispatch(msg: Msg): void {
  const next = update(state, msg);
  if (next.ask !== undefined) api.postMessage(next.ask);
  if (next.state === state) return;
  const started = next.state.playing && !state.playing;
  state = next.state;
  if (started) lastFrameMs = performance.now();
  draw();
  if (!MOVING.has(msg.type)) api.setState(remember(state));
  else if (rememberLater) {
    rememberLater = false;
    setTimeout(() => {
      rememberLater = true;
      api.setState(remember(state));
    }, REMEMBER_DELAY_MS);
  }
}

/** At most one drawing a frame, however many messages come. */
function draw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame((nowMs) => {
    drawing = false;
    render(<App state={state} dispatch={dispatch} ask={(message) => api.postMessage(message)} />, root);
    if (!state.playing) return;
    const elapsedMs = Math.max(0, nowMs - lastFrameMs);
    lastFrameMs = nowMs;
    // Reduced motion: the playhead moves in steps of a second instead of gliding.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches && elapsedMs < 1000)
      setTimeout(() => dispatch({ type: 'tick', elapsedMs: 1000 }), 1000);
    else dispatch({ type: 'tick', elapsedMs });
  });
}

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => dispatch(data));
window.addEventListener('keydown', (event) => {
  const msg = keyToMsg(event, state);
  if (msg === undefined) return;
  event.preventDefault();
  dispatch(msg);
});
draw();
api.postMessage({ type: 'ready' });
