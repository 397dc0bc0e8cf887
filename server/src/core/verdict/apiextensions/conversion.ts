import type { CustomResourceConversion } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { validateVersions } from '../admissionregistration/webhooks.ts';
import { onlyWith } from '../checks.ts';
import { child, type FieldPath, invalid, type Report, required, requireOneOf } from '../field.ts';
import { validateWebhookClient } from '../webhook-client.ts';

const REVIEW_VERSIONS = ['v1', 'v1beta1'];

/** validateCustomResourceConversion; the server names the parts of `webhook` as they were in v1beta1. */
export function validateConversion(report: Report, path: FieldPath, { strategy, webhook }: CustomResourceConversion): void {
  requireOneOf(report, child(path, 'strategy'), strategy, ['None', 'Webhook']);
  const client = { text: `${path.text}.webhookClientConfig`, at: [...path.at, 'webhook', 'clientConfig'] };
  const reviews = { text: `${path.text}.conversionReviewVersions`, at: [...path.at, 'webhook', 'conversionReviewVersions'] };
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy !== 'Webhook') {
    const detail = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig !== undefined) onlyWith(report, client, detail, 'strategy: Webhook');
    if (versions.length > 0) onlyWith(report, reviews, detail, 'strategy: Webhook');
    return;
  }
  if (webhook?.clientConfig === undefined) required(report, client, 'required when strategy is set to Webhook');
  else validateWebhookClient(report, client, webhook.clientConfig);
  if (versions.length === 0) required(report, reviews);
  else {
    validateVersions(report, reviews, versions);
    if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return;
    const known = REVIEW_VERSIONS.join(', ');
    invalid(
      report,
      reviews,
      [...versions],
      `must include at least one of ${known}`,
      message('verdict.admission.reviewVersions', { known }),
    );
  }
}
