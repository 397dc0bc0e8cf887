import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import type { FileSettings } from '../core/features/service.ts';
import { versionOf } from '../core/features/service.ts';
import type { Severities } from '../core/features/settle.ts';
import { EMPTY_SNAPSHOT, type Snapshot, withFile, withoutFile } from '../core/kube/snapshot.ts';
import type { Finding } from '../core/rules/finding.ts';
import type { Document } from '../core/yaml/document.ts';
import { createFile, editFile, type SourceFile, textOf } from '../core/yaml/source-file.ts';
import { type Config, type FolderConfig, readConfig, readFolderConfig } from './config.ts';
import { type Encoding, type NoteLink, toOffset, type View } from './convert.ts';
import type { CustomKinds } from './custom-kinds.ts';
import { CONFIG_NAME, configUrisFor, manifestsBelow, readText } from './files.ts';

/** A preset or file by its name, or a cluster by its text. */
export type ChosenCluster = { readonly cluster: string; readonly clusterText?: string };

/** The only mutable state of the server: the snapshot of the moment, which files are open, and the settings. */
export class Workspace {
  snapshot: Snapshot = EMPTY_SNAPSHOT;
  config: Config = readConfig(undefined, '');
  encoding: Encoding = 'utf-16';
  /** Undefined for clients that cannot open notes. */
  noteOn: ((document: Document, finding: Finding, settings: FileSettings) => NoteLink | undefined) | undefined;
  /** What kubectl read of a cluster on a person's word: goes before what settings say. */
  pickedCluster: ChosenCluster | undefined;
  readonly open = new Set<string>();
  readonly #folderConfigs = new Map<string, FolderConfig>();
  readonly #configReads = new Map<string, Promise<void>>();
  #indexing = 0;
  #folders: readonly string[] = [];
  readonly #customKinds: CustomKinds;
  readonly #severities = new Map<string, Severities>();

  constructor(customKinds: CustomKinds) {
    this.#customKinds = customKinds;
  }

  view(uri: string): View | undefined {
    const file = this.snapshot.files.get(uri);
    const { noteOn } = this;
    return (
      file && {
        uri,
        file,
        encoding: this.encoding,
        noteOn: noteOn && (({ document }, finding) => noteOn(document, finding, this.settingsFor(uri))),
      }
    );
  }

  textOf(uri: string): string | undefined {
    const file = this.snapshot.files.get(uri);
    return file && textOf(file);
  }

  didOpen(uri: string, text: string): void {
    this.open.add(uri);
    this.#put(uri, createFile(text));
  }

  didChange(uri: string, changes: readonly TextDocumentContentChangeEvent[]): void {
    for (const change of changes) {
      const view = this.view(uri);
      if (view === undefined || !('range' in change)) {
        this.#put(uri, createFile(change.text));
        continue;
      }
      const range = { start: toOffset(view, change.range.start), end: toOffset(view, change.range.end) };
      this.#put(uri, editFile(view.file, range, change.text));
    }
  }

  /** A closed file stays known as it is on disk. */
  async didClose(uri: string): Promise<void> {
    this.open.delete(uri);
    await this.reread(uri);
  }

  /** Takes up what is on disk now, unless the editor's own text counts. */
  async reread(uri: string): Promise<void> {
    if (uri.endsWith(`/${CONFIG_NAME}`)) await this.#readFolderConfig(uri);
    if (this.open.has(uri)) return;
    const text = await readText(uri);
    if (this.open.has(uri)) return;
    if (text === undefined) this.#remove(uri);
    else this.#put(uri, createFile(text));
  }

  /** Reads every manifest of the folders in the background. */
  async index(folders: readonly string[]): Promise<void> {
    const run = ++this.#indexing;
    this.#folders = folders;
    await this.readNamedDefinitions();
    for await (const { uri, text } of manifestsBelow(folders, this.config.exclude)) {
      if (run !== this.#indexing) return;
      if (!this.open.has(uri)) this.#put(uri, createFile(text));
    }
  }

  /** Reads the CustomResourceDefinitions that settings and `.kijabi.yaml` files name. */
  async readNamedDefinitions(): Promise<void> {
    const bySetting = this.#folders.map((folder) => ({ folder, globs: this.config.crds }));
    const byFolder = [...this.#folderConfigs].map(([uri, { crds }]) => ({ folder: new URL('.', uri).href, globs: crds }));
    await this.#customKinds.name([...byFolder, ...bySetting]);
  }

  /** Reads the `.kijabi.yaml` files that count for a file, each once; changes come from the client's watcher. */
  async readFolderConfigs(uri: string): Promise<void> {
    const reads = configUrisFor(uri).map((each) => {
      const read = this.#configReads.get(each) ?? this.#readFolderConfig(each);
      this.#configReads.set(each, read);
      return read;
    });
    await Promise.all(reads);
  }

  settingsFor(uri: string): FileSettings {
    const file = this.snapshot.files.get(uri);
    const folders = configUrisFor(uri).map((each) => this.#folderConfigs.get(each));
    const folderVersion = folders.find((each) => each?.kubernetesVersion !== undefined)?.kubernetesVersion;
    const severities = Object.assign({}, this.config.rules, ...folders.reverse().map((each) => each?.rules)) as Severities;
    return {
      language: this.config.language,
      version: (file && versionOf(file)) ?? folderVersion ?? this.config.kubernetesVersion,
      severities: this.#sameAs(severities),
    };
  }

  /** The cluster that a file's workloads run in: picked, or as its folders say, or the settings; undefined where nobody chose one. */
  clusterFor(uri: string): ChosenCluster | undefined {
    if (this.pickedCluster !== undefined) return this.pickedCluster;
    const folders = configUrisFor(uri).map((each) => this.#folderConfigs.get(each));
    const cluster = folders.find((each) => each?.cluster !== undefined)?.cluster ?? this.config.cluster;
    return cluster === undefined ? undefined : { cluster };
  }

  /** The same object as long as settings say the same: findings are remembered by it. */
  #sameAs(severities: Severities): Severities {
    const key = JSON.stringify(severities);
    const known = this.#severities.get(key) ?? severities;
    this.#severities.set(key, known);
    return known;
  }

  async #readFolderConfig(uri: string): Promise<void> {
    const text = await readText(uri);
    const named = this.#folderConfigs.get(uri)?.crds ?? [];
    const config = text === undefined ? undefined : readFolderConfig(text);
    if (config === undefined) this.#folderConfigs.delete(uri);
    else this.#folderConfigs.set(uri, config);
    if (named.join('\n') !== (config?.crds ?? []).join('\n')) await this.readNamedDefinitions();
  }

  #put(uri: string, file: SourceFile): void {
    this.snapshot = withFile(this.snapshot, uri, file);
    this.#customKinds.put(uri, file);
  }

  #remove(uri: string): void {
    this.snapshot = withoutFile(this.snapshot, uri);
    this.#customKinds.put(uri, undefined);
  }
}
