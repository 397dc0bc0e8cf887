import type { Node } from '../../../generated/api.ts';

/** Which nodes have which image (`pkg/scheduler/backend/cache/cache.go`, imageStates). */
export interface ImageIndex {
  add(node: Node): void;
  remove(node: Node): void;
  /** Names are compared verbatim. */
  find(image: string): ImageSpread | undefined;
}

export interface ImageSpread {
  /** As the first node that reported the name has it. */
  readonly sizeBytes: number;
  readonly nodeNames: ReadonlySet<string>;
}

export function createImageIndex(): ImageIndex {
  const spreads = new Map<string, { readonly sizeBytes: number; readonly nodeNames: Set<string> }>();

  return {
    add(node) {
      const nodeName = node.metadata?.name ?? '';
      for (const { names, sizeBytes } of node.status?.images ?? []) {
        for (const name of names ?? []) {
          const spread = spreads.get(name);
          if (spread === undefined) spreads.set(name, { sizeBytes: Number(sizeBytes ?? 0), nodeNames: new Set([nodeName]) });
          else spread.nodeNames.add(nodeName);
        }
      }
    },
    remove(node) {
      for (const { names } of node.status?.images ?? []) {
        for (const name of names ?? []) {
          const spread = spreads.get(name);
          spread?.nodeNames.delete(node.metadata?.name ?? '');
          if (spread?.nodeNames.size === 0) spreads.delete(name);
        }
      }
    },
    find: (image) => spreads.get(image),
  };
}
