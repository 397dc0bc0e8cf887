import { type FindElsewhere, type Report, reportOn } from '../core/features/report.ts';
import type { Service } from '../core/features/service.ts';
import type { Workspace } from './workspace.ts';

/** The latest report on each file, made from the one before: diagnostics and quick-fixes tell of the same. */
export class Reports {
  readonly #latest = new Map<string, Report>();
  readonly #workspace: Workspace;
  readonly #service: Service;
  readonly #findElsewhere: (uri: string) => FindElsewhere;

  constructor(workspace: Workspace, service: Service, findElsewhere: (uri: string) => FindElsewhere) {
    this.#workspace = workspace;
    this.#service = service;
    this.#findElsewhere = findElsewhere;
  }

  on(uri: string): Report {
    const { snapshot } = this.#workspace;
    const settings = this.#workspace.settingsFor(uri);
    const report = reportOn(this.#service, { snapshot, uri }, settings, this.#latest.get(uri), this.#findElsewhere(uri));
    this.#latest.set(uri, report);
    return report;
  }

  forget(uri: string): void {
    this.#latest.delete(uri);
  }
}
