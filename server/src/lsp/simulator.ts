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

/** `here` is the folder of the running server, where the worker lies as well. */
export function createSimulator(here: string): Simulator {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, (answer: SimulatorAnswer) => void>();

  function started(): Worker {
    if (worker !== undefined) return worker;
    const fresh = new Worker(path.join(here, 'simulator-worker.js'));
    fresh.on('message', (answer: SimulatorAnswer) => {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    });
    const gone = (reason: string): void => {
      for (const [id, settle] of waiting) settle({ id, error: reason });
      waiting.clear();
      if (worker === fresh) worker = undefined;
    };
    fresh.on('error', (error) => gone(error.message));
    fresh.on('exit', (code) => gone(`the simulator ended (${code})`));
    worker = fresh;
    return fresh;
  }

  return {
    run(call, snapshot, token) {
      const id = ++lastId;
      const files = [...snapshot.files].map(([uri, file]) => ({ uri, text: textOf(file) }));
      return new Promise((resolve, reject) => {
        waiting.set(id, (answer) => ('result' in answer ? resolve(answer.result) : reject(new Error(answer.error))));
        // A run cannot be stopped from outside: the thread goes, and the next run gets a new one.
        token.onCancellationRequested(() => {
          if (!waiting.delete(id)) return;
          void worker?.terminate();
          worker = undefined;
          reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled'));
        });
        started().postMessage({ ...call, id, files } satisfies SimulatorCall);
      });
    },
    stop() {
      void worker?.terminate();
      worker = undefined;
    },
  };
}
