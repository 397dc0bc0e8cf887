import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { SimulatorAnswer, SimulatorCall } from '../core/protocol.ts';

/** Passes simulations to a thread of their own, so that typing never waits for one. */
export interface Simulator {
  run(call: Omit<SimulatorCall, 'id' | 'stop'>, token: CancellationToken, listener?: ProgressListener): Promise<unknown>;
  /** For what nobody waits for: makes way for every other run, and is then rejected with GIVEN_UP. */
  runBehind(call: Omit<SimulatorCall, 'id' | 'stop'>): Promise<unknown>;
  stop(): void;
}

/** Told how much of how much is done. */
export type ProgressListener = (done: number, total: number) => void;

export const GIVEN_UP = 'given up for another run';

interface Waiting {
  readonly call: SimulatorCall;
  readonly isBehind: boolean;
  readonly listener: ProgressListener | undefined;
  readonly settle: (answer: Ending) => void;
}

type Ending = Exclude<SimulatorAnswer, { readonly done: number }>;

/** `here` is the folder of the running server, where the worker lies as well. One call runs at a time, so that giving one up harms no other. */
export function createSimulator(here: string): Simulator {
  let worker: Worker | undefined;
  let lastId = 0;
  let running: Waiting | undefined;
  const queue: Waiting[] = [];

  function started(): Worker {
    if (worker !== undefined) return worker;
    const fresh = new Worker(path.join(here, 'simulator-worker.js'));
    fresh.on('message', (answer: SimulatorAnswer) => {
      if (worker !== fresh || answer.id !== running?.call.id) return;
      if ('done' in answer) running.listener?.(answer.done, answer.total);
      else finish(answer);
    });
    const gone = (reason: string): void => {
      if (worker !== fresh) return;
      worker = undefined;
      if (running !== undefined) finish({ id: running.call.id, error: reason });
    };
    fresh.on('error', (error) => gone(error.message));
    fresh.on('exit', (code) => gone(`the simulator ended (${code})`));
    worker = fresh;
    return fresh;
  }

  /** What somebody waits for goes first. */
  function startNext(): void {
    const first = queue.find(({ isBehind }) => !isBehind) ?? queue[0];
    if (running !== undefined || first === undefined) return;
    queue.splice(queue.indexOf(first), 1);
    running = first;
    started().postMessage(first.call);
  }

  function finish(answer: Ending): void {
    const { settle, call } = running ?? {};
    running = undefined;
    const isGivenUp = call !== undefined && Atomics.load(call.stop, 0) !== 0;
    settle?.(isGivenUp ? { id: answer.id, error: GIVEN_UP } : answer);
    startNext();
  }

  function stop(): void {
    const stopped = worker;
    worker = undefined;
    void stopped?.terminate();
  }

  /** False when the call was answered already. A run cannot be stopped from outside: its thread goes, and the next run gets a new one. */
  function giveUp(id: number): boolean {
    if (running?.call.id === id) {
      stop();
      running = undefined;
      startNext();
      return true;
    }
    const position = queue.findIndex(({ call }) => call.id === id);
    if (position >= 0) queue.splice(position, 1);
    return position >= 0;
  }

  function enqueue(given: Omit<SimulatorCall, 'id' | 'stop'>, isBehind: boolean, listener?: ProgressListener): [number, Promise<unknown>] {
    const call: SimulatorCall = { ...given, id: ++lastId, stop: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
    const answered = new Promise<unknown>((resolve, reject) => {
      const settle = (answer: Ending): void => ('result' in answer ? resolve(answer.result) : reject(new Error(answer.error)));
      queue.push({ call, isBehind, listener, settle });
    });
    if (!isBehind && running?.isBehind === true) Atomics.store(running.call.stop, 0, 1);
    startNext();
    return [call.id, answered];
  }

  return {
    run(call, token, listener) {
      const [id, answered] = enqueue(call, false, listener);
      const cancelled = new Promise<never>((_, reject) => {
        token.onCancellationRequested(() => {
          if (giveUp(id)) reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled'));
        });
      });
      return Promise.race([answered, cancelled]);
    },
    runBehind: (call) => enqueue(call, true)[1],
    stop,
  };
}
