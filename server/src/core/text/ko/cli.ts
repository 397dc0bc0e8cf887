export const cli = {
  'cli.summary': '파일 {files}개: 오류 {errors}개, 경고 {warnings}개, 그 밖 {others}개.',
  'cli.mended': '파일 {count}개를 고쳤습니다.',
  'cli.explain.noKind': '"{kind}"{kind||이라는/라는} 종류를 찾을 수 없습니다. 비슷한 이름: {near}',
  'cli.explain.noField': '"{field}" 필드를 찾을 수 없습니다. 비슷한 이름: {near}',
  'cli.explain.fields': '필드:',
} as const satisfies Readonly<Record<string, string>>;
