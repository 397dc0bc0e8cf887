import { type Report, reportOn } from '../core/features/report.ts';
import type { Service } from '../core/features/service.ts';
import type { Workspace } from './workspace.ts';

/** The latest report on each file, made from the one before: diagnostics and quick-fixes tell of the same. */
export class Reports {
  readonly #latest = new Map<string, Report>();
  readonly #workspace: Workspace;
  readonly #service: Service;

  constructor(workspace: Workspace, service: Service) {
    this.#workspace = workspace;
    this.#service = service;
  }

  on(uri: string): Report {
    const { snapshot } = this.#workspace;
    const report = reportOn(this.#service, { snapshot, uri }, this.#workspace.settingsFor(uri), this.#latest.get(uri));
    this.#latest.set(uri, report);
    return report;
  }

  forget(uri: string): void {
    this.#latest.delete(uri);
  }
}
