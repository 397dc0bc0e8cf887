package vectors

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/robfig/cron/v3"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	resourcehelper "k8s.io/component-helpers/resource"
	storagehelpers "k8s.io/component-helpers/storage/volume"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	v1qos "k8s.io/kubernetes/pkg/apis/core/v1/helper/qos"
	kubeletqos "k8s.io/kubernetes/pkg/kubelet/qos"
)

// cronTimes: the schedule is read as the CronJob controller reads it.
func cronTimes(input struct {
	Schedule string    `json:"schedule"`
	From     time.Time `json:"from"`
	N        int       `json:"n"`
	TimeZone *string   `json:"timeZone"`
}) (any, error) {
	schedule := input.Schedule
	if input.TimeZone != nil {
		schedule = fmt.Sprintf("TZ=%s %s", *input.TimeZone, schedule)
	}
	parsed, err := cron.ParseStandard(schedule)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	next := []string{}
	for at := input.From.UTC(); len(next) < input.N; {
		if at = parsed.Next(at); at.IsZero() {
			break
		}
		next = append(next, at.UTC().Format(time.RFC3339))
	}
	return object{"next": next}, nil
}

func labelSelector(input struct {
	Selector *metav1.LabelSelector `json:"selector"`
	Labels   map[string]string     `json:"labels"`
}) (any, error) {
	selector, err := metav1.LabelSelectorAsSelector(input.Selector)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	return object{"match": selector.Matches(labels.Set(input.Labels)), "string": selector.String()}, nil
}

func selectorString(input struct {
	Selector string            `json:"selector"`
	Labels   map[string]string `json:"labels"`
}) (any, error) {
	selector, err := labels.Parse(input.Selector)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	return object{"match": selector.Matches(labels.Set(input.Labels)), "string": selector.String()}, nil
}

func parseQuantity(input struct {
	S string `json:"s"`
}) (any, error) {
	quantity, err := resource.ParseQuantity(input.S)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	return object{
		"canonical": quantity.String(), "value": strconv.FormatInt(quantity.Value(), 10), "milliValue": strconv.FormatInt(quantity.MilliValue(), 10),
		"format": quantity.Format, "sign": quantity.Sign(), "approx": finite(quantity.AsApproximateFloat64()),
	}, nil
}

// finite: JSON has no infinity.
func finite(value float64) any {
	if math.IsInf(value, 0) || math.IsNaN(value) {
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	return value
}

func compareQuantities(input struct{ A, B string }) (any, error) {
	a, err := resource.ParseQuantity(input.A)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	b, err := resource.ParseQuantity(input.B)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	sum, difference := a.DeepCopy(), a.DeepCopy()
	sum.Add(b)
	difference.Sub(b)
	return object{"cmp": a.Cmp(b), "sum": sum.String(), "diff": difference.String()}, nil
}

func qosClass(pod corev1.Pod) (any, error) {
	corev1defaults.SetObjectDefaults_Pod(&pod)
	return object{"qosClass": v1qos.ComputePodQOS(&pod)}, nil
}

func podRequests(pod corev1.Pod) (any, error) {
	corev1defaults.SetObjectDefaults_Pod(&pod)
	options := resourcehelper.PodResourcesOptions{}
	return object{"requests": resourcehelper.PodRequests(&pod, options), "limits": resourcehelper.PodLimits(&pod, options)}, nil
}

func oomScore(input struct {
	Pod      corev1.Pod        `json:"pod"`
	Capacity resource.Quantity `json:"capacity"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_Pod(&input.Pod)
	scores := map[string]int{}
	for _, containers := range [][]corev1.Container{input.Pod.Spec.InitContainers, input.Pod.Spec.Containers} {
		for k := range containers {
			scores[containers[k].Name] = kubeletqos.GetContainerOOMScoreAdjust(&input.Pod, &containers[k], input.Capacity.Value())
		}
	}
	return object{"oomScoreAdj": scores, "qosClass": v1qos.ComputePodQOS(&input.Pod)}, nil
}

func pvMatch(input struct {
	Claim   corev1.PersistentVolumeClaim `json:"claim"`
	Volumes []*corev1.PersistentVolume   `json:"volumes"`
	Node    *corev1.Node                 `json:"node"`
	Delay   bool                         `json:"delay"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_PersistentVolumeClaim(&input.Claim)
	for _, volume := range input.Volumes {
		corev1defaults.SetObjectDefaults_PersistentVolume(volume)
	}
	found, err := storagehelpers.FindMatchingVolume(&input.Claim, input.Volumes, input.Node, map[string]*corev1.PersistentVolume{}, input.Delay, true)
	if err != nil {
		return object{"error": err.Error()}, nil
	}
	if found == nil {
		return object{"volume": nil}, nil
	}
	return object{"volume": found.Name}, nil
}
