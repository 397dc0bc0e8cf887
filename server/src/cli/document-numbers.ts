import type { Document } from '../core/yaml/document.ts';
import type { SourceFile } from '../core/yaml/source-file.ts';

/** The number of each document with content, from 1. */
export function documentNumbers(file: SourceFile): ReadonlyMap<Document, number> {
  const written = file.documents.filter(({ document }) => isWritten(document));
  return new Map(written.map(({ document }, index) => [document, index + 1]));
}

/** A document with nothing in it, or only null, is no document to the server's clients. */
export function isWritten({ root, value, problems }: Document): boolean {
  return problems.length > 0 || (root !== undefined && value !== null);
}
