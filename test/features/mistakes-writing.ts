/** Mistakes of those who know YAML, tabs and dashes little, or another tool better. */
import type { Mistake } from './mistakes.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n';
const APP = '  containers:\n    - name: app\n      image: nginx:1.29\n';
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n';

/** In a pod with one container. */
const inApp = (name: string, written: string, meant: string): Mistake => ({
  name,
  written: `${POD}${APP}${written}`,
  meant: `${POD}${APP}${meant}`,
});
const inPod = (name: string, written: string, meant: string): Mistake => ({ name, written: POD + written, meant: POD + meant });

const TABS: readonly Mistake[] = [
  inPod(
    'tabs: one for each level',
    '\tcontainers:\n\t- name: app # ours\n\t  image: nginx:1.29\n',
    '  containers:\n  - name: app # ours\n    image: nginx:1.29\n',
  ),
  inPod(
    'tabs: of mixed depth, as an editor with stops of four shows them',
    '    containers:\n\t- name: app\n\t  image: nginx:1.29\n\t  ports:\n\t\t- containerPort: 80\n',
    '    containers:\n    - name: app\n      image: nginx:1.29\n      ports:\n        - containerPort: 80\n',
  ),
  inPod(
    'tabs: among spaces, as an editor with stops of eight shows them',
    '    containers:\n      - name: app\n\timage: nginx:1.29\n',
    '    containers:\n      - name: app\n        image: nginx:1.29\n',
  ),
  inPod('tabs: behind a dash', '  containers:\n    -\tname: app\n      image: nginx:1.29\n', APP),
];

const DASHES: readonly Mistake[] = [
  inPod(
    'dash: no space behind it, the rest under the word',
    '  containers:\n    -name: app\n     image: nginx:1.29 # ours\n',
    `${APP.trimEnd()} # ours\n`,
  ),
  inPod('dash: no space behind it, the rest under the dash', '  containers:\n    -name: app\n    image: nginx:1.29\n', APP),
  inPod('dash: no space behind it, the rest where it belongs', '  containers:\n    -name: app\n      image: nginx:1.29\n', APP),
  inPod(
    'dash: no space behind two of them',
    '  containers:\n  -name: a\n   image: a:1\n  -name: b\n   image: b:1\n  restartPolicy: Never\n',
    '  containers:\n  - name: a\n    image: a:1\n  - name: b\n    image: b:1\n  restartPolicy: Never\n',
  ),
  inApp('dash: words without a space', '      args:\n        -a\n        -b\n', '      args:\n        - a\n        - b\n'),
];

const OTHER_TOOLS: readonly Mistake[] = [
  inApp(
    'other tools: LEVEL=debug',
    '      env:\n        - LEVEL=debug # loud\n',
    '      env:\n        - name: LEVEL\n          value: debug # loud\n',
  ),
  inApp(
    'other tools: LEVEL: debug',
    '      env:\n        - LEVEL: debug # loud\n',
    '      env:\n        - name: LEVEL\n          value: debug # loud\n',
  ),
  inApp('other tools: COUNT: 3', '      env:\n        - COUNT: 3\n', '      env:\n        - name: COUNT\n          value: "3"\n'),
  inApp('other tools: a port as a number', '      ports:\n        - 80\n', '      ports:\n        - containerPort: 80\n'),
  inApp('other tools: ports as one number', '      ports: 80\n', '      ports: [{containerPort: 80}]\n'),
  inApp('other tools: 8080:80', '      ports:\n        - "8080:80"\n', '      ports:\n        - containerPort: 80\n'),
  inApp('other tools: 53/udp', '      ports:\n        - 53/udp\n', '      ports:\n        - containerPort: 53\n          protocol: UDP\n'),
  inApp(
    'other tools: a port with its protocol',
    '      ports:\n        - containerPort: 80/tcp\n',
    '      ports:\n        - containerPort: 80\n',
  ),
  {
    name: 'other tools: the ports of a Service',
    written: `${SERVICE}  ports:\n    - "8080:80"\n`,
    meant: `${SERVICE}  ports:\n    - port: 8080\n      targetPort: 80\n`,
  },
  {
    name: 'other tools: a volume and its place',
    written: `${POD}${APP}      volumeMounts:\n        - data:/data:ro\n  volumes: [{name: data, emptyDir: {}}]\n`,
    meant: `${POD}${APP}      volumeMounts:\n        - name: data\n          mountPath: /data\n          readOnly: true\n  volumes: [{name: data, emptyDir: {}}]\n`,
  },
  {
    name: 'other tools: labels as app=web',
    written: POD.replace('spec:\n', '  labels: app=web,tier=front\nspec:\n') + APP,
    meant: POD.replace('spec:\n', '  labels: {app: web, tier: front}\nspec:\n') + APP,
  },
  inPod(
    'other tools: the name of a secret alone',
    `${APP}  imagePullSecrets:\n    - regcred\n`,
    `${APP}  imagePullSecrets:\n    - name: regcred\n`,
  ),
  inApp('other tools: a command as one line', '      command: sleep 3600\n', '      command: [sleep, "3600"]\n'),
  inApp(
    'other tools: a command that only a shell understands',
    '      command: echo hi && sleep 1\n',
    '      command: [/bin/sh, -c, echo hi && sleep 1]\n',
  ),
];

