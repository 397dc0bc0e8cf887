package run

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	utilrand "k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"
	jobregistry "k8s.io/kubernetes/pkg/registry/batch/job"

	"kijabi/recorder/memory"
)

var podResource = corev1.SchemeGroupVersion.WithResource("pods")

// ownedResources are those whose objects go when their owner goes.
var ownedResources = map[schema.GroupVersionResource]string{
	podResource: "Pod",
	{Group: "apps", Version: "v1", Resource: "replicasets"}:                "ReplicaSet",
	{Group: "apps", Version: "v1", Resource: "controllerrevisions"}:        "ControllerRevision",
	{Group: "batch", Version: "v1", Resource: "jobs"}:                      "Job",
	{Group: "", Version: "v1", Resource: "persistentvolumeclaims"}:         "PersistentVolumeClaim",
	{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"}: "EndpointSlice",
}

// api is the store with what an API server and a garbage collector do that controllers depend on: generated names,
// generations, status written apart, finalizers, graceful deletion of pods, and dependents that go with their owner.
type api struct {
	*memory.Store
	lock    sync.Mutex // held over every change
	kubelet *kubelet
	created func(resource schema.GroupVersionResource, object metav1.Object)
	// generated is told of objects whose names were drawn at random.
	generated func(object metav1.Object)
	scaled    func(object runtime.Object, before *int32)
	addresses int // given to Services
}

func newAPI(grace int, rules []PodRule, nodes int) *api {
	a := &api{Store: memory.NewStore()}
	a.kubelet = &kubelet{api: a, grace: time.Duration(grace) * time.Second, rules: rules, nodes: max(nodes, 1), created: map[types.UID]int{}, attempts: map[string]int{}}
	return a
}

func (a *api) client() *fake.Clientset {
	client := memory.NewClient(a)
	client.PrependReactor("create", "*", a.generateName)
	client.PrependReactor("update", "*", a.update)
	return client
}

func (a *api) generateName(action testing.Action) (bool, runtime.Object, error) {
	accessor, err := meta.Accessor(action.(testing.CreateAction).GetObject())
	if err != nil {
		return true, nil, err
	}
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(accessor.GetGenerateName() + utilrand.String(5))
		a.generated(accessor)
	}
	return false, nil, nil
}

