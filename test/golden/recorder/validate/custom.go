package validate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"time"

	apiextensionsapi "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensionsserver "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset/fake"
	"k8s.io/apiextensions-apiserver/pkg/client/informers/externalversions"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/endpoints/filters"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/util/webhook"
)

const (
	requestTimeout = time.Minute
	largestBody    = 3 << 20
)

// customResources serves the resources of CustomResourceDefinitions with the API server's own handler.
type customResources struct {
	handler   http.Handler
	resources map[schema.GroupVersionKind]customResource
}

type customResource struct {
	resource   schema.GroupVersionResource
	namespaced bool
}

func newCustomResources(judge *Judge, texts []string) (*customResources, error) {
	custom := &customResources{resources: map[schema.GroupVersionKind]customResource{}}
	if len(texts) == 0 {
		return custom, nil
	}
	var definitions []runtime.Object
	for _, text := range texts {
		for _, document := range split(text) {
			definition, err := judge.definition(document)
			if err != nil {
				return nil, err
			}
			definitions = append(definitions, definition)
			custom.add(definition)
		}
	}
	informers := externalversions.NewSharedInformerFactory(fake.NewClientset(definitions...), 0)
	notFound := http.NotFoundHandler()
	resolve := func(delegate webhook.AuthenticationInfoResolver) webhook.AuthenticationInfoResolver { return delegate }
	handler, err := apiextensionsserver.NewCustomResourceDefinitionHandler(
		nil, nil, informers.Apiextensions().V1().CustomResourceDefinitions(), notFound,
		nowhereOptions{unstructured.UnstructuredJSONScheme}, admission.NewChainHandler(), nil, webhook.NewDefaultServiceResolver(), resolve,
		1, authorizerfactory.NewAlwaysAllowAuthorizer(), requestTimeout, requestTimeout, nil, largestBody,
	)
	if err != nil {
		return nil, err
	}
	informers.Start(context.Background().Done())
	informers.WaitForCacheSync(context.Background().Done())
	custom.handler = filters.WithWarningRecorder(handler)
	return custom, nil
}

// definition creates a CustomResourceDefinition as the API server would, and establishes it at once.
func (j *Judge) definition(document document) (*apiextensionsv1.CustomResourceDefinition, error) {
	known := j.kinds[apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition")]
	verdict := j.document(document)
	if verdict == nil || verdict.Kind != known.gvk.Kind || !verdict.Accepted {
		said, _ := json.Marshal(verdict)
		return nil, fmt.Errorf("not a CustomResourceDefinition that the API server accepts: %s", said)
	}
	store, err := known.store()
	if err != nil {
		return nil, err
	}
	object := verdict.decode(known, []byte(document.text), store.New())
	ctx := inNamespace(context.Background(), known.resource, "")
	created, err := store.Create(ctx, object, rest.ValidateAllObjectFunc, &metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	definition := &apiextensionsv1.CustomResourceDefinition{}
	if err := apiextensionsserver.Scheme.Convert(created.(*apiextensionsapi.CustomResourceDefinition), definition, nil); err != nil {
		return nil, err
	}
	definition.UID = types.UID(definition.Name)
	definition.Status.AcceptedNames = definition.Spec.Names
	for _, condition := range []apiextensionsv1.CustomResourceDefinitionConditionType{apiextensionsv1.NamesAccepted, apiextensionsv1.Established} {
		definition.Status.Conditions = append(definition.Status.Conditions, apiextensionsv1.CustomResourceDefinitionCondition{Type: condition, Status: apiextensionsv1.ConditionTrue})
	}
	return definition, nil
}

func (c *customResources) add(definition *apiextensionsv1.CustomResourceDefinition) {
	for _, version := range definition.Spec.Versions {
		if !version.Served {
			continue
		}
		groupVersion := schema.GroupVersion{Group: definition.Spec.Group, Version: version.Name}
		c.resources[groupVersion.WithKind(definition.Spec.Names.Kind)] = customResource{
			resource:   groupVersion.WithResource(definition.Spec.Names.Plural),
			namespaced: definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
		}
	}
}

func (c *customResources) served(gvk schema.GroupVersionKind) (customResource, bool) {
	resource, served := c.resources[gvk]
	return resource, served
}

// create asks strictly and, when decoding complains of unknown or repeated fields, once more with mere warnings, to hear the rest.
func (c *customResources) create(verdict *Verdict, resource customResource, body []byte, namespace string) {
	if namespace == "" && resource.namespaced {
		namespace = metav1.NamespaceDefault
	}
	if !resource.namespaced {
		namespace = ""
	}
	status, warnings := c.post(resource, body, namespace, metav1.FieldValidationStrict)
	if strings.Contains(status.Message, strictPrefix) {
		status, warnings = c.post(resource, body, namespace, metav1.FieldValidationWarn)
		verdict.Decode = &Decode{}
		verdict.Decode.Strict, warnings = partStrict(warnings)
	}
	verdict.Warnings = warnings
	switch {
	case status.Status != metav1.StatusFailure:
	case status.Reason == metav1.StatusReasonInvalid && status.Details != nil:
		verdict.addCauses(status.Details.Causes)
	case status.Reason == metav1.StatusReasonBadRequest:
		verdict.Decode = &Decode{Fatal: cannotBeHandled.ReplaceAllString(status.Message, "")}
		verdict.Warnings = nil
	default:
		verdict.Errors = append(verdict.Errors, Problem{Type: "Internal error", Detail: status.Message})
	}
	verdict.Accepted = verdict.Decode == nil && len(verdict.Errors) == 0
}

const strictPrefix = "strict decoding error: "

var (
	cannotBeHandled = regexp.MustCompile(`^\S+ in version \S+ cannot be handled as a [^:]+: `)
	repeatedKey     = regexp.MustCompile(`^line \d+: key .* already set in map$`)
)

// partStrict tells the warnings that stand for strict errors from the rest. Repeated keys come one a warning and are one error.
func partStrict(warnings []string) (strict, rest []string) {
	var repeated []string
	for _, text := range warnings {
		switch {
		case repeatedKey.MatchString(text):
			repeated = append(repeated, text)
		case strings.HasPrefix(text, "unknown field ") || strings.HasPrefix(text, "duplicate field "):
			strict = append(strict, text)
		default:
			rest = append(rest, text)
		}
	}
	if len(repeated) > 0 {
		strict = append([]string{"yaml: unmarshal errors:\n  " + strings.Join(repeated, "\n  ")}, strict...)
	}
	return strict, rest
}

func (c *customResources) post(resource customResource, body []byte, namespace, fieldValidation string) (metav1.Status, []string) {
	path := fmt.Sprintf("/apis/%s/%s/", resource.resource.Group, resource.resource.Version)
	if namespace != "" {
		path += "namespaces/" + namespace + "/"
	}
	posted := httptest.NewRequest(http.MethodPost, path+resource.resource.Resource+"?fieldValidation="+fieldValidation, bytes.NewReader(body))
	posted.Header.Set("Content-Type", runtime.ContentTypeYAML)
	posted.Header.Set("Accept", runtime.ContentTypeJSON)
	response := httptest.NewRecorder()
	c.handler.ServeHTTP(response, posted.WithContext(inNamespace(posted.Context(), resource.resource, namespace)))
	var status metav1.Status
	if response.Code >= http.StatusBadRequest {
		if err := json.Unmarshal(response.Body.Bytes(), &status); err != nil {
			status = metav1.Status{Status: metav1.StatusFailure, Message: response.Body.String()}
		}
	}
	return status, warningTexts(response.Header())
}
