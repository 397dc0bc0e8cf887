// Package memory is an API server without rules: objects in memory behind a clientset, with what controllers rely on
// (unique ids, times and versions that rise, conflicts on stale writes, lists in the order of names).
package memory

import (
	"fmt"
	"sort"
	"strconv"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/testing"
)

// Store holds the objects.
type Store struct {
	testing.ObjectTracker
	lock     sync.Mutex
	version  int64
	uids     int
	ListOnly func(object runtime.Object) bool // what lists show; nil: everything
}

// NewStore gives an empty store.
func NewStore() *Store {
	return &Store{ObjectTracker: testing.NewObjectTracker(scheme.Scheme, scheme.Codecs.UniversalDecoder())}
}

// NewClient gives a client of a store.
func NewClient(store testing.ObjectTracker) *fake.Clientset {
	client := &fake.Clientset{}
	client.AddReactor("*", "*", testing.ObjectReaction(store))
	client.AddWatchReactor("*", func(action testing.Action) (bool, watch.Interface, error) {
		var options metav1.ListOptions
		if with, has := action.(testing.WatchActionImpl); has {
			options = with.ListOptions
		}
		watcher, err := store.Watch(action.GetResource(), action.GetNamespace(), options)
		return true, watcher, err
	})
	return client
}

// Add stores an object of any kind.
func (s *Store) Add(object runtime.Object) error {
	kinds, _, err := scheme.Scheme.ObjectKinds(object)
	if err != nil {
		return err
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	return s.Create(ResourceOf(kinds[0]), object, accessor.GetNamespace())
}

// ResourceOf is the resource of a kind.
func ResourceOf(kind schema.GroupVersionKind) schema.GroupVersionResource {
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	return resource
}

// Create stores a new object. Its id and creation time are given here, if it has none.
func (s *Store) Create(resource schema.GroupVersionResource, object runtime.Object, namespace string, options ...metav1.CreateOptions) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	object = object.DeepCopyObject()
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	if accessor.GetUID() == "" {
		accessor.SetUID(s.nextUID())
	}
	if created := accessor.GetCreationTimestamp(); created.IsZero() {
		accessor.SetCreationTimestamp(metav1.Now().Rfc3339Copy())
	}
	s.stamp(accessor)
	return s.ObjectTracker.Create(resource, object, namespace, options...)
}

// NextUID gives a new id; they rise.
func (s *Store) NextUID() types.UID {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.nextUID()
}

func (s *Store) nextUID() types.UID {
	s.uids++
	return types.UID(fmt.Sprintf("00000000-0000-0000-0000-%012d", s.uids))
}

// Update replaces an object unless what was written is based on an older version.
func (s *Store) Update(resource schema.GroupVersionResource, object runtime.Object, namespace string, options ...metav1.UpdateOptions) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.replace(resource, object, namespace, func(object runtime.Object) error {
		return s.ObjectTracker.Update(resource, object, namespace, options...)
	})
}

// Patch stores a patched object.
func (s *Store) Patch(resource schema.GroupVersionResource, object runtime.Object, namespace string, options ...metav1.PatchOptions) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.replace(resource, object, namespace, func(object runtime.Object) error {
		return s.ObjectTracker.Patch(resource, object, namespace, options...)
	})
}

func (s *Store) replace(resource schema.GroupVersionResource, object runtime.Object, namespace string, write func(runtime.Object) error) error {
	object = object.DeepCopyObject()
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	stored, err := s.ObjectTracker.Get(resource, namespace, accessor.GetName())
	if err != nil {
		return err
	}
	current, err := meta.Accessor(stored)
	if err != nil {
		return err
	}
	if based := accessor.GetResourceVersion(); based != "" && based != current.GetResourceVersion() {
		return apierrors.NewConflict(resource.GroupResource(), accessor.GetName(), fmt.Errorf("the object has been modified; please apply your changes to the latest version and try again"))
	}
	if id := accessor.GetUID(); id != "" && id != current.GetUID() {
		return apierrors.NewConflict(resource.GroupResource(), accessor.GetName(), fmt.Errorf("the object has another uid"))
	}
	s.stamp(accessor)
	return write(object)
}

func (s *Store) stamp(accessor metav1.Object) {
	s.version++
	accessor.SetResourceVersion(strconv.FormatInt(s.version, 10))
}

// List gives the objects in the order of their names, as an API server does.
func (s *Store) List(resource schema.GroupVersionResource, kind schema.GroupVersionKind, namespace string, options ...metav1.ListOptions) (runtime.Object, error) {
	list, err := s.ObjectTracker.List(resource, kind, namespace, options...)
	if err != nil {
		return nil, err
	}
	items, err := meta.ExtractList(list)
	if err != nil {
		return nil, err
	}
	shown := items[:0]
	for _, item := range items {
		if s.ListOnly == nil || s.ListOnly(item) {
			shown = append(shown, item)
		}
	}
	sort.Slice(shown, func(i, j int) bool { return nameKey(shown[i]) < nameKey(shown[j]) })
	return list, meta.SetList(list, shown)
}

func nameKey(object runtime.Object) string {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return ""
	}
	return accessor.GetNamespace() + "/" + accessor.GetName()
}
