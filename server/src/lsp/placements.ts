import type { RemoteConsole } from 'vscode-languageserver/node';
import { isObject } from '../core/base/json.ts';
import { idOf } from '../core/features/placement/outcome.ts';
import type { Placement, PlacementResult } from '../core/features/placement/place.ts';
import { findingOf, isFinding, lensOf, PLACEMENT_RULE } from '../core/features/placement/tell.ts';
import { POD_AT } from '../core/features/pod-edits.ts';
import type { Service } from '../core/features/service.ts';
import type { KubernetesVersion } from '../core/kube/catalog.ts';
import { type Resource, resourcesOf } from '../core/kube/resource.ts';
import { DEFAULT_CLUSTER, PLACEMENT_REQUEST, type SimulationParams } from '../core/protocol.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { KubeObject } from '../core/sim/object.ts';
import type { Message } from '../core/text/text.ts';
import type { Document } from '../core/yaml/document.ts';
import type { SourceFile } from '../core/yaml/source-file.ts';
import { contextOf } from './context.ts';
import { GIVEN_UP, type Simulator } from './simulator.ts';
import type { Workspace } from './workspace.ts';

/** Quiet time after an edit before workloads are placed anew: nobody reads it while typing. */
const QUIET_MS = 700;

export interface PlacementsParts {
  readonly workspace: Workspace;
  readonly service: Service;
  readonly simulator: Simulator;
  readonly console: RemoteConsole;
  /** Whether the client shows lenses. */
  readonly showsLenses: () => boolean;
  /** A file's placements are others than before: its lenses, and perhaps its findings. */
  readonly onChange: (areFindingsOther: boolean) => void;
}

/** Where the pods of open manifests go, found behind everything else. What was found last holds until something better is known. */
export class Placements {
  readonly #parts: PlacementsParts;
  readonly #files = new Map<string, Placed>();
  readonly #findings = new WeakMap<Document, Told>();
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #round = 0;

  constructor(parts: PlacementsParts) {
    this.#parts = parts;
  }

