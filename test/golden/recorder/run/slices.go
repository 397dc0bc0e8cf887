package run

import (
	"context"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/kubernetes/pkg/controller/endpointslice"
)

const (
	mostEndpoints = 100
	// updatesBatched is the controller's setting of that name: news of pods waits so long for more of it. With none, what comes while
	// the cache does not know the last write yet is left for a second, by chance.
	updatesBatched = 100 * time.Millisecond
)

// sliceController keeps the EndpointSlices of Services.
func sliceController(ctx context.Context, factory informers.SharedInformerFactory, client *fake.Clientset) func(context.Context, int) {
	core := factory.Core().V1()
	return endpointslice.NewController(ctx, core.Pods(), core.Services(), core.Nodes(), factory.Discovery().V1().EndpointSlices(), mostEndpoints, client, updatesBatched).Run
}

// allot gives a Service an address, as the API server does.
func (a *api) allot(service *corev1.Service) {
	spec := &service.Spec
	if spec.Type == corev1.ServiceTypeExternalName {
		return
	}
	if spec.ClusterIP == "" {
		a.addresses++
		spec.ClusterIP = fmt.Sprintf("10.96.0.%d", a.addresses)
	}
	spec.ClusterIPs, spec.IPFamilies = []string{spec.ClusterIP}, []corev1.IPFamily{corev1.IPv4Protocol}
}

// isOtherSlice says whether a write counts as another generation of a slice (pkg/registry/discovery/endpointslice).
func isOtherSlice(before, after runtime.Object) bool {
	old, isSlice := before.(*discoveryv1.EndpointSlice)
	if !isSlice {
		return false
	}
	now := after.(*discoveryv1.EndpointSlice)
	return !reflect.DeepEqual(old.Endpoints, now.Endpoints) || !reflect.DeepEqual(old.Ports, now.Ports) || !reflect.DeepEqual(old.Labels, now.Labels)
}

// showSlices shows, for each Service and set of ports, how full the slices are and which endpoints are in them.
func (p *player) showSlices(shown state, _ []*corev1.Pod) error {
	slices, err := all[*discoveryv1.EndpointSlice](p, discoveryv1.SchemeGroupVersion.WithKind("EndpointSlice"))
	if err != nil {
		return err
	}
	for _, slice := range slices {
		key := "slices/" + slice.Labels[discoveryv1.LabelServiceName]
		byPorts, has := shown[key].(state)
		if !has {
			byPorts = state{}
			shown[key] = byPorts
		}
		ports := portsText(slice.Ports)
		row, has := byPorts[ports].(state)
		if !has {
			row = state{"sizes": []int{}, "endpoints": []string{}}
			byPorts[ports] = row
		}
		sizes := append(row["sizes"].([]int), len(slice.Endpoints))
		sort.Sort(sort.Reverse(sort.IntSlice(sizes)))
		endpoints := row["endpoints"].([]string)
		for _, endpoint := range slice.Endpoints {
			endpoints = append(endpoints, p.endpointText(endpoint))
		}
		sort.Strings(endpoints)
		row["sizes"], row["endpoints"] = sizes, endpoints
	}
	return nil
}

func portsText(ports []discoveryv1.EndpointPort) string {
	texts := []string{}
	for _, port := range ports {
		text := fmt.Sprintf("%s=%d/%s", *port.Name, *port.Port, *port.Protocol)
		if port.AppProtocol != nil {
			text += "/" + *port.AppProtocol
		}
		texts = append(texts, text)
	}
	sort.Strings(texts)
	return strings.Join(texts, ",")
}

// endpointText is the pod and its node, then what is true of it.
func (p *player) endpointText(endpoint discoveryv1.Endpoint) string {
	words := []string{p.names.of(endpoint.TargetRef.Name), *endpoint.NodeName}
	if endpoint.Zone != nil {
		words = append(words, "zone="+*endpoint.Zone)
	}
	if endpoint.Hostname != nil {
		words = append(words, "hostname="+*endpoint.Hostname)
	}
	conditions := endpoint.Conditions
	for _, each := range []struct {
		name string
		is   *bool
	}{{"ready", conditions.Ready}, {"serving", conditions.Serving}, {"terminating", conditions.Terminating}} {
		if each.is != nil && *each.is {
			words = append(words, each.name)
		}
	}
	if endpoint.Hints != nil {
		for _, zone := range endpoint.Hints.ForZones {
			words = append(words, "forZone="+zone.Name)
		}
		for _, node := range endpoint.Hints.ForNodes {
			words = append(words, "forNode="+node.Name)
		}
	}
	return strings.Join(words, " ")
}
