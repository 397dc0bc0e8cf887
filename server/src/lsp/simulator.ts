import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Snapshot } from '../core/kube/snapshot.ts';
import type { SimulatorAnswer, SimulatorCall } from '../core/protocol.ts';
import { textOf } from '../core/yaml/source-file.ts';

/** Passes simulations to a thread of their own, so that typing never waits for one. */
export interface Simulator {
  run(call: Omit<SimulatorCall, 'id' | 'files'>, snapshot: Snapshot, token: CancellationToken): Promise<unknown>;
  stop(): void;
}

interface Waiting {
  readonly call: SimulatorCall;
  readonly settle: (answer: SimulatorAnswer) => void;
}

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
      if (worker === fresh) finish(answer);
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

  function startNext(): void {
    if (running !== undefined) return;
    running = queue.shift();
    if (running !== undefined) started().postMessage(running.call);
  }

  function finish(answer: SimulatorAnswer): void {
    const { settle } = running ?? {};
    running = undefined;
    settle?.(answer);
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

  return {
    run(call, snapshot, token) {
      const id = ++lastId;
      const files = [...snapshot.files].map(([uri, file]) => ({ uri, text: textOf(file) }));
      return new Promise((resolve, reject) => {
        const settle = (answer: SimulatorAnswer): void => ('result' in answer ? resolve(answer.result) : reject(new Error(answer.error)));
        queue.push({ call: { ...call, id, files } satisfies SimulatorCall, settle });
        token.onCancellationRequested(() => {
          if (giveUp(id)) reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled'));
        });
        startNext();
      });
    },
    stop,
  };
}
