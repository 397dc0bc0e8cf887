import type { ContainerPort } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, invalidFor, type Report, required, requireOneOf } from '../field.ts';
import { portName, portNumber } from '../names.ts';
import type { PodScope } from './pod-scope.ts';

export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** validateContainerPorts of pkg/apis/core/validation/validation.go. */
export function validateContainerPorts(report: Report, path: FieldPath, ports: readonly ContainerPort[] | undefined): void {
  const names = new Set<string>();
  eachItem(path, ports, ({ name = '', containerPort = 0, hostPort = 0, protocol }, place) => {
    if (name !== '') {
      const problems = portName(name);
      if (problems.length > 0) invalidFor(report, child(place, 'name'), name, problems);
      else if (names.has(name)) duplicate(report, child(place, 'name'), name);
      else names.add(name);
    }
    if (containerPort === 0) required(report, child(place, 'containerPort'));
    else invalidFor(report, child(place, 'containerPort'), containerPort, portNumber(containerPort));
    if (hostPort !== 0) invalidFor(report, child(place, 'hostPort'), hostPort, portNumber(hostPort));
    requireOneOf(report, child(place, 'protocol'), protocol, PROTOCOLS);
  });
}

interface PlacedPorts {
  readonly place: FieldPath;
  readonly ports: readonly ContainerPort[] | undefined;
}

/** checkHostPortConflicts: ports of the node that containers running together would fight over. */
export function validateHostPortConflicts(report: Report, containers: readonly PlacedPorts[]): void {
  const taken = new Set<string>();
  for (const { place: containerPath, ports } of containers) {
    eachItem(child(containerPath, 'ports'), ports, ({ protocol = '', hostIP = '', hostPort = 0 }, place) => {
      if (hostPort === 0) return;
      const claim = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(claim)) duplicate(report, child(place, 'hostPort'), claim);
      else taken.add(claim);
    });
  }
}

/** validatePodHostNetworkDeps: on the node's own network a port is the node's port. A template may leave hostPort out. */
export function validateHostNetworkPorts({ report, spec, metadata }: PodScope, path: FieldPath): void {
  if (spec.hostNetwork !== true) return;
  eachItem(child(path, 'containers'), spec.containers, ({ ports }, containerPath) => {
    eachItem(child(containerPath, 'ports'), ports, ({ hostPort = 0, containerPort = 0 }, place) => {
      if (hostPort === containerPort || (metadata === undefined && hostPort === 0)) return;
      const detail = 'must match `containerPort` when `hostNetwork` is true';
      invalid(report, child(place, 'hostPort'), hostPort, detail, message('verdict.hostNetworkPort', { containerPort }));
    });
  });
}
