package schedule

import (
	"fmt"
	"reflect"
	"unsafe"

	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	internalcache "k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
)

// plugins are the instances that a profile runs, in its order.
type plugins struct {
	profile    framework.Framework
	snapshot   *internalcache.Snapshot
	filters    []fwk.FilterPlugin
	scorers    []fwk.ScorePlugin
	weights    map[string]int
	preemption *defaultpreemption.DefaultPreemption // nil when the profile does not preempt
}

// pluginsOf reads them from the profile's private fields.
func pluginsOf(profile framework.Framework) (*plugins, error) {
	snapshot, isSnapshot := profile.SnapshotSharedLister().(*internalcache.Snapshot)
	if !isSnapshot {
		return nil, fmt.Errorf("the profile's snapshot is a %T", profile.SnapshotSharedLister())
	}
	found := &plugins{
		profile:  profile,
		snapshot: snapshot,
		filters:  *private[[]fwk.FilterPlugin](profile, "filterPlugins"),
		scorers:  *private[[]fwk.ScorePlugin](profile, "scorePlugins"),
		weights:  *private[map[string]int](profile, "scorePluginWeight"),
	}
	for _, plugin := range *private[[]fwk.PostFilterPlugin](profile, "postFilterPlugins") {
		if preemption, is := plugin.(*defaultpreemption.DefaultPreemption); is {
			found.preemption = preemption
		}
	}
	return found, nil
}

func startIndexOf(scheduler *scheduler.Scheduler) int {
	return *private[int](scheduler, "nextStartNodeIndex")
}

// private points to an unexported field of the struct that holder points to.
func private[T any](holder any, name string) *T {
	value := reflect.ValueOf(holder).Elem()
	field := value.FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		panic(fmt.Sprintf("%s has no field %s of type %s", value.Type(), name, reflect.TypeFor[T]()))
	}
	return (*T)(unsafe.Pointer(field.UnsafeAddr()))
}

//go:linkname nodesToFind k8s.io/kubernetes/pkg/scheduler.(*Scheduler).numFeasibleNodesToFind
func nodesToFind(scheduler *scheduler.Scheduler, percentage *int32, nodes int32) int32
