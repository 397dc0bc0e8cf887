/** Files that look like manifests and are none: templates of charts as people write them, configuration of other tools. */

/** Templates of Helm, as `helm create` and well-known charts write them. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  deployment: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
  labels:
    {{- include "web.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "web.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.livenessProbe }}
          livenessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`,
  'values in quotes only': `apiVersion: v1
kind: Service
metadata:
  name: "{{ .Release.Name }}-web"
spec:
  type: "{{ .Values.service.type }}"
  ports:
    - port: "{{ .Values.service.port }}"
`,
  condition: `{{- if .Values.ingress.enabled -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: {{ .Release.Namespace | quote }}
spec:
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ .host | quote }}
    {{- end }}
{{- end }}
`,
  range: `{{- range $key, $value := .Values.maps }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $key }}
data:
  {{- range $k, $v := $value }}
  {{ $k }}: {{ $v | quote }}
  {{- end }}
{{- end }}
`,
  variables: `{{- $name := include "x" . -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ $name }}
type: Opaque
data:
  password: {{ randAlphaNum 10 | b64enc | quote }}
`,
  comment: `{{/* What this is. */}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
`,
  define: `{{- define "web.labels" -}}
helm.sh/chart: {{ include "web.chart" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`,
  'flow value': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ printf "%s-config" $.Release.Name | trunc 63 }}
  annotations: {{ mustToJson .Values.x }}
`,
};

export const OF_OTHER_TOOLS: Readonly<Record<string, string>> = {
  'values of a chart': 'replicaCount: 1\nimage:\n  repository: nginx\nresources: {}\n',
  'a chart': 'apiVersion: v2\nname: web\nversion: 0.1.0\ntype: application\n',
  'an old chart': 'apiVersion: v1\nname: web\nversion: 0.1.0\n',
  compose: 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n',
  workflow: 'name: ci\non: push\njobs: {}\n',
  openapi: 'openapi: 3.0.0\ninfo: {title: a}\npaths: {}\n',
  skaffold: 'apiVersion: skaffold/v4beta6\nkind: Config\nmetadata: {name: a}\nbuild: {}\n',
  kind: 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: []\n',
  kubelet: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 10\n',
  playbook: '- hosts: all\n  tasks: []\n',
  'JSON patch': '- op: replace\n  path: /spec/replicas\n  value: 3\n',
};
