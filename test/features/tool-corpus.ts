/** Files of other tools and kinds of others' controllers, as people write them: none of ours, whatever they have in common. */
export const TOOL_CORPUS: Readonly<Record<string, string>> = {
  'docker compose': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n    deploy:\n      replicas: 2\nvolumes:\n  data: {}\n',
  'docker compose with a version':
    'version: "3.8"\nservices:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: x\n',
  'GitHub workflow':
    'name: ci\non:\n  push:\n    branches: [main]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n',
  'GitHub action': 'name: Setup\ndescription: x\ninputs:\n  version: {required: true}\nruns:\n  using: node20\n  main: dist/index.js\n',
  dependabot: 'version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n',
  'GitHub issue form': 'name: Bug\ndescription: x\nbody:\n  - type: textarea\n    attributes: {label: What}\n',
  'GitLab pipeline': 'stages: [build, test]\nbuild:\n  stage: build\n  script:\n    - make\n  rules:\n    - if: $CI_COMMIT_BRANCH\n',
  CircleCI: 'version: 2.1\njobs:\n  build:\n    docker:\n      - image: cimg/node:20.0\n    steps: [checkout]\n',
  'Azure pipeline': 'trigger: [main]\npool:\n  vmImage: ubuntu-latest\nsteps:\n  - script: echo\n',
  Travis: 'language: node_js\nnode_js: [20]\nscript: npm test\n',
  'Bitbucket pipeline': 'image: node:20\npipelines:\n  default:\n    - step:\n        name: Test\n        script: [npm test]\n',
  'Drone pipeline': 'kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: test\n  image: golang\n  commands: [go test]\n',
  'Ansible playbook': '- name: web\n  hosts: all\n  become: yes\n  tasks:\n    - name: install\n      apt: {name: nginx, state: present}\n',
  'Ansible roles': '- src: geerlingguy.nginx\n  version: 3.1.4\n',
  'Ansible inventory': 'all:\n  hosts:\n    web1: {ansible_host: 10.0.0.1}\n  children:\n    db:\n      hosts: {db1: null}\n',
  'OpenAPI 3': 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths:\n  /a:\n    get:\n      responses: {"200": {description: ok}}\n',
  'Swagger 2': 'swagger: "2.0"\ninfo: {title: Shop, version: "1"}\npaths: {}\n',
  AsyncAPI: 'asyncapi: 2.6.0\ninfo: {title: a, version: "1"}\nchannels: {}\n',
  'Helm values':
    'replicaCount: 1\nimage:\n  repository: nginx\n  tag: ""\nservice: {type: ClusterIP, port: 80}\nresources: {}\nnodeSelector: {}\n',
  'Helm chart':
    'apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n  - name: redis\n    version: 19.x.x\n    repository: https://charts.example.com\n',
  'Helm lock':
    'dependencies:\n- name: redis\n  repository: https://charts.example.com\n  version: 19.0.0\ndigest: sha256:0\ngenerated: "2026-01-01T00:00:00Z"\n',
  'Helm index':
    'apiVersion: v1\nentries:\n  web:\n  - apiVersion: v2\n    name: web\n    version: 0.1.0\ngenerated: "2026-01-01T00:00:00Z"\n',
  helmfile:
    'repositories:\n  - name: a\n    url: https://charts.example.com\nreleases:\n  - name: web\n    namespace: shop\n    chart: a/web\n    values: [values.yaml]\n',
  mkdocs:
    'site_name: Docs\ntheme:\n  name: material\nnav:\n  - Home: index.md\nmarkdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n',
  'pnpm lock':
    "lockfileVersion: '9.0'\nsettings:\n  autoInstallPeers: true\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n",
  'pnpm workspace': 'packages:\n  - packages/*\ncatalog:\n  react: ^19.0.0\n',
  Taskfile: "version: '3'\nvars: {NAME: web}\ntasks:\n  build:\n    cmds:\n      - go build -o {{.NAME}}\n",
  'pre-commit': 'repos:\n- repo: https://github.com/psf/black\n  rev: 24.1.0\n  hooks: [{id: black}]\n',
  Prometheus:
    'global:\n  scrape_interval: 15s\nscrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: ["localhost:9090"]\n',
  'Prometheus alerts':
    'groups:\n- name: a\n  rules:\n  - alert: Down\n    expr: up == 0\n    for: 5m\n    labels: {severity: page}\n    annotations: {summary: "{{ $labels.instance }} down"}\n',
  Alertmanager: 'route:\n  receiver: team\nreceivers:\n- name: team\n  webhook_configs: [{url: "http://a"}]\n',
  'Grafana datasources': 'apiVersion: 1\ndatasources:\n  - name: Prometheus\n    type: prometheus\n    url: http://prometheus:9090\n',
  'OpenTelemetry collector':
    'receivers:\n  otlp:\n    protocols: {grpc: null}\nexporters: {debug: {}}\nservice:\n  pipelines:\n    traces: {receivers: [otlp], exporters: [debug]}\n',
  Envoy: 'static_resources:\n  listeners:\n  - name: a\n    address:\n      socket_address: {address: 0.0.0.0, port_value: 80}\n',
  Traefik:
    'http:\n  routers:\n    web: {rule: "Host(`a.example.com`)", service: web}\n  services:\n    web:\n      loadBalancer:\n        servers: [{url: "http://10.0.0.1"}]\n',
  CloudFormation:
    'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub "{AWS::StackName}-a"\n',
  'AWS SAM':
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: a.b, Runtime: nodejs20.x}\n',
  serverless: 'service: shop\nprovider: {name: aws, runtime: nodejs20.x}\nfunctions:\n  hello: {handler: a.hello}\n',
  'cloud-init': '#cloud-config\npackages: [nginx]\nruncmd:\n  - [systemctl, restart, nginx]\n',
  netplan: 'network:\n  version: 2\n  ethernets:\n    eth0: {dhcp4: true}\n',
  'Home Assistant': 'automation:\n  - alias: Light\n    trigger:\n      - platform: sun\n        event: sunset\nsecret: !secret password\n',
  ESLint: 'root: true\nextends: [eslint:recommended]\nrules:\n  no-console: off\n',
  Skaffold:
    'apiVersion: skaffold/v4beta11\nkind: Config\nmetadata: {name: web}\nbuild:\n  artifacts:\n    - image: web\nmanifests:\n  rawYaml: [k8s/*.yaml]\n',
  'kind cluster': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n- role: control-plane\n- role: worker\n',
  Jekyll: 'title: Blog\nurl: https://example.com\nplugins: [jekyll-feed]\n',
  'conda environment': 'name: science\nchannels: [conda-forge]\ndependencies:\n  - python=3.12\n  - pip:\n      - requests\n',
  'Flutter pubspec': "name: app\nversion: 1.0.0+1\nenvironment:\n  sdk: '>=3.0.0 <4.0.0'\ndependencies:\n  flutter: {sdk: flutter}\n",
  i18n: 'ko:\n  greeting: 안녕하세요\n  yes: 예\n  no: 아니오\n',
  Spring: 'spring:\n  datasource:\n    url: jdbc:postgresql://db/a\nserver:\n  port: 8080\n',
  'package.json': '{"name": "a", "version": "1.0.0", "scripts": {"test": "node ."}}\n',
  'tsconfig.json': '{"compilerOptions": {"strict": true}, "include": ["src"]}\n',
  'list of words': '- one\n- two\n',
};

