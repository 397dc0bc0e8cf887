import type { CSIDriver, TokenRequest } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { checkOneOf } from '../checks.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { child, duplicate, eachItem, invalid, notSupported, type Report, ROOT, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain } from '../names.ts';
import { has } from '../versions.ts';

const SPEC = child(ROOT, 'spec');
const LIFECYCLES = ['Persistent', 'Ephemeral'];
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;
const SHORTEST_UPDATE_SECONDS = 10;

/** storage.k8s.io/v1 CSIDriver: ValidateCSIDriver (pkg/apis/storage/validation/validation.go). */
export const csiDriver: KindRules<CSIDriver> = { setDefaults, validate, warn: warnOfDriver };

function setDefaults(object: Mutable<CSIDriver>, context: Context): void {
  object.spec ??= {};
  const { spec } = object;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent'];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
  if (!has(context, 'allocatableUpdates')) delete spec.nodeAllocatableUpdatePeriodSeconds;
  if (!has(context, 'tokensInSecrets')) delete spec.serviceAccountTokenInSecrets;
}

function validate({ metadata, spec }: CSIDriver, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  checkOneOf(report, child(SPEC, 'fsGroupPolicy'), spec?.fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType']);
  validateTokenRequests(report, spec?.tokenRequests ?? []);
  const modes = child(SPEC, 'volumeLifecycleModes');
  eachItem(modes, spec?.volumeLifecycleModes, (mode, { at }) => {
    if (!LIFECYCLES.includes(mode)) notSupported(report, { text: modes.text, at }, mode, LIFECYCLES);
  });
  const seconds = spec?.nodeAllocatableUpdatePeriodSeconds;
  if (seconds !== undefined && seconds < SHORTEST_UPDATE_SECONDS) {
    const detail = `must be greater than or equal to ${SHORTEST_UPDATE_SECONDS} seconds`;
    const words = message('verdict.notAtLeast', { least: SHORTEST_UPDATE_SECONDS });
    invalid(report, child(SPEC, 'nodeAllocatableUpdatePeriodSeconds'), seconds, detail, words);
  }
  if (spec?.serviceAccountTokenInSecrets !== undefined && (spec.tokenRequests ?? []).length === 0) {
    const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
    const place = child(SPEC, 'serviceAccountTokenInSecrets');
    invalid(report, place, spec.serviceAccountTokenInSecrets, detail, message('verdict.onlyWith', { condition: 'tokenRequests' }));
  }
}

function validateTokenRequests(report: Report, requests: readonly TokenRequest[]): void {
  const audiences = new Set<string>();
  eachItem(child(SPEC, 'tokenRequests'), requests, ({ audience = '', expirationSeconds }, path) => {
    if (audiences.has(audience)) {
      duplicate(report, child(path, 'audience'), audience);
      return;
    }
    audiences.add(audience);
    if (expirationSeconds === undefined) return;
    const words = message('verdict.between', { least: SHORTEST_SECONDS, most: LONGEST_SECONDS });
    const refuse = (detail: string) => invalid(report, child(path, 'expirationSeconds'), expirationSeconds, detail, words);
    if (expirationSeconds < SHORTEST_SECONDS) refuse('may not specify a duration less than 10 minutes');
    if (expirationSeconds > LONGEST_SECONDS) refuse('may not specify a duration larger than 2^32 seconds');
  });
}

function warnOfDriver({ spec }: CSIDriver, report: Report, context: Context): void {
  if (!has(context, 'tokensInSecrets') || (spec?.tokenRequests ?? []).length === 0) return;
  if (spec?.serviceAccountTokenInSecrets !== undefined) return;
  const text =
    'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';
  warn(report, child(SPEC, 'serviceAccountTokenInSecrets'), text, message('verdict.storage.tokensInSecrets'));
}
