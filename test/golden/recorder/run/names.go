package run

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// names replaces names that a run draws at random: rs#1 is the first ReplicaSet, rev#1 the first ControllerRevision, and
// generated pods lose their last letters.
type names struct {
	lock      *sync.Mutex
	stableBy  map[string]string
	countByID map[string]int
}

func newNames() names {
	return names{lock: &sync.Mutex{}, stableBy: map[string]string{}, countByID: map[string]int{}}
}

func (n names) note(resource schema.GroupVersionResource, object metav1.Object) {
	n.lock.Lock()
	defer n.lock.Unlock()
	switch resource.Resource {
	case "replicasets":
		n.number(object.GetName(), "rs")
	case "controllerrevisions":
		n.number(object.GetName(), "rev")
	}
}

// noteGenerated notes a name of which the last letters were drawn at random.
func (n names) noteGenerated(object metav1.Object) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.stableBy[object.GetName()] = n.replaceIn(object.GetGenerateName()) + "*"
}

func (n names) number(name, prefix string) {
	n.countByID[prefix]++
	n.stableBy[name] = fmt.Sprintf("%s#%d", prefix, n.countByID[prefix])
}

// of is the stable name, or the name itself.
func (n names) of(name string) string {
	n.lock.Lock()
	defer n.lock.Unlock()
	if stable, has := n.stableBy[name]; has {
		return stable
	}
	return name
}

// eventText is `Kind Type Reason message`; summaries of the event client have none.
func (n names) eventText(event *corev1.Event) string {
	if strings.HasPrefix(event.Message, "(combined from similar events)") {
		return ""
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	return fmt.Sprintf("%s %s %s %s", event.InvolvedObject.Kind, event.Type, event.Reason, n.replaceIn(event.Message))
}

// text is a message with stable names.
func (n names) text(message string) string {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.replaceIn(message)
}

// replaceIn replaces every name in a text, longer ones first.
func (n names) replaceIn(text string) string {
	known := make([]string, 0, len(n.stableBy))
	for name := range n.stableBy {
		if strings.Contains(text, name) {
			known = append(known, name)
		}
	}
	sort.Slice(known, func(a, b int) bool {
		return len(known[a]) > len(known[b]) || (len(known[a]) == len(known[b]) && known[a] < known[b])
	})
	for _, name := range known {
		text = strings.ReplaceAll(text, name, n.stableBy[name])
	}
	return text
}
