package run

import (
	"context"
	"fmt"
	"sort"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/kubectl/pkg/cmd/util"
	"k8s.io/kubectl/pkg/polymorphichelpers"
	"k8s.io/kubernetes/pkg/controller/cronjob"
	"k8s.io/kubernetes/pkg/controller/daemon"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/job"
	"k8s.io/kubernetes/pkg/controller/replicaset"
	"k8s.io/kubernetes/pkg/controller/statefulset"
	"k8s.io/kubernetes/pkg/controller/ttlafterfinished"

	"kijabi/recorder/bubble"
	"kijabi/recorder/memory"
)

// gatesOff cannot be served by a store in memory: they wait for versions that only a real API server gives.
const gatesOff = "StaleControllerConsistencyDaemonSet=false,StaleControllerConsistencyJob=false,StaleControllerConsistencyReplicaSet=false,StaleControllerConsistencyStatefulSet=false"

// Where in a second things happen, so that timers on whole seconds come first.
const (
	objectsAt = 100 * time.Millisecond
	actionsAt = 300 * time.Millisecond
	sampledAt = 600 * time.Millisecond
)

// SetGates turns the gates off for this program.
func SetGates() error { return utilfeature.DefaultMutableFeatureGate.Set(gatesOff) }

// Played is one run of a scenario.
type Played struct {
	samples []sample
	scales  []string
	events  map[string]bool
}

type player struct {
	ctx      context.Context
	scenario *Scenario
	start    time.Time
	api      *api
	client   *fake.Clientset
	names    names
	played   *Played
	scales   []scale
	sawJob   bool // Jobs go after their time, and then their pods are shown to be gone
}

type scale struct {
	second int
	text   string
}

// Play plays a scenario once, with delays drawn from the seed, or without for seed 0. It has to run in a bubble.
func Play(scenario *Scenario, seed int64) (*Played, error) {
	start, err := scenario.startsAt()
	if err != nil {
		return nil, err
	}
	bubble.SleepUntil(start)
	ctx, cancel := context.WithCancel(context.Background())
	p := &player{ctx: ctx, scenario: scenario, start: start, names: newNames(), played: &Played{events: map[string]bool{}}}
	p.api = newAPI(scenario.Grace, scenario.Pods, scenario.Nodes)
	p.api.created = p.names.note
	p.api.generated = p.names.noteGenerated
	p.api.scaled = p.noteScale
	p.client = p.api.client()
	p.client.PrependReactor("*", "events", p.noteEvent)
	if seed != 0 {
		delayWatches(p.client, p.api, seed)
	}
	shutdown, err := startControllers(ctx, p.client, scenario.kinds())
	defer bubble.End(func() {
		cancel()
		shutdown()
	})
	if err != nil {
		return nil, err
	}
	if err := p.playAll(); err != nil {
		return nil, err
	}
	p.finishScales()
	return p.played, nil
}