// Create stores a new object; a pod starts at once.
func (a *api) Create(resource schema.GroupVersionResource, object runtime.Object, namespace string, options ...metav1.CreateOptions) error {
	a.lock.Lock()
	defer a.lock.Unlock()
	object, err := written(object)
	if err != nil {
		return err
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	accessor.SetGeneration(1)
	accessor.SetNamespace(namespace)
	if given, isJob := object.(*batchv1.Job); isJob {
		if object, err = a.prepareJob(given); err != nil {
			return err
		}
	}
	if service, isService := object.(*corev1.Service); isService {
		a.allot(service)
	}
	pod, isPod := object.(*corev1.Pod)
	var life life
	if isPod {
		if life, err = a.kubelet.start(pod); err != nil {
			return err
		}
	}
	if err := a.Store.Create(resource, object, namespace, options...); err != nil {
		return err
	}
	stored, err := a.Get(resource, namespace, accessor.GetName())
	if err != nil {
		return err
	}
	if a.created != nil {
		a.created(resource, stored.(metav1.Object))
	}
	if a.scaled != nil {
		a.scaled(stored, nil)
	}
	if isPod {
		a.kubelet.live(stored.(*corev1.Pod), life)
	}
	return nil
}

// prepareJob gives a Job the selector that the API server generates from its uid.
func (a *api) prepareJob(given *batchv1.Job) (runtime.Object, error) {
	given.UID = a.NextUID()
	internal, prepared := &batch.Job{}, &batchv1.Job{}
	if err := legacyscheme.Scheme.Convert(given, internal, nil); err != nil {
		return nil, err
	}
	jobregistry.Strategy.PrepareForCreate(context.Background(), internal)
	return prepared, legacyscheme.Scheme.Convert(internal, prepared, nil)
}

// update writes all but the spec, or all but the status, as the API server does.
func (a *api) update(action testing.Action) (bool, runtime.Object, error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	updated := action.(testing.UpdateAction).GetObject()
	accessor, err := meta.Accessor(updated)
	if err != nil {
		return true, nil, err
	}
	stored, err := a.Get(action.GetResource(), action.GetNamespace(), accessor.GetName())
	if err != nil {
		return true, nil, err
	}
	merged := updated.DeepCopyObject()
	if action.GetSubresource() == "status" {
		// Metadata comes along: a Deployment's revision is written like this.
		copyField("Spec", merged, stored)
	} else {
		copyField("Status", merged, stored)
	}
	if err := a.replace(action.GetResource(), merged, action.GetNamespace()); err != nil {
		return true, nil, err
	}
	after, err := a.Get(action.GetResource(), action.GetNamespace(), accessor.GetName())
	if apierrors.IsNotFound(err) {
		return true, merged, nil // its last finalizer went
	}
	return true, after, err
}

func copyField(name string, to, from runtime.Object) {
	into, source := reflect.ValueOf(to).Elem().FieldByName(name), reflect.ValueOf(from.DeepCopyObject()).Elem().FieldByName(name)
	if into.IsValid() {
		into.Set(source)
	}
}

// Patch stores what a patch made of an object.
func (a *api) Patch(resource schema.GroupVersionResource, object runtime.Object, namespace string, _ ...metav1.PatchOptions) error {
	a.lock.Lock()
	defer a.lock.Unlock()
	return a.replace(resource, object, namespace)
}

// replace stores a changed object, counts generations, and lets it go when it was only held by finalizers.
func (a *api) replace(resource schema.GroupVersionResource, object runtime.Object, namespace string) error {
	object, err := written(object)
	if err != nil {
		return err
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	stored, err := a.Get(resource, namespace, accessor.GetName())
	if err != nil {
		return err
	}
	before, err := meta.Accessor(stored)
	if err != nil {
		return err
	}
	// Who and since when an object is no write can change.
	accessor.SetUID(cmp.Or(accessor.GetUID(), before.GetUID()))
	accessor.SetCreationTimestamp(before.GetCreationTimestamp())
	accessor.SetGeneration(before.GetGeneration())
	if !reflect.DeepEqual(specOf(stored), specOf(object)) || isOtherSlice(stored, object) {
		accessor.SetGeneration(before.GetGeneration() + 1)
	}
	if reflect.DeepEqual(withoutVersion(stored), withoutVersion(object)) {
		return a.isStale(resource, accessor, before)
	}
	scale := replicasOf(stored)
	if err := a.Store.Update(resource, object, namespace); err != nil {
		return err
	}
	if a.scaled != nil && scale != nil {
		a.scaled(object, scale)
	}
	if accessor.GetDeletionTimestamp() != nil && len(accessor.GetFinalizers()) == 0 && a.kubelet.hasEnded(object) {
		return a.remove(resource, accessor)
	}
	return nil
}

// isStale refuses what is based on an older version; a write that changes nothing is none.
func (a *api) isStale(resource schema.GroupVersionResource, written, stored metav1.Object) error {
	if based := written.GetResourceVersion(); based != "" && based != stored.GetResourceVersion() {
		return apierrors.NewConflict(resource.GroupResource(), written.GetName(), fmt.Errorf("the object has been modified; please apply your changes to the latest version and try again"))
	}
	return nil
}

func withoutVersion(object runtime.Object) runtime.Object {
	object = object.DeepCopyObject()
	object.(metav1.Object).SetResourceVersion("")
	return object
}

func specOf(object runtime.Object) any {
	if field := reflect.ValueOf(object).Elem().FieldByName("Spec"); field.IsValid() {
		return field.Interface()
	}
	return nil
}

// Delete lets an object go: a running pod after its grace, an object with finalizers when it has none left.
func (a *api) Delete(resource schema.GroupVersionResource, namespace, name string, options ...metav1.DeleteOptions) error {
	a.lock.Lock()
	defer a.lock.Unlock()
	return a.delete(resource, namespace, name, options...)
}

func (a *api) delete(resource schema.GroupVersionResource, namespace, name string, options ...metav1.DeleteOptions) error {
	object, err := a.Get(resource, namespace, name)
	if err != nil {
		return err
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	for _, each := range options {
		if wanted := each.Preconditions; wanted != nil && wanted.UID != nil && *wanted.UID != accessor.GetUID() {
			return apierrors.NewConflict(resource.GroupResource(), name, fmt.Errorf("the UID in the precondition does not match"))
		}
	}
	if accessor.GetDeletionTimestamp() != nil {
		return nil
	}
	grace := time.Duration(0)
	if pod, isPod := object.(*corev1.Pod); isPod && !isFinished(pod) {
		grace = a.kubelet.grace
	}
	if grace == 0 && len(accessor.GetFinalizers()) == 0 {
		return a.remove(resource, accessor)
	}
	seconds := int64(grace / time.Second)
	end := metav1.NewTime(time.Now().Add(grace)).Rfc3339Copy()
	accessor.SetDeletionTimestamp(&end)
	accessor.SetDeletionGracePeriodSeconds(&seconds)
	if err := a.Store.Update(resource, object, namespace); err != nil {
		return err
	}
	if pod, isPod := object.(*corev1.Pod); isPod && !isFinished(pod) {
		a.kubelet.kill(pod, grace)
	}
	return nil
}

// remove takes an object away, and all that it alone owns.
func (a *api) remove(resource schema.GroupVersionResource, accessor metav1.Object) error {
	if err := a.Store.Delete(resource, accessor.GetNamespace(), accessor.GetName()); err != nil {
		return err
	}
	for owned, kind := range ownedResources {
		list, err := a.List(owned, owned.GroupVersion().WithKind(kind), metav1.NamespaceAll)
		if err != nil {
			return err
		}
		items, err := meta.ExtractList(list)
		if err != nil {
			return err
		}
		for _, item := range items {
			dependent := item.(metav1.Object)
			if owners := dependent.GetOwnerReferences(); len(owners) == 1 && owners[0].UID == accessor.GetUID() {
				if err := a.delete(owned, dependent.GetNamespace(), dependent.GetName()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// changePod changes a pod, if it is still there.
func (a *api) changePod(pod *corev1.Pod, change func(*corev1.Pod)) {
	a.lock.Lock()
	defer a.lock.Unlock()
	stored, err := a.Get(podResource, pod.Namespace, pod.Name)
	if err != nil || stored.(*corev1.Pod).UID != pod.UID {
		return
	}
	changed := stored.DeepCopyObject().(*corev1.Pod)
	change(changed)
	if err := a.replace(podResource, changed, pod.Namespace); err != nil {
		panic(err) // nobody else writes while the lock is held
	}
}

// written is the object as the API server would keep it: with defaults, and times in whole seconds.
func written(object runtime.Object) (runtime.Object, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	back := reflect.New(reflect.TypeOf(object).Elem()).Interface().(runtime.Object)
	if err := json.Unmarshal(text, back); err != nil {
		return nil, err
	}
	legacyscheme.Scheme.Default(back)
	return back, nil
}

func isFinished(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}
