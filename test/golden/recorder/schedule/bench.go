package schedule

import (
	"context"
	"fmt"
	"sort"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/testing"
	"k8s.io/client-go/tools/events"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/scheduler"

	"kijabi/recorder/memory"
)

const (
	apps  = 20
	zones = "abc"
)

// Timing says how long the real scheduler took, in milliseconds.
type Timing struct {
	Nodes  int     `json:"nodes"`
	Pods   int     `json:"pods"`
	Kind   string  `json:"kind"`
	Median float64 `json:"medianMs"`
	P95    float64 `json:"p95Ms"`
	Total  float64 `json:"totalMs"`
}

// Bench times the scheduling cycles of pods that come one after another, on the real clock, with the default profile, gates
// and parallelism. Binding runs beside them, as it does in a cluster.
func Bench(nodes, pods int, kind string) (*Timing, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	store := memory.NewStore()
	for index := range nodes {
		if err := store.Add(benchNode(index)); err != nil {
			return nil, err
		}
	}
	for index := range pods {
		pod, err := benchPod(index, kind)
		if err != nil {
			return nil, err
		}
		if err := store.Add(pod); err != nil {
			return nil, err
		}
	}
	client := memory.NewClient(store)
	// The cache has assumed the pod already; nobody else looks.
	client.PrependReactor("create", "pods", func(action testing.Action) (bool, runtime.Object, error) {
		return true, action.(testing.CreateAction).GetObject(), nil
	})
	informers := scheduler.NewInformerFactory(client, 0)
	log := &eventLog{last: map[string]event{}}
	made, err := scheduler.New(ctx, client, informers, nil, func(string) events.EventRecorderLogger { return log })
	if err != nil {
		return nil, err
	}
	informers.Start(ctx.Done())
	informers.WaitForCacheSync(ctx.Done())
	if err := made.WaitForHandlersSync(ctx); err != nil {
		return nil, err
	}
	made.SchedulingQueue.Run(klogger)
	defer made.SchedulingQueue.Close()
	if made.APIDispatcher != nil {
		made.APIDispatcher.Run(klogger)
	}
	took := make([]float64, pods)
	total := 0.0
	for k := range took {
		began := time.Now()
		made.ScheduleOne(ctx)
		took[k] = float64(time.Since(began).Microseconds()) / 1000
		total += took[k]
	}
	sort.Float64s(took)
	return &Timing{Nodes: nodes, Pods: pods, Kind: kind, Median: took[pods/2], P95: took[pods*95/100], Total: total}, nil
}

func benchNode(index int) *corev1.Node {
	name := fmt.Sprintf("n%05d", index)
	amounts := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("16"), corev1.ResourceMemory: resource.MustParse("64Gi"), corev1.ResourcePods: resource.MustParse("110"),
	}
	labels := map[string]string{corev1.LabelHostname: name, corev1.LabelTopologyZone: string(zones[index%len(zones)]), corev1.LabelTopologyRegion: "r"}
	return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}, Status: corev1.NodeStatus{Capacity: amounts, Allocatable: amounts}}
}

func benchPod(index int, kind string) (*corev1.Pod, error) {
	app := fmt.Sprintf("app-%d", index%apps)
	requests := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("128Mi")}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("p%05d", index), Namespace: metav1.NamespaceDefault, Labels: map[string]string{"app": app}}}
	pod.Spec.Containers = []corev1.Container{{Name: "c", Image: app + ":1", Resources: corev1.ResourceRequirements{Requests: requests}}}
	selector := &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}
	switch kind {
	case "plain":
	case "spread":
		pod.Spec.TopologySpreadConstraints = []corev1.TopologySpreadConstraint{{MaxSkew: 1, TopologyKey: corev1.LabelTopologyZone, WhenUnsatisfiable: corev1.DoNotSchedule, LabelSelector: selector}}
	case "anti":
		term := corev1.PodAffinityTerm{TopologyKey: corev1.LabelHostname, LabelSelector: selector}
		preferred := []corev1.WeightedPodAffinityTerm{{Weight: 100, PodAffinityTerm: term}}
		pod.Spec.Affinity = &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{PreferredDuringSchedulingIgnoredDuringExecution: preferred}}
	default:
		return nil, fmt.Errorf("pods are plain, spread or anti, not %q", kind)
	}
	corev1defaults.SetObjectDefaults_Pod(pod)
	return pod, nil
}
