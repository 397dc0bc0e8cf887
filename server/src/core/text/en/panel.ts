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
  'panel.finding.failed': '{name}: ended as failed ({reason})',
  'panel.finding.deadline': '{name}: no progress before its deadline (ProgressDeadlineExceeded)',
  'panel.finding.completed': '{name}: complete after {seconds} s',
  'panel.finding.peak': '{name}: at most {cpu}/{memory} more for a while',
  'panel.noDocument': 'The file to simulate is not open: {uri}',
  'panel.noCluster': 'There is no cluster {name}: neither a preset nor a file.',
  'panel.running': 'Simulating',
  'panel.noObjects': 'There is no Kubernetes object in this file.',
  'panel.scenario.rollback': 'Roll back: take an update back halfway',
  'panel.change.nothing': 'This edit makes nothing happen.',
  'panel.change.created': '{name}: is created.',
  'panel.change.refused': '{name}: the server refuses it. {text}',
  'panel.change.rollout': '{name}: the template changed, a rollout begins.',
  'panel.change.scale': '{name}: only the number of replicas changed; it scales to {replicas}. No rollout.',
  'panel.change.rolloutAndScale': '{name}: the template changed, a rollout begins, and replicas become {replicas}.',
  'panel.change.other': '{name}: only the object changes. Pods are left alone.',
  'panel.change.left': '{name}: no longer in the manifest, but kubectl apply does not delete it.',
  'panel.guide.recreate.down': 'The Deployment scales its old ReplicaSet to 0. There is no new pod yet.',
  'panel.guide.recreate.gone': 'It waits until every old pod has ended. A request that comes now finds nobody.',
  'panel.guide.recreate.fresh': 'The old pods are gone, so all new ones are made at once. Downtime lasts until they are ready.',
  'panel.guide.recreate.back': 'The new pods are ready and take requests again. Where downtime is not acceptable, use RollingUpdate.',
  'panel.guide.rolling.surge': 'maxSurge is 1: one more pod is made. maxUnavailable is 0: no old pod leaves yet.',
  'panel.guide.rolling.ready': 'The new pod is ready. Now one old pod may leave.',
  'panel.guide.rolling.leaves': 'One old pod is gone. The same is repeated for each of the others.',
  'panel.guide.rolling.done': 'All pods of the new version are ready and the last old one leaves. The number of available pods never sank.',
  'panel.guide.blueGreen.beside':
    'Green comes up beside blue. The Service still selects blue, so green gets no request. It takes twice the resources.',
  'panel.guide.blueGreen.switch':
    'The selector of the Service turns to green: all requests move in one instant. Select the Service to see it.',
  'panel.guide.blueGreen.back': 'Suppose something is wrong: the selector turns back. Blue still stands, so going back is instant too.',
  'panel.guide.canary.first':
    'There is one pod of the new version. The Service does not tell versions apart: one request in five goes there.',
  'panel.guide.canary.more': 'The new version grows to 4 pods: once all are ready it gets half of the requests.',
  'panel.guide.canary.most': 'The old version shrinks to 1 pod: most requests go to the new one.',
  'panel.guide.canary.stable':
    'The stable Deployment gets the new image. When that is rolled out, both Deployments are of the new version.',
  'panel.guide.canary.end': 'The canary has done its work and shrinks to 0.',
  'panel.guide.ingress.beta': 'The Ingress sends only /beta to the new version. All other paths stay.',
  'panel.guide.ingress.all': 'It looks good: every path goes to the new version.',
  'panel.guide.ingress.end': 'The old version gets no requests any more and shrinks to 0.',
  'panel.guide.failing.stuck':
    'The new pod runs but does not become ready. Old pods leave only as new ones are ready, so the service goes on.',
  'panel.guide.failing.deadline':
    'Nothing has moved for progressDeadlineSeconds: ProgressDeadlineExceeded. Kubernetes only tells; it does not roll back.',
  'panel.guide.failing.rollback': 'kubectl rollout undo goes back. The old ReplicaSet is still there, so it is soon done.',
  'panel.guide.drain.cordon': 'The node takes no more pods, and its pods are evicted one by one, as the PodDisruptionBudget allows.',
  'panel.guide.drain.waits': 'A replacement is made. Only when it is ready does the budget allow the next eviction.',
  'panel.guide.drain.uncordon': 'Maintenance is over, the node takes pods again. Those that moved do not come back.',
  'panel.guide.failure.silent':
    'worker-1 stops. The control plane does not know yet: Services still send requests to pods that do not answer.',
  'panel.guide.failure.noticed': 'The node has been silent too long: Ready becomes Unknown, and its pods leave the endpoints.',
  'panel.guide.failure.replaced': 'The 300 seconds of the tolerations are over: the pods are to go, and new ones are made on other nodes.',
  'panel.guide.failure.recovered': 'The node is back. The old pods that waited for their end disappear.',
  'panel.guide.cron.first': 'The first Job starts. It takes a minute and a half, and the next one is due in a minute.',
  'panel.guide.cron.both': 'The Job before still runs, and the second one starts all the same (Allow).',
  'panel.guide.cron.skipped': 'The Job before still runs, so none is started (Forbid).',
  'panel.guide.cron.late': 'The Job before has ended: the one that was missed starts.',
  'panel.guide.cron.replaced': 'The Job before is deleted and a new one starts (Replace). Its work is lost.',
  'panel.tooLarge': 'This manifest makes {pods} pods. The preview shows up to {most}.',
  'panel.brokenAt': 'It cannot be read from line {line} on: {reason}',
  'panel.unread': 'From line {line} on this document cannot be read; the run leaves it out: {reason}',
  'panel.guide.memory.killed':
    'The container uses more than its limit of 128Mi and the kernel ends it (OOMKilled, exit code 137). The pod stays; only the container starts again.',
  'panel.guide.memory.backOff': 'Over the limit again. The kubelet does not start it at once but waits 10 seconds (CrashLoopBackOff).',
  'panel.guide.memory.longer':
    'With every failure the wait doubles, up to five minutes. Restarting does not cure it: raise the limit or mend the leak.',
  'panel.guide.quota.refused':
    'A quota is checked when pods are made, not when the Deployment is: the fourth pod is the first to be refused (exceeded quota).',
  'panel.guide.quota.told':
    'The reason stands in the events of the ReplicaSet (FailedCreate), not of a pod. When pods are missing, look there.',
  'panel.guide.quota.stays': 'The ReplicaSet tries again ever more rarely. It stays at 3 until the quota grows or other pods go.',
  'panel.guide.autoscaling.load': 'Load rises: each pod uses more than 50% of the cpu it asks for. The autoscaler looks every 15 seconds.',
  'panel.guide.autoscaling.up': 'Wanted = ceiling(current count × current use ÷ target use). Growing does not wait.',
  'panel.guide.autoscaling.calm':
    'Load is down, but nothing shrinks yet: the largest recommendation of the last five minutes counts (stabilization window).',
  'panel.guide.autoscaling.down': 'Five minutes are over, and only now it shrinks. The count does not flap with the load.',
  'panel.lesson.nodeChoice': 'Choosing a node: filter, then score',
  'panel.lesson.nodeChoiceText':
    'For every pod the scheduler drops the nodes that cannot take it and scores the others. Select a pod to see the table.',
  'panel.lesson.antiAffinity': 'Pod anti-affinity: not on the same node',
  'panel.lesson.antiAffinityText': 'required makes a pod wait when it cannot be kept; preferred is kept where possible.',
  'panel.lesson.selector': 'The selector of a ReplicaSet',
  'panel.lesson.selectorText':
    'A ReplicaSet counts pods by its selector, not by name. A pod that was there before is adopted when its labels fit.',
  'panel.lesson.endpoints': 'Services and endpoints',
  'panel.lesson.endpointsText':
    'A Service sends requests only to pods that its selector finds and that are ready. Select the Service to see the shares.',
  'panel.lesson.daemonSet': 'DaemonSets and taints',
  'panel.lesson.daemonSetText': 'A DaemonSet puts one pod on every node, but not on nodes whose taints it does not tolerate.',
  'panel.lesson.job': 'Jobs: work that ends, work that fails',
  'panel.lesson.jobText': 'A Job runs parallelism pods at a time until completions have succeeded, and gives up after repeated failure.',
  'panel.lesson.limitRange': 'LimitRange: defaults and a ceiling',
  'panel.lesson.limitRangeText':
    'Requests and limits that are not written are filled in; a pod above the ceiling is refused by the API server.',
  'panel.guide.nodeChoice.filter': 'All six nodes are candidates. For the first pod they tie; once it is placed, emptier nodes come first.',
  'panel.guide.nodeChoice.cordon': 'node-a1 takes no more pods (cordon). The pods on it stay.',
  'panel.guide.nodeChoice.passed':
    'The replicas grow to 9. In the tables of the three new pods node-a1 is filtered: node(s) were unschedulable.',
  'panel.guide.antiAffinity.waits':
    'There are only two workers, so the third pod has nowhere to go and waits. The control plane is out because of its taint.',
  'panel.guide.antiAffinity.preferred':
    'It is changed to preferred. The required rule of pods that still run keeps new ones away too, so they are replaced all at once (Recreate).',
  'panel.guide.antiAffinity.done': 'Now all three are placed. Two share a node, which is better than waiting.',
  'panel.guide.selector.adopts':
    'The labels of stray fit the selector: the ReplicaSet adopts it (ownerReferences) and makes only two more.',
  'panel.guide.selector.releases':
    'The label of stray becomes app=debug. The ReplicaSet lets go of it and makes another one. This is how a bad pod is taken aside for a look.',
  'panel.guide.endpoints.grow': 'The replicas grow to 4. Until the new pods are ready they are no endpoints and get no requests.',
  'panel.guide.endpoints.typo':
    'The selector is mistyped: app=wbe. Nobody complains, but there are no endpoints, and as soon as the nodes know, every request fails.',
  'panel.guide.endpoints.back':
    'With the selector mended all four receive again as soon as the nodes know. When a Service does not answer, look at its endpoints first.',
  'panel.guide.daemonSet.workers': 'One pod on each worker. The control plane has a NoSchedule taint.',
  'panel.guide.daemonSet.tolerates':
    'A toleration is added. On each node the old pod goes before the new one comes, and now the control plane gets one too.',
  'panel.guide.job.pairs': 'parallelism is 2: two at a time. When they end, the next two start.',
  'panel.guide.job.complete': 'Four have succeeded: the Job is complete. Its pods stay, so that their logs can be read.',
  'panel.guide.job.fails':
    'The container of this Job ends with exit code 1. restartPolicy is Never, so a new pod tries again, after a longer wait each time.',
  'panel.guide.job.gaveUp': 'More than backoffLimit failures: the Job has failed (BackoffLimitExceeded).',
  'panel.guide.limitRange.filled':
    'modest says nothing of resources, yet requests of 100m/128Mi and limits were filled in: see its YAML. Its QoS is Burstable.',
  'panel.guide.limitRange.refused':
    'greedy wants 1Gi of memory, the ceiling is 512Mi. It never reaches the scheduler: the API server refuses it.',
  'panel.guide.withoutProbes.half':
    'The container of the new pod has just started and counts as ready, so it is an endpoint. The app listens only 8 seconds later: requests sent to it fail. Select the Service to see the shares.',
  'panel.guide.withoutProbes.leaves':
    'An old pod is gone already, though the new one does not listen yet. The rollout looks like a success while users see errors.',
  'panel.guide.withProbes.waits': 'While its readiness probe fails the new pod is no endpoint, and no old pod leaves.',
  'panel.guide.withProbes.ready': 'The app listens and the probe succeeds. Only now it gets requests, and one old pod leaves.',
  'panel.guide.withProbes.leaves':
    'The leaving pod went on answering for the 5 seconds of its preStop before it ended. Meanwhile every node learned that it is no endpoint any more.',
  'panel.guide.selfHealing.hangs':
    'The app hangs. Its process lives, so only probes can tell. Until three have failed it still gets requests.',
  'panel.guide.selfHealing.out': 'The readiness probe failed three times: the pod is no endpoint any more. Its container still runs.',
  'panel.guide.selfHealing.restart': 'The liveness probe failed three times: the kubelet restarts the container. The pod and its IP stay.',
  'panel.guide.pressure.comes': 'batch asked for 512Mi of memory but uses 3.75Gi. The scheduler looks at requests only and places it here.',
  'panel.guide.pressure.evicts':
    'Less than 100Mi are left: the kubelet evicts batch, which is farthest above its request. The node gets the condition MemoryPressure and its taint.',
  'panel.guide.pressure.again':
    'Five minutes later the taint is gone, batch is placed again and it all repeats. It ends when the request says what is really used.',
  'panel.guide.retain.bound': 'The claim wants 4Gi and was bound to the smallest volume that fits, 5Gi.',
  'panel.guide.retain.held': 'The claim was deleted, but a pod uses it: it stays, Terminating (pvc-protection).',
  'panel.guide.retain.released': 'With the pod gone the claim is gone too. The volume is Released and its data stays (Retain).',
  'panel.guide.retain.other':
    'A new claim cannot have the Released volume and is bound to the 20Gi that is left. To use it again an administrator removes its claimRef.',
  'panel.guide.provision.waits': 'The class says WaitForFirstConsumer, so the claim waits as Pending. That is no error.',
  'panel.guide.provision.made': 'The first pod got its node, and a volume usable there was made and bound.',
  'panel.guide.provision.stays': 'The pod is deleted; claim and volume stay. Data outlives pods.',
  'panel.guide.provision.gone': 'The claim is deleted and its volume goes too (Delete), which is the default for volumes made on demand.',
} as const satisfies Readonly<Record<string, string>>;
