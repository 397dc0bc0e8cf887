import type { Range } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { resourcesOf } from '../kube/resource.ts';
import { type Message, message } from '../text/text.ts';
import type { Document } from '../yaml/document.ts';
import { keyRangeOf } from '../yaml/locate.ts';

/** A line of words above an object; a click opens the preview. */
export interface Lens {
  /** Offsets into the document's own text. */
  readonly range: Range;
  readonly title: Message;
}

/** Kinds that become pods, so that there is something to simulate. */
const WORKLOADS = new Set(['Pod', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

/** One lens above each workload of a document. */
export function lensesOf(document: Document, catalog: Catalog): readonly Lens[] {
  return resourcesOf(document, catalog)
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map(({ path, kind, name = '' }) => ({
      range: keyRangeOf(document, [...path, 'kind']),
      title: message('editor.lensSimulate', { kind, name }),
    }));
}
