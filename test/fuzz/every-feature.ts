/** Runs one text through everything the editor can ask about it. Throws when anything throws. */

import { applyEdits } from '../../server/src/core/base/range.ts';
import { complete } from '../../server/src/core/features/complete.ts';
import { definitionsAt, referencesAt } from '../../server/src/core/features/definition.ts';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { hintsOf } from '../../server/src/core/features/hints.ts';
import { hover } from '../../server/src/core/features/hover.ts';
import { lensesOf } from '../../server/src/core/features/lens.ts';
import { linksOf } from '../../server/src/core/features/links.ts';
import { foldsOf, selectionsAt } from '../../server/src/core/features/structure.ts';
import { symbolsOf } from '../../server/src/core/features/symbols.ts';
import { EMPTY_SNAPSHOT, withFile } from '../../server/src/core/kube/snapshot.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { catalog } from '../support/workspace.ts';
import { offsetsOf } from './offsets.ts';

const uri = 'file:///fuzz.yaml';

/** `places` says at how many offsets the cursor stands, the end of the text always among them. */
export function everyFeature(text: string, places: number): void {
  const file = createFile(text);
  const snapshot = withFile(EMPTY_SNAPSHOT, uri, file);
  for (const { document } of file.documents) {
    for (const { fixes } of diagnoseDocument(document, catalog)) for (const { edits } of fixes) applyEdits(document.text, edits);
    symbolsOf(document);
    foldsOf(document);
    hintsOf(document, catalog, 'ko');
    lensesOf(document, catalog, () => undefined);
    linksOf({ snapshot, uri, catalog, document });
    for (const offset of offsetsOf(document.text, places)) {
      const request = { snapshot, uri, catalog, document, offset };
      complete(request);
      hover({ ...request, language: 'ko', note: () => undefined, nowMs: 0 });
      selectionsAt(document, offset);
      definitionsAt(request);
      referencesAt(request);
    }
  }
}
