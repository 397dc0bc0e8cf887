package validate

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/networking"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	servicestore "k8s.io/kubernetes/pkg/registry/core/service/storage"
)

// The settings of the recorded API server in which clusters could differ.
const (
	serviceRange  = "10.96.0.0/12"
	firstNodePort = 30000
	nodePorts     = 2768
)

// serviceStores makes Service storages whose addresses and ports are all free: allocation errors hide other errors, so
// every document needs its own ports. Addresses are allocated by creating IPAddress objects, which go nowhere; their
// validation shows in what the Service is told, so it is the real one.
type serviceStores struct {
	options     nowhereOptions
	ipAddresses creater
	endpoints   servicestore.EndpointsStorage
	pods        servicestore.PodStorage

	once      sync.Once
	addresses ipallocator.Interface
	failed    error
}

func (s *serviceStores) make() (creater, error) {
	s.once.Do(func() { s.addresses, s.failed = s.newAddresses() })
	if s.failed != nil {
		return nil, s.failed
	}
	ports, err := portallocator.NewInMemory(utilnet.PortRange{Base: firstNodePort, Size: nodePorts})
	if err != nil {
		return nil, err
	}
	allocators := map[core.IPFamily]ipallocator.Interface{core.IPv4Protocol: s.addresses}
	store, _, _, err := servicestore.NewREST(s.options, core.IPv4Protocol, allocators, ports, s.endpoints, s.pods, http.DefaultTransport)
	return store, err
}

func (s *serviceStores) newAddresses() (ipallocator.Interface, error) {
	client := fake.NewClientset(&networkingv1.ServiceCIDR{
		ObjectMeta: metav1.ObjectMeta{Name: "kubernetes"},
		Spec:       networkingv1.ServiceCIDRSpec{CIDRs: []string{serviceRange}},
		Status:     networkingv1.ServiceCIDRStatus{Conditions: []metav1.Condition{{Type: networkingv1.ServiceCIDRConditionReady, Status: metav1.ConditionTrue}}},
	})
	client.PrependReactor("create", "ipaddresses", s.createAddress)
	client.PrependReactor("delete", "ipaddresses", func(testing.Action) (bool, runtime.Object, error) { return true, nil, nil })
	factory := informers.NewSharedInformerFactory(client, 0)
	allocator, err := ipallocator.NewMetaAllocator(client.NetworkingV1(), factory.Networking().V1().ServiceCIDRs(), factory.Networking().V1().IPAddresses(), false, nil)
	if err != nil {
		return nil, err
	}
	never := context.Background().Done()
	factory.Start(never)
	factory.WaitForCacheSync(never)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, err = allocator.DryRun().AllocateNext(); !errors.Is(err, ipallocator.ErrNotReady) {
			return allocator, nil
		}
	}
	return nil, fmt.Errorf("the service range never became ready: %w", err)
}

func (s *serviceStores) createAddress(action testing.Action) (bool, runtime.Object, error) {
	versioned := action.(testing.CreateAction).GetObject()
	object := &networking.IPAddress{}
	if err := legacyscheme.Scheme.Convert(versioned, object, nil); err != nil {
		return true, nil, err
	}
	rest.WipeObjectMetaSystemFields(object)
	ctx := inNamespace(context.Background(), networkingv1.SchemeGroupVersion.WithResource("ipaddresses"), "")
	_, err := s.ipAddresses.Create(ctx, object, rest.ValidateAllObjectFunc, &metav1.CreateOptions{})
	return true, versioned, err
}
