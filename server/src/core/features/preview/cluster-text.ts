import type { Json } from '../../base/json.ts';
import type { ClusterPreset } from '../../protocol.ts';
import { presetObjects } from '../../sim/cluster-presets.ts';
import { OWN_STYLE, renderBlock } from '../../yaml/render.ts';

/** The objects of a preset as a YAML file, for a person who wants a cluster that is a little different. */
export function clusterText(preset: ClusterPreset): string {
  return presetObjects(preset)
    .map((object) => `${renderBlock(object as unknown as Json, OWN_STYLE).lines.join('\n')}\n`)
    .join('---\n');
}
