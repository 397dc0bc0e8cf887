/**
 * Whole objects to begin with, by kind, in the order in which they are offered. `${1:text}` are places to fill in.
 * A test holds each of them against the API server's verdict.
 */
export const SKELETON_BY_KIND: Readonly<Record<string, string>> = {
  Deployment: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: \${1:web}
spec:
  replicas: \${2:2}
  selector:
    matchLabels:
      app: \${1:web}
  template:
    metadata:
      labels:
        app: \${1:web}
    spec:
      containers:
        - name: \${1:web}
          image: \${3:nginx:1.27}
          ports:
            - name: http
              containerPort: \${4:80}
          resources:
            requests:
              cpu: \${5:100m}
              memory: \${6:128Mi}
            limits:
              memory: \${6:128Mi}
          readinessProbe:
            httpGet:
              path: \${7:/}
              port: http
`,
  Service: `apiVersion: v1
kind: Service
metadata:
  name: \${1:web}
spec:
  type: \${2|ClusterIP,NodePort,LoadBalancer|}
  selector:
    app: \${1:web}
  ports:
    - name: http
      port: \${3:80}
      targetPort: \${4:http}
`,
  Pod: `apiVersion: v1
kind: Pod
metadata:
  name: \${1:web}
  labels:
    app: \${1:web}
spec:
  containers:
    - name: \${1:web}
      image: \${2:nginx:1.27}
      resources:
        requests:
          cpu: \${3:100m}
          memory: \${4:128Mi}
        limits:
          memory: \${4:128Mi}
`,
  ConfigMap: `apiVersion: v1
kind: ConfigMap
metadata:
  name: \${1:settings}
data:
  \${2:key}: "\${3:value}"
`,
  Secret: `apiVersion: v1
kind: Secret
metadata:
  name: \${1:credentials}
type: Opaque
stringData:
  \${2:password}: "\${3:value}"
`,
  Ingress: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: \${1:web}
spec:
  ingressClassName: \${2:nginx}
  rules:
    - host: \${3:example.com}
      http:
        paths:
          - path: \${4:/}
            pathType: \${5|Prefix,Exact,ImplementationSpecific|}
            backend:
              service:
                name: \${1:web}
                port:
                  name: \${6:http}
`,
  StatefulSet: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: \${1:db}
spec:
  serviceName: \${1:db}
  replicas: \${2:3}
  selector:
    matchLabels:
      app: \${1:db}
  template:
    metadata:
      labels:
        app: \${1:db}
    spec:
      containers:
        - name: \${1:db}
          image: \${3:postgres:17}
          ports:
            - name: db
              containerPort: \${4:5432}
          volumeMounts:
            - name: data
              mountPath: \${5:/var/lib/data}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: \${6:10Gi}
`,
  DaemonSet: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: \${1:agent}
spec:
  selector:
    matchLabels:
      app: \${1:agent}
  template:
    metadata:
      labels:
        app: \${1:agent}
    spec:
      containers:
        - name: \${1:agent}
          image: \${2:busybox:1.37}
          resources:
            requests:
              cpu: \${3:50m}
              memory: \${4:64Mi}
            limits:
              memory: \${4:64Mi}
`,
  Job: `apiVersion: batch/v1
kind: Job
metadata:
  name: \${1:task}
spec:
  backoffLimit: \${2:3}
  template:
    spec:
      restartPolicy: \${3|Never,OnFailure|}
      containers:
        - name: \${1:task}
          image: \${4:busybox:1.37}
          command: ["\${5:true}"]
`,
  CronJob: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: \${1:nightly}
spec:
  schedule: "\${2:0 3 * * *}"
  timeZone: \${3:Asia/Seoul}
  concurrencyPolicy: \${4|Forbid,Allow,Replace|}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: \${5|Never,OnFailure|}
          containers:
            - name: \${1:nightly}
              image: \${6:busybox:1.37}
              command: ["\${7:true}"]
`,
  PersistentVolumeClaim: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: \${1:data}
spec:
  accessModes: [\${2|ReadWriteOnce,ReadOnlyMany,ReadWriteMany,ReadWriteOncePod|}]
  resources:
    requests:
      storage: \${3:10Gi}
`,
  PersistentVolume: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: \${1:data}
spec:
  capacity:
    storage: \${2:10Gi}
  accessModes: [\${3|ReadWriteOnce,ReadOnlyMany,ReadWriteMany,ReadWriteOncePod|}]
  persistentVolumeReclaimPolicy: \${4|Retain,Delete|}
  storageClassName: \${5:manual}
  hostPath:
    path: \${6:/mnt/data}
`,
  StorageClass: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: \${1:fast}
provisioner: \${2:example.com/disk}
reclaimPolicy: \${3|Delete,Retain|}
volumeBindingMode: \${4|WaitForFirstConsumer,Immediate|}
`,
  HorizontalPodAutoscaler: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: \${1:web}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: \${2|Deployment,StatefulSet|}
    name: \${1:web}
  minReplicas: \${3:2}
  maxReplicas: \${4:10}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: \${5:70}
`,
  PodDisruptionBudget: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: \${1:web}
spec:
  minAvailable: \${2:1}
  selector:
    matchLabels:
      app: \${1:web}
`,
  NetworkPolicy: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: \${1:web}
spec:
  podSelector:
    matchLabels:
      app: \${1:web}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: \${2:client}
      ports:
        - protocol: TCP
          port: \${3:80}
`,
  ServiceAccount: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: \${1:app}
automountServiceAccountToken: \${2|false,true|}
`,
  Role: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: \${1:reader}
rules:
  - apiGroups: [""]
    resources: [\${2:pods}]
    verbs: [get, list, watch]
`,
  RoleBinding: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: \${1:reader}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: \${2|Role,ClusterRole|}
  name: \${1:reader}
subjects:
  - kind: ServiceAccount
    name: \${3:app}
    namespace: \${4:default}
`,
  ClusterRole: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: \${1:reader}
rules:
  - apiGroups: [""]
    resources: [\${2:nodes}]
    verbs: [get, list, watch]
`,
  ClusterRoleBinding: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: \${1:reader}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: \${1:reader}
subjects:
  - kind: ServiceAccount
    name: \${2:app}
    namespace: \${3:default}
`,
  Namespace: `apiVersion: v1
kind: Namespace
metadata:
  name: \${1:team}
`,
  ResourceQuota: `apiVersion: v1
kind: ResourceQuota
metadata:
  name: \${1:quota}
spec:
  hard:
    requests.cpu: "\${2:4}"
    requests.memory: \${3:8Gi}
    limits.memory: \${4:16Gi}
    pods: "\${5:20}"
`,
  LimitRange: `apiVersion: v1
kind: LimitRange
metadata:
  name: \${1:limits}
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: \${2:100m}
        memory: \${3:128Mi}
      default:
        memory: \${4:256Mi}
`,
  PriorityClass: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: \${1:important}
value: \${2:1000}
description: "\${3:why}"
`,
  CustomResourceDefinition: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: \${1:widgets}.\${2:example.com}
spec:
  group: \${2:example.com}
  scope: \${3|Namespaced,Cluster|}
  names:
    plural: \${1:widgets}
    kind: \${4:Widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
`,
};
