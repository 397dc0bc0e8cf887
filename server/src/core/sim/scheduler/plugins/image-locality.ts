import type { PodSpec } from '../../../generated/api.ts';
import type { ImageSpread } from '../cache/image-index.ts';
import { MAX_SCORE, type Plugin } from '../framework.ts';

const MEBIBYTE = 1024 * 1024;
/** Below this much nothing is gained. */
const LEAST_BYTES = 23 * MEBIBYTE;
/** More than this per container counts no further. */
const MOST_BYTES_PER_CONTAINER = 1000 * MEBIBYTE;

/** Prefers nodes that have the pod's images (`pkg/scheduler/framework/plugins/imagelocality`). */
export const imageLocality: Plugin = {
  name: 'ImageLocality',
  score({ pod }, cluster) {
    const spreads = imagesOf(pod.spec).flatMap((image) => cluster.images.find(normalizedImageName(image)) ?? []);
    const containers = (pod.spec?.initContainers?.length ?? 0) + (pod.spec?.containers?.length ?? 0);
    const scaled = spreads.map((spread) => ({
      spread,
      bytes: scaledImageBytes(spread.sizeBytes, spread.nodeNames.size, cluster.nodes.length),
    }));
    const nothing = imageScore(0, containers);
    return { of: ({ name }) => (scaled.length === 0 ? nothing : imageScore(bytesOn(name, scaled), containers)) };
  },
};

/** 0..100 for the (scaled) bytes of images that a node has already. */
export function imageScore(bytes: number, containers: number): number {
  const most = MOST_BYTES_PER_CONTAINER * containers;
  const counted = bytes < LEAST_BYTES ? LEAST_BYTES : Math.min(bytes, most);
  return Math.trunc((MAX_SCORE * (counted - LEAST_BYTES)) / (most - LEAST_BYTES));
}

/** An image counts for less where few nodes have it, so that one warm node does not draw all pods. */
export function scaledImageBytes(sizeBytes: number, nodesWithImage: number, nodes: number): number {
  return Math.trunc(sizeBytes * (nodesWithImage / nodes));
}

/** The name with `:latest` where no tag stands after the last slash. */
export function normalizedImageName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

function imagesOf(spec: PodSpec | undefined): readonly string[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image }) => image ?? '');
  const volumes = (spec?.volumes ?? []).flatMap(({ image }) => (image ? [image.reference ?? ''] : []));
  return [...containers, ...volumes];
}

function bytesOn(nodeName: string, images: readonly { readonly spread: ImageSpread; readonly bytes: number }[]): number {
  let sum = 0;
  for (const { spread, bytes } of images) if (spread.nodeNames.has(nodeName)) sum += bytes;
  return sum;
}
