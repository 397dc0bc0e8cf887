/** Every check of kube-linter, kube-score and polaris has a rule of ours, or the server's own verdict says it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES } from '../../server/src/core/generated/rules.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { service } from '../support/workspace.ts';

/** Their 146 checks, those that ask the same put together, under the names of the rules that answer them. */
const CHECKED_BY_RULE = `
privileged privilege-escalation run-as-non-root low-uid-gid read-only-root-fs drop-net-raw dangerous-caps insecure-caps
linux-hardening seccomp host-ipc host-network host-pid host-port host-process host-path sensitive-host-mounts docker-sock
writable-host-mount proc-mount unsafe-sysctls privileged-ports ssh-port env-secret read-secret-from-env sensitive-configmap
automount-token default-sa deprecated-sa-field scc-privileged
rbac-create-pods rbac-secrets rbac-cluster-admin rbac-wildcard rbac-exec
exposed-service ingress-tls no-networkpolicy dangling-netpol dangling-netpol-peer dangling-service dangling-ingress
dangling-servicemonitor dangling-hpa invalid-target-port missing-sa missing-env-source sts-headless duplicate-env
no-liveness no-readiness probes-identical liveness-port readiness-port startup-port
cpu-requests cpu-limits memory-requests memory-limits ephemeral req-eq-limit image-tag pull-policy
replicas hpa-min hpa-max hpa-static-replicas anti-affinity node-affinity topology-spread rolling-update
pdb-missing pdb-policy pdb-zero pdb-min pdb-vs-hpa pdb-unhealthy priority-class restart-policy dns-ndots job-ttl cronjob-deadline
owner-annotation owner-label instance-label namespace sorted-keys
`
  .trim()
  .split(/\s+/);

interface SaidByServer {
  readonly check: string;
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const TEMPLATE = '{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}';
const SAID_BY_SERVER: readonly SaidByServer[] = [
  {
    check: 'selector-mismatch',
    rule: 'invalid-value',
    path: 'spec.template.metadata.labels',
    text: `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: shop}}, template: ${TEMPLATE}}\n`,
  },
  {
    check: 'cronjob-restart',
    rule: 'missing-field',
    path: 'spec.jobTemplate.spec.template.spec.restartPolicy',
    text: `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web}\nspec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: ${TEMPLATE}}}}\n`,
  },
  {
    check: 'label-values',
    rule: 'invalid-value',
    path: 'metadata.labels',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, labels: {app: "web shop"}}\n',
  },
  {
    check: 'ports-check',
    rule: 'invalid-value',
    path: 'spec.containers[0].ports[0].name',
    text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "web:1", ports: [{name: a-name-of-more-than-15, containerPort: 80}]}]}\n',
  },
  {
    check: 'topology-spread, where it is there and wrong',
    rule: 'unsupported-value',
    path: 'spec.topologySpreadConstraints[0].whenUnsatisfiable',
    text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "web:1"}], topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: Never}]}\n',
  },
  {
    check: 'deprecated-api, where it is gone',
    rule: 'removed-api',
    path: 'apiVersion',
    text: 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web}\n',
  },
  {
    check: 'schema',
    rule: 'unknown-field',
    path: 'spec.container',
    text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {container: [], containers: [{name: web, image: "web:1"}]}\n',
  },
];

test('the checks that the server leaves to others have rules', () => {
  const ids = new Set(RULES.map(({ id }) => id));
  assert.deepEqual(
    CHECKED_BY_RULE.filter((id) => !ids.has(id)),
    [],
  );
  assert.equal(new Set(CHECKED_BY_RULE).size, 87);
});

for (const { check, rule, path, text } of SAID_BY_SERVER) {
  test(`the server says it: ${check}`, () => {
    const found = service.findAll(parseDocument(text), '1.36').map((each) => `${each.severity} ${each.rule} ${each.path}`);
    assert.ok(found.includes(`error ${rule} ${path}`), found.join('\n'));
  });
}
