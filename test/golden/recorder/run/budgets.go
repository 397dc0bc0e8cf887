package run

import (
	"context"
	"fmt"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta/testrestmapper"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	scaleclient "k8s.io/client-go/scale"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controller/disruption"
)

// budgetController counts what PodDisruptionBudgets allow.
func budgetController(ctx context.Context, factory informers.SharedInformerFactory, client *fake.Clientset) func(context.Context, int) {
	apps, core := factory.Apps().V1(), factory.Core().V1()
	mapper := testrestmapper.TestOnlyStaticRESTMapper(legacyscheme.Scheme)
	budgets := disruption.NewDisruptionController(ctx, core.Pods(), factory.Policy().V1().PodDisruptionBudgets(), core.ReplicationControllers(), apps.ReplicaSets(), apps.Deployments(), apps.StatefulSets(), client, mapper, noScales{}, scalable{})
	return func(ctx context.Context, _ int) { budgets.Run(ctx) }
}

// noScales is asked for what is in no cache: an owner that has gone, or one of a kind that has no scale.
type noScales struct{ scaleclient.ScaleInterface }

func (s noScales) Scales(string) scaleclient.ScaleInterface { return s }

func (noScales) Get(_ context.Context, resource schema.GroupResource, name string, _ metav1.GetOptions) (*autoscalingv1.Scale, error) {
	return nil, apierrors.NewNotFound(resource, name)
}

// scalable says which resources have a scale.
type scalable struct{ discovery.DiscoveryInterface }

func (scalable) ServerResourcesForGroupVersion(string) (*metav1.APIResourceList, error) {
	list := &metav1.APIResourceList{}
	for _, resource := range []string{"deployments", "replicasets", "statefulsets", "replicationcontrollers"} {
		list.APIResources = append(list.APIResources, metav1.APIResource{Name: resource + "/scale", Group: "autoscaling", Version: "v1", Kind: "Scale"})
	}
	return list, nil
}

func (p *player) showBudgets(shown state, _ []*corev1.Pod) error {
	budgets, err := all[*policyv1.PodDisruptionBudget](p, policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"))
	if err != nil {
		return err
	}
	for _, each := range budgets {
		status := each.Status
		conditions := []string{}
		for _, condition := range status.Conditions {
			conditions = append(conditions, fmt.Sprintf("%s=%s/%s", condition.Type, condition.Status, condition.Reason))
		}
		shown["budget/"+each.Name] = state{
			"allowed": status.DisruptionsAllowed, "healthy": status.CurrentHealthy, "desired": status.DesiredHealthy, "expected": status.ExpectedPods,
			"observed": status.ObservedGeneration >= each.Generation, "conditions": conditions,
		}
	}
	return nil
}
