import type { CustomResourceDefinitionNames } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, invalid, invalidFor, type Report } from '../field.ts';
import { dns1035Label } from '../names.ts';

/** ValidateCustomResourceDefinitionNames; names that have to be there are asked for elsewhere. */
export function validateNames(report: Report, path: FieldPath, names: CustomResourceDefinitionNames): void {
  const { plural = '', singular = '', kind = '', listKind = '' } = names;
  for (const [field, name] of Object.entries({ plural, singular })) {
    if (name !== '') invalidFor(report, child(path, field), name, dns1035Label(name));
  }
  for (const [field, name] of Object.entries({ kind, listKind })) {
    if (name === '') continue;
    const problems = dns1035Label(name.toLowerCase()).map(({ detail, words }) => ({
      detail: `may have mixed case, but should otherwise match: ${detail}`,
      words,
    }));
    invalidFor(report, child(path, field), name, problems);
  }
  const check = (name: string, at: FieldPath) => invalidFor(report, at, name, dns1035Label(name));
  eachItem(child(path, 'shortNames'), names.shortNames, check);
  if (kind !== '' && kind === listKind) {
    invalid(report, child(path, 'listKind'), listKind, 'kind and listKind may not be the same', message('verdict.crd.listKind'));
  }
  eachItem(child(path, 'categories'), names.categories, check);
}
