/** Nothing is said and nothing offered in files of other tools; nothing false in kinds whose definitions are not at hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../server/src/core/features/complete.ts';
import { findingsIn, reportOn } from '../../server/src/core/features/report.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalog, service, snapshotOf } from '../support/workspace.ts';
import { TOOL_CORPUS, UNKNOWN_KINDS } from './tool-corpus.ts';

const URI = 'file:///w/open.yaml';
const SETTINGS = { version: '1.36', language: 'en', severities: {} } as const;

/** What is told, hints aside. */
function told(text: string): readonly string[] {
  const snapshot = snapshotOf({ [URI]: text });
  for (const { document } of snapshot.files.get(URI)?.documents ?? []) service.diagnose(document, SETTINGS.version, SETTINGS.severities);
  const findings = findingsIn(reportOn(service, { snapshot, uri: URI }, SETTINGS));
  return findings
    .filter(({ finding: { severity } }) => severity !== 'hint')
    .map(({ placed: { document }, finding: { rule, range } }) => {
      return `${rule} ${document.text.slice(range.start, range.end)}`;
    });
}

/** What is offered at the beginning of each line, at its end, and behind the last. */
function offered(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const { documents } = createFile(text);
  for (const { document } of documents)
    for (const { index } of document.text.matchAll(/(?<=^ *(?:- )?)(?=\S)|$/gm))
      for (const { label } of complete({ snapshot: snapshotOf({ [URI]: text }), uri: URI, catalog, document, offset: index }).items)
        found.add(label);
  return found;
}

test('files of other tools get nothing: no finding, no offer', () => {
  assert.ok(Object.keys(TOOL_CORPUS).length >= 40);
  for (const [name, text] of Object.entries(TOOL_CORPUS)) {
    assert.deepEqual(told(text), [], name);
    assert.deepEqual([...offered(text)], [], name);
  }
});

test('kinds that nobody has defined here are not called wrong: at most a hint that their definition is not at hand', () => {
  for (const [name, text] of Object.entries(UNKNOWN_KINDS)) assert.deepEqual(told(text), [], name);
});
