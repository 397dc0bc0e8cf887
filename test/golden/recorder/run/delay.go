package run

import (
	"math/rand"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"
)

// longestDelay of a watch event: longer than one write takes, far shorter than a second.
const longestDelay = 7 * time.Millisecond

// delayWatches lets every watch event come a little late, to show what depends on the order in which caches learn of changes.
func delayWatches(client *fake.Clientset, api *api, seed int64) {
	random := rand.New(rand.NewSource(seed))
	var lock sync.Mutex
	client.PrependWatchReactor("*", func(action testing.Action) (bool, watch.Interface, error) {
		var options metav1.ListOptions
		if with, has := action.(testing.WatchActionImpl); has {
			options = with.ListOptions
		}
		inner, err := api.Watch(action.GetResource(), action.GetNamespace(), options)
		if err != nil {
			return true, nil, err
		}
		delay := func() time.Duration {
			lock.Lock()
			defer lock.Unlock()
			return time.Duration(random.Int63n(int64(longestDelay)))
		}
		late := &lateWatch{Interface: inner, out: make(chan watch.Event), stopped: make(chan struct{})}
		go late.run(delay)
		return true, late, nil
	})
}

type lateWatch struct {
	watch.Interface
	out     chan watch.Event
	stopped chan struct{}
	once    sync.Once
}

func (w *lateWatch) ResultChan() <-chan watch.Event { return w.out }

func (w *lateWatch) Stop() {
	w.once.Do(func() { close(w.stopped) })
	w.Interface.Stop()
}

func (w *lateWatch) run(delay func() time.Duration) {
	defer close(w.out)
	for event := range w.Interface.ResultChan() {
		time.Sleep(delay())
		select {
		case w.out <- event:
		case <-w.stopped:
			return
		}
	}
}