const NAMES: readonly Mistake[] = [
  inApp(
    'agree: a mount by a near name',
    '      volumeMounts:\n        - name: dta\n          mountPath: /data\n  volumes:\n    - name: data\n      emptyDir: {}\n',
    '      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: data\n      emptyDir: {}\n',
  ),
  inApp(
    'agree: a mount by a near name of a volume that is mounted elsewhere',
    '      volumeMounts:\n        - name: data\n          mountPath: /data\n        - name: dta\n          mountPath: /more\n  volumes:\n    - name: data\n      emptyDir: {}\n',
    '      volumeMounts:\n        - name: data\n          mountPath: /data\n        - name: data\n          mountPath: /more\n  volumes:\n    - name: data\n      emptyDir: {}\n',
  ),
  inApp(
    'agree: the only mount and the only volume by different names',
    '      volumeMounts:\n        - name: config\n          mountPath: /etc/web\n  volumes:\n    - name: settings # ours\n      emptyDir: {}\n',
    '      volumeMounts:\n        - name: config\n          mountPath: /etc/web\n  volumes:\n    - name: config # ours\n      emptyDir: {}\n',
  ),
  {
    name: 'twice: the same container',
    written: `${POD}${APP}${APP.replace('  containers:\n', '')}  restartPolicy: Never\n`,
    meant: `${POD}${APP}  restartPolicy: Never\n`,
  },
  inApp(
    'twice: the same volume',
    '  volumes:\n    - name: data\n      emptyDir: {}\n    # again\n    - name: data\n      emptyDir: {}\n',
    '  volumes:\n    - name: data\n      emptyDir: {}\n    # again\n',
  ),
  inPod('text: braces without a space', '  containers: [{name:app, image: nginx}]\n', '  containers: [{name: app, image: nginx}]\n'),
];

const LINES: readonly Mistake[] = [
  inPod(
    'line: one space too few',
    '  containers:\n   - name: app\n      image: nginx:1.29 # ours\n',
    '  containers:\n   - name: app\n     image: nginx:1.29 # ours\n',
  ),
  inPod(
    'line: one space too many',
    `${APP}      env:\n         - name: A\n           value: a\n        - name: B\n          value: b\n`,
    `${APP}      env:\n         - name: A\n           value: a\n         - name: B\n           value: b\n`,
  ),
  inPod('line: no colon behind a key', '  containers\n    - name: app\n      image: nginx:1.29\n', APP),
  inApp('line: no colon before a value', '      imagePullPolicy Always # fresh\n', '      imagePullPolicy: Always # fresh\n'),
  inApp('line: two colons', '      workingDir: C: drive\n', '      workingDir: "C: drive"\n'),
  {
    name: 'level: spec under metadata',
    written: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  # what runs\n  spec:\n    containers:\n      - name: app\n        image: nginx:1.29\n`,
    meant: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n# what runs\nspec:\n  containers:\n    - name: app\n      image: nginx:1.29\n`,
  },
  inApp('type: a list where a word is wanted', '      workingDir: [/data]\n', '      workingDir: /data\n'),
  inPod(
    'type: a map in brackets',
    '  nodeSelector: [{disk: ssd}]\n  containers: [{name: a, image: "x:1"}]\n',
    '  nodeSelector: {disk: ssd}\n  containers: [{name: a, image: "x:1"}]\n',
  ),
];

export const WRITING: readonly Mistake[] = [...TABS, ...DASHES, ...OTHER_TOOLS, ...NAMES, ...LINES];
