import { customResourcesIn } from '../core/kube/custom-kinds.ts';
import type { CustomResource } from '../core/kube/custom-resource.ts';
import { createFile, type SourceFile } from '../core/yaml/source-file.ts';
import { filesMatching, readText } from './files.ts';

/** The CustomResourceDefinitions known at the moment: those that settings name, and those of the workspace, which go before them. */
export class CustomKinds {
  readonly #workspace = new Map<string, readonly CustomResource[]>();
  readonly #settings = new Map<string, readonly CustomResource[]>();
  readonly #changed: (resources: readonly CustomResource[]) => void;

  constructor(changed: (resources: readonly CustomResource[]) => void) {
    this.#changed = changed;
  }

  /** A file of the workspace is now this, or is gone. */
  put(uri: string, file: SourceFile | undefined): void {
    const before = this.#workspace.get(uri) ?? [];
    const now = file === undefined ? [] : customResourcesIn(file);
    const isSame = now.length === before.length && now.every((each, index) => each === before[index]);
    const isNamed = this.#settings.has(uri);
    if (isSame && !(isNamed && file === undefined)) return;
    if (file === undefined) this.#settings.delete(uri);
    // An edited file no longer says what it said on disk.
    else if (isNamed) this.#settings.set(uri, now);
    if (now.length === 0) this.#workspace.delete(uri);
    else this.#workspace.set(uri, now);
    this.#tell();
  }

  /** Takes these globs, each below its folder, for all that settings name. */
  async name(places: readonly { readonly folder: string; readonly globs: readonly string[] }[]): Promise<void> {
    const found = new Map<string, readonly CustomResource[]>();
    for (const { folder, globs } of places) {
      for await (const uri of filesMatching(folder, globs)) {
        const text = await readText(uri);
        if (text !== undefined) found.set(uri, customResourcesIn(createFile(text)));
      }
    }
    if (found.size === 0 && this.#settings.size === 0) return;
    this.#settings.clear();
    for (const [uri, resources] of found) this.#settings.set(uri, resources);
    this.#tell();
  }

  #tell(): void {
    this.#changed([...this.#settings.values(), ...this.#workspace.values()].flat());
  }
}
