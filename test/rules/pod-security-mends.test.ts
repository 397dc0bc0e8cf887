/** One fix makes a pod meet its standard, where no person has to decide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/core/base/range.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { service } from '../support/workspace.ts';

const findingsOf = (text: string, rule: string) => service.findAll(parseDocument(text), '1.36').filter((each) => each.rule === rule);

/** The text once no fix of the rule is left; what it still finds. */
function mend(text: string, rule: string): { readonly text: string; readonly left: number } {
  let mended = text;
  for (let times = 0; times < 20; times++) {
    const [fix] = findingsOf(mended, rule).flatMap(({ fixes }) => fixes);
    if (fix === undefined) break;
    assert.ok(fix.edits.length > 0, `a fix that does nothing: ${mended}`);
    mended = applyEdits(mended, fix.edits);
  }
  return { text: mended, left: findingsOf(mended, rule).length };
}

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n';
const WEB = '  containers:\n    - name: web\n      image: registry.example.net/web:1.4 # kept\n';

test('everything at once, comments kept', () => {
  const bad = `${HEAD}  hostNetwork: true\n  hostPID: true # why?\n${WEB}      ports:\n        - containerPort: 80\n          hostPort: 80\n      securityContext:\n        privileged: true\n        runAsUser: 0\n        capabilities:\n          add: [NET_ADMIN, NET_BIND_SERVICE, SYS_TIME]\n    - {name: log, image: "registry.example.net/log:2"}\n`;
  const { text, left } = mend(bad, 'pod-security-restricted');
  assert.equal(left, 0, text);
  assert.ok(text.includes('# kept') && text.includes('add: [NET_BIND_SERVICE]') && text.includes('containerPort: 80'), text);
  const errors = service.findAll(parseDocument(text), '1.36').filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, []);
});

test('a pod on the network of its node has host ports that nobody wrote', () => {
  const { text, left } = mend(`${HEAD}  hostNetwork: true\n${WEB}      ports:\n        - containerPort: 80\n`, 'pod-security-baseline');
  assert.equal(left, 0, text);
  assert.ok(!text.includes('host'), text);
});

test('volumes, sysctls and profiles are for a person', () => {
  const bad = `${HEAD}  volumes:\n    - name: log\n      hostPath: {path: /var/log}\n  securityContext:\n    sysctls: [{name: kernel.msgmax, value: "1"}]\n    seLinuxOptions: {type: spc_t}\n${WEB}`;
  assert.equal(mend(bad, 'pod-security-baseline').text, bad);
});

test('what stands behind an anchor is for a person', () => {
  const bad = `${HEAD}  containers:\n    - name: a\n      image: a:1\n      securityContext: &open {privileged: true}\n    - name: b\n      image: b:1\n      securityContext: *open\n`;
  const { text } = mend(bad, 'pod-security-baseline');
  assert.ok(text.includes('*open'), text);
});
