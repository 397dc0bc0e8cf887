package vectors

import (
	"time"
	_ "unsafe" // for go:linkname

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
	statsapi "k8s.io/kubelet/pkg/apis/stats/v1alpha1"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	_ "k8s.io/kubernetes/pkg/kubelet"
	_ "k8s.io/kubernetes/pkg/kubelet/eviction"
	"k8s.io/kubernetes/pkg/kubelet/status"
)

//go:linkname getPhase k8s.io/kubernetes/pkg/kubelet.getPhase
func getPhase(logger klog.Logger, pod *corev1.Pod, info []corev1.ContainerStatus, podIsTerminal, podHasInitialized bool) corev1.PodPhase

//go:linkname rankMemoryPressure k8s.io/kubernetes/pkg/kubelet/eviction.rankMemoryPressure
func rankMemoryPressure(pods []*corev1.Pod, stats func(*corev1.Pod) (statsapi.PodStats, bool))

//go:linkname rankPIDPressure k8s.io/kubernetes/pkg/kubelet/eviction.rankPIDPressure
func rankPIDPressure(pods []*corev1.Pod, stats func(*corev1.Pod) (statsapi.PodStats, bool))

func phase(input struct {
	Pod         corev1.Pod               `json:"pod"`
	Statuses    []corev1.ContainerStatus `json:"statuses"`
	Terminal    bool                     `json:"terminal"`
	Initialized bool                     `json:"initialized"`
}) (any, error) {
	pod := &input.Pod
	corev1defaults.SetObjectDefaults_Pod(pod)
	reached := getPhase(klog.Background(), pod, input.Statuses, input.Terminal, input.Initialized)
	before := &corev1.PodStatus{}
	return object{
		"phase":           reached,
		"Initialized":     shownCondition(status.GeneratePodInitializedCondition(pod, before, input.Statuses, reached)),
		"ContainersReady": shownCondition(status.GenerateContainersReadyCondition(pod, before, input.Statuses, reached)),
		"Ready":           shownCondition(status.GeneratePodReadyCondition(pod, before, pod.Status.Conditions, input.Statuses, reached)),
	}, nil
}

func shownCondition(condition corev1.PodCondition) object {
	shown := object{"status": condition.Status}
	if condition.Reason != "" {
		shown["reason"] = condition.Reason
	}
	if condition.Message != "" {
		shown["message"] = condition.Message
	}
	return shown
}

func evictionRank(input struct {
	Pods  []*corev1.Pod                `json:"pods"`
	Usage map[string]resource.Quantity `json:"usage"`
	PIDs  map[string]uint64            `json:"pids"`
}) (any, error) {
	setPodDefaults(input.Pods)
	stats := func(pod *corev1.Pod) (statsapi.PodStats, bool) {
		usage, pids := input.Usage[pod.Name], input.PIDs[pod.Name]
		bytes := uint64(usage.Value())
		now := metav1.NewTime(time.Unix(0, 0))
		return statsapi.PodStats{
			Containers:   []statsapi.ContainerStats{{Name: "c", Memory: &statsapi.MemoryStats{Time: now, WorkingSetBytes: &bytes}}},
			Memory:       &statsapi.MemoryStats{Time: now, WorkingSetBytes: &bytes},
			ProcessStats: &statsapi.ProcessStats{ProcessCount: &pids},
		}, true
	}
	byMemory, byPIDs := append([]*corev1.Pod{}, input.Pods...), append([]*corev1.Pod{}, input.Pods...)
	rankMemoryPressure(byMemory, stats)
	rankPIDPressure(byPIDs, stats)
	return object{"memory": namesOf(byMemory), "pids": namesOf(byPIDs)}, nil
}
