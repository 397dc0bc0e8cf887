import { REMOVED } from './mistakes-removed.ts';
import { WRITING } from './mistakes-writing.ts';

/** Mistakes as people make them, each with the text that was meant. */
export interface Mistake {
  readonly name: string;
  readonly written: string;
  readonly meant: string;
}

const head = (apiVersion: string, kind: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n`;
const service = (rest: string): string => head('v1', 'Service') + rest;
const pod = (rest: string): string => `${head('v1', 'Pod')}spec:\n${rest}`;
const deployment = (rest: string): string => `${head('apps/v1', 'Deployment')}spec:\n${rest}`;
const container = '  containers:\n    - name: app\n      image: nginx:1.29 # the one we test\n';

/** Puts `wrong` where `right` is, to the letter. */
function slip(name: string, meant: string, right: string, wrong: string): Mistake {
  if (!meant.includes(right)) throw new Error(`${name}: ${right}`);
  return { name, written: meant.replace(right, () => wrong), meant };
}

const WHOLE_POD = pod(
  `  # how it ends\n  restartPolicy: Always\n${container}      imagePullPolicy: IfNotPresent\n      ports:\n        - name: http\n          containerPort: 8080\n      resources:\n        requests: {cpu: 250m, memory: 64Mi}\n        limits:\n          cpu: 500m\n          memory: 128Mi\n      env:\n        - name: LEVEL\n          value: "1"\n      livenessProbe:\n        httpGet:\n          path: /health\n          port: http\n      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: data # kept\n      emptyDir: {}\n`,
);

const WHOLE_DEPLOYMENT = deployment(
  `  replicas: 2\n  selector:\n    matchLabels:\n      app: web # by this\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: app\n          image: nginx:1.29\n          env:\n            # how loud\n            - name: LEVEL\n              value: debug\n          ports:\n            - containerPort: 80\n`,
);

const SPELLING: readonly Mistake[] = [
  slip('spelling: a key with letters swapped', WHOLE_POD, 'imagePullPolicy', 'imagePullPoilcy'),
  slip('spelling: a key in the wrong case', WHOLE_POD, 'volumeMounts', 'volumemounts'),
  slip('spelling: a key in the singular', WHOLE_POD, '      ports:', '      port:'),
  slip('spelling: a key with an underscore', WHOLE_POD, 'containerPort', 'container_port'),
  slip('spelling: a value in the wrong case', WHOLE_POD, 'IfNotPresent', 'ifNotPresent'),
  slip('spelling: a value with a slip', WHOLE_POD, 'restartPolicy: Always', 'restartPolicy: Alwyas'),
  slip('spelling: the key of a version', WHOLE_POD, 'apiVersion', 'apiversion'),
  slip('spelling: the key of metadata', WHOLE_POD, 'metadata:', 'metedata:'),
  slip('spelling: the name of a probe', WHOLE_POD, 'livenessProbe', 'livenessprobe'),
  slip('spelling: matchLabels', WHOLE_DEPLOYMENT, 'matchLabels', 'matchLabel'),
  slip('kind: in small letters', WHOLE_DEPLOYMENT, 'kind: Deployment', 'kind: deployment'),
  slip('kind: misspelt', WHOLE_DEPLOYMENT, 'kind: Deployment', 'kind: Deploymnet'),
  slip('kind: in the plural', WHOLE_POD, 'kind: Pod', 'kind: Pods'),
  slip('kind: of another version', WHOLE_DEPLOYMENT, 'apiVersion: apps/v1', 'apiVersion: v1'),
  slip('kind: of another group', WHOLE_DEPLOYMENT, 'apiVersion: apps/v1', 'apiVersion: batch/v1'),
  slip('kind: a group misspelt', WHOLE_DEPLOYMENT, 'apiVersion: apps/v1', 'apiVersion: app/v1'),
  slip('kind: a version in capitals', WHOLE_POD, 'apiVersion: v1', 'apiVersion: V1'),
];