/** Kinds that no Kubernetes serves by itself and whose definitions are not at hand. */
export const UNKNOWN_KINDS: Readonly<Record<string, string>> = {
  'Argo application':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, namespace: argocd}\nspec:\n  project: default\n  source: {repoURL: https://example.com, path: k8s}\n  destination: {server: https://kubernetes.default.svc}\n',
  'Argo rollout':
    'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\nspec:\n  replicas: 5\n  strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec: {containers: [{name: a, image: "nginx:1.27"}]}\n',
  'Argo workflow':
    'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {generateName: a-}\nspec:\n  entrypoint: main\n  templates:\n  - name: main\n    container: {image: alpine, args: ["{{inputs.parameters.a}}"]}\n',
  'Flux HelmRelease':
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  interval: 10m\n  chart: {spec: {chart: web, sourceRef: {kind: HelmRepository, name: a}}}\n',
  'Flux Kustomization':
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec:\n  interval: 10m\n  path: ./k8s\n  prune: true\n  sourceRef: {kind: GitRepository, name: a}\n',
  'cert-manager issuer':
    'apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: letsencrypt}\nspec:\n  acme:\n    server: https://example.com\n    privateKeySecretRef: {name: key}\n',
  'cert-manager certificate':
    'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\nspec:\n  secretName: a-tls\n  dnsNames: [a.example.com]\n  issuerRef: {name: letsencrypt, kind: ClusterIssuer}\n',
  'Istio virtual service':
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  http: [{route: [{destination: {host: a}}]}]\n',
  'Gateway route':
    'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\nspec:\n  parentRefs: [{name: gw}]\n  rules: [{backendRefs: [{name: a, port: 80}]}]\n',
  'Prometheus service monitor':
    'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n  endpoints: [{port: http}]\n',
  'KEDA scaled object':
    'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\nspec:\n  scaleTargetRef: {name: a}\n  triggers: [{type: cpu, metadata: {value: "50"}}]\n',
  'Knative service':
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\nspec:\n  template: {spec: {containers: [{image: a}]}}\n',
  'Tekton task':
    'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: a}\nspec:\n  steps: [{name: a, image: alpine, script: "echo $(params.a)"}]\n',
  'Sealed secret': 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\nspec:\n  encryptedData: {a: AgB}\n',
  'External secret':
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec:\n  secretStoreRef: {name: vault, kind: ClusterSecretStore}\n  data: [{secretKey: a, remoteRef: {key: b}}]\n',
  'Crossplane bucket':
    'apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata: {name: a}\nspec:\n  forProvider: {region: eu-west-1}\n',
  'Cluster API':
    'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: a}\nspec:\n  clusterNetwork: {pods: {cidrBlocks: [10.0.0.0/16]}}\n',
  kubeadm:
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.0\nnetworking: {podSubnet: 10.244.0.0/16}\n',
  'kubelet configuration':
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 110\nevictionHard: {memory.available: 100Mi}\n',
  'scheduler configuration':
    'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{schedulerName: a}]\n',
};
