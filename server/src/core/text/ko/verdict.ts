/** What the API server would say of a document. */
export const verdict = {
  'verdict.required': '필수 필드 {field|이/가} 없습니다.',
  'verdict.notSupported': '{field}의 값 "{value}"{value||은/는} 지원되지 않습니다. 쓸 수 있는 값: {allowed}.',
  'verdict.duplicate': '{field}의 값 "{value}"{value||이/가} 중복됩니다.',
  'verdict.notFound': '{field}의 값 "{value}"{value||을/를} 찾을 수 없습니다.',
  'verdict.tooLong': '{field|이/가} 너무 깁니다. 최대 {limit}바이트입니다.',
  'verdict.tooMany': '{field}의 항목이 {count}개로 너무 많습니다. 최대 {limit}개입니다.',
} as const satisfies Readonly<Record<string, string>>;
