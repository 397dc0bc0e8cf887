package schedule

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"
	"k8s.io/client-go/tools/events"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	"k8s.io/kubernetes/pkg/scheduler"
	schedulerapi "k8s.io/kubernetes/pkg/scheduler/apis/config"

	"kijabi/recorder/bubble"
	"kijabi/recorder/memory"
)

// gatesOff make runs repeatable: the reuse of the previous pod's node list, and the deletion of victims after the cycle.
const gatesOff = "OpportunisticBatching=false,SchedulerAsyncPreemption=false"

var (
	// firstStart is when the first placed pod starts; each further attempt adds a second.
	firstStart = time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC)
	// playedAt is later than all start times of scenarios.
	playedAt = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
)

// never is longer than any scenario, in seconds: pods come out of the queue only when they are asked for.
const never = 1_000_000_000

// topologyLabels are copied from the node to a pod that is bound to it (plugin/pkg/admission/podtopologylabels).
var topologyLabels = []string{corev1.LabelTopologyZone, corev1.LabelTopologyRegion}

// SetGates turns the gates off for this program.
func SetGates() error { return utilfeature.DefaultMutableFeatureGate.Set(gatesOff) }

var (
	podResource  = corev1.SchemeGroupVersion.WithResource("pods")
	nodeResource = corev1.SchemeGroupVersion.WithResource("nodes")
)

// player plays one scenario.
type player struct {
	ctx       context.Context
	client    *fake.Clientset
	store     *memory.Store
	scheduler *scheduler.Scheduler
	events    *eventLog
	volumes   volumes
	attempts  []Attempt
	victims   []string // of the current attempt
}

// Play plays a scenario once. It has to run in a bubble.
func Play(text []byte, config *schedulerapi.KubeSchedulerConfiguration) (*Recording, error) {
	scenario, err := readScenario(text)
	if err != nil {
		return nil, err
	}
	if scenario.config != nil {
		config = scenario.config
	}
	bubble.SleepUntil(playedAt)
	ctx, cancel := context.WithCancel(context.Background())
	p := &player{ctx: ctx, events: &eventLog{last: map[string]event{}}}
	defer bubble.End(cancel)
	if err := p.start(scenario, config); err != nil {
		return nil, err
	}
	defer p.scheduler.SchedulingQueue.Close()
	if err := p.playAll(scenario); err != nil {
		return nil, err
	}
	return &Recording{Retry: scenario.retry, Pods: p.attempts}, nil
}

func (p *player) start(scenario *scenario, config *schedulerapi.KubeSchedulerConfiguration) error {
	p.store = memory.NewStore()
	p.client = memory.NewClient(p.store)
	p.store.ListOnly = func(object runtime.Object) bool {
		pod, isPod := object.(*corev1.Pod)
		return !isPod || !isFinished(pod)
	}
	p.client.PrependReactor("create", "pods", p.bind)
	p.client.PrependReactor("delete", "pods", p.noteVictim)
	p.volumes = volumes{p.ctx, p.client}
	for _, object := range scenario.existing {
		if err := p.store.Add(object); err != nil {
			return err
		}
	}
	informers := scheduler.NewInformerFactory(p.client, 0)
	options := []scheduler.Option{
		scheduler.WithParallelism(1), scheduler.WithPodInitialBackoffSeconds(never), scheduler.WithPodMaxBackoffSeconds(never),
		scheduler.WithPodMaxInUnschedulablePodsDuration(never * time.Second),
	}
	if config != nil {
		options = append(options, scheduler.WithProfiles(config.Profiles...), scheduler.WithPercentageOfNodesToScore(config.PercentageOfNodesToScore))
	}
	recorder := func(string) events.EventRecorderLogger { return p.events }
	made, err := scheduler.New(p.ctx, p.client, informers, nil, recorder, options...)
	if err != nil {
		return err
	}
	p.scheduler = made
	informers.Start(p.ctx.Done())
	informers.WaitForCacheSync(p.ctx.Done())
	if err := made.WaitForHandlersSync(p.ctx); err != nil {
		return err
	}
	if made.APIDispatcher != nil {
		made.APIDispatcher.Run(klogger)
	}
	bubble.Settle()
	return nil
}

