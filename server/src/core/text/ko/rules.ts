/** What our own rules say. */
export const rules = {
  'rules.unusedSuppression': '주석이 끄는 규칙 "{rule}"{rule||이/가} 여기에서 아무것도 찾지 않습니다. 주석을 지웁니다.',
  'rules.silence': '이 줄에서 {rule} 끄기',
  'rules.fixAll': '안전하게 고칠 수 있는 것 모두 고치기',
} as const satisfies Readonly<Record<string, string>>;
