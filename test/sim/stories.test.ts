import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { presetObjects } from '../../server/src/core/sim/cluster-presets.ts';
import { READY_SCENARIOS } from '../../server/src/core/sim/ready-scenarios.ts';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { tellStory } from '../../server/src/core/sim/story.ts';
import { message, say } from '../../server/src/core/text/text.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';

const FOLDER = path.join(import.meta.dirname, 'stories');
const catalog = openCatalogs(path.resolve(import.meta.dirname, '../../server/src/lsp'))('1.36');

/** Lessons that are about what the server refuses. */
const REFUSING: ReadonlySet<string> = new Set(['limit-range']);

for (const { id, title, lesson, cluster, from, objects, scenario } of READY_SCENARIOS) {
  test(`the story of ${id} is told as before (UPDATE=1 writes it anew)`, () => {
    const simulation = simulate({ cluster: presetObjects(cluster), objects, scenario, catalog, ...(from === undefined ? {} : { from }) });
    for (const language of ['ko', 'en'] as const) {
      const heading = `${say(language, message(title))}\n${say(language, message(lesson))}\n\n`;
      const story = heading + tellStory(simulation, language);
      assert.doesNotMatch(story, /←.*:$/m, 'a reason that is announced and not given');
      const file = path.join(FOLDER, `${id}.${language}.txt`);
      if (process.env.UPDATE === '1') writeFileSync(file, story);
      assert.ok(existsSync(file), `${file} is missing: run with UPDATE=1`);
      assert.equal(story, readFileSync(file, 'utf8'));
    }
    assert.ok(!simulation.trace.entries.some(({ what }) => (what.verb === 'refuse' && !REFUSING.has(id)) || what.verb === 'stop'));
  });
}
