package vectors

import (
	"sort"
	_ "unsafe" // for go:linkname

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/klog/v2"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/kubernetes/pkg/controller/daemon"
	deploymentutil "k8s.io/kubernetes/pkg/controller/deployment/util"
	_ "k8s.io/kubernetes/pkg/controller/podautoscaler"
)

func daemonShouldRun(input struct {
	DaemonSet appsv1.DaemonSet `json:"daemonSet"`
	Node      corev1.Node      `json:"node"`
}) (any, error) {
	should, continues := daemon.NodeShouldRunDaemonPod(klog.Background(), &input.Node, &input.DaemonSet)
	return object{"shouldRun": should, "shouldContinueRunning": continues}, nil
}

func deletionRank(input struct {
	Pods []*corev1.Pod `json:"pods"`
	Rank []int         `json:"rank"`
	Now  metav1.Time   `json:"now"`
}) (any, error) {
	sort.Sort(controller.ActivePodsWithRanks{Pods: input.Pods, Rank: input.Rank, Now: input.Now})
	return object{"order": namesOf(input.Pods)}, nil
}

func namesOf(pods []*corev1.Pod) []string {
	names := []string{}
	for _, pod := range pods {
		names = append(names, pod.Name)
	}
	return names
}

type rolling struct {
	MaxSurge       *intstr.IntOrString `json:"maxSurge"`
	MaxUnavailable *intstr.IntOrString `json:"maxUnavailable"`
	Replicas       int32               `json:"replicas"`
	Type           string              `json:"type"`
}

func (r rolling) deployment() *appsv1.Deployment {
	kind := appsv1.DeploymentStrategyType(r.Type)
	if kind == "" {
		kind = appsv1.RollingUpdateDeploymentStrategyType
	}
	strategy := appsv1.DeploymentStrategy{Type: kind}
	if kind == appsv1.RollingUpdateDeploymentStrategyType {
		strategy.RollingUpdate = &appsv1.RollingUpdateDeployment{MaxSurge: r.MaxSurge, MaxUnavailable: r.MaxUnavailable}
	}
	return &appsv1.Deployment{Spec: appsv1.DeploymentSpec{Replicas: &r.Replicas, Strategy: strategy}}
}

func fenceposts(input rolling) (any, error) {
	surge, unavailable, err := deploymentutil.ResolveFenceposts(input.MaxSurge, input.MaxUnavailable, input.Replicas)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	deployment := input.deployment()
	return object{
		"surge": surge, "unavailable": unavailable, "deploymentMaxUnavailable": deploymentutil.MaxUnavailable(*deployment), "minAvailable": deploymentutil.MinAvailable(deployment),
	}, nil
}

func newReplicas(input struct {
	rolling
	New int32   `json:"new"`
	Old []int32 `json:"old"`
}) (any, error) {
	sets := []*appsv1.ReplicaSet{replicaSet(input.New)}
	for _, old := range input.Old {
		sets = append(sets, replicaSet(old))
	}
	replicas, err := deploymentutil.NewRSNewReplicas(input.deployment(), sets, sets[0])
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	return object{"newReplicas": replicas}, nil
}

func replicaSet(replicas int32) *appsv1.ReplicaSet {
	return &appsv1.ReplicaSet{Spec: appsv1.ReplicaSetSpec{Replicas: &replicas}}
}

func proportion(input struct {
	RSReplicas int32              `json:"rsReplicas"`
	Desired    int32              `json:"desired"`
	AnnDesired int32              `json:"annDesired"`
	AnnMax     int32              `json:"annMax"`
	ToAdd      int32              `json:"toAdd"`
	Added      int32              `json:"added"`
	MaxSurge   intstr.IntOrString `json:"maxSurge"`
}) (any, error) {
	set := replicaSet(input.RSReplicas)
	deploymentutil.SetReplicasAnnotations(set, input.AnnDesired, input.AnnMax)
	zero := intstr.FromInt32(0)
	deployment := rolling{MaxSurge: &input.MaxSurge, MaxUnavailable: &zero, Replicas: input.Desired}.deployment()
	return object{"proportion": deploymentutil.GetReplicaSetProportion(klog.Background(), set, *deployment, input.ToAdd, input.Added)}, nil
}

//go:linkname convertDesiredReplicasWithRules k8s.io/kubernetes/pkg/controller/podautoscaler.convertDesiredReplicasWithRules
func convertDesiredReplicasWithRules(current, desired, least, most int32) (int32, string, string)

func hpaLimits(input struct{ Current, Desired, Min, Max int32 }) (any, error) {
	replicas, reason, message := convertDesiredReplicasWithRules(input.Current, input.Desired, input.Min, input.Max)
	return object{"replicas": replicas, "reason": reason, "message": message}, nil
}

func setPodDefaults(pods []*corev1.Pod) {
	for _, pod := range pods {
		corev1defaults.SetObjectDefaults_Pod(pod)
	}
}
