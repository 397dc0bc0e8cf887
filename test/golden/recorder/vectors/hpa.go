package vectors

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"sync"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta/testrestmapper"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	scalefake "k8s.io/client-go/scale/fake"
	"k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"

	"kijabi/recorder/bubble"
	"kijabi/recorder/memory"
)

// The controller's defaults.
const (
	resyncPeriod    = 15 * time.Second
	downscaleWindow = 5 * time.Minute
	tolerance       = 0.1
	cpuStart        = 5 * time.Minute
	readinessDelay  = 30 * time.Second
	metricWindow    = time.Minute
	lateInSecond    = 999 * time.Millisecond
)

var errNoMetrics = errors.New("no metrics returned")

type hpaInput struct {
	HPA        autoscalingv2.HorizontalPodAutoscaler `json:"hpa"`
	Replicas   int32                                 `json:"replicas"`
	Request    string                                `json:"request"`
	ReadyAfter int                                   `json:"readyAfter"`
	Missing    int                                   `json:"missing"`
	Loads      []struct {
		At   int   `json:"at"`
		Load int64 `json:"load"`
	} `json:"loads"`
	Until int `json:"until"`
}

// autoscaled is a workload that always has the pods it wants, and a metrics API that knows their load.
type autoscaled struct {
	hpaInput
	start   time.Time
	store   *memory.Store
	lock    sync.Mutex
	wanted  int32
	created int
	request resource.Quantity
}

// horizontal plays the HorizontalPodAutoscaler controller over time. It has to run in a bubble.
func horizontal(input hpaInput) (any, error) {
	request, err := resource.ParseQuantity(input.Request)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &autoscaled{hpaInput: input, start: time.Now(), store: memory.NewStore(), request: request}
	legacyscheme.Scheme.Default(&w.HPA)
	if err := w.store.Add(&w.HPA); err != nil {
		cancel()
		return nil, err
	}
	if err := w.resize(input.Replicas, true); err != nil {
		cancel()
		return nil, err
	}
	client := memory.NewClient(w.store)
	factory := informers.NewSharedInformerFactory(client, 0)
	controller := podautoscaler.NewHorizontalController(
		ctx, client.CoreV1(), w.scales(), client.AutoscalingV2(), testrestmapper.TestOnlyStaticRESTMapper(legacyscheme.Scheme), w,
		factory.Autoscaling().V2().HorizontalPodAutoscalers(), factory.Core().V1().Pods(), resyncPeriod, downscaleWindow, tolerance, cpuStart, readinessDelay,
	)
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go controller.Run(ctx, 1)
	defer bubble.End(func() {
		cancel()
		factory.Shutdown()
	})
	return w.watch()
}

func (w *autoscaled) watch() (any, error) {
	replicas, conditions := []object{}, []object{}
	var size int32 = -1
	var seen object
	resource := autoscalingv2.SchemeGroupVersion.WithResource("horizontalpodautoscalers")
	for second := 0; second <= w.Until; second++ {
		bubble.SleepUntil(w.start.Add(time.Duration(second)*time.Second + lateInSecond))
		bubble.Settle()
		if w.wanted != size {
			size = w.wanted
			replicas = append(replicas, object{"t": second, "replicas": size})
		}
		stored, err := w.store.Get(resource, w.HPA.Namespace, w.HPA.Name)
		if err != nil {
			return nil, err
		}
		status := stored.(*autoscalingv2.HorizontalPodAutoscaler).Status
		shown := []string{}
		for _, condition := range status.Conditions {
			shown = append(shown, fmt.Sprintf("%s=%s/%s: %s", condition.Type, condition.Status, condition.Reason, condition.Message))
		}
		sort.Strings(shown)
		now := object{"conditions": shown, "desired": status.DesiredReplicas}
		if !reflect.DeepEqual(now, seen) {
			seen = now
			conditions = append(conditions, object{"t": second, "conditions": shown, "desired": status.DesiredReplicas})
		}
	}
	return object{"replicas": replicas, "conditions": conditions}, nil
}

// resize creates and deletes pods; the first ones are an hour old.
func (w *autoscaled) resize(wanted int32, old bool) error {
	w.lock.Lock()
	defer w.lock.Unlock()
	pods, err := w.pods()
	if err != nil {
		return err
	}
	w.wanted = wanted
	for _, pod := range pods[min(int(wanted), len(pods)):] {
		if err := w.store.Delete(corev1.SchemeGroupVersion.WithResource("pods"), pod.Namespace, pod.Name); err != nil {
			return err
		}
	}
	for range max(int(wanted)-len(pods), 0) {
		started := time.Now()
		if old {
			started = started.Add(-time.Hour)
		}
		if err := w.addPod(metav1.NewTime(started), old || w.ReadyAfter == 0); err != nil {
			return err
		}
	}
	return nil
}

