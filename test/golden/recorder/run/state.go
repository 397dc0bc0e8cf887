package run

import (
	"fmt"
	"sort"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	deploymentutil "k8s.io/kubernetes/pkg/controller/deployment/util"
)

// state is what a sample shows, as test/golden/controllers/README.md says.
type state = map[string]any

type sample struct {
	second int
	state  state
}

// state looks at everything in the store. What a workload shows beside itself depends on its kind.
func (p *player) state() (state, error) {
	shown := state{}
	pods, err := all[*corev1.Pod](p, corev1.SchemeGroupVersion.WithKind("Pod"))
	if err != nil {
		return nil, err
	}
	for _, show := range []func(state, []*corev1.Pod) error{p.showDeployments, p.showStatefulSets, p.showDaemonSets, p.showJobs, p.showCronJobs, p.showBudgets, p.showSlices} {
		if err := show(shown, pods); err != nil {
			return nil, err
		}
	}
	return shown, nil
}

func all[Object any](p *player, kind schema.GroupVersionKind) ([]Object, error) {
	list, err := p.api.List(resourceOf(kind), kind, metav1.NamespaceAll)
	if err != nil {
		return nil, err
	}
	items, err := meta.ExtractList(list)
	if err != nil {
		return nil, err
	}
	objects := make([]Object, 0, len(items))
	for _, item := range items {
		objects = append(objects, any(item).(Object))
	}
	return objects, nil
}

func resourceOf(kind schema.GroupVersionKind) schema.GroupVersionResource {
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	return resource
}

func (p *player) showDeployments(shown state, _ []*corev1.Pod) error {
	deployments, err := all[*appsv1.Deployment](p, appsv1.SchemeGroupVersion.WithKind("Deployment"))
	if err != nil || len(deployments) == 0 {
		return err
	}
	for _, each := range deployments {
		status := each.Status
		conditions := []string{}
		for _, condition := range status.Conditions {
			conditions = append(conditions, fmt.Sprintf("%s=%s/%s", condition.Type, condition.Status, condition.Reason))
		}
		sort.Strings(conditions)
		shown["deployment/"+each.Name] = state{
			"replicas": status.Replicas, "updated": status.UpdatedReplicas, "ready": status.ReadyReplicas, "available": status.AvailableReplicas,
			"unavailable": status.UnavailableReplicas, "terminating": number(status.TerminatingReplicas),
			"observed": status.ObservedGeneration >= each.Generation, "revision": each.Annotations[deploymentutil.RevisionAnnotation], "conditions": conditions,
		}
	}
	sets, err := all[*appsv1.ReplicaSet](p, appsv1.SchemeGroupVersion.WithKind("ReplicaSet"))
	if err != nil {
		return err
	}
	shownSets := state{}
	for _, set := range sets {
		row := state{
			"image": set.Spec.Template.Spec.Containers[0].Image, "spec": number(set.Spec.Replicas), "replicas": set.Status.Replicas, "ready": set.Status.ReadyReplicas,
			"available": set.Status.AvailableReplicas, "terminating": number(set.Status.TerminatingReplicas), "revision": set.Annotations[deploymentutil.RevisionAnnotation],
		}
		if history, has := set.Annotations[deploymentutil.RevisionHistoryAnnotation]; has {
			row["history"] = history
		}
		shownSets[p.names.of(set.Name)] = row
	}
	shown["replicaSets"] = shownSets
	return nil
}

func number(pointer *int32) int32 {
	if pointer == nil {
		return 0
	}
	return *pointer
}

func (p *player) showStatefulSets(shown state, pods []*corev1.Pod) error {
	sets, err := all[*appsv1.StatefulSet](p, appsv1.SchemeGroupVersion.WithKind("StatefulSet"))
	if err != nil || len(sets) == 0 {
		return err
	}
	for _, each := range sets {
		status := each.Status
		shown["statefulset/"+each.Name] = state{
			"replicas": status.Replicas, "ready": status.ReadyReplicas, "available": status.AvailableReplicas, "current": status.CurrentReplicas, "updated": status.UpdatedReplicas,
			"currentRevision": p.names.of(status.CurrentRevision), "updateRevision": p.names.of(status.UpdateRevision), "observed": status.ObservedGeneration >= each.Generation,
		}
	}
	shownPods := state{}
	for _, pod := range pods {
		shownPods[pod.Name] = p.names.of(pod.Labels[appsv1.ControllerRevisionHashLabelKey]) + " " + podState(pod)
	}
	shown["pods"] = shownPods
	claims, err := all[*corev1.PersistentVolumeClaim](p, corev1.SchemeGroupVersion.WithKind("PersistentVolumeClaim"))
	if err != nil || len(claims) == 0 {
		return err
	}
	shownClaims := state{}
	for _, claim := range claims {
		owners := []string{}
		for _, owner := range claim.OwnerReferences {
			owners = append(owners, owner.Kind+"/"+owner.Name)
		}
		sort.Strings(owners)
		shownClaims[claim.Name] = strings.Join(owners, ",")
	}
	shown["claims"] = shownClaims
	return nil
}

func podState(pod *corev1.Pod) string {
	shown := string(pod.Status.Phase)
	if podutil.IsPodReady(pod) {
		shown = "Ready"
	}
	if pod.DeletionTimestamp != nil {
		shown += "/Terminating"
	}
	return shown
}

