import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterText } from '../../server/src/core/features/preview/cluster-text.ts';
import { objectsIn } from '../../server/src/core/features/preview/manifest.ts';
import { CLUSTER_PRESETS } from '../../server/src/core/protocol.ts';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';

test('a preset written as a file is read back as the same cluster', () => {
  for (const preset of CLUSTER_PRESETS) {
    const read = objectsIn(clusterText(preset));
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(presetObjects(preset))));
  }
});