func (w *autoscaled) addPod(started metav1.Time, ready bool) error {
	name := fmt.Sprintf("web-%04d", w.created)
	w.created++
	requests := corev1.ResourceList{corev1.ResourceCPU: w.request, corev1.ResourceMemory: w.request}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault, Labels: map[string]string{"app": "web"}}}
	pod.Spec.Containers = []corev1.Container{{Name: "c", Image: "x", Resources: corev1.ResourceRequirements{Requests: requests}}}
	pod.Status = corev1.PodStatus{Phase: corev1.PodRunning, StartTime: &started}
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionFalse, LastTransitionTime: started}}
	if ready {
		pod.Status.Conditions[0].Status = corev1.ConditionTrue
	} else {
		time.AfterFunc(time.Duration(w.ReadyAfter)*time.Second, func() { w.makeReady(name) })
	}
	return w.store.Add(pod)
}

func (w *autoscaled) makeReady(name string) {
	w.lock.Lock()
	defer w.lock.Unlock()
	resource := corev1.SchemeGroupVersion.WithResource("pods")
	stored, err := w.store.Get(resource, metav1.NamespaceDefault, name)
	if err != nil {
		return // deleted before it was ready
	}
	pod := stored.(*corev1.Pod)
	pod.Status.Conditions[0] = corev1.PodCondition{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now()}
	if err := w.store.Update(resource, pod, pod.Namespace); err != nil {
		panic(err) // nobody else writes pods
	}
}

func (w *autoscaled) pods() ([]corev1.Pod, error) {
	list, err := w.store.List(corev1.SchemeGroupVersion.WithResource("pods"), corev1.SchemeGroupVersion.WithKind("Pod"), metav1.NamespaceDefault)
	if err != nil {
		return nil, err
	}
	return list.(*corev1.PodList).Items, nil
}

func (w *autoscaled) scales() *scalefake.FakeScaleClient {
	client := &scalefake.FakeScaleClient{}
	scale := func(replicas int32) *autoscalingv1.Scale {
		return &autoscalingv1.Scale{
			ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: metav1.NamespaceDefault},
			Spec:       autoscalingv1.ScaleSpec{Replicas: replicas}, Status: autoscalingv1.ScaleStatus{Replicas: replicas, Selector: "app=web"},
		}
	}
	client.AddReactor("get", "deployments", func(testing.Action) (bool, runtime.Object, error) { return true, scale(w.wanted), nil })
	client.AddReactor("update", "deployments", func(action testing.Action) (bool, runtime.Object, error) {
		updated := action.(testing.UpdateAction).GetObject().(*autoscalingv1.Scale)
		return true, updated, w.resize(updated.Spec.Replicas, false)
	})
	return client
}

func (w *autoscaled) load() int64 {
	load := int64(0)
	for _, each := range w.Loads {
		if time.Since(w.start) >= time.Duration(each.At)*time.Second {
			load = each.Load
		}
	}
	return load
}

func (w *autoscaled) podMetrics() (metrics.PodMetricsInfo, time.Time, error) {
	now := time.Now()
	pods, err := w.pods()
	if err != nil {
		return nil, now, err
	}
	var reporting []string
	for k, pod := range pods {
		if w.Missing == 0 || (k+1)%w.Missing != 0 {
			reporting = append(reporting, pod.Name)
		}
	}
	load := w.load()
	if load < 0 || len(reporting) == 0 {
		return nil, now, errNoMetrics
	}
	info := metrics.PodMetricsInfo{}
	for _, name := range reporting {
		info[name] = metrics.PodMetric{Timestamp: now, Window: metricWindow, Value: load / int64(len(reporting))}
	}
	return info, now, nil
}

// GetResourceMetric implements metrics.MetricsClient.
func (w *autoscaled) GetResourceMetric(context.Context, corev1.ResourceName, string, labels.Selector, string) (metrics.PodMetricsInfo, time.Time, error) {
	return w.podMetrics()
}

// GetRawMetric implements metrics.MetricsClient.
func (w *autoscaled) GetRawMetric(string, string, labels.Selector, labels.Selector) (metrics.PodMetricsInfo, time.Time, error) {
	return w.podMetrics()
}

// GetObjectMetric implements metrics.MetricsClient.
func (w *autoscaled) GetObjectMetric(string, string, *autoscalingv2.CrossVersionObjectReference, labels.Selector) (int64, time.Time, error) {
	if load := w.load(); load >= 0 {
		return load, time.Now(), nil
	}
	return 0, time.Now(), errNoMetrics
}

// GetExternalMetric implements metrics.MetricsClient.
func (w *autoscaled) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	if load := w.load(); load >= 0 {
		return []int64{load}, time.Now(), nil
	}
	return nil, time.Now(), errNoMetrics
}
