package schedule

import (
	"fmt"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"
)

// eventLog keeps the last event of each pod, as `reason` and note.
type eventLog struct {
	lock sync.Mutex
	last map[string]event
}

type event struct{ reason, note string }

func (l *eventLog) Eventf(regarding, _ runtime.Object, _, reason, _, note string, arguments ...any) {
	object, isObject := regarding.(metav1.Object)
	if !isObject {
		return
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.last[keyOf(object)] = event{reason, fmt.Sprintf(note, arguments...)}
}

func (l *eventLog) WithLogger(klog.Logger) events.EventRecorderLogger { return l }

// take gives the last event of a pod and forgets it.
func (l *eventLog) take(pod string) event {
	l.lock.Lock()
	defer l.lock.Unlock()
	taken := l.last[pod]
	delete(l.last, pod)
	return taken
}