func (p *player) playAll(scenario *scenario) error {
	var preemptors []*corev1.Pod
	for _, given := range scenario.pending {
		pod, err := p.client.CoreV1().Pods(given.Namespace).Create(p.ctx, given, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		attempt, err := p.attempt(pod, 1)
		if err != nil {
			return err
		}
		if len(attempt.Victims) == 0 {
			continue
		}
		if scenario.retry == retryImmediate {
			if _, err := p.attempt(pod, 2); err != nil {
				return err
			}
			continue
		}
		preemptors = append(preemptors, pod)
	}
	sort.SliceStable(preemptors, func(a, b int) bool { return *preemptors[a].Spec.Priority > *preemptors[b].Spec.Priority })
	for _, pod := range preemptors {
		if _, err := p.attempt(pod, 2); err != nil {
			return err
		}
	}
	return nil
}

// attempt lets the scheduler try to place a pod once, and records it.
func (p *player) attempt(pod *corev1.Pod, number int) (*Attempt, error) {
	attempt := Attempt{Pod: keyOf(pod), Attempt: number, Victims: []string{}, Best: []string{}, PreFilter: PreFilter{Reasons: []string{}}}
	empty := func() *[]Rejected { return &[]Rejected{} }
	attempt.Filters, attempt.AllFilters, attempt.Feasible, attempt.Scores, attempt.Totals = empty(), empty(), &[]string{}, &[]Score{}, &Totals{}
	bubble.Settle()
	queued, err := p.prepare(pod, &attempt)
	if err != nil {
		return nil, err
	}
	if queued {
		if err := p.cycle(pod, &attempt); err != nil {
			return nil, err
		}
	}
	p.attempts = append(p.attempts, attempt)
	return &attempt, nil
}

// prepare puts the pod at the head of the queue, if it belongs there, and looks at the cluster.
func (p *player) prepare(pod *corev1.Pod, attempt *Attempt) (queued bool, err error) {
	profile, has := p.scheduler.Profiles[pod.Spec.SchedulerName]
	known := has
	if !has {
		for _, any := range p.scheduler.Profiles {
			profile = any
		}
	}
	plugins, err := pluginsOf(profile)
	if err != nil {
		return false, err
	}
	if err := p.scheduler.Cache.UpdateSnapshot(klogger, plugins.snapshot); err != nil {
		return false, err
	}
	nodes, err := plugins.snapshot.NodeInfos().List()
	if err != nil {
		return false, err
	}
	for _, node := range nodes {
		attempt.NodeOrder = append(attempt.NodeOrder, nameOf(node))
	}
	attempt.StartIndex = startIndexOf(p.scheduler)
	if !known {
		attempt.Reason = "NotQueued"
		return false, nil
	}
	current, err := p.client.CoreV1().Pods(pod.Namespace).Get(p.ctx, pod.Name, metav1.GetOptions{})
	if err != nil {
		return false, err
	}
	p.scheduler.SchedulingQueue.Activate(klogger, map[string]*corev1.Pod{keyOf(current): current})
	bubble.Settle()
	isThis := func(each *corev1.Pod) bool { return each.UID == current.UID }
	if !slices.ContainsFunc(p.scheduler.SchedulingQueue.PodsInActiveQ(), isThis) {
		_, condition := podutil.GetPodCondition(&current.Status, corev1.PodScheduled)
		if condition == nil {
			return false, fmt.Errorf("%s is not in the queue: %w", attempt.Pod, bubble.ErrStuck)
		}
		attempt.Reason, attempt.Message = condition.Reason, condition.Message
		return false, nil
	}
	return true, inspect(p.ctx, p.scheduler, plugins, current, attempt)
}

// cycle runs the scheduler's own cycle on the pod.
func (p *player) cycle(pod *corev1.Pod, attempt *Attempt) error {
	p.victims = nil
	queue := p.scheduler.SchedulingQueue
	for {
		head, err := queue.Pop(klogger)
		if err != nil {
			return err
		}
		if head.Pod.Name == pod.Name && head.Pod.Namespace == pod.Namespace {
			p.scheduler.NextPod = func(_ klogLogger) (*queuedPod, error) { return head, nil }
			break
		}
		// Another pod was woken up by an event; its time has not come.
		if err := queue.AddUnschedulableIfNotPresent(klogger, head, queue.SchedulingCycle()); err != nil {
			return err
		}
	}
	p.scheduler.ScheduleOne(p.ctx)
	bubble.Settle()
	var bound volumeOutcome
	// Until its volumes are bound a placed pod is only assumed to be on its node.
	assumed, err := p.scheduler.Cache.IsAssumedPod(pod)
	if err != nil {
		return err
	}
	if assumed {
		if bound, err = p.volumes.settle(pod); err != nil {
			return err
		}
	}
	return p.record(pod, attempt, bound)
}

func (p *player) record(pod *corev1.Pod, attempt *Attempt, bound volumeOutcome) error {
	after, err := p.client.CoreV1().Pods(pod.Namespace).Get(p.ctx, pod.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	attempt.Node = after.Spec.NodeName
	attempt.Victims = append(attempt.Victims, p.victims...)
	said := p.events.take(attempt.Pod)
	if attempt.Node != "" {
		attempt.Reason, attempt.Message = said.reason, said.note
		sort.Strings(bound.provisioned)
		attempt.VolumeBindings, attempt.VolumesProvisioned = bound.bindings, bound.provisioned
		return nil
	}
	attempt.NominatedNode = after.Status.NominatedNodeName
	_, condition := podutil.GetPodCondition(&after.Status, corev1.PodScheduled)
	if condition == nil {
		return fmt.Errorf("%s is neither placed nor refused: %w", attempt.Pod, bubble.ErrStuck)
	}
	attempt.Reason, attempt.Message = condition.Reason, condition.Message
	if said.note != condition.Message {
		attempt.EventMessage = said.note
	}
	return nil
}

// bind does what the API server does on a Binding, and what a kubelet does at once: the pod starts.
func (p *player) bind(action testing.Action) (bool, runtime.Object, error) {
	binding, isBinding := action.(testing.CreateAction).GetObject().(*corev1.Binding)
	if !isBinding {
		return false, nil, nil
	}
	// The client is locked while a reactor runs; the store is not.
	stored, err := p.store.Get(podResource, action.GetNamespace(), binding.Name)
	if err != nil {
		return true, nil, err
	}
	storedNode, err := p.store.Get(nodeResource, metav1.NamespaceNone, binding.Target.Name)
	if err != nil {
		return true, nil, err
	}
	pod, node := stored.(*corev1.Pod), storedNode.(*corev1.Node)
	pod.Spec.NodeName = node.Name
	pod.Status.NominatedNodeName = ""
	for _, label := range topologyLabels {
		if value, has := node.Labels[label]; has {
			metav1.SetMetaDataLabel(&pod.ObjectMeta, label, value)
		}
	}
	podutil.UpdatePodCondition(&pod.Status, &corev1.PodCondition{Type: corev1.PodScheduled, Status: corev1.ConditionTrue})
	started := metav1.NewTime(firstStart.Add(time.Duration(len(p.attempts)+1) * time.Second))
	pod.Status.StartTime = &started
	return true, binding, p.store.Update(podResource, pod, pod.Namespace)
}

func (p *player) noteVictim(action testing.Action) (bool, runtime.Object, error) {
	deletion := action.(testing.DeleteAction)
	p.victims = append(p.victims, strings.Join([]string{deletion.GetNamespace(), deletion.GetName()}, "/"))
	return false, nil, nil
}
