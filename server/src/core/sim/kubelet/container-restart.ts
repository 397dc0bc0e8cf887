import type { Container, ContainerRestartRule, PodSpec } from '../../generated/api.ts';

/**
 * Whether a container that ended is started again: its own rules first, then its own policy, then the pod's.
 *
 * Mirrors pkg/api/v1/pod/util.go ContainerShouldRestart.
 */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  if (container.restartPolicy !== undefined) {
    const rule = container.restartPolicyRules?.find((each) => isMet(each, exitCode));
    if (rule?.action === 'Restart' || rule?.action === 'RestartAllContainers') return true;
  }
  switch (container.restartPolicy ?? spec.restartPolicy) {
    case 'Never':
      return false;
    case 'OnFailure':
      return exitCode !== 0;
    default:
      return true;
  }
}

function isMet({ exitCodes }: ContainerRestartRule, exitCode: number): boolean {
  const isListed = exitCodes?.values?.includes(exitCode) ?? false;
  if (exitCodes?.operator === 'In') return isListed;
  return exitCodes?.operator === 'NotIn' && !isListed;
}