  /** Something changed that placements may depend on; `everything`: what is on disk, too. */
  changed(everything = false): void {
    if (everything) this.#round++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#work();
    }, QUIET_MS);
  }

  forget(uri: string): void {
    this.#files.delete(uri);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The placement of a workload in one line. */
  lensOn(uri: string, resource: Resource): Message | undefined {
    const placed = this.#files.get(uri);
    const placement = placed?.placements.get(idIn(resource));
    const { codeLens, placementLens } = this.#parts.workspace.config;
    return codeLens && placementLens && placed && placement ? lensOf(placement, placed.question.cluster) : undefined;
  }

  /** Workloads of a document whose pods stay pending, or are refused, in the cluster that somebody chose. */
  findingsOn(uri: string, document: Document): readonly Finding[] {
    const placed = this.#files.get(uri);
    if (placed === undefined || !placed.question.isChosen || !placed.hasFindings) return NONE;
    const told = this.#findings.get(document);
    if (told?.placed === placed) return told.findings;
    const catalog = this.#parts.service.catalog(this.#parts.workspace.settingsFor(uri).version);
    const findings = resourcesOf(document, catalog).flatMap((resource) => {
      const placement = placed.placements.get(idIn(resource));
      return placement === undefined || !isFinding(placement) ? [] : [findingOf(resource, placement, placed.question.cluster)];
    });
    this.#findings.set(document, { placed, findings });
    return findings;
  }

  /** Places one file after the other until all are up to date; an edit ends it, the quiet after the edit begins it again. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const { workspace } = this.#parts;
    await Promise.all([...workspace.open].map((uri) => workspace.readFolderConfigs(uri)));
    for (let stale = this.#stale(); stale !== undefined && this.#timer === undefined; stale = this.#stale()) {
      const [uri, question] = stale;
      await this.#place(uri, question);
    }
    this.#isBusy = false;
  }

  #stale(): readonly [string, Question] | undefined {
    for (const uri of this.#parts.workspace.open) {
      const question = this.#questionOn(uri);
      const known = this.#files.get(uri)?.question;
      if (question !== undefined && (known === undefined || !isSameQuestion(known, question))) return [uri, question];
    }
    return undefined;
  }

  /** undefined where nobody would see the answer, or there is nothing to place. */
  #questionOn(uri: string): Question | undefined {
    const { workspace, showsLenses } = this.#parts;
    const file = workspace.snapshot.files.get(uri);
    if (file === undefined || !has(file, (kind) => POD_AT[kind] !== undefined || kind === 'List')) return undefined;
    const { version, severities } = workspace.settingsFor(uri);
    const chosen = workspace.clusterFor(uri);
    const bringsNodes = chosen === undefined && has(file, (kind) => kind === 'Node');
    const isChosen = (chosen !== undefined || bringsNodes) && severities[PLACEMENT_RULE] !== 'off';
    const isSeen = isChosen || (showsLenses() && workspace.config.codeLens && workspace.config.placementLens);
    if (!isSeen) return undefined;
    const cluster = chosen?.cluster ?? (bringsNodes ? nameOf(uri) : DEFAULT_CLUSTER);
    const { clusterText } = chosen ?? {};
    const named = chosen?.cluster;
    return { file, context: contextOf(workspace.snapshot, uri), named, clusterText, cluster, isChosen, version, round: this.#round };
  }

  async #place(uri: string, question: Question): Promise<void> {
    const { workspace, simulator } = this.#parts;
    const run = simulator.runBehind({
      request: PLACEMENT_REQUEST,
      params: { textDocument: { uri }, ...clusterOf(question) },
      language: workspace.config.language,
      kubernetesVersion: question.version,
      text: workspace.textOf(uri),
      context: question.context,
    });
    await run.then(
      (result) => this.#take(uri, question, (result as PlacementResult).placements),
      (failure: Error) => {
        if (failure.message === GIVEN_UP) return;
        this.#parts.console.info(`placement of ${uri}: ${failure.message}`);
        this.#take(uri, { ...question, cluster: '' }, []);
      },
    );
  }

  /** A workload that cannot be placed just now, since it is half written, keeps what was said of it in the same cluster. */
  #take(uri: string, question: Question, found: readonly Placement[]): void {
    if (!this.#parts.workspace.open.has(uri)) return;
    const before = this.#files.get(uri);
    const isSameCluster = before?.question.cluster === question.cluster;
    const placements = new Map(isSameCluster ? before?.placements : []);
    for (const placement of found) placements.set(idOf(placement.workload), placement);
    const hasFindings = [...placements.values()].some(isFinding);
    this.#files.set(uri, { question, placements, hasFindings });
    const isOther = !isSameCluster || JSON.stringify([...placements]) !== JSON.stringify([...(before?.placements ?? [])]);
    if (isOther || before?.question.isChosen !== question.isChosen) this.#parts.onChange(hasFindings || before?.hasFindings === true);
  }
}

/** All that an answer depends on. */
interface Question {
  readonly file: SourceFile;
  readonly context: readonly KubeObject[];
  /** The cluster that was chosen, and its text where it is not one that can be read by its name. */
  readonly named: string | undefined;
  readonly clusterText: string | undefined;
  /** What people call it. */
  readonly cluster: string;
  /** Somebody chose it and wants to be told: without that only lenses tell. */
  readonly isChosen: boolean;
  readonly version: KubernetesVersion;
  readonly round: number;
}

interface Placed {
  readonly question: Question;
  readonly placements: ReadonlyMap<string, Placement>;
  readonly hasFindings: boolean;
}

interface Told {
  readonly placed: Placed;
  readonly findings: readonly Finding[];
}

const NONE: readonly Finding[] = [];

function clusterOf({ named, clusterText }: Question): Pick<SimulationParams, 'cluster' | 'clusterText'> {
  return { ...(named !== undefined && { cluster: named }), ...(clusterText !== undefined && { clusterText }) };
}

function isSameQuestion({ context, ...one }: Question, other: Question): boolean {
  const isSameContext = context.length === other.context.length && context.every((each, index) => each === other.context[index]);
  return isSameContext && Object.entries(one).every(([name, value]) => other[name as keyof Question] === value);
}

function has({ documents }: SourceFile, wanted: (kind: string) => boolean): boolean {
  return documents.some(({ document: { value } }) => isObject(value) && typeof value.kind === 'string' && wanted(value.kind));
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

function idIn({ kind, namespace, name = '' }: Resource): string {
  return idOf({ kind, namespace: namespace ?? 'default', name });
}
