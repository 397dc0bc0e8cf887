import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, invalidFor, type Report, required } from '../field.ts';
import { dnsSubdomain, labelValue, qualifiedName } from '../names.ts';

/** ValidateNodeSelector of pkg/apis/core/validation/validation.go; also for volumes. */
export function validateNodeSelector(report: Report, path: FieldPath, { nodeSelectorTerms = [] }: NodeSelector): void {
  const terms = child(path, 'nodeSelectorTerms');
  if (nodeSelectorTerms.length === 0) {
    required(report, terms, 'must have at least one node selector term', message('verdict.nodeSelectorTerms'));
    return;
  }
  eachItem(terms, nodeSelectorTerms, (term, place) => validateNodeSelectorTerm(report, place, term));
}

/** ValidateNodeSelectorTerm. A preferred term may ask for values that no label can have. */
export function validateNodeSelectorTerm(report: Report, path: FieldPath, term: NodeSelectorTerm, anyValue = false): void {
  eachItem(child(path, 'matchExpressions'), term.matchExpressions, (requirement, place) => {
    validateExpression(report, place, requirement, anyValue);
  });
  eachItem(child(path, 'matchFields'), term.matchFields, (requirement, place) => validateField(report, place, requirement));
}

function validateExpression(report: Report, path: FieldPath, requirement: NodeSelectorRequirement, anyValue: boolean): void {
  const { key = '', operator = '', values = [] } = requirement;
  const at = child(path, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      required(report, at, "must be specified when `operator` is 'In' or 'NotIn'", message('verdict.selectorValuesRequired', { operator }));
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      forbidden(report, at, detail, message('verdict.selectorValuesForbidden', { operator }));
    }
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) {
      const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
      required(report, at, detail, message('verdict.selectorOneValue', { operator }));
    }
  } else notAnOperator(report, path, operator);
  invalidFor(report, child(path, 'key'), key, qualifiedName(key));
  if (!anyValue) eachItem(at, values, (value, place) => invalidFor(report, place, value, labelValue(value)));
}

/** ValidateNodeFieldSelectorRequirement: the only field is the node's name. */
function validateField(report: Report, path: FieldPath, { key = '', operator = '', values = [] }: NodeSelectorRequirement): void {
  if (operator !== 'In' && operator !== 'NotIn') notAnOperator(report, path, operator);
  else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    required(report, child(path, 'values'), detail, message('verdict.selectorOneValue', { operator }));
  }
  if (key !== 'metadata.name') {
    invalid(report, child(path, 'key'), key, 'not a valid field selector key', message('verdict.nodeFieldKey'));
    return;
  }
  eachItem(child(path, 'values'), values, (value, place) => invalidFor(report, place, value, dnsSubdomain(value)));
}

function notAnOperator(report: Report, path: FieldPath, operator: string): void {
  invalid(report, child(path, 'operator'), operator, 'not a valid selector operator', message('verdict.nodeSelectorOperator'));
}
