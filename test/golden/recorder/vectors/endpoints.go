package vectors

import (
	"sort"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	discoverydefaults "k8s.io/kubernetes/pkg/apis/discovery/v1"
	"k8s.io/kubernetes/pkg/proxy"
)

func endpoints(input struct {
	Service    corev1.Service               `json:"service"`
	Slices     []*discoveryv1.EndpointSlice `json:"slices"`
	Node       string                       `json:"node"`
	NodeLabels map[string]string            `json:"nodeLabels"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_Service(&input.Service)
	services := proxy.NewServiceChangeTracker(corev1.IPv4Protocol, nil, nil)
	services.Update(nil, &input.Service)
	servicePorts := proxy.ServicePortMap{}
	servicePorts.Update(services)
	changes := proxy.NewEndpointsChangeTracker(corev1.IPv4Protocol, input.Node, nil, nil)
	for _, slice := range input.Slices {
		discoverydefaults.SetObjectDefaults_EndpointSlice(slice)
		changes.EndpointSliceUpdate(slice, false)
	}
	known := proxy.EndpointsMap{}
	known.Update(changes)
	shown := object{}
	for name, port := range servicePorts {
		cluster, local, all, any := proxy.CategorizeEndpoints(known[name], port, input.Node, input.NodeLabels)
		shown[name.Port] = object{
			"cluster": texts(cluster), "local": texts(local), "allReachable": texts(all), "hasAny": any,
			"usesCluster": port.UsesClusterEndpoints(), "usesLocal": port.UsesLocalEndpoints(),
			"externalLocal": port.ExternalPolicyLocal(), "internalLocal": port.InternalPolicyLocal(),
		}
	}
	return shown, nil
}

func texts(endpoints []proxy.Endpoint) []string {
	shown := []string{}
	for _, each := range endpoints {
		shown = append(shown, each.String())
	}
	sort.Strings(shown)
	return shown
}
