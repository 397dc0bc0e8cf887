import type { Range } from '../base/range.ts';
import type { Catalog } from '../kube/catalog.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
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

/** Above each workload of a document the way to its simulation and, where it is known, where its pods go. */
export function lensesOf(document: Document, catalog: Catalog, placementOf: (resource: Resource) => Message | undefined): readonly Lens[] {
  return resourcesOf(document, catalog)
    .filter(({ kind }) => WORKLOADS.has(kind))
    .flatMap((resource) => {
      const { path, kind, name = '' } = resource;
      const titles = [message('editor.lensSimulate', { kind, name }), placementOf(resource)];
      const range = keyRangeOf(document, [...path, 'kind']);
      return titles.flatMap((title) => (title === undefined ? [] : [{ range, title }]));
    });
}