const LEVELS: readonly Mistake[] = [
  {
    name: 'level: the type of a Service at the root',
    written: service('spec:\n  ports:\n    - port: 80\ntype: NodePort # from outside\n'),
    meant: service('spec:\n  ports:\n    - port: 80\n  type: NodePort # from outside\n'),
  },
  {
    name: 'level: ports of a Service at the root',
    written: service('spec:\n  selector:\n    app: web\n# what it listens to\nports:\n  # http\n  - port: 80\n'),
    meant: service('spec:\n  selector:\n    app: web\n  # what it listens to\n  ports:\n    # http\n    - port: 80\n'),
  },
  {
    name: 'level: volumes beside spec',
    written: pod(`${container}volumes:\n  - name: a # a\n    emptyDir: {}\n`),
    meant: pod(`${container}  volumes:\n    - name: a # a\n      emptyDir: {}\n`),
  },
  {
    name: 'level: volumes inside the container',
    written: pod(`${container}      volumes:\n        - name: a\n          emptyDir: {}\n`),
    meant: pod(`${container}  volumes:\n    - name: a\n      emptyDir: {}\n`),
  },
  {
    name: 'level: volumes beside the template',
    written: `${WHOLE_DEPLOYMENT}  volumes:\n    - name: a\n      emptyDir: {}\n`,
    meant: `${WHOLE_DEPLOYMENT}      volumes:\n        - name: a\n          emptyDir: {}\n`,
  },
  {
    name: 'level: the class of a claim at the root',
    written: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 1G\nstorageClassName: ""\n`,
    meant: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 1G\n  storageClassName: ""\n`,
  },
  {
    name: 'level: storage one level up',
    written: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    storage: 1G\n`,
    meant: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 1G\n`,
  },
  {
    name: 'level: cpu and memory without requests or limits',
    written: pod(`${container}      resources:\n        cpu: 100m # a tenth\n        memory: 64Mi\n`),
    meant: pod(`${container}      resources:\n        requests:\n          cpu: 100m # a tenth\n          memory: 64Mi\n`),
  },
  {
    name: 'level: a claim inside the mount, with its comments',
    written: pod(
      `${container}      volumeMounts:\n        - name: data\n          mountPath: /data\n          # kept over restarts\n          persistentVolumeClaim:\n            claimName: 'pvc-01' # the big one\n`,
    ),
    meant: pod(
      `${container}      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: data\n      # kept over restarts\n      persistentVolumeClaim:\n        claimName: 'pvc-01' # the big one\n`,
    ),
  },
  {
    name: 'level: hostPath inside the mount, beside other volumes',
    written: pod(
      `${container}      volumeMounts:\n        - hostPath:\n            path: /var/log # logs\n          name: data\n          mountPath: /data\n  volumes:\n  - name: other\n    emptyDir: {}\n`,
    ),
    meant: pod(
      `${container}      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n  - name: other\n    emptyDir: {}\n  - name: data\n    hostPath:\n      path: /var/log # logs\n`,
    ),
  },
  {
    name: 'level: env of the pod instead of the container',
    written: pod(`${container}  env:\n    # how loud\n    - name: LEVEL\n      value: debug\n`),
    meant: pod(`${container}      env:\n        # how loud\n        - name: LEVEL\n          value: debug\n`),
  },
  {
    name: 'level: ports of the container one level up',
    written: pod(`${container}  ports:\n  - containerPort: 80\n`),
    meant: pod(`${container}      ports:\n      - containerPort: 80\n`),
  },
  {
    name: 'level: labels at the root',
    written: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nlabels:\n  app: web # found by this\nspec:\n${container}`,
    meant: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web # found by this\nspec:\n${container}`,
  },
  {
    name: 'level: the name at the root',
    written: `apiVersion: v1\nkind: Pod\nname: web\nmetadata:\n  labels: {a: b}\nspec:\n${container}`,
    meant: `apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {a: b}\n  name: web\nspec:\n${container}`,
  },
  {
    name: 'level: the apiVersion below metadata',
    written: `kind: Pod\nmetadata:\n  name: web\n  apiVersion: v1 # stable\nspec:\n${container}`,
    meant: `kind: Pod\nmetadata:\n  name: web\nspec:\n${container}apiVersion: v1 # stable\n`,
  },
  {
    name: 'level: the kind in the braces of metadata',
    written: `apiVersion: v1\nmetadata: {kind: Pod, name: web}\nspec:\n${container}`,
    meant: `kind: Pod\napiVersion: v1\nmetadata: {name: web}\nspec:\n${container}`,
  },
  {
    name: 'level: replicas in the template',
    written: WHOLE_DEPLOYMENT.replace('  replicas: 2\n', '').replace('    spec:\n', '    spec:\n      replicas: 2\n'),
    meant: `${WHOLE_DEPLOYMENT.replace('  replicas: 2\n', '')}  replicas: 2\n`,
  },
  {
    name: 'level: selector of a Deployment at the root',
    written:
      WHOLE_DEPLOYMENT.replace('  selector:\n    matchLabels:\n      app: web # by this\n', '') +
      'selector:\n  matchLabels:\n    app: web # by this\n',
    meant: `${WHOLE_DEPLOYMENT.replace('  selector:\n    matchLabels:\n      app: web # by this\n', '')}  selector:\n    matchLabels:\n      app: web # by this\n`,
  },
  {
    name: 'level: a label beside matchLabels',
    written: WHOLE_DEPLOYMENT.replace('    matchLabels:\n      app: web # by this\n', '    app: web # by this\n'),
    meant: WHOLE_DEPLOYMENT,
  },
  {
    name: 'level: containers beside the spec of the template',
    written: WHOLE_DEPLOYMENT.replace(/ {4}spec:\n[\s\S]*/, '    containers:\n      - name: app\n        image: nginx:1.29 # ours\n'),
    meant: WHOLE_DEPLOYMENT.replace(
      / {4}spec:\n[\s\S]*/,
      '    spec:\n      containers:\n        - name: app\n          image: nginx:1.29 # ours\n',
    ),
  },
  {
    name: 'level: path and port of a probe without httpGet',
    written: WHOLE_POD.replace(
      '        httpGet:\n          path: /health\n          port: http\n',
      '        path: /health # asks\n        port: http\n',
    ),
    meant: WHOLE_POD.replace(
      '        httpGet:\n          path: /health\n          port: http\n',
      '        httpGet:\n          path: /health # asks\n          port: http\n',
    ),
  },
  {
    name: 'level: a volume source under a sibling, with Windows line ends',
    written: pod(`${container}volumes:\n  - name: a # a\n    emptyDir: {}\n`).replaceAll('\n', '\r\n'),
    meant: pod(`${container}  volumes:\n    - name: a # a\n      emptyDir: {}\n`).replaceAll('\n', '\r\n'),
  },
  {
    name: 'level: a schedule inside the job template',
    written: `${head('batch/v1', 'CronJob')}spec:\n  jobTemplate:\n    schedule: "0 3 * * *" # at night\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers: [{name: a, image: "x:1"}]\n`,
    meant: `${head('batch/v1', 'CronJob')}spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers: [{name: a, image: "x:1"}]\n  schedule: "0 3 * * *" # at night\n`,
  },
];

