/** What our own rules say. */
export const rules = {
  'rules.unusedSuppression': '주석이 끄는 규칙 "{rule}"{rule||이/가} 여기에서 아무것도 찾지 않습니다. 주석을 지웁니다.',
} as const satisfies Readonly<Record<string, string>>;
