/** What the API server would say of a document. */
export const verdict = {
  'verdict.required': '필수 필드 {field|이/가} 없습니다.',
  'verdict.notSupported': '{field}의 값 "{value}"{value||은/는} 지원되지 않습니다. 쓸 수 있는 값: {allowed}.',
  'verdict.duplicate': '{field}의 값 "{value}"{value||이/가} 중복됩니다.',
  'verdict.notFound': '{field}의 값 "{value}"{value||을/를} 찾을 수 없습니다.',
  'verdict.tooLong': '{field|이/가} 너무 깁니다. 최대 {limit}바이트입니다.',
  'verdict.tooMany': '{field}의 항목이 {count}개로 너무 많습니다. 최대 {limit}개입니다.',
  // Decoding.
  'verdict.duplicateKey': '키 "{key}"{key||이/가} 같은 매핑에 이미 있습니다({line}번째 줄).',
  'verdict.noKind': '{field} 필드가 없어 어떤 오브젝트인지 알 수 없습니다.',
  'verdict.noSuchKind': '{apiVersion}에 {kind}{kind||이라는/라는} 종류가 없습니다.',
  'verdict.notMapping': '매니페스트는 "키: 값"으로 된 매핑이어야 합니다.',
  'verdict.unknownField': '{type}에 "{name}"{name||이라는/라는} 필드가 없습니다.',
  'verdict.wantBase64': '{field}에는 base64로 인코딩한 문자열이 와야 합니다. 지금 값: {value}.',
  'verdict.wantBoolean': '{field}에는 true나 false가 와야 합니다. 지금 값: {value}.',
  'verdict.wantInteger': '{field}에는 {least}부터 {most}까지의 정수가 와야 합니다. 지금 값: {value}.',
  'verdict.wantIntOrString': '{field}에는 정수나 문자열이 와야 합니다. 지금 값: {value}.',
  'verdict.wantList': '{field}에는 목록(- 로 시작하는 항목들)이 와야 합니다. 지금 값: {value}.',
  'verdict.wantMapping': '{field}에는 "키: 값"으로 된 매핑이 와야 합니다. 지금 값: {value}.',
  'verdict.wantMicroTime': '{field}에는 2026-01-02T15:04:05.000000Z 같은 시각(마이크로초 여섯 자리)이 와야 합니다. 지금 값: {value}.',
  'verdict.wantNumber': '{field}에는 숫자가 와야 합니다. 지금 값: {value}.',
  'verdict.wantQuantity': '{field}의 값 "{value}"{value||은/는} 수량이 아닙니다. 500m, 1.5, 128Mi, 2Gi처럼 씁니다.',
  'verdict.wantString': '{field}에는 문자열이 와야 합니다. 지금 값: {value}. 따옴표로 감싸면 문자열이 됩니다.',
  'verdict.wantTime': '{field}에는 2026-01-02T15:04:05Z 같은 시각(RFC 3339)이 와야 합니다. 지금 값: {value}.',
  'verdict.yamlSyntax': 'YAML 문법이 잘못되어 읽을 수 없습니다: {reason}.',
  'verdict.notJson': 'JSON으로 옮길 수 없는 YAML입니다: {reason}.',
  'verdict.customInvalid': '{field}의 값이 커스텀 리소스의 스키마에 맞지 않습니다: {detail}.',
  'verdict.customUnknown': '커스텀 리소스의 스키마에 {field} 필드가 없습니다.',
  'verdict.wantSchema': '{field}에는 true, false나 스키마(매핑)가 와야 합니다. 지금 값: {value}.',
  // Names, metadata, selectors: used by every kind.
  'verdict.between': '{field}의 값은 {least}부터 {most}까지여야 합니다. 지금 값: {value}.',
  'verdict.configKey':
    '키 "{value}"{value||은/는} 쓸 수 없습니다. 영문자, 숫자, -, _, .만 쓰고 253바이트 이하이며 ..으로 시작하지 않아야 합니다.',
  'verdict.dns1035Label':
    '{field}의 값 "{value}"{value||은/는} 쓸 수 없습니다. 영어 소문자로 시작하고 소문자, 숫자, -만 쓰며 63자 이하여야 합니다.',
  'verdict.dnsLabel':
    '{field}의 값 "{value}"{value||은/는} 쓸 수 없습니다. 영어 소문자, 숫자, -만 쓰고 소문자나 숫자로 시작하고 끝나며 63자 이하여야 합니다.',
  'verdict.dnsSubdomain':
    '{field}의 값 "{value}"{value||은/는} 쓸 수 없습니다. 영어 소문자, 숫자, -, .만 쓰고 소문자나 숫자로 시작하고 끝나며 253자 이하여야 합니다.',
  'verdict.domainPrefixedPath': '{field}의 값 "{value}"{value||은/는} 쓸 수 없습니다. example.com/이름처럼 도메인과 경로를 씁니다.',
  'verdict.finalizer': '파이널라이저 "{value}"{value||은/는} 쿠버네티스의 것이 아닙니다. example.com/이름처럼 도메인을 앞에 붙입니다.',
  'verdict.finalizersConflict': '파이널라이저 orphan과 foregroundDeletion은 함께 쓸 수 없습니다.',
  'verdict.labelValue':
    '{field}의 값 "{value}"{value||은/는} 레이블 값으로 쓸 수 없습니다. 영문자, 숫자, -, _, .만 쓰고 영문자나 숫자로 시작하고 끝나며 63바이트 이하여야 합니다.',
  'verdict.nameRequired': '이름이 없습니다. metadata.name이나 metadata.generateName을 씁니다.',
  'verdict.namespaceForbidden': '이 종류는 클러스터 전체의 것이라 네임스페이스를 가질 수 없습니다.',
  'verdict.notEmpty': '{field|은/는} 비어 있을 수 없습니다.',
  'verdict.notNegative': '{field}의 값은 0 이상이어야 합니다. 지금 값: {value}.',
  'verdict.ownerControllers': 'controller: true인 소유자는 하나만 있을 수 있는데 {first}, {second} 둘이 그렇습니다.',
  'verdict.ownerEvent': '이벤트는 소유자가 될 수 없습니다.',
  'verdict.ownerVersion': '소유자의 apiVersion "{value}"에 버전이 없습니다.',
  'verdict.pathSegment': '{field}의 값 "{value}"{value||은/는} 쓸 수 없습니다. /나 %를 담을 수 없고 . 이나 ..일 수 없습니다.',
  'verdict.portName':
    '포트 이름 "{value}"{value||은/는} 쓸 수 없습니다. 영어 소문자, 숫자, -만 쓰고 글자가 하나는 있어야 하며 15자 이하이고 -가 양 끝에 오거나 이어질 수 없습니다.',
  'verdict.positive': '{field}의 값은 0보다 커야 합니다. 지금 값: {value}.',
  'verdict.qualifiedName':
    '{field}의 "{value}"{value||은/는} 쓸 수 없습니다. [도메인/]이름 꼴이고, 이름은 영문자, 숫자, -, _, .만 쓰며 63바이트 이하여야 합니다.',
  'verdict.selectorOperator':
    '셀렉터의 operator "{value}"{value||을/를} 알 수 없습니다. In, NotIn, Exists, DoesNotExist 가운데 하나를 씁니다.',
  'verdict.selectorValuesForbidden': 'operator가 {operator}이면 values를 쓸 수 없습니다.',
  'verdict.selectorValuesRequired': 'operator가 {operator}이면 values에 값이 하나는 있어야 합니다.',
  'verdict.canonicalAddress': '{field}의 값 "{value}"{value||은/는} "{canonical}"{canonical||으로/로} 써야 합니다.',
  'verdict.cidr': '{field}의 값 "{value}"{value||은/는} CIDR이 아닙니다. 10.9.8.0/24나 2001:db8::/64처럼 씁니다.',
  'verdict.ip': '{field}의 값 "{value}"{value||은/는} IP 주소가 아닙니다. 10.9.8.7이나 2001:db8::ffff처럼 씁니다.',
  'verdict.ipNonStandard':
    '{field}의 값 "{value}"{value||은/는} 프로그램마다 다르게 읽히는 표기입니다. "{canonical}"{canonical||으로/로} 씁니다.',
  'verdict.resourceInteger': '{field}의 값은 정수여야 합니다. 지금 값: {value}.',
  'verdict.resourceStandard':
    '{field}의 리소스 이름 "{value}"{value||을/를} 알 수 없습니다. cpu, memory 같은 표준 이름이나 example.com/이름 꼴로 씁니다.',
  'verdict.warnAddress': '주소 "{value}"{value||은/는} 표준 표기가 아닙니다. "{canonical}"{canonical||으로/로} 씁니다.',
  'verdict.warnCidrAmbiguous': 'CIDR "{value}"{value||은/는} 뜻이 분명하지 않습니다. "{canonical}"이나 "{single}" 가운데 하나로 씁니다.',
} as const satisfies Readonly<Record<string, string>>;