const MISSING: readonly Mistake[] = [
  slip(
    'missing: image',
    pod('  containers:\n    - name: app\n      tty: true\n      image: nginx:1.29\n'),
    '      image: nginx:1.29\n',
    '',
  ),
  slip(
    'missing: the selector of a Deployment',
    WHOLE_DEPLOYMENT.replace(' # by this', '')
      .replace(/ {2}selector:\n.*\n.*\n/, '')
      .concat('  selector:\n    matchLabels:\n      app: web\n'),
    '  selector:\n    matchLabels:\n      app: web\n',
    '',
  ),
  slip('missing: ports of a Service', service('spec:\n  selector: {app: web}\n  ports:\n  - port: 80\n'), '  ports:\n  - port: 80\n', ''),
  slip(
    'missing: pathType',
    `${head('networking.k8s.io/v1', 'Ingress')}spec:\n  rules:\n    - http:\n        paths:\n          - path: /\n            backend:\n              service:\n                name: web\n                port:\n                  number: 80\n            pathType: Prefix\n`,
    '            pathType: Prefix\n',
    '',
  ),
  slip(
    'missing: restartPolicy of a Job',
    `${head('batch/v1', 'Job')}spec:\n  template:\n    spec:\n      containers: [{name: a, image: "x:1"}]\n      restartPolicy: OnFailure\n`,
    '      restartPolicy: OnFailure\n',
    '',
  ),
  slip('missing: kind', `apiVersion: apps/v1\n${WHOLE_DEPLOYMENT.replace('apiVersion: apps/v1\n', '')}`, 'apiVersion: apps/v1\n', ''),
  slip(
    'missing: a metric block of an autoscaler',
    `${head('autoscaling/v2', 'HorizontalPodAutoscaler')}spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  maxReplicas: 3\n`,
    '  maxReplicas: 3\n',
    '',
  ),
];