func (p *player) showDaemonSets(shown state, pods []*corev1.Pod) error {
	sets, err := all[*appsv1.DaemonSet](p, appsv1.SchemeGroupVersion.WithKind("DaemonSet"))
	if err != nil || len(sets) == 0 {
		return err
	}
	for _, each := range sets {
		status := each.Status
		shown["daemonset/"+each.Name] = state{
			"desired": status.DesiredNumberScheduled, "current": status.CurrentNumberScheduled, "misscheduled": status.NumberMisscheduled, "ready": status.NumberReady,
			"updated": status.UpdatedNumberScheduled, "available": status.NumberAvailable, "unavailable": status.NumberUnavailable, "observed": status.ObservedGeneration >= each.Generation,
		}
	}
	byNode := map[string][]string{}
	for _, pod := range pods {
		byNode[pod.Spec.NodeName] = append(byNode[pod.Spec.NodeName], pod.Spec.Containers[0].Image+" "+podState(pod))
	}
	shownNodes, perNode := state{}, []string{}
	for node, texts := range byNode {
		sort.Strings(texts)
		shownNodes[node] = texts
		perNode = append(perNode, strings.Join(texts, " + "))
	}
	sort.Strings(perNode)
	if p.scenario.AnonymousNodes {
		shown["podsPerNode"] = perNode
	} else {
		shown["podsByNode"] = shownNodes
	}
	return nil
}

func (p *player) showJobs(shown state, pods []*corev1.Pod) error {
	if hasCronJob, err := p.hasCronJob(); err != nil || hasCronJob {
		return err
	}
	jobs, err := all[*batchv1.Job](p, batchv1.SchemeGroupVersion.WithKind("Job"))
	if err != nil {
		return err
	}
	for _, each := range jobs {
		shown["job/"+each.Name] = p.jobState(each)
	}
	if len(jobs) == 0 && !p.sawJob {
		return nil
	}
	p.sawJob = true
	shownPods := map[string]any{}
	for _, pod := range pods {
		key := podState(pod)
		if index := indexOf(pod); index >= 0 {
			key = fmt.Sprintf("%d %s", index, key)
		}
		count, _ := shownPods[key].(int)
		shownPods[key] = count + 1
	}
	shown["pods"] = shownPods
	return nil
}

func (p *player) jobState(job *batchv1.Job) state {
	status := job.Status
	conditions := []string{}
	for _, condition := range status.Conditions {
		conditions = append(conditions, fmt.Sprintf("%s=%s/%s: %s", condition.Type, condition.Status, condition.Reason, p.names.text(condition.Message)))
	}
	sort.Strings(conditions)
	row := state{
		"active": status.Active, "succeeded": status.Succeeded, "failed": status.Failed, "ready": number(status.Ready), "terminating": number(status.Terminating), "conditions": conditions,
	}
	p.addSecond(row, "startTime", status.StartTime)
	p.addSecond(row, "completionTime", status.CompletionTime)
	if status.CompletedIndexes != "" {
		row["completedIndexes"] = status.CompletedIndexes
	}
	if status.FailedIndexes != nil && *status.FailedIndexes != "" {
		row["failedIndexes"] = *status.FailedIndexes
	}
	return row
}

func (p *player) addSecond(row state, name string, instant *metav1.Time) {
	if instant != nil {
		row[name] = int(instant.Sub(p.start).Seconds())
	}
}

func (p *player) hasCronJob() (bool, error) {
	cronJobs, err := all[*batchv1.CronJob](p, batchv1.SchemeGroupVersion.WithKind("CronJob"))
	return len(cronJobs) > 0, err
}

func (p *player) showCronJobs(shown state, _ []*corev1.Pod) error {
	cronJobs, err := all[*batchv1.CronJob](p, batchv1.SchemeGroupVersion.WithKind("CronJob"))
	if err != nil || len(cronJobs) == 0 {
		return err
	}
	for _, each := range cronJobs {
		active := []string{}
		for _, reference := range each.Status.Active {
			active = append(active, reference.Name)
		}
		sort.Strings(active)
		row := state{"active": active}
		p.addSecond(row, "lastSchedule", each.Status.LastScheduleTime)
		p.addSecond(row, "lastSuccessful", each.Status.LastSuccessfulTime)
		shown["cronjob/"+each.Name] = row
	}
	jobs, err := all[*batchv1.Job](p, batchv1.SchemeGroupVersion.WithKind("Job"))
	if err != nil {
		return err
	}
	shownJobs := state{}
	for _, job := range jobs {
		shownJobs[job.Name] = jobPhase(job)
	}
	shown["jobs"] = shownJobs
	return nil
}

func jobPhase(job *batchv1.Job) string {
	for _, condition := range job.Status.Conditions {
		if condition.Status == corev1.ConditionTrue && (condition.Type == batchv1.JobComplete || condition.Type == batchv1.JobFailed) {
			return string(condition.Type)
		}
	}
	for _, condition := range job.Status.Conditions {
		if condition.Status == corev1.ConditionTrue && condition.Type == batchv1.JobSuspended {
			return "Suspended"
		}
	}
	return "Running"
}
