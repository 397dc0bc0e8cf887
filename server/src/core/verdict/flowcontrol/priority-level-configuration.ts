import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { isSame, onlyWith } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, type FieldPath, forbidden, invalid, invalidFor, notSupported, type Report, ROOT, required } from '../field.ts';
import { effectiveName, validateObjectMeta } from '../metadata.ts';
import { between, dnsSubdomain, NOT_NEGATIVE, POSITIVE } from '../names.ts';
import { MANDATORY_PRIORITY_LEVELS } from './mandatory.ts';

const SPEC = child(ROOT, 'spec');
const METADATA = child(ROOT, 'metadata');
const PRESERVE_ZERO = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
const MOST_QUEUES = 10_000_000;
const MOST_HASH_BITS = 60;

/** flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration: ValidatePriorityLevelConfiguration (pkg/apis/flowcontrol/validation/validation.go). */
export const priorityLevelConfiguration: KindRules<PriorityLevelConfiguration> = { setDefaults, validate };

function setDefaults({ spec }: Mutable<PriorityLevelConfiguration>): void {
  if (spec?.exempt !== undefined) {
    spec.exempt.nominalConcurrencyShares ??= 0;
    spec.exempt.lendablePercent ??= 0;
  }
  if (spec?.limited === undefined) return;
  spec.limited.nominalConcurrencyShares ??= 30;
  spec.limited.lendablePercent ??= 0;
  const queuing = spec.limited.limitResponse?.queuing;
  if (queuing === undefined) return;
  queuing.handSize ||= 8;
  queuing.queues ||= 64;
  queuing.queueLengthLimit ||= 50;
}

function validate({ metadata, spec }: PriorityLevelConfiguration, report: Report): void {
  validateObjectMeta(report, METADATA, metadata, { namespaced: false, name: dnsSubdomain });
  if (metadata?.annotations?.[PRESERVE_ZERO] !== undefined) {
    const place = { text: 'metadata.annotations', at: [...METADATA.at, 'annotations', PRESERVE_ZERO] };
    forbidden(report, place, `annotation '${PRESERVE_ZERO}' is forbidden`, message('verdict.mustBeUnset'));
  }
  const name = effectiveName(metadata);
  validateSpec(report, name, spec ?? { type: '' });
  validateMandatory(report, name, spec ?? { type: '' });
}

function validateMandatory(report: Report, name: string, spec: PriorityLevelConfigurationSpec): void {
  const fixed = Object.hasOwn(MANDATORY_PRIORITY_LEVELS, name) ? MANDATORY_PRIORITY_LEVELS[name] : undefined;
  if (fixed === undefined) return;
  const isExempt = name === 'exempt';
  const compared = isExempt ? { ...spec, exempt: fixed.exempt } : spec;
  if (isSame(compared, fixed)) return;
  const detail = `spec of '${name}'${isExempt ? " except the 'spec.exempt' field" : ''} must equal the fixed value`;
  invalid(report, SPEC, undefined, detail, message('verdict.flow.fixed', { name }));
}

function validateSpec(report: Report, name: string, { type = '', exempt, limited }: PriorityLevelConfigurationSpec): void {
  if ((name === 'exempt') !== (type === 'Exempt')) {
    const detail = "must be 'Exempt' if and only if `name` is 'exempt'";
    invalid(report, child(SPEC, 'type'), type, detail, message('verdict.flow.exempt'));
  }
  const [exemptPath, limitedPath] = [child(SPEC, 'exempt'), child(SPEC, 'limited')];
  if (type === 'Exempt') {
    if (limited !== undefined) onlyWith(report, limitedPath, 'must be nil if the type is not Limited', 'type: Limited');
    if (exempt !== undefined) validateShares(report, exemptPath, exempt);
  } else if (type === 'Limited') {
    if (exempt !== undefined) onlyWith(report, exemptPath, 'must be nil if the type is Limited', 'type: Exempt');
    if (limited === undefined) required(report, limitedPath, 'must not be empty when type is Limited');
    else validateLimited(report, limitedPath, limited);
  } else notSupported(report, child(SPEC, 'type'), type, ['Exempt', 'Limited']);
}

function validateShares(
  report: Report,
  path: FieldPath,
  { nominalConcurrencyShares: shares = 0, lendablePercent: percent = 0 }: ExemptPriorityLevelConfiguration,
): void {
  if (shares < 0) invalid(report, child(path, 'nominalConcurrencyShares'), shares, 'must be a non-negative integer', NOT_NEGATIVE.words);
  if (percent < 0 || percent > 100) invalidFor(report, child(path, 'lendablePercent'), percent, [between(0, 100)]);
}

function validateLimited(report: Report, path: FieldPath, limited: LimitedPriorityLevelConfiguration): void {
  validateShares(report, path, limited);
  validateResponse(report, child(path, 'limitResponse'), limited.limitResponse ?? { type: '' });
  const borrowing = limited.borrowingLimitPercent ?? 0;
  if (borrowing >= 0) return;
  const detail = 'if specified, must be a non-negative integer';
  invalid(report, child(path, 'borrowingLimitPercent'), borrowing, detail, NOT_NEGATIVE.words);
}

function validateResponse(report: Report, path: FieldPath, { type = '', queuing }: LimitResponse): void {
  const place = child(path, 'queuing');
  if (type === 'Reject') {
    if (queuing === undefined) return;
    onlyWith(report, place, 'must be nil if limited.limitResponse.type is not Limited', 'type: Queue');
  } else if (type !== 'Queue') notSupported(report, child(path, 'type'), type, ['Queue', 'Reject']);
  else if (queuing === undefined) required(report, place, 'must not be empty if limited.limitResponse.type is Limited');
  else validateQueuing(report, place, queuing);
}

function validateQueuing(report: Report, path: FieldPath, { queueLengthLimit = 0, queues = 0, handSize = 0 }: QueuingConfiguration): void {
  const hand = child(path, 'handSize');
  const refuse = (at: FieldPath, value: number) => invalid(report, at, value, 'must be positive', POSITIVE.words);
  if (queueLengthLimit <= 0) refuse(child(path, 'queueLengthLimit'), queueLengthLimit);
  if (queues <= 0) refuse(child(path, 'queues'), queues);
  else if (queues > MOST_QUEUES) {
    invalid(
      report,
      child(path, 'queues'),
      queues,
      `must not be greater than ${MOST_QUEUES}`,
      message('verdict.notAtMost', { most: MOST_QUEUES }),
    );
  }
  if (handSize <= 0) refuse(hand, handSize);
  else if (handSize > queues) {
    invalid(report, hand, handSize, `should not be greater than queues (${queues})`, message('verdict.notAtMost', { most: queues }));
  } else if (entropyBits(queues, handSize) > MOST_HASH_BITS) {
    const detail = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MOST_HASH_BITS}`;
    invalid(report, hand, handSize, detail, message('verdict.flow.entropy', { queues }));
  }
}

/** RequiredEntropyBits (staging/src/k8s.io/apiserver/pkg/util/shufflesharding). */
function entropyBits(queues: number, handSize: number): number {
  return Math.ceil(Math.log2(queues) * handSize);
}
