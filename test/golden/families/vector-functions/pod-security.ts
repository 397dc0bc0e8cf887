import type { JsonObject } from '../../../../server/src/core/base/json.ts';
import { namespacePolicy } from '../../../../server/src/core/verdict/pod-security/namespace-policy.ts';
import {
  forbiddenDetail,
  formatLevel,
  type LevelAtVersion,
  podTemplateFor,
  violationsOf,
} from '../../../../server/src/core/verdict/pod-security/policy.ts';
import { storedPod } from '../../../../server/src/core/verdict/pod-security/stored-pod.ts';

const NEWEST = 36;

/** What the labels of a namespace ask of a pod: server/src/core/verdict/pod-security. */
export const podSecurityFunctions = {
  podSecurity: ({ labels, pod }: { labels: JsonObject; pod: { metadata: JsonObject; spec: JsonObject } }) => {
    const { enforce, warn, problems } = namespacePolicy(labels);
    const stored = storedPod(podTemplateFor(pod.metadata, pod.spec));
    const judge = (level: LevelAtVersion) => ({
      level: formatLevel(level),
      violations: forbiddenDetail(violationsOf(level, stored, NEWEST)),
    });
    const errors = problems.map(
      ({ label, value, detail }) => `metadata.labels[${label}]: Invalid value: ${JSON.stringify(value)}: ${detail}`,
    );
    return { enforce: judge(enforce), warn: judge(warn), errors };
  },
};
