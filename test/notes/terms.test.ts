/** The Korean of every text a user reads: the terms of the official Korean documentation, and one word for one thing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/lsp-client.ts';

/** What is not written, and what is written instead. */
const VARIANTS: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/포드|(?<!스)팟/, '파드'],
  [/디플로이(?!먼트)|디플로이 먼트|배포판/, '디플로이먼트'],
  [/(?:레플리카|리플리카) ?세트|레플리카 셋|리플리카|복제셋/, '레플리카셋'],
  [/스테이트풀 셋|스테이트풀세트|상태 ?유지 ?셋/, '스테이트풀셋'],
  [/데몬 셋|데몬세트/, '데몬셋'],
  [/크론 잡|크론작업/, '크론잡'],
  [/컨피그 맵|설정 ?맵/, '컨피그맵'],
  [/씨크릿|비밀 오브젝트/, '시크릿'],
  [/이름 ?공간(?!으로 나누)|네임 스페이스/, '네임스페이스'],
  [/라벨/, '레이블'],
  [/선택자/, '셀렉터'],
  [/애너테이션|애노테이션|주석 ?필드/, '어노테이션'],
  [/객체/, '오브젝트'],
  [/톨러런스|관용|견디/, '톨러레이션, 용인'],
  [/오염/, '테인트'],
  [/친화성|반친화/, '어피니티, 안티-어피니티'],
  [/시작 프로브|활성화 프로브|레디니스|라이브니스|준비 프로브/, '스타트업, 활성, 준비성 프로브'],
  [/퍼시스턴트 볼륨|영구 볼륨|지속 볼륨/, '퍼시스턴트볼륨, 퍼시스턴트볼륨클레임'],
  [/스토리지 클래스/, '스토리지클래스'],
  [/서비스 어카운트|서비스 계정/, '서비스어카운트'],
  [/리소스 쿼터/, '리소스쿼터'],
  [/리밋 레인지|제한 범위 오브젝트/, '리밋레인지'],
  [/네트워크 폴리시|네트워크 정책/, '네트워크폴리시'],
  [/인그래스/, '인그레스'],
  [/초기 컨테이너|초기화컨테이너/, '초기화 컨테이너'],
  [/컨트롤플레인|제어 ?평면/, '컨트롤 플레인'],
  [/스케쥴/, '스케줄'],
  [/메니페스트|매니패스트/, '매니페스트'],
  [/스냅숏/, '스냅샷'],
  [/회수 정책/, '반환 정책'],
  [/사용자 정의 리소스/, '커스텀 리소스'],
  [/투영 볼륨|projected 볼륨/, '프로젝티드 볼륨'],
  [/프로필/, '프로파일'],
  [/시스템 호출/, '시스템 콜'],
  [/지표/, '메트릭'],
  [/거절/, '거부'],
  [/허락/, '허용'],
  [/퇴거|퇴출/, '축출'],
  [/파일 시스템/, '파일시스템'],
  [/유예 시간/, '유예 기간'],
  [/복제본/, '레플리카'],
  [/디렉토리/, '디렉터리'],
  [/메세지/, '메시지'],
  [/어플리케이션/, '애플리케이션'],
  [/워크스페이스/, '작업 공간'],
  [/액세스 모드/, '접근 모드'],
  [/(?<![가-힣])자원/, '리소스'],
  [/영역/, '존, 도메인'],
];

const CORE = path.join(ROOT, 'server/src/core');
const files = [...under('notes', '.ko.md'), ...under('rules', '.ko.md'), ...under('text/ko', '.ts')];

function under(folder: string, ending: string): readonly string[] {
  return readdirSync(path.join(CORE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(CORE, folder, name));
}

test('Korean texts use one word for one thing', () => {
  const wrong = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        VARIANTS.filter(([variant]) => variant.test(line)).map(
          ([variant, right]) => `${path.relative(CORE, file)}:${index + 1} ${variant.exec(line)?.[0]} -> ${right}`,
        ),
      ),
  );
  assert.deepEqual(wrong, []);
});

test('Korean sentences end politely', () => {
  const blunt = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .replaceAll(/```[\s\S]*?```/g, '')
      .split('\n')
      .filter((line) => /(?<!니)다\.(?:\s|$|')|요\.(?:\s|$|')/.test(line))
      .map((line) => `${path.relative(CORE, file)}: ${line.trim()}`),
  );
  assert.deepEqual(blunt, []);
});

test('particles are written with the form after a consonant first', () => {
  const PAIRS = ['은/는', '이/가', '을/를', '과/와', '으로/로', '이라는/라는', '이어야/여야'];
  const odd = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\{\w+\|\|?([^}]*)\}/g)].flatMap(([whole, pair = '']) => (PAIRS.includes(pair) ? [] : [whole])),
  );
  assert.deepEqual(odd, []);
});
