package validate

import (
	"fmt"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensionsserver "k8s.io/apiextensions-apiserver/pkg/apiserver"
	crdstore "k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controlplane"
	controlplaneapiserver "k8s.io/kubernetes/pkg/controlplane/apiserver"
	kubeletclient "k8s.io/kubernetes/pkg/kubelet/client"
	admissionregistrationrest "k8s.io/kubernetes/pkg/registry/admissionregistration/rest"
	appsrest "k8s.io/kubernetes/pkg/registry/apps/rest"
	authenticationrest "k8s.io/kubernetes/pkg/registry/authentication/rest"
	authorizationrest "k8s.io/kubernetes/pkg/registry/authorization/rest"
	autoscalingrest "k8s.io/kubernetes/pkg/registry/autoscaling/rest"
	batchrest "k8s.io/kubernetes/pkg/registry/batch/rest"
	certificatesrest "k8s.io/kubernetes/pkg/registry/certificates/rest"
	coordinationrest "k8s.io/kubernetes/pkg/registry/coordination/rest"
	endpointsstore "k8s.io/kubernetes/pkg/registry/core/endpoint/storage"
	limitrangestore "k8s.io/kubernetes/pkg/registry/core/limitrange/storage"
	nodestore "k8s.io/kubernetes/pkg/registry/core/node/storage"
	pvstore "k8s.io/kubernetes/pkg/registry/core/persistentvolume/storage"
	pvcstore "k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim/storage"
	podstore "k8s.io/kubernetes/pkg/registry/core/pod/storage"
	podtemplatestore "k8s.io/kubernetes/pkg/registry/core/podtemplate/storage"
	controllerstore "k8s.io/kubernetes/pkg/registry/core/replicationcontroller/storage"
	corerest "k8s.io/kubernetes/pkg/registry/core/rest"
	discoveryrest "k8s.io/kubernetes/pkg/registry/discovery/rest"
	eventsrest "k8s.io/kubernetes/pkg/registry/events/rest"
	flowcontrolrest "k8s.io/kubernetes/pkg/registry/flowcontrol/rest"
	networkingrest "k8s.io/kubernetes/pkg/registry/networking/rest"
	noderest "k8s.io/kubernetes/pkg/registry/node/rest"
	policyrest "k8s.io/kubernetes/pkg/registry/policy/rest"
	rbacrest "k8s.io/kubernetes/pkg/registry/rbac/rest"
	resourcerest "k8s.io/kubernetes/pkg/registry/resource/rest"
	schedulingrest "k8s.io/kubernetes/pkg/registry/scheduling/rest"
	storagerest "k8s.io/kubernetes/pkg/registry/storage/rest"
)

// kind is one kind that the API server stores: how its text is decoded and where it is created.
type kind struct {
	gvk        schema.GroupVersionKind
	resource   schema.GroupVersionResource
	namespaced bool
	scheme     *runtime.Scheme
	codecs     serializer.CodecFactory
	store      func() (creater, error)
	// deprecation is the warning that every object of the kind gets, if it is deprecated.
	deprecation  string
	isDeprecated bool
}

type creater interface {
	rest.Storage
	rest.Creater
}

// servedKinds lists every kind that is stored and served by default.
func servedKinds() (map[schema.GroupVersionKind]kind, error) {
	options := nowhereOptions{legacyscheme.Codecs.LegacyCodec(legacyscheme.Scheme.PrioritizedVersionsAllGroups()...)}
	enabled := controlplane.DefaultAPIResourceConfigSource()
	kinds := map[schema.GroupVersionKind]kind{}
	for _, provider := range providers() {
		group, err := provider.NewRESTStorage(enabled, options)
		if err != nil {
			return nil, fmt.Errorf("group %q: %w", provider.GroupName(), err)
		}
		if err := addGroup(kinds, provider.GroupName(), group); err != nil {
			return nil, err
		}
	}
	if err := addCore(kinds, options); err != nil {
		return nil, err
	}
	if err := addCustomResourceDefinitions(kinds); err != nil {
		return nil, err
	}
	for gvk, each := range kinds {
		each.deprecation, each.isDeprecated = deprecationOf(each.scheme, gvk)
		kinds[gvk] = each
	}
	return kinds, nil
}

func providers() []controlplaneapiserver.RESTStorageProvider {
	allowed := authorizerfactory.NewAlwaysAllowAuthorizer()
	client := fake.NewClientset(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: metav1.NamespaceDefault}})
	return []controlplaneapiserver.RESTStorageProvider{
		&corerest.GenericConfig{EventTTL: time.Hour},
		authenticationrest.RESTStorageProvider{},
		authorizationrest.RESTStorageProvider{Authorizer: allowed},
		autoscalingrest.RESTStorageProvider{},
		batchrest.RESTStorageProvider{},
		certificatesrest.RESTStorageProvider{Authorizer: allowed},
		coordinationrest.RESTStorageProvider{},
		discoveryrest.StorageProvider{},
		networkingrest.RESTStorageProvider{},
		noderest.RESTStorageProvider{},
		policyrest.RESTStorageProvider{},
		rbacrest.RESTStorageProvider{Authorizer: allowed},
		schedulingrest.RESTStorageProvider{},
		storagerest.RESTStorageProvider{},
		flowcontrolrest.RESTStorageProvider{},
		appsrest.StorageProvider{},
		admissionregistrationrest.RESTStorageProvider{Authorizer: allowed, DiscoveryClient: client.Discovery()},
		eventsrest.RESTStorageProvider{TTL: time.Hour},
		resourcerest.RESTStorageProvider{Authorizer: allowed, NamespaceClient: client.CoreV1().Namespaces()},
	}
}

