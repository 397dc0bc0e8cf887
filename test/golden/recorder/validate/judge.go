package validate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sort"
	"strconv"
	"strings"
	_ "unsafe" // for go:linkname

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	"k8s.io/apiserver/pkg/endpoints/filters"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	"sigs.k8s.io/yaml"
)

// The release whose deprecations are reported.
const major, minor = 1, 36

const longestName = 70

// Judge knows every kind that is served.
type Judge struct {
	kinds  map[schema.GroupVersionKind]kind
	custom *customResources
}

// NewJudge makes a judge; crds are texts of CustomResourceDefinitions whose resources are served too.
func NewJudge(crds []string) (*Judge, error) {
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	kinds, err := servedKinds()
	if err != nil {
		return nil, err
	}
	judge := &Judge{kinds: kinds}
	judge.custom, err = newCustomResources(judge, crds)
	return judge, err
}

// Text judges every document of a text by itself.
func (j *Judge) Text(text string) []Verdict {
	verdicts := []Verdict{}
	for _, document := range split(text) {
		if verdict := j.document(document); verdict != nil {
			verdicts = append(verdicts, *verdict)
		}
	}
	return verdicts
}

func (j *Judge) document(document document) (verdict *Verdict) {
	verdict = &Verdict{Line: document.line}
	// Upstream's validation falls over some objects (an Indexed Job with a success policy and no completions): others go on.
	defer func() {
		if panicked := recover(); panicked != nil {
			verdict.Panic = fmt.Sprint(panicked)
		}
	}()
	body := []byte(document.text)
	asJSON, err := yaml.YAMLToJSON(body)
	if err != nil {
		verdict.Decode = &Decode{Fatal: withoutPrefix(err)}
		return verdict
	}
	var content any
	if err := json.Unmarshal(asJSON, &content); err != nil {
		verdict.Decode = &Decode{Fatal: err.Error()}
		return verdict
	}
	if content == nil {
		return nil
	}
	mapping, isMapping := content.(map[string]any)
	if !isMapping {
		verdict.Decode = &Decode{Fatal: fmt.Sprintf("the document is not a mapping: %s", asJSON), NoKind: "Object 'Kind' is missing"}
		return verdict
	}
	verdict.APIVersion, _ = mapping["apiVersion"].(string)
	verdict.Kind, _ = mapping["kind"].(string)
	metadata, _ := mapping["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	verdict.Name = cut(name)
	gvk, noKind := kindOf(verdict.APIVersion, verdict.Kind)
	if noKind != "" {
		verdict.Decode = &Decode{NoKind: noKind}
		return verdict
	}
	namespace, _ := metadata["namespace"].(string)
	if known, served := j.kinds[gvk]; served {
		j.create(verdict, known, body, namespace)
	} else if resource, served := j.custom.served(gvk); served {
		j.custom.create(verdict, resource, body, namespace)
	} else {
		verdict.Decode = &Decode{NoKind: (&meta.NoKindMatchError{GroupKind: gvk.GroupKind(), SearchedVersions: []string{gvk.Version}}).Error()}
	}
	sort.SliceStable(verdict.Errors, func(a, b int) bool { return verdict.Errors[a].Field < verdict.Errors[b].Field })
	return verdict
}

func kindOf(apiVersion, kind string) (schema.GroupVersionKind, string) {
	var missing []string
	if kind == "" {
		missing = append(missing, "Object 'Kind' is missing")
	}
	if apiVersion == "" {
		missing = append(missing, "Object 'apiVersion' is missing")
	}
	if len(missing) > 0 {
		return schema.GroupVersionKind{}, strings.Join(missing, "; ")
	}
	groupVersion, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		return schema.GroupVersionKind{}, err.Error()
	}
	return groupVersion.WithKind(kind), ""
}

// create does what the API server's create handler does (k8s.io/apiserver pkg/endpoints/handlers/create.go).
func (j *Judge) create(verdict *Verdict, known kind, body []byte, namespace string) {
	verdict.Warnings = warningsOf(func(ctx context.Context) {
		if known.isDeprecated {
			warning.AddWarning(ctx, "", known.deprecation)
		}
		store, err := known.store()
		if err != nil {
			verdict.addError(err)
			return
		}
		object := verdict.decode(known, body, store.New())
		if object == nil {
			return
		}
		if namespace == "" && known.namespaced {
			namespace = metav1.NamespaceDefault
		}
		ctx = inNamespace(ctx, known.resource, namespace)
		if err := admit(ctx, object, request.NamespaceValue(ctx), known.resource); err != nil {
			verdict.addError(err)
			return
		}
		_, err = store.Create(ctx, object, rest.ValidateAllObjectFunc, &metav1.CreateOptions{})
		verdict.addError(err)
	})
	if verdict.Decode != nil && verdict.Decode.Fatal != "" {
		verdict.Warnings = nil
	}
	verdict.Accepted = verdict.Decode == nil && len(verdict.Errors) == 0
}

