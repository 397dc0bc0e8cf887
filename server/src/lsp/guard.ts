import { CancellationToken, type RemoteConsole } from 'vscode-languageserver/node';

/** What a handler gets: parameters and the wish to stop. */
type Handler<Params, Result> = (params: Params, token: CancellationToken) => Result | Promise<Result>;

/** Notifications come without a token. */
type Guarded<Params, Result> = (params: Params, token?: CancellationToken) => Promise<Result>;

/** Runs a handler: what it throws is logged and answered with `fallback`; a request cancelled before it begins is not run. */
export type Guard = <Params, Result>(name: string, fallback: Result, handler: Handler<Params, Result>) => Guarded<Params, Result>;

/** The only try/catch of the server: what is thrown below is a fault of ours, and must not end the session. */
export function createGuard(log: RemoteConsole): Guard {
  return (name, fallback, handler) =>
    async (params, token = CancellationToken.None) => {
      // Let what is waiting in the pipe come first: it may be the cancellation of this very request.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (token.isCancellationRequested) return fallback;
      try {
        return await handler(params, token);
      } catch (thrown) {
        log.error(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
        return fallback;
      }
    };
}
