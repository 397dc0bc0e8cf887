export const simulation = {
  simLimitEntries: '기록이 상한인 {limit}건에 이르러 시뮬레이션을 멈춥니다.',
  simLimitRounds: '한 순간에 컴포넌트들이 {limit}번 넘게 차례를 돌아 끝나지 않는 것으로 보고 시뮬레이션을 멈춥니다.',
} as const satisfies Readonly<Record<string, string>>;
