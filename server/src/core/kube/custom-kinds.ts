import type { Document } from '../yaml/document.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import type { Kind } from './catalog.ts';
import { type CustomResource, readCustomResources } from './custom-resource.ts';
import { type CustomValidator, createCustomValidator } from './custom-validator.ts';

const read = new WeakMap<Document, readonly CustomResource[]>();
const NONE: readonly CustomResource[] = [];

/** The kinds that a file's CustomResourceDefinitions define; the same objects as long as their documents do not change. */
export function customResourcesIn(file: SourceFile): readonly CustomResource[] {
  return file.documents.flatMap(({ document }) => customResourcesOf(document));
}

function customResourcesOf(document: Document): readonly CustomResource[] {
  const known = read.get(document);
  if (known !== undefined) return known;
  const found = document.text.includes('CustomResourceDefinition') ? readCustomResources(document.value) : NONE;
  read.set(document, found);
  return found;
}

/** Judges by kind, each made when first needed. */
export function validatorsOf(resources: readonly CustomResource[]): (kind: Kind) => CustomValidator | undefined {
  const known = new Map<string, CustomValidator>();
  const byType = new Map(resources.map((each) => [each.kind.type, each]));
  return ({ type }) => {
    const resource = byType.get(type);
    const validator = known.get(type) ?? (resource && createCustomValidator(resource));
    if (validator !== undefined) known.set(type, validator);
    return validator;
  };
}
