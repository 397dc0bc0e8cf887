import type { LabelSelector, NodeSelectorTerm } from '../generated/api.ts';
import { message } from '../text/text.ts';
import { child, eachItem, type FieldPath, type Report, warn } from './field.ts';

/** Labels of nodes that had other names once, with the server's sentence: pkg/api/node/util.go. */
const DEPRECATED: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

/** GetNodeLabelDeprecatedMessage. */
export function nodeLabelDeprecation(label: string): string | undefined {
  return Object.hasOwn(DEPRECATED, label) ? DEPRECATED[label] : undefined;
}

export function warnOfNodeLabel(report: Report, path: FieldPath, label: string, textOf: (sentence: string) => string): void {
  const sentence = nodeLabelDeprecation(label);
  if (sentence !== undefined) warn(report, path, textOf(sentence), message('verdict.nodeLabelDeprecated', { label }));
}

/** GetWarningsForNodeSelectorTerm, labels only. */
export function warnOfNodeSelectorTerm(report: Report, path: FieldPath, term: NodeSelectorTerm): void {
  warnOfKeys(report, path, term.matchExpressions);
}

/** GetWarningsForNodeSelector. */
export function warnOfNodeLabelSelector(report: Report, path: FieldPath, selector: LabelSelector | undefined): void {
  warnOfKeys(report, path, selector?.matchExpressions);
  for (const label of Object.keys(selector?.matchLabels ?? {})) {
    const place = child(path, 'matchLabels', label);
    warnOfNodeLabel(report, place, label, (sentence) => `${place.text}: ${sentence}`);
  }
}

function warnOfKeys(report: Report, path: FieldPath, expressions: readonly { readonly key: string }[] | undefined): void {
  eachItem(child(path, 'matchExpressions'), expressions, ({ key: label = '' }, at) => {
    const place = child(at, 'key');
    warnOfNodeLabel(report, place, label, (sentence) => `${place.text}: ${label} is ${sentence}`);
  });
}
