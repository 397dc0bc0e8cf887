package validate

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/conversion"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/apiserver/pkg/storage/storagebackend/factory"
	"k8s.io/client-go/tools/cache"
)

// nowhere is a storage that takes everything and remembers nothing, so that every document is judged alone.
// Only what a create needs is there; the rest of the embedded interface is nil on purpose.
type nowhere struct{ storage.Interface }

func (nowhere) Versioner() storage.Versioner { return storage.APIObjectVersioner{} }

func (nowhere) Create(_ context.Context, key string, obj, out runtime.Object, _ uint64) error {
	into, err := conversion.EnforcePtr(out)
	if err != nil {
		return err
	}
	from, err := conversion.EnforcePtr(obj.DeepCopyObject())
	if err != nil {
		return err
	}
	into.Set(from)
	accessor, err := meta.Accessor(out)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	accessor.SetResourceVersion("1")
	return nil
}

func (nowhere) Get(_ context.Context, key string, _ storage.GetOptions, _ runtime.Object) error {
	return storage.NewKeyNotFoundError(key, 0)
}

// nowhereOptions hands nowhere to every registry.
type nowhereOptions struct{ codec runtime.Codec }

func (o nowhereOptions) GetRESTOptions(resource schema.GroupResource, _ runtime.Object) (generic.RESTOptions, error) {
	config := storagebackend.Config{Codec: o.codec}
	return generic.RESTOptions{
		StorageConfig:  config.ForResource(resource),
		Decorator:      decorateNowhere,
		ResourcePrefix: resource.Group + "/" + resource.Resource,
	}, nil
}

func decorateNowhere(
	*storagebackend.ConfigForResource, string, func(runtime.Object) (string, error), func() runtime.Object, func() runtime.Object,
	storage.AttrFunc, storage.IndexerFuncs, *cache.Indexers,
) (storage.Interface, factory.DestroyFunc, error) {
	return nowhere{}, func() {}, nil
}