// decode gives nil when the text cannot be decoded. Strict errors are noted, and the object is given all the same.
func (v *Verdict) decode(known kind, body []byte, into runtime.Object) runtime.Object {
	hub := schema.GroupVersion{Group: known.gvk.Group, Version: runtime.APIVersionInternal}
	info, _ := runtime.SerializerInfoForMediaType(known.codecs.SupportedMediaTypes(), runtime.ContentTypeYAML)
	object, _, err := known.codecs.DecoderToVersion(info.StrictSerializer, hub).Decode(body, &known.gvk, into)
	if err == nil {
		return object
	}
	strict, isStrict := runtime.AsStrictDecodingError(err)
	if !isStrict || object == nil {
		v.Decode = &Decode{Fatal: withoutPrefix(err)}
		return nil
	}
	v.Decode = &Decode{}
	for _, each := range strict.Errors() {
		v.Decode.Strict = append(v.Decode.Strict, each.Error())
	}
	return object
}

// inNamespace is the context of a request of a cluster administrator.
func inNamespace(ctx context.Context, resource schema.GroupVersionResource, namespace string) context.Context {
	ctx = request.WithUser(ctx, &user.DefaultInfo{Name: "admin", Groups: []string{user.SystemPrivilegedGroup, user.AllAuthenticated}})
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: resource.Group, APIVersion: resource.Version, Resource: resource.Resource, Namespace: namespace,
	})
	return request.WithNamespace(ctx, namespace)
}

// admit prepares an object as the handler does before it is stored. Of the admission plugins only the one for service
// accounts is there, and only what it does to every Pod.
func admit(ctx context.Context, object runtime.Object, namespace string, resource schema.GroupVersionResource) error {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	rest.WipeObjectMetaSystemFields(accessor)
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(rest.ExpectedNamespaceForResource(namespace, resource), accessor); err != nil {
		return err
	}
	dedupOwnerReferences(object, ctx, false)
	if len(accessor.GetManagedFields()) > 0 {
		// The handler's field manager writes these anew.
		accessor.SetManagedFields(nil)
	}
	if pod, isPod := object.(*core.Pod); isPod && pod.Spec.ServiceAccountName == "" {
		if _, isMirror := pod.Annotations[core.MirrorPodAnnotationKey]; !isMirror {
			pod.Spec.ServiceAccountName = "default"
		}
	}
	return nil
}

//go:linkname dedupOwnerReferences k8s.io/apiserver/pkg/endpoints/handlers.dedupOwnerReferencesAndAddWarning
func dedupOwnerReferences(object runtime.Object, ctx context.Context, afterMutatingAdmission bool)

// warningsOf gives the texts of the Warning headers that a request would get.
func warningsOf(handle func(context.Context)) []string {
	response := httptest.NewRecorder()
	handler := http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) { handle(request.Context()) })
	filters.WithWarningRecorder(handler).ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/", nil))
	return warningTexts(response.Header())
}

func warningTexts(header http.Header) []string {
	var texts []string
	parsed, _ := utilnet.ParseWarningHeaders(header["Warning"])
	for _, each := range parsed {
		texts = append(texts, each.Text)
	}
	return texts
}

func (v *Verdict) addError(err error) {
	if err == nil {
		return
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		v.Errors = append(v.Errors, Problem{Type: "Internal error", Detail: err.Error()})
		return
	}
	v.addCauses(status.Status().Details.Causes)
}

func (v *Verdict) addCauses(causes []metav1.StatusCause) {
	for _, cause := range causes {
		v.Errors = append(v.Errors, problemOf(cause))
	}
}

// problemOf takes the text of a field error (`Invalid value: "x": must be …`) apart again.
func problemOf(cause metav1.StatusCause) Problem {
	kind, rest, found := strings.Cut(cause.Message, ": ")
	if !found {
		return Problem{Type: cause.Message, Field: cause.Field}
	}
	problem := Problem{Type: kind, Field: cause.Field, Detail: rest}
	if kind == "Required value" || kind == "Forbidden" {
		return problem
	}
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		problem.BadValue, _ = strconv.Unquote(quoted)
		problem.Detail = strings.TrimPrefix(rest[len(quoted):], ": ")
		return problem
	}
	value, detail, found := strings.Cut(rest, ": ")
	if number, err := strconv.ParseInt(value, 10, 64); found && err == nil {
		problem.BadValue, problem.Detail = number, detail
	}
	return problem
}

func withoutPrefix(err error) string {
	return strings.TrimPrefix(err.Error(), "error converting YAML to JSON: ")
}

func cut(name string) string {
	if letters := []rune(name); len(letters) > longestName {
		return string(letters[:longestName])
	}
	return name
}

// deprecationOf is the warning that a kind as such deserves.
func deprecationOf(scheme *runtime.Scheme, gvk schema.GroupVersionKind) (string, bool) {
	object, err := scheme.New(gvk)
	if err != nil {
		return "", false
	}
	object.GetObjectKind().SetGroupVersionKind(gvk)
	if !deprecation.IsDeprecated(object, major, minor) {
		return "", false
	}
	return deprecation.WarningMessage(object), true
}
