/** A Deployment of 40 lines, as people write them. */
export function deployment(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  labels:
    app: web-${index}
    tier: front
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web-${index}
  template:
    metadata:
      labels:
        app: web-${index}
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
              name: http
          env:
            - name: LEVEL
              value: info
            - name: KEY
              valueFrom:
                secretKeyRef:
                  name: keys
                  key: web
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
`;
}

/** Lines of one document of manyDeployments, its separator included. */
export const DOCUMENT_LINES = 41;

export function manyDeployments(count: number): string {
  return Array.from({ length: count }, (_, index) => deployment(index)).join('---\n');
}
