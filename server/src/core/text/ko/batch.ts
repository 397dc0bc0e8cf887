/** 잡과 크론잡. */
export const batch = {
  batchTooFewPods: '잡 {job}에 실행 중이어야 할 파드가 {wanted}개인데 {have}개뿐이라 만듭니다.',
  batchTooManyPods: '잡 {job}에 실행 중인 파드가 {wanted}개면 되는데 {have}개라 지웁니다.',
  batchPodStopped: '잡 {job}의 결과가 이미 정해져 남은 파드를 멈춥니다.',
  batchPodReleased: '끝난 파드 {pod|을/를} 세었으므로 잡의 파이널라이저를 떼어 냅니다.',
  batchJobCounted: '잡 {job}의 파드를 다시 세었습니다.',
  batchJobFinished: '잡 {job|이/가} 끝났습니다: {text}',
  batchSuspended: '잡 {job|이/가} 보류되어 파드를 지우고 기다립니다.',
  batchResumed: '잡 {job|이/가} 다시 시작되어 기한을 새로 잽니다.',
  batchJobExpired: '잡 {job|이/가} 끝난 지 {seconds}초가 지나 지웁니다.',
  batchCronJobStatus: '크론잡 {cronJob|이/가} 실행 중인 잡과 마지막 시각을 상태에 적습니다.',
  batchHistoryLimit: '끝난 잡은 정해진 수만 남기므로 오래된 {job|을/를} 지웁니다.',
  batchReplaced: '크론잡 {cronJob}의 동시성 정책이 Replace라 아직 실행 중인 잡 {job|을/를} 지우고 새로 시작합니다.',
  batchJobDue: '크론잡 {cronJob}의 일정 "{schedule}"에 따른 시각이 되어 잡을 시작합니다.',
  batchCronJobSays: '크론잡 {cronJob}의 알림: {text}',
  batchNextRuns: '다음 실행 {times}',
} as const satisfies Readonly<Record<string, string>>;
