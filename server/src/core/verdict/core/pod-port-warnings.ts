import type { ContainerPort, PodSpec } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, eachItem, type FieldPath, type Report, warn } from '../field.ts';
import { eachContainer } from './pod-scope.ts';

/** Ports of a pod's containers that get in each other's way: warningsForPodSpecAndMeta of pkg/api/pod/warnings.go. */
export function warnOfPorts(report: Report, path: FieldPath, spec: PodSpec): void {
  const byPort = new Map<string, Placed[]>();
  const byName = new Map<string, FieldPath>();
  eachContainer(spec, path, ({ ports }, containerPath) => {
    eachItem<ContainerPort>(child(containerPath, 'ports'), ports, (port, place) => {
      warnOfHostIp(report, place, port);
      const socket = `${port.containerPort ?? 0}/${port.protocol ?? ''}`;
      const others = byPort.get(socket) ?? [];
      for (const other of others) warnOfPair(report, { place, port }, other);
      byPort.set(socket, [...others, { place, port }]);
      warnOfName(report, place, port.name ?? '', byName);
    });
  });
}

interface Placed {
  readonly place: FieldPath;
  readonly port: ContainerPort;
}

function warnOfHostIp(report: Report, path: FieldPath, port: ContainerPort): void {
  const { name = '', hostPort = 0, containerPort = 0, protocol = '', hostIP = '' } = port;
  if (hostIP === '' || hostPort !== 0) return;
  const shown = `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  warn(report, path, `${path.text}: hostIP set without hostPort: ${shown}`, message('verdict.warnHostIp'));
}

function warnOfPair(report: Report, { place, port }: Placed, other: Placed): void {
  const [a, b] = [port.hostPort ?? 0, other.port.hostPort ?? 0];
  const [ipA, ipB] = [port.hostIP ?? '', other.port.hostIP ?? ''];
  const how = a === b && ipA === ipB ? 'duplicate' : a === 0 || b === 0 ? 'overlapping' : undefined;
  const isAmbiguous = a === b && (ipA === '') !== (ipB === '');
  if (how === undefined && !isAmbiguous) return;
  const text = `${place.text}: ${how ?? 'dangerously ambiguous'} port definition with ${other.place.text}`;
  warn(report, place, text, message('verdict.warnPort', { other: other.place.text }));
}

function warnOfName(report: Report, path: FieldPath, name: string, byName: Map<string, FieldPath>): void {
  if (name === '') return;
  const first = byName.get(name);
  if (first === undefined) {
    byName.set(name, path);
    return;
  }
  const text = `${path.text}: duplicate port name "${name}" with ${first.text}, services and probes that select ports by name will use ${first.text}`;
  warn(report, path, text, message('verdict.warnPortName', { name, other: first.text }));
}
