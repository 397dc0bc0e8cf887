/** What the engine's run is called and summed up as, for the preview panel. */
export const panel = {
  'panel.scenario.apply': 'First apply to an empty cluster',
  'panel.scenario.change': 'From the committed version to what is in the editor',
  'panel.scenario.update': 'Update: what runs gets a new image',
  'panel.scenario.scale': 'Scale: twice the replicas',
  'panel.scenario.drain': 'Drain the node {node}',
  'panel.scenario.nodeFailure': 'The node {node} fails',
  'panel.scenario.lesson': 'Lesson · {title}',
  'panel.summary.rolling':
    '{replicas} replicas, maxSurge {surge}, maxUnavailable {unavailable} → at most {most} pods, at least {fewest} available.',
  'panel.summary.recreate': 'All {replicas} replicas end before new ones start (Recreate): downtime in between.',
  'panel.summary.statefulSet': 'The StatefulSet {name} makes its {replicas} pods in order and changes them in reverse.',
  'panel.finding.refused': '{kind} {name} is refused: {text}',
  'panel.finding.allPlaced': 'All {count} pods are placed',
  'panel.finding.waiting': '{placed} of {total} pods placed · {pod} waits: {text}',
  'panel.finding.downtime': '{name}: {seconds} s of downtime',
  'panel.finding.lowest': '{name}: availability falls to {available} of {desired}',
  'panel.finding.stall': '{name}: no progress from {seconds} s on',
  'panel.finding.completed': '{name}: complete after {seconds} s',
  'panel.finding.peak': '{name}: at most {cpu}/{memory} more for a while',
  'panel.noDocument': 'The file to simulate is not open: {uri}',
  'panel.noObjects': 'There is no Kubernetes object in this file.',
} as const satisfies Readonly<Record<string, string>>;
