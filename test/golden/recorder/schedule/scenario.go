package schedule

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	podregistry "k8s.io/kubernetes/pkg/registry/core/pod"
	schedulerapi "k8s.io/kubernetes/pkg/scheduler/apis/config"

	"kijabi/recorder/memory"
)

// When a preemptor gets its second attempt.
const (
	retryEnd       = "end"
	retryImmediate = "immediate"
)

// scenario is a cluster and the pods to place, in order; config is nil for the default profile.
type scenario struct {
	config   *schedulerapi.KubeSchedulerConfiguration
	existing []runtime.Object
	pending  []*corev1.Pod
	retry    string
}

func readScenario(text []byte) (*scenario, error) {
	objects, err := memory.Decode(text)
	if err != nil {
		return nil, err
	}
	read := &scenario{retry: retryEnd}
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(line, "#") {
			break
		}
		said := strings.TrimSpace(strings.TrimPrefix(line, "#"))
		if said == "retry: "+retryImmediate {
			read.retry = retryImmediate
		}
		if config, isConfig := strings.CutPrefix(said, "config: "); isConfig {
			if read.config, err = ReadConfig([]byte(config)); err != nil {
				return nil, &InvalidError{err}
			}
		}
	}
	classes := priorityClassesOf(objects)
	for _, object := range objects {
		pod, isPod := object.(*corev1.Pod)
		if !isPod {
			read.existing = append(read.existing, object)
			continue
		}
		if pod, err = admit(pod, classes); err != nil {
			return nil, err
		}
		switch {
		case pod.Spec.NodeName != "":
			read.existing = append(read.existing, pod)
		case !isFinished(pod):
			read.pending = append(read.pending, pod)
		}
	}
	return read, nil
}

// InvalidError says that the API server would not have a pod of the scenario.
type InvalidError struct{ error }

func isFinished(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// admit does what creating the pod would do to it; what the scenario says of its status stays.
func admit(pod *corev1.Pod, classes map[string]*schedulingv1.PriorityClass) (*corev1.Pod, error) {
	setPriority(pod, classes)
	internal := &core.Pod{}
	if err := legacyscheme.Scheme.Convert(pod, internal, nil); err != nil {
		return nil, err
	}
	ctx := request.WithNamespace(context.Background(), pod.Namespace)
	podregistry.Strategy.PrepareForCreate(ctx, internal)
	if problems := podregistry.Strategy.Validate(ctx, internal); len(problems) > 0 {
		return nil, &InvalidError{fmt.Errorf("%s: %w", keyOf(pod), problems.ToAggregate())}
	}
	created := &corev1.Pod{}
	if err := legacyscheme.Scheme.Convert(internal, created, nil); err != nil {
		return nil, err
	}
	given := pod.Status.DeepCopy()
	if given.Phase != "" {
		created.Status.Phase = given.Phase
	}
	created.Status.StartTime = given.StartTime
	created.Status.NominatedNodeName = given.NominatedNodeName
	created.Status.Conditions = append(created.Status.Conditions, given.Conditions...)
	created.Status.ContainerStatuses = given.ContainerStatuses
	created.Status.InitContainerStatuses = given.InitContainerStatuses
	created.Status.Resize = given.Resize
	return created, nil
}

// setPriority does what the priority admission plugin does (plugin/pkg/admission/priority).
func setPriority(pod *corev1.Pod, classes map[string]*schedulingv1.PriorityClass) {
	class := classes[pod.Spec.PriorityClassName]
	if class == nil {
		if pod.Spec.Priority == nil {
			pod.Spec.Priority = new(int32)
		}
		return
	}
	pod.Spec.PriorityClassName = class.Name
	pod.Spec.Priority = &class.Value
	pod.Spec.PreemptionPolicy = class.PreemptionPolicy
}

// priorityClassesOf gives the classes by name, the system's own included, and the default one (of several the lowest) as "".
func priorityClassesOf(objects []runtime.Object) map[string]*schedulingv1.PriorityClass {
	lower := corev1.PreemptLowerPriority
	classes := map[string]*schedulingv1.PriorityClass{}
	for name, value := range map[string]int32{"system-node-critical": 2000001000, "system-cluster-critical": 2000000000} {
		classes[name] = &schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{Name: name}, Value: value, PreemptionPolicy: &lower}
	}
	for _, object := range objects {
		class, isClass := object.(*schedulingv1.PriorityClass)
		if !isClass {
			continue
		}
		classes[class.Name] = class
		if class.GlobalDefault && (classes[""] == nil || class.Value < classes[""].Value) {
			classes[""] = class
		}
	}
	return classes
}

func keyOf(object metav1.Object) string {
	return fmt.Sprintf("%s/%s", object.GetNamespace(), object.GetName())
}
