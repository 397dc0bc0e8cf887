export const cli = {
  'cli.summary': '파일 {files}개: 오류 {errors}개, 경고 {warnings}개, 그 밖 {others}개.',
  'cli.mended': '파일 {count}개를 고쳤습니다.',
  'cli.explain.noKind': '"{kind}"{kind||이라는/라는} 종류를 찾을 수 없습니다.',
  'cli.explain.noField': '"{field}" 필드를 찾을 수 없습니다.',
  'cli.explain.alike': '{problem} 비슷한 이름: {near}',
  'cli.explain.fields': '필드:',
  'cli.usage.noCommand': '"{name}"{name||이라는/라는} 명령이 없습니다. kijabi --help를 보십시오.',
  'cli.usage.noOption': '"{option}"{option||이라는/라는} 옵션이 없습니다. kijabi {command} --help를 보십시오.',
  'cli.usage.optionValue': '옵션을 잘못 썼습니다. kijabi {command} --help를 보십시오. ({reason})',
  'cli.usage.oneOf': '{option}에는 다음 가운데 하나를 써야 합니다: {allowed}. 지금 값: {value}',
  'cli.usage.noFile': '파일이나 폴더가 없습니다: {name}',
  'cli.usage.unreadable': '{name|을/를} 읽을 수 없습니다: {code}',
  'cli.usage.noCluster': '클러스터 "{cluster}"{cluster||이/가} 없습니다. 파일이나 다음 가운데 하나를 쓰십시오: {presets}',
  'cli.usage.fixTwice': '--fix와 --fix-dry-run은 함께 쓸 수 없습니다.',
  'cli.usage.fixNeedsFiles': '--fix에는 파일이 필요합니다. 표준 입력에는 --fix-dry-run을 쓰십시오.',
  'cli.usage.standardInputAlone': '-(표준 입력)는 경로와 함께 쓸 수 없습니다.',
  'cli.usage.rule': '--rule에는 ID=SEVERITY를 써야 합니다. 지금 값: {text}',
  'cli.usage.explain': 'explain에는 KIND[.FIELD…] 하나를 써야 합니다. 예: pod.spec.containers',
  'cli.usage.retry': '--retry는 --replay와 함께 써야 합니다.',
  'cli.usage.duration': '{option}에는 90s나 10m 같은 시간을 써야 합니다. 지금 값: {text}',
  'cli.usage.integer': '{option}에는 0 이상의 정수를 써야 합니다. 지금 값: {text}',
  'cli.usage.from': '--from {from}: 그런 파일도 없고, {paths}{paths|이/가} 있는 git 리비전도 아닙니다.',
  'cli.usage.inFile': '{file}: {problem}',
  'cli.internal': '내부 오류: {reason}',
  'cli.help': `키잡이(kijabi): 쿠버네티스 매니페스트를 클러스터 없이 검사하고 시뮬레이션합니다.

  kijabi check    [PATH…|-]         API 서버처럼 검사하고, 고칠 수 있는 것을 고칩니다
  kijabi simulate [PATH…|-]         적용하면 어떤 일이 일어나는지 초 단위로 보여 줍니다
  kijabi schedule [PATH…|-]         파드가 어느 노드에 왜 배치되는지 보여 줍니다
  kijabi explain  KIND[.FIELD…]     필드나 종류를 설명합니다

PATH를 쓰지 않으면 지금 폴더의 .yaml, .yml, .json 파일을 모두 읽습니다. -는 표준 입력입니다.
모든 명령: --lang ko|en, --kubernetes-version V. 명령마다의 옵션: kijabi COMMAND --help
종료 상태: 0 문제 없음, 1 오류를 찾았거나 조건이 깨짐, 2 잘못된 사용이나 읽을 수 없는 입력
`,
  'cli.help.check': `kijabi check [PATH…|-]: API 서버처럼 검사합니다.

  --kubernetes-version V           대상 쿠버네티스 버전(1.32~1.36)
  --format text|json|sarif|github  결과의 형식(기본값 text)
  --rule ID=SEVERITY               규칙의 심각도: off, hint, info, warning, error(여러 번 쓸 수 있음)
  --fix                            안전하게 고칠 수 있는 것을 파일에 고쳐 씁니다
  --fix-dry-run                    고칠 내용을 보여 주기만 합니다
  --crd PATH                       CustomResourceDefinition 파일이나 폴더(여러 번 쓸 수 있음)
  --as-manifest                    모든 문서를 API 서버에 그대로 보낸 것처럼 판정합니다
  --lang ko|en                     메시지의 언어(기본값 ko)
`,
  'cli.help.simulate': `kijabi simulate [PATH…|-]: 적용하면 어떤 일이 일어나는지 초 단위로 보여 줍니다.

  --cluster PRESET|FILE            one, three, zones, gpu-spot, large 또는 kubectl get … -o yaml의 결과
  --scenario FILE                  언제 무엇이 일어나는지 적은 파일
  --from FILE|REVISION             먼저 실행 중이던 매니페스트: 파일 또는 git 리비전
  --until 10m                      여기까지 시뮬레이션합니다
  --seed N                         같은 시드는 같은 결과를 냅니다
  --assert EXPR                    no-downtime, max-unavailable<=N, completes-within=5m, all-scheduled,
                                   peak-cpu<=2500m, peak-memory<=4Gi(여러 번 쓸 수 있음)
  --format text|json               결과의 형식(기본값 text)
  --kubernetes-version V           대상 쿠버네티스 버전(1.32~1.36)
  --lang ko|en                     메시지의 언어(기본값 ko)
`,
  'cli.help.schedule': `kijabi schedule [PATH…|-]: 파드가 어느 노드에 왜 배치되는지 보여 줍니다.

  --cluster PRESET|FILE            one, three, zones, gpu-spot, large 또는 kubectl get … -o yaml의 결과
  --scheduler-config FILE          KubeSchedulerConfiguration
  --all-filters                    탈락한 노드마다 모든 플러그인의 판정을 보여 줍니다
  --replay                         기록된 시나리오처럼 파일의 순서대로 한 번씩 시도합니다
  --retry end|immediate            --replay에서 선점한 파드를 다시 시도하는 때
  --format text|json               결과의 형식(기본값 text)
  --kubernetes-version V           대상 쿠버네티스 버전(1.32~1.36)
  --lang ko|en                     메시지의 언어(기본값 ko)
`,
  'cli.help.explain': `kijabi explain KIND[.FIELD…]: 필드나 종류를 설명합니다. 예: kijabi explain pod.spec.containers.readinessProbe

  --kubernetes-version V           대상 쿠버네티스 버전(1.32~1.36)
  --lang ko|en                     설명의 언어(기본값 ko)
`,
} as const satisfies Readonly<Record<string, string>>;