func addGroup(kinds map[schema.GroupVersionKind]kind, groupName string, group genericapiserver.APIGroupInfo) error {
	for version, resources := range group.VersionedResourcesStorageMap {
		for resource, store := range resources {
			made, canCreate := store.(creater)
			if !canCreate {
				continue
			}
			if err := addStore(kinds, schema.GroupVersionResource{Group: groupName, Version: version, Resource: resource}, made); err != nil {
				return err
			}
		}
	}
	return nil
}

// addStore registers a built-in kind. Subresources, whose objects belong to another group or kind, are left out.
func addStore(kinds map[schema.GroupVersionKind]kind, resource schema.GroupVersionResource, store creater) error {
	scoped, hasScope := store.(rest.Scoper)
	if !hasScope {
		return nil
	}
	objectKinds, _, err := legacyscheme.Scheme.ObjectKinds(store.New())
	if err != nil {
		return fmt.Errorf("%v: %w", resource, err)
	}
	gvk := resource.GroupVersion().WithKind(objectKinds[0].Kind)
	if objectKinds[0].Group != resource.Group || !legacyscheme.Scheme.Recognizes(gvk) || isSubresource(resource.Resource) {
		return nil
	}
	kinds[gvk] = kind{
		gvk: gvk, resource: resource, namespaced: scoped.NamespaceScoped(),
		scheme: legacyscheme.Scheme, codecs: legacyscheme.Codecs,
		store: func() (creater, error) { return store, nil },
	}
	return nil
}

func isSubresource(resource string) bool {
	for _, letter := range resource {
		if letter == '/' {
			return true
		}
	}
	return false
}

// addCore adds the core kinds whose storage the API server builds by hand (the generic ones come with corerest.GenericConfig).
func addCore(kinds map[schema.GroupVersionKind]kind, options nowhereOptions) error {
	podTemplates, err := podtemplatestore.NewREST(options)
	if err != nil {
		return err
	}
	limitRanges, err := limitrangestore.NewREST(options)
	if err != nil {
		return err
	}
	volumes, _, err := pvstore.NewREST(options)
	if err != nil {
		return err
	}
	claims, _, err := pvcstore.NewREST(options)
	if err != nil {
		return err
	}
	endpoints, err := endpointsstore.NewREST(options)
	if err != nil {
		return err
	}
	nodes, err := nodestore.NewStorage(options, kubeletclient.KubeletClientConfig{}, http.DefaultTransport)
	if err != nil {
		return err
	}
	pods, err := podstore.NewStorage(options, nodes.KubeletConnectionInfo, http.DefaultTransport, fake.NewClientset().PolicyV1(), authorizerfactory.NewAlwaysAllowAuthorizer())
	if err != nil {
		return err
	}
	controllers, err := controllerstore.NewStorage(options)
	if err != nil {
		return err
	}
	stores := map[string]creater{
		"podtemplates": podTemplates, "limitranges": limitRanges, "persistentvolumes": volumes, "persistentvolumeclaims": claims,
		"endpoints": endpoints, "nodes": nodes.Node, "pods": pods.Pod, "replicationcontrollers": controllers.Controller,
	}
	for resource, store := range stores {
		if err := addStore(kinds, corev1.SchemeGroupVersion.WithResource(resource), store); err != nil {
			return err
		}
	}
	ipAddresses, err := kinds[networkingv1.SchemeGroupVersion.WithKind("IPAddress")].store()
	if err != nil {
		return err
	}
	serviceStores := &serviceStores{options: options, ipAddresses: ipAddresses, endpoints: endpoints, pods: pods.Pod}
	services := corev1.SchemeGroupVersion.WithKind("Service")
	kinds[services] = kind{
		gvk: services, resource: corev1.SchemeGroupVersion.WithResource("services"), namespaced: true,
		scheme: legacyscheme.Scheme, codecs: legacyscheme.Codecs,
		store: serviceStores.make,
	}
	return nil
}

func addCustomResourceDefinitions(kinds map[schema.GroupVersionKind]kind) error {
	options := nowhereOptions{apiextensionsserver.Codecs.LegacyCodec(apiextensionsv1.SchemeGroupVersion)}
	store, err := crdstore.NewREST(apiextensionsserver.Scheme, options)
	if err != nil {
		return err
	}
	gvk := apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition")
	kinds[gvk] = kind{
		gvk: gvk, resource: apiextensionsv1.SchemeGroupVersion.WithResource("customresourcedefinitions"),
		scheme: apiextensionsserver.Scheme, codecs: apiextensionsserver.Codecs,
		store: func() (creater, error) { return store, nil },
	}
	return nil
}
