import { CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import { REQUESTS, type SimulationParams } from '../core/protocol.ts';
import { message, say } from '../core/text/text.ts';
import { contextOf } from './context.ts';
import type { Simulator } from './simulator.ts';
import type { Workspace } from './workspace.ts';

/** A run that takes longer is shown by clients that can, whether they gave a token for it or not. */
const SHOWN_AFTER_MS = 1_000;

/** `kijabi/simulate`, `kijabi/schedule` and `kijabi/preview`: on a thread of their own, cancellable, with progress. */
export function registerSimulations(
  connection: Connection,
  workspace: Workspace,
  simulator: Simulator,
  showsProgress: () => boolean,
): void {
  for (const request of [REQUESTS.simulate, REQUESTS.schedule, REQUESTS.preview] as const) {
    connection.onRequest(request, async (params: SimulationParams, token) => {
      const { uri } = params.textDocument;
      await workspace.readFolderConfigs(uri);
      const { language, version: kubernetesVersion } = workspace.settingsFor(uri);
      const call = {
        request,
        language,
        kubernetesVersion,
        params: { ...(params.cluster === undefined ? workspace.clusterFor(uri) : {}), ...params },
        text: workspace.textOf(uri),
        context: contextOf(workspace.snapshot, uri),
      };
      const cancel = new CancellationTokenSource();
      token.onCancellationRequested(() => cancel.cancel());
      const title = say(language, message('panel.running'));
      const progress =
        params.workDoneToken === undefined && showsProgress()
          ? lateProgress(connection, title, cancel)
          : givenProgress(connection, title, params.workDoneToken);
      return simulator.run(call, cancel.token, progress.report).finally(progress.end);
    });
  }
}

interface Progress {
  readonly report: (done: number, total: number) => void;
  readonly end: () => void;
}

/** On the token that came with the request; without one nothing is said. */
function givenProgress(connection: Connection, title: string, token: SimulationParams['workDoneToken']): Progress {
  const reporter = connection.window.attachWorkDoneProgress(token);
  reporter.begin(title, 0);
  return { report: (done, total) => reporter.report(percent(done, total)), end: () => reporter.done() };
}

/** On a token of our own, once the run has taken a while; the person may cancel it. */
function lateProgress(connection: Connection, title: string, cancel: CancellationTokenSource): Progress {
  const startMs = performance.now();
  let reporter: ReturnType<Connection['window']['createWorkDoneProgress']> | undefined;
  let isOver = false;
  return {
    report(done, total) {
      if (performance.now() - startMs < SHOWN_AFTER_MS) return;
      if (reporter === undefined) {
        reporter = connection.window.createWorkDoneProgress();
        void reporter.then((made) => {
          if (isOver) return;
          made.begin(title, percent(done, total), undefined, true);
          made.token.onCancellationRequested(() => cancel.cancel());
        });
      } else void reporter.then((made) => made.report(percent(done, total)));
    },
    end() {
      isOver = true;
      void reporter?.then((made) => made.done());
    },
  };
}

function percent(done: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
}
