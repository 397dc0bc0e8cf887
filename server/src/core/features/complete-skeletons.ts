import { didYouMean } from '../base/did-you-mean.ts';
import type { Catalog } from '../kube/catalog.ts';
import { message } from '../text/text.ts';
import type { CursorSite } from '../yaml/cursor-site.ts';
import { styleOf } from '../yaml/style.ts';
import { type Completion, isSubsequence } from './completion.ts';
import { SKELETON_BY_KIND } from './skeletons.ts';

const FIRST_RANK = 200;

/** Whole objects, where a document begins: by their kind's name, by `k`, `kind` and the beginning of a name, or by nothing at all. */
export function completeSkeletons(site: CursorSite, catalog: Catalog): readonly Completion[] {
  const served = Object.entries(SKELETON_BY_KIND).filter(([kind]) => catalog.kindsNamed(kind).length > 0);
  const near = new Set(
    didYouMean(
      site.prefix,
      served.map(([kind]) => kind),
    ).map(({ text }) => text),
  );
  const { lineBreak } = styleOf(site.document);
  return served
    .filter(([kind]) => isMeant(site.prefix, kind) || near.has(kind))
    .map(([kind, text], index): Completion => {
      const apiVersion = /apiVersion: (\S+)/.exec(text)?.[1] ?? '';
      return {
        label: kind,
        is: 'skeleton',
        detail: message('editor.complete.skeleton', { apiVersion }),
        insert: text.trimEnd().replaceAll('\n', lineBreak),
        replace: site.replace,
        rank: FIRST_RANK + index + (kind.toLowerCase().startsWith(site.prefix.toLowerCase()) ? 0 : served.length),
        ...(site.prefix === '' ? {} : { filter: site.prefix }),
        about: { kind: { apiVersion, kind } },
      };
    });
}

/** `dep` and `dply` mean Deployment; so do `kdep` and, as all kinds, `k` and `kind`. */
function isMeant(typed: string, kind: string): boolean {
  const word = typed.toLowerCase();
  if (word === '' || 'kind'.startsWith(word) || isSubsequence(word, kind)) return true;
  return word.startsWith('k') && isSubsequence(word.slice(1), kind);
}
