package memory

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/resource/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"sigs.k8s.io/yaml"
)

// Decode reads the Kubernetes objects of a YAML text, in order, with the API server's defaults, in namespace default if
// they have none and need one.
func Decode(text []byte) ([]runtime.Object, error) {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	var objects []runtime.Object
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		asJSON, err := yaml.YAMLToJSON(document)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(asJSON, []byte("null")) {
			continue
		}
		object, kind, err := legacyscheme.Codecs.UniversalDeserializer().Decode(asJSON, nil, nil)
		if err != nil {
			return nil, fmt.Errorf("%w in %s", err, document)
		}
		legacyscheme.Scheme.Default(object)
		if named, has := object.(metav1.Object); has && named.GetNamespace() == "" && namespaced[kind.Kind] {
			named.SetNamespace(metav1.NamespaceDefault)
		}
		objects = append(objects, object)
	}
}

// namespaced names the kinds of scenarios that live in a namespace.
var namespaced = map[string]bool{
	"ConfigMap": true, "ControllerRevision": true, "CronJob": true, "CSIStorageCapacity": true, "DaemonSet": true, "Deployment": true,
	"EndpointSlice": true, "HorizontalPodAutoscaler": true, "Job": true, "PersistentVolumeClaim": true, "Pod": true, "PodDisruptionBudget": true,
	"ReplicaSet": true, "ReplicationController": true, "ResourceClaim": true, "ResourceClaimTemplate": true, "Service": true, "StatefulSet": true,
}
