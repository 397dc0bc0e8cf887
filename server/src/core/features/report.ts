import type { Catalog } from '../kube/catalog.ts';
import { patchFiles } from '../kube/kustomization.ts';
import { type Moment, momentOf } from '../kube/object-index.ts';
import type { Finding } from '../rules/finding.ts';
import type { Document, PlacedDocument } from '../yaml/document.ts';
import { gently } from './patch.ts';
import type { FileSettings, Place, Service } from './service.ts';
import { audible, type Graded, grade, type PlacedFinding, type Severities } from './settle.ts';

/** All that is known of a file so far. The report of the next edit is made from it: only documents that changed are looked at. */
export interface Report {
  readonly documents: readonly PlacedDocument[];
  readonly catalog: Catalog;
  readonly severities: Severities;
  readonly moment: Moment;
  /** The file is laid over others: what its documents lack is no finding. */
  readonly isPatch: boolean;
  /** For each document. */
  readonly told: readonly Told[];
  /** Every document was judged. */
  readonly isWhole: boolean;
}

interface Told {
  /** Undefined until the document is judged. */
  readonly own: readonly Finding[] | undefined;
  readonly across: readonly Finding[];
  /** Found by what takes longer than a keystroke. */
  readonly elsewhere: readonly Finding[];
  readonly graded: Graded;
}

/** What is known of a document by other means; the same array as long as it is the same. */
export type FindElsewhere = (document: Document) => readonly Finding[];

/** Judges nothing: what `service` knows already is put together. */
export function reportOn(
  service: Service,
  place: Place,
  { version, severities }: FileSettings,
  previous?: Report,
  findElsewhere: FindElsewhere = () => NONE,
): Report {
  const documents = place.snapshot.files.get(place.uri)?.documents ?? [];
  const catalog = service.catalog(version);
  const moment = momentOf(place.snapshot);
  const isPatch = patchFiles(place.snapshot).has(place.uri);
  const isOfSame = previous?.catalog === catalog && previous.severities === severities && previous.isPatch === isPatch;
  const toldBefore = isOfSame ? aligned(previous, documents) : () => undefined;
  const isSameMoment = isOfSame && previous.moment === moment;
  const told = documents.map(({ document }, index): Told => {
    const before = toldBefore(index);
    const elsewhere = isPatch ? NONE : findElsewhere(document);
    if (isSameMoment && before?.own !== undefined && before.elsewhere === elsewhere) return before;
    const found = before?.own ?? service.known(document, version, severities);
    const own = isPatch && found !== undefined ? gently(found) : found;
    const across = own === undefined || isPatch ? NONE : service.across(document, place, version, severities);
    if (before !== undefined && before.own === own && before.across === across && before.elsewhere === elsewhere) return before;
    const all = own === undefined ? NONE : [...own, ...across, ...elsewhere];
    return { own, across, elsewhere, graded: grade(document, all, severities) };
  });
  return { documents, catalog, severities, moment, isPatch, told, isWhole: told.every(({ own }) => own !== undefined) };
}

/** At most `most` findings of a report, errors first. */
export function findingsIn({ documents, told, severities, isWhole }: Report, most?: number): readonly PlacedFinding[] {
  const graded = told.map((each) => each.graded);
  return audible(documents, graded, isWhole ? severities : undefined, most);
}

const NONE: readonly Finding[] = [];

/** What an earlier report told of the documents that an edit left as they were: those before and those behind it. */
function aligned({ documents: old, told }: Report, now: readonly PlacedDocument[]): (index: number) => Told | undefined {
  const isSame = (one: number, other: number): boolean => documentAt(old, one) === documentAt(now, other);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && isSame(start, start)) start++;
  const shift = old.length - now.length;
  let end = now.length;
  while (end > start && end + shift > start && isSame(end + shift - 1, end - 1)) end--;
  return (index) => (index < start ? told[index] : index >= end ? told[index + shift] : undefined);
}

function documentAt(documents: readonly PlacedDocument[], index: number): Document | undefined {
  return documents[index]?.document;
}
