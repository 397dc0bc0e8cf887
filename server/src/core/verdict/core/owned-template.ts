import type { LabelSelector, PodSpec, PodTemplateSpec } from '../../generated/api.ts';
import { isSelectorError, matches, selectorOf } from '../../kube/label-selector.ts';
import { message } from '../../text/text.ts';
import type { Context, Mutable } from '../context.ts';
import { child, type FieldPath, forbidden, invalid, notSupported, type Report, required } from '../field.ts';
import { isEmptySelector, validateLabelSelector } from '../selectors.ts';
import { setPodSpecDefaults } from './pod-defaults.ts';
import { dropDisabledFields } from './pod-dropped-fields.ts';
import { validatePodTemplateSpec } from './pod-template.ts';

/** The parts of a workload's spec that make its pods. */
export interface OwnedTemplate {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/** What the server fills into a template of pods, and what it takes out (DropDisabledTemplateFields). */
export function setTemplateDefaults(template: Mutable<PodTemplateSpec>, context: Context): void {
  template.spec ??= { containers: [] };
  template.spec.containers ??= [];
  setPodSpecDefaults(template.spec, context);
  dropDisabledFields(template.spec, context);
}

/**
 * A selector that has to be there and select something; `kind` is what the server calls its owner.
 *
 * Mirrors the beginnings of ValidateDeploymentSpec and its sisters in pkg/apis/apps/validation/validation.go.
 */
export function validateSelector(report: Report, path: FieldPath, selector: LabelSelector | undefined, kind: string): void {
  if (selector === undefined) required(report, path);
  else validateGivenSelector(report, path, selector, kind);
}

export function validateGivenSelector(report: Report, path: FieldPath, selector: LabelSelector, kind: string): void {
  validateLabelSelector(report, path, selector);
  if (isEmptySelector(selector)) {
    invalid(report, path, undefined, `empty selector is invalid for ${kind}`, message('verdict.selectorEmpty'));
  }
}

/** Whether the selector can be read at all; if so, it has to select the pods of the template. */
export function requireSelected(report: Report, path: FieldPath, { selector, template }: OwnedTemplate, unreadable?: string): boolean {
  const read = selectorOf(selector);
  if (isSelectorError(read)) {
    if (unreadable !== undefined) invalid(report, child(path, 'selector'), undefined, unreadable, message('verdict.selectorUnreadable'));
    return false;
  }
  if (!matches(read, template?.metadata?.labels)) {
    const detail = '`selector` does not match template `labels`';
    invalid(report, child(path, 'template', 'metadata', 'labels'), undefined, detail, message('verdict.selectorMismatch'));
  }
  return true;
}

/** Pods that run for ever, as most owners want them; `kind` is what the server calls the owner. */
export function validateLastingTemplate(
  report: Report,
  path: FieldPath,
  template: PodTemplateSpec | undefined,
  context: Context,
  kind: string,
): void {
  validatePodTemplateSpec(report, path, template, context);
  validateLastingSpec(report, child(path, 'spec'), template?.spec, kind);
}

export function validateLastingSpec(report: Report, path: FieldPath, spec: PodSpec | undefined, kind: string): void {
  const { restartPolicy = '', activeDeadlineSeconds } = spec ?? {};
  if (restartPolicy !== 'Always') notSupported(report, child(path, 'restartPolicy'), restartPolicy, ['Always']);
  if (activeDeadlineSeconds === undefined) return;
  const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
  forbidden(report, child(path, 'activeDeadlineSeconds'), detail, message('verdict.deadlineOfLasting'));
}