// startControllers starts the controllers that the scenario needs, with one worker each. The returned function waits until the
// informers have stopped.
func startControllers(ctx context.Context, client *fake.Clientset, kinds map[string]bool) (shutdown func(), err error) {
	factory := informers.NewSharedInformerFactory(client, 0)
	apps, core, batch, scheduling := factory.Apps().V1(), factory.Core().V1(), factory.Batch().V1(), factory.Scheduling().V1alpha2()
	var runs []func(context.Context, int)
	if kinds["Deployment"] || kinds["ReplicaSet"] {
		deployments, err := deployment.NewDeploymentController(ctx, apps.Deployments(), apps.ReplicaSets(), core.Pods(), client)
		if err != nil {
			return factory.Shutdown, err
		}
		replicaSets := replicaset.NewReplicaSetController(ctx, apps.ReplicaSets(), core.Pods(), client, replicaset.BurstReplicas)
		runs = append(runs, deployments.Run, replicaSets.Run)
	}
	if kinds["StatefulSet"] {
		statefulSets := statefulset.NewStatefulSetController(ctx, core.Pods(), apps.StatefulSets(), core.PersistentVolumeClaims(), apps.ControllerRevisions(), client)
		runs = append(runs, statefulSets.Run)
	}
	if kinds["DaemonSet"] {
		backOff := flowcontrol.NewBackOff(time.Second, 15*time.Minute)
		daemonSets, err := daemon.NewDaemonSetsController(ctx, apps.DaemonSets(), apps.ControllerRevisions(), core.Pods(), core.Nodes(), client, backOff)
		if err != nil {
			return factory.Shutdown, err
		}
		runs = append(runs, daemonSets.Run)
	}
	if kinds["Job"] || kinds["CronJob"] {
		jobs, err := job.NewController(ctx, client, core.Pods(), batch.Jobs(), scheduling.Workloads(), scheduling.PodGroups())
		if err != nil {
			return factory.Shutdown, err
		}
		runs = append(runs, jobs.Run, ttlafterfinished.New(ctx, batch.Jobs(), client).Run)
	}
	if kinds["CronJob"] {
		cronJobs, err := cronjob.NewControllerV2(ctx, batch.Jobs(), batch.CronJobs(), client)
		if err != nil {
			return factory.Shutdown, err
		}
		runs = append(runs, cronJobs.Run)
	}
	if kinds["PodDisruptionBudget"] {
		runs = append(runs, budgetController(ctx, factory, client))
	}
	if kinds["Service"] {
		runs = append(runs, sliceController(ctx, factory, client))
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	for _, run := range runs {
		go run(ctx, 1)
	}
	bubble.Settle()
	return factory.Shutdown, nil
}

func (p *player) playAll() error {
	bubble.SleepUntil(p.start.Add(objectsAt))
	if err := p.create(p.scenario.Objects); err != nil {
		return err
	}
	next, every := 0, p.scenario.sampleEvery()
	// The last sample covers the last second.
	last := (p.scenario.Until/every+1)*every - 1
	for second := 0; second <= last; second++ {
		isSampled := second%every == every-1
		isActedOn := next < len(p.scenario.Actions) && p.scenario.Actions[next].At == second
		if !isSampled && !isActedOn {
			continue
		}
		bubble.SleepUntil(p.at(second, actionsAt))
		for ; next < len(p.scenario.Actions) && p.scenario.Actions[next].At == second; next++ {
			// What an action is about may have gone in the meantime.
			if err := p.act(p.scenario.Actions[next]); err != nil && !apierrors.IsNotFound(err) {
				return fmt.Errorf("action at %d: %w", second, err)
			}
		}
		if !isSampled {
			continue
		}
		bubble.SleepUntil(p.at(second, sampledAt))
		bubble.Settle()
		state, err := p.state()
		if err != nil {
			return err
		}
		p.played.samples = append(p.played.samples, sample{second, state})
	}
	return nil
}

func (p *player) at(second int, part time.Duration) time.Time {
	return p.start.Add(time.Duration(second)*time.Second + part)
}

func (p *player) create(text string) error {
	objects, err := memory.Decode([]byte(text))
	if err != nil {
		return err
	}
	for _, object := range objects {
		kinds := object.GetObjectKind().GroupVersionKind()
		namespace := object.(metav1.Object).GetNamespace()
		if err := p.api.Create(memory.ResourceOf(kinds), object, namespace); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) act(action Action) error {
	if action.Do == "create" {
		return p.create(action.Object)
	}
	resource, namespace := resourceOfKind(action.Kind)
	switch action.Do {
	case "patch":
		patch := testing.NewPatchAction(resource, namespace, action.Name, types.MergePatchType, action.Patch)
		_, err := p.client.Invokes(patch, nil)
		return err
	case "delete":
		return p.api.Delete(resource, namespace, action.Name)
	case "undo":
		p.undo(action.Name, action.ToRevision)
		return nil
	}
	return fmt.Errorf("unknown action %q", action.Do)
}

func resourceOfKind(kind string) (schema.GroupVersionResource, string) {
	group := schema.GroupVersion{Version: "v1"}
	switch kind {
	case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet":
		group.Group = "apps"
	case "Job", "CronJob":
		group.Group = "batch"
	case "PodDisruptionBudget":
		group.Group = "policy"
	case "Node":
		return memory.ResourceOf(group.WithKind(kind)), metav1.NamespaceNone
	}
	return memory.ResourceOf(group.WithKind(kind)), metav1.NamespaceDefault
}

// undo does what `kubectl rollout undo` does; that there is no such revision, or that the Deployment is paused, is no matter.
func (p *player) undo(name string, toRevision int64) {
	deployments := p.client.AppsV1().Deployments(metav1.NamespaceDefault)
	current, err := deployments.Get(p.ctx, name, metav1.GetOptions{})
	if err != nil {
		return
	}
	rollbacker, err := polymorphichelpers.RollbackerFor(appsv1.SchemeGroupVersion.WithKind("Deployment").GroupKind(), p.client)
	if err != nil {
		return
	}
	_, _ = rollbacker.Rollback(current, nil, toRevision, util.DryRunNone)
}

func (p *player) second() int { return int(time.Since(p.start) / time.Second) }

func (p *player) noteScale(object runtime.Object, before *int32) {
	set, isSet := object.(*appsv1.ReplicaSet)
	if !isSet {
		return
	}
	now := *set.Spec.Replicas
	name := p.names.of(set.Name)
	switch {
	case before == nil:
		p.scales = append(p.scales, scale{p.second(), fmt.Sprintf("%s create %d", name, now)})
	case *before != now:
		p.scales = append(p.scales, scale{p.second(), fmt.Sprintf("%s %d->%d", name, *before, now)})
	}
}

func (p *player) finishScales() {
	sort.Slice(p.scales, func(a, b int) bool {
		if p.scales[a].second != p.scales[b].second {
			return p.scales[a].second < p.scales[b].second
		}
		return p.scales[a].text < p.scales[b].text
	})
	for _, each := range p.scales {
		p.played.scales = append(p.played.scales, fmt.Sprintf("%d %s", each.second, each.text))
	}
}

// noteEvent keeps the text of an event; the event itself goes nowhere.
func (p *player) noteEvent(action testing.Action) (bool, runtime.Object, error) {
	create, isCreate := action.(testing.CreateAction)
	if !isCreate {
		return true, &corev1.Event{}, nil
	}
	event := create.GetObject().(*corev1.Event)
	if text := p.names.eventText(event); text != "" {
		p.played.events[text] = true
	}
	return true, event, nil
}

func replicasOf(object runtime.Object) *int32 {
	if set, isSet := object.(*appsv1.ReplicaSet); isSet {
		return set.Spec.Replicas
	}
	return nil
}