const TYPES: readonly Mistake[] = [
  slip('type: a number as text', WHOLE_DEPLOYMENT, 'replicas: 2', "replicas: '2'"),
  slip('type: a port as text', WHOLE_POD, 'containerPort: 8080', 'containerPort: "8080"'),
  slip('type: a number where text is wanted', WHOLE_POD, 'value: "1"', 'value: 1'),
  slip('type: yes where a boolean is wanted', pod(`${container}      tty: true\n`), 'tty: true', 'tty: "yes"'),
  slip('type: a boolean in data', `${head('v1', 'ConfigMap')}data:\n  SSH: "False"\n  N: "0x10" # hex\n`, '"False"', 'False'),
  slip('type: a label that is a number', WHOLE_DEPLOYMENT.replaceAll('app: web', 'app: "1"'), 'app: "1"\n    spec', 'app: 1\n    spec'),
  slip('type: a word where a list is wanted', pod(`${container}      command: [sleep]\n`), '[sleep]', 'sleep'),
  {
    name: 'type: containers as a map',
    written: pod('  containers:\n    name: app # one\n    image: nginx:1.29\n'),
    meant: pod('  containers:\n    - name: app # one\n      image: nginx:1.29\n'),
  },
  {
    name: 'type: labels as a list',
    written: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    - app: web\n    - tier: front # seen\nspec:\n${container}`,
    meant: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n      app: web\n      tier: front # seen\nspec:\n${container}`,
  },
  {
    name: 'type: metadata as a list',
    written: `apiVersion: v1\nkind: Pod\nmetadata:\n- name: web\nspec:\n${container}`,
    meant: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${container}`,
  },
  {
    name: 'type: env as a map',
    written: pod(`${container}      env:\n        LEVEL: debug # loud\n        COUNT: 3\n`),
    meant: pod(
      `${container}      env:\n        - name: LEVEL\n          value: debug # loud\n        - name: COUNT\n          value: "3"\n`,
    ),
  },
  {
    name: 'type: access modes as a word',
    written: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: ReadWriteOnce\n  resources: {requests: {storage: 1G}}\n`,
    meant: `${head('v1', 'PersistentVolumeClaim')}spec:\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: 1G}}\n`,
  },
];

const TEXT: readonly Mistake[] = [
  slip('text: a key without its space', WHOLE_DEPLOYMENT, 'replicas: 2', 'replicas:2'),
  slip('text: the only key without its space', service('spec:\n  ports:\n    - port: 80\n'), 'port: 80', 'port:80'),
  slip('text: a label without its space', WHOLE_DEPLOYMENT, 'app: web # by this', 'app:web # by this'),
  slip(
    'text: three dots',
    pod('  containers:\n  - name: app\n    image: nginx:1.29\n'),
    '  - name: app\n    image: nginx:1.29\n',
    '  ...\n',
  ),
];

const VALUES: readonly Mistake[] = [
  slip('agree: labels of the template', WHOLE_DEPLOYMENT, '        app: web\n', '        app: wbe\n'),
  slip('agree: a request above its limit', WHOLE_POD.replace('cpu: 250m', 'cpu: 500m'), '{cpu: 500m', '{cpu: 600m'),
  {
    name: 'agree: a mount without a volume',
    written: pod(`${container}      volumeMounts:\n        - name: cache\n          mountPath: /cache\n`),
    meant: pod(
      `${container}      volumeMounts:\n        - name: cache\n          mountPath: /cache\n  volumes:\n    - name: cache\n      emptyDir: {}\n`,
    ),
  },
  {
    name: 'twice: a key with the same value',
    written: pod(`${container}      tty: true\n      tty: true\n`),
    meant: pod(`${container}      tty: true\n`),
  },
  {
    name: 'twice: two containers of one name',
    written: pod('  containers:\n    - name: app\n      image: a:1\n    - name: app # helper\n      image: b:1\n'),
    meant: pod('  containers:\n    - name: app\n      image: a:1\n    - name: app-2 # helper\n      image: b:1\n'),
  },
  {
    name: 'twice: the same port of a Service',
    written: service('spec:\n  ports:\n    - name: a\n      port: 80\n    # again\n    - name: a\n      port: 81\n'),
    meant: service('spec:\n  ports:\n    - name: a\n      port: 80\n    # again\n    - name: a-2\n      port: 81\n'),
  },
  {
    name: 'twice: the same mount path',
    written: pod(
      `${container}      volumeMounts:\n        - {name: a, mountPath: /d}\n        - {name: b, mountPath: /d}\n  volumes: [{name: a}, {name: b}]\n`,
    ),
    meant: pod(
      `${container}      volumeMounts:\n        - {name: a, mountPath: /d}\n        - {name: b, mountPath: /d-2}\n  volumes: [{name: a}, {name: b}]\n`,
    ),
  },
  slip('form: an amount with B', WHOLE_POD, '128Mi', '128MB'),
  slip('form: an amount in small letters', WHOLE_POD, 'memory: 128Mi', 'memory: 128mi'),
  slip('form: an amount with a space', WHOLE_POD, 'memory: 128Mi', 'memory: 128 Mi'),
  slip('form: a name in capitals', WHOLE_POD, 'name: web', 'name: Web'),
  slip('form: a name with an underscore', pod('  containers:\n    - name: my-app\n      image: x:1\n'), 'my-app', 'my_app'),
  slip(
    'form: a label with a space',
    WHOLE_DEPLOYMENT.replaceAll('app: web', 'app: my-web'),
    'app: my-web # by this',
    'app: my web # by this',
  ),
  slip(
    'form: a port name that is too long',
    WHOLE_POD.replace('name: http', 'name: http-admin-cons').replace('port: http', 'port: 8080'),
    'http-admin-cons',
    'http-admin-console',
  ),
  slip(
    'form: minutes of a schedule',
    `${head('batch/v1', 'CronJob')}spec:\n  schedule: "*/5 * * * *"\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}\n`,
    '"*/5 * * * *"',
    '"0 */5 * * * *"',
  ),
  slip(
    'form: a schedule of four fields',
    `${head('batch/v1', 'CronJob')}spec:\n  schedule: "0 3 * * *"\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}\n`,
    '"0 3 * * *"',
    '"0 3 * *"',
  ),
  slip(
    'form: a percentage with a space',
    deployment('  strategy:\n    rollingUpdate:\n      maxSurge: "25%"\n').concat(
      WHOLE_DEPLOYMENT.slice(WHOLE_DEPLOYMENT.indexOf('  selector')),
    ),
    '"25%"',
    '"25 %"',
  ),
  slip(
    'form: a percentage above a hundred',
    deployment('  strategy:\n    rollingUpdate:\n      maxUnavailable: 100%\n').concat(
      WHOLE_DEPLOYMENT.slice(WHOLE_DEPLOYMENT.indexOf('  selector')),
    ),
    '100%',
    '250%',
  ),
];

export const MISTAKES: readonly Mistake[] = [...REMOVED, ...SPELLING, ...LEVELS, ...MISSING, ...TYPES, ...TEXT, ...VALUES, ...WRITING];
