package vectors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"

	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta/testrestmapper"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	scalefake "k8s.io/client-go/scale/fake"
	"k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controller/disruption"

	"kijabi/recorder/bubble"
	"kijabi/recorder/memory"
)

const mostWrites = 20

var errRestless = errors.New("the status never comes to rest")

// budget lets the disruption controller look at a PodDisruptionBudget once. It has to run in a bubble.
func budget(input struct {
	PDB     policyv1.PodDisruptionBudget `json:"pdb"`
	Objects []json.RawMessage            `json:"objects"`
}) (any, error) {
	store := memory.NewStore()
	legacyscheme.Scheme.Default(&input.PDB)
	if err := store.Add(&input.PDB); err != nil {
		return nil, err
	}
	for _, text := range input.Objects {
		objects, err := memory.Decode(text)
		if err != nil {
			return nil, err
		}
		for _, each := range objects {
			if err := store.Add(each); err != nil {
				return nil, err
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	client := memory.NewClient(store)
	// A status whose text lists pods in map order is written over and over.
	writes := 0
	client.PrependReactor("update", "poddisruptionbudgets", func(testing.Action) (bool, runtime.Object, error) {
		if writes++; writes > mostWrites {
			return true, nil, errRestless
		}
		return false, nil, nil
	})
	factory := informers.NewSharedInformerFactory(client, 0)
	core, apps := factory.Core().V1(), factory.Apps().V1()
	controller := disruption.NewDisruptionController(
		ctx, core.Pods(), factory.Policy().V1().PodDisruptionBudgets(), core.ReplicationControllers(), apps.ReplicaSets(), apps.Deployments(), apps.StatefulSets(),
		client, testrestmapper.TestOnlyStaticRESTMapper(legacyscheme.Scheme), &scalefake.FakeScaleClient{}, client.Discovery(),
	)
	defer bubble.End(func() {
		cancel()
		factory.Shutdown()
	})
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go controller.Run(ctx)
	bubble.Settle()
	if writes > mostWrites {
		return nil, errRestless
	}
	stored, err := store.Get(policyv1.SchemeGroupVersion.WithResource("poddisruptionbudgets"), input.PDB.Namespace, input.PDB.Name)
	if err != nil {
		return nil, err
	}
	return shownBudget(stored.(*policyv1.PodDisruptionBudget).Status), nil
}

func shownBudget(status policyv1.PodDisruptionBudgetStatus) object {
	conditions := []string{}
	for _, condition := range status.Conditions {
		conditions = append(conditions, fmt.Sprintf("%s=%s/%s: %s", condition.Type, condition.Status, condition.Reason, condition.Message))
	}
	sort.Strings(conditions)
	return object{
		"conditions": conditions, "currentHealthy": status.CurrentHealthy, "desiredHealthy": status.DesiredHealthy,
		"disruptionsAllowed": status.DisruptionsAllowed, "expectedPods": status.ExpectedPods,
	}
}
