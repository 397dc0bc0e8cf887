import { message } from '../text/text.ts';
import { deleteEntry, renameKey } from '../yaml/edit.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

/** Both names mean one field; the new one wins where both are written. */
export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined || !('serviceAccount' in pod.spec)) return [];
  const path = [...pod.path, 'serviceAccount'];
  const at = [...resource.path, ...path];
  const isTwice = 'serviceAccountName' in pod.spec;
  const edits = isTwice ? deleteEntry(resource.document, at) : renameKey(resource.document, at, 'serviceAccountName');
  const title = isTwice
    ? message('editor.fix.removeField', { field: 'serviceAccount' })
    : message('editor.fix.rename', { from: 'serviceAccount', to: 'serviceAccountName' });
  const fixes = edits.length === 0 ? [] : [{ title, safe: true, preferred: true, edits }];
  return [found(resource, path, message('rules.deprecatedSaField'), { fixes, tag: 'deprecated', onKey: true })];
};
