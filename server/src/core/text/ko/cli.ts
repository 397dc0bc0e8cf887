export const cli = {
  'cli.summary': '파일 {files}개: 오류 {errors}개, 경고 {warnings}개, 그 밖 {others}개.',
  'cli.mended': '파일 {count}개를 고쳤습니다.',
} as const satisfies Readonly<Record<string, string>>;
