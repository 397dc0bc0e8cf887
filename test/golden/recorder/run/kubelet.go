package run

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
)

const exitKilled = 137

// kubelet runs pods by rules: Running at once, ready and ended when the rules say so.
type kubelet struct {
	api      *api
	grace    time.Duration
	rules    []PodRule
	nodes    int
	started  int
	created  map[types.UID]int // pods created for an owner
	attempts map[string]int    // pods created for an owner's completion index
}

// life is what one pod will do, after the whole second of its creation.
type life struct {
	ready, unready *time.Duration
	exit           *Exit
}

// start binds a new pod and runs it.
func (k *kubelet) start(pod *corev1.Pod) (life, error) {
	owner := types.UID("")
	if controller := metav1.GetControllerOf(pod); controller != nil {
		owner = controller.UID
	}
	count := k.created[owner]
	k.created[owner]++
	index, attempt := indexOf(pod), 0
	if index >= 0 {
		key := string(owner) + "/" + strconv.Itoa(index)
		attempt = k.attempts[key]
		k.attempts[key]++
	}
	now := metav1.Now().Rfc3339Copy()
	pod.Spec.NodeName = nodeOf(pod)
	if pod.Spec.NodeName == "" {
		pod.Spec.NodeName = "n" + strconv.Itoa(count%k.nodes+1)
	}
	seconds := int64(k.grace / time.Second)
	pod.Spec.TerminationGracePeriodSeconds = &seconds
	k.started++
	ip := fmt.Sprintf("10.244.%d.%d", k.started/256, k.started%256)
	pod.Status = corev1.PodStatus{Phase: corev1.PodRunning, StartTime: &now, PodIP: ip, PodIPs: []corev1.PodIP{{IP: ip}}}
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionFalse, LastTransitionTime: now}}
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: pod.Spec.Containers[0].Name, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: now}}}}
	return k.lifeOf(pod, count, index, attempt)
}

func (k *kubelet) lifeOf(pod *corev1.Pod, count, index, attempt int) (life, error) {
	for _, rule := range k.rules {
		if (rule.Image != "" && rule.Image != pod.Spec.Containers[0].Image) || (len(rule.Names) > 0 && !slices.Contains(rule.Names, pod.Name)) {
			continue
		}
		at := count
		if rule.By == "index" {
			at = max(index, 0)
		}
		found := life{ready: secondsAt(rule.Ready, at), unready: secondsAt(rule.Unready, at)}
		if len(rule.Exit) == 0 || pod.Spec.RestartPolicy == corev1.RestartPolicyAlways || pod.Spec.RestartPolicy == "" {
			return found, nil
		}
		var err error
		found.exit, err = exitOf(rule.Exit[at%len(rule.Exit)], attempt)
		return found, err
	}
	return life{}, nil
}

func secondsAt(list []*int, at int) *time.Duration {
	if len(list) == 0 || list[at%len(list)] == nil {
		return nil
	}
	after := time.Duration(*list[at%len(list)]) * time.Second
	return &after
}

// indexOf is the completion index or the ordinal of a pod, or -1.
func indexOf(pod *corev1.Pod) int {
	text, has := pod.Annotations[batchv1.JobCompletionIndexAnnotation]
	if !has {
		text, has = pod.Labels["apps.kubernetes.io/pod-index"]
	}
	if index, err := strconv.Atoi(text); has && err == nil {
		return index
	}
	return -1
}

// nodeOf is the node that a DaemonSet's pod is made for.
func nodeOf(pod *corev1.Pod) string {
	if pod.Spec.NodeName != "" || pod.Spec.Affinity == nil || pod.Spec.Affinity.NodeAffinity == nil {
		return pod.Spec.NodeName
	}
	required := pod.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	if required == nil || len(required.NodeSelectorTerms) == 0 || len(required.NodeSelectorTerms[0].MatchFields) == 0 {
		return ""
	}
	return required.NodeSelectorTerms[0].MatchFields[0].Values[0]
}

// live sets the timers of a pod.
func (k *kubelet) live(pod *corev1.Pod, life life) {
	born := pod.CreationTimestamp.Time
	at := func(after time.Duration, change func(*corev1.Pod)) {
		time.AfterFunc(time.Until(born.Add(after)), func() { k.api.changePod(pod, onlyAlive(change)) })
	}
	if life.ready != nil {
		at(*life.ready, setReady(true))
	}
	if life.unready != nil {
		at(*life.unready, setReady(false))
	}
	if life.exit == nil {
		return
	}
	after := time.Duration(life.exit.After) * time.Second
	if life.exit.Code == 0 || pod.Spec.RestartPolicy == corev1.RestartPolicyNever {
		at(after, func(pod *corev1.Pod) { end(pod, life.exit.Code, life.exit.Condition) })
		return
	}
	// The container is restarted without delay, over and over.
	var again func(int32)
	again = func(restarts int32) {
		at(time.Duration(restarts)*after, func(pod *corev1.Pod) {
			pod.Status.ContainerStatuses[0].RestartCount = restarts
			again(restarts + 1)
		})
	}
	again(1)
}

// onlyAlive leaves pods alone that are being deleted or have ended.
func onlyAlive(change func(*corev1.Pod)) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		if pod.DeletionTimestamp == nil && !isFinished(pod) {
			change(pod)
		}
	}
}

func setReady(ready bool) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		status := corev1.ConditionFalse
		if ready {
			status = corev1.ConditionTrue
		}
		pod.Status.ContainerStatuses[0].Ready = ready
		podutil.UpdatePodCondition(&pod.Status, &corev1.PodCondition{Type: corev1.PodReady, Status: status})
	}
}

func end(pod *corev1.Pod, code int32, condition string) {
	pod.Status.Phase = corev1.PodSucceeded
	if code != 0 {
		pod.Status.Phase = corev1.PodFailed
	}
	setReady(false)(pod)
	if condition != "" {
		podutil.UpdatePodCondition(&pod.Status, &corev1.PodCondition{Type: corev1.PodConditionType(condition), Status: corev1.ConditionTrue})
	}
	now := metav1.Now().Rfc3339Copy()
	terminated := &corev1.ContainerStateTerminated{ExitCode: code, FinishedAt: now}
	if started := pod.Status.StartTime; started != nil {
		terminated.StartedAt = *started
	}
	pod.Status.ContainerStatuses[0].State = corev1.ContainerState{Terminated: terminated}
}

// kill ends a pod after its grace; without finalizers it then is gone.
func (k *kubelet) kill(pod *corev1.Pod, grace time.Duration) {
	time.AfterFunc(time.Until(pod.DeletionTimestamp.Time), func() {
		k.api.changePod(pod, func(pod *corev1.Pod) { end(pod, exitKilled, "") })
	})
}

// hasEnded says whether an object that is being deleted may vanish.
func (k *kubelet) hasEnded(object runtime.Object) bool {
	pod, isPod := object.(*corev1.Pod)
	return !isPod || isFinished(pod)
}
