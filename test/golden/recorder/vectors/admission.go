package vectors

import (
	"errors"
	"sort"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/resourcequota"
	quota "k8s.io/apiserver/pkg/quota/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	quotacore "k8s.io/kubernetes/pkg/quota/v1/evaluator/core"
	"k8s.io/kubernetes/plugin/pkg/admission/limitranger"
	"k8s.io/utils/clock"
)

const limitRangerAnnotation = "kubernetes.io/limit-ranger"

func limitRange(input struct {
	LimitRange corev1.LimitRange `json:"limitRange"`
	Pod        corev1.Pod        `json:"pod"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_LimitRange(&input.LimitRange)
	corev1defaults.SetObjectDefaults_Pod(&input.Pod)
	pod := &core.Pod{}
	if err := legacyscheme.Scheme.Convert(&input.Pod, pod, nil); err != nil {
		return nil, err
	}
	if err := limitranger.PodMutateLimitFunc(&input.LimitRange, pod); err != nil {
		return nil, err
	}
	mutated := &corev1.Pod{}
	if err := legacyscheme.Scheme.Convert(pod, mutated, nil); err != nil {
		return nil, err
	}
	containers := object{}
	for _, group := range [][]corev1.Container{mutated.Spec.InitContainers, mutated.Spec.Containers} {
		for _, container := range group {
			containers[container.Name] = object{"requests": present(container.Resources.Requests), "limits": present(container.Resources.Limits)}
		}
	}
	shown := object{"containers": containers, "defaultedLimitRange": defaultedLimits(input.LimitRange), "errors": limitErrors(limitranger.PodValidateLimitFunc(&input.LimitRange, pod))}
	if annotation, has := mutated.Annotations[limitRangerAnnotation]; has {
		shown["annotation"] = annotation
	}
	return shown, nil
}

func defaultedLimits(limitRange corev1.LimitRange) []object {
	shown := []object{}
	for _, limit := range limitRange.Spec.Limits {
		shown = append(shown, object{"type": limit.Type, "default": present(limit.Default), "defaultRequest": present(limit.DefaultRequest)})
	}
	return shown
}

// present shows an absent list as an empty one.
func present(list corev1.ResourceList) corev1.ResourceList {
	if list == nil {
		return corev1.ResourceList{}
	}
	return list
}

func limitRangePVC(input struct {
	LimitRange corev1.LimitRange            `json:"limitRange"`
	Claim      corev1.PersistentVolumeClaim `json:"claim"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_LimitRange(&input.LimitRange)
	corev1defaults.SetObjectDefaults_PersistentVolumeClaim(&input.Claim)
	claim := &core.PersistentVolumeClaim{}
	if err := legacyscheme.Scheme.Convert(&input.Claim, claim, nil); err != nil {
		return nil, err
	}
	return object{"errors": limitErrors(limitranger.PersistentVolumeClaimValidateLimitFunc(&input.LimitRange, claim))}, nil
}

// limitErrors takes an aggregate apart.
func limitErrors(err error) []string {
	if err == nil {
		return nil
	}
	var aggregate utilerrors.Aggregate
	if !errors.As(err, &aggregate) {
		return []string{err.Error()}
	}
	var texts []string
	for _, each := range aggregate.Errors() {
		texts = append(texts, each.Error())
	}
	sort.Strings(texts)
	return texts
}

func checkQuota(input struct {
	Quotas  []corev1.ResourceQuota        `json:"quotas"`
	Pod     *corev1.Pod                   `json:"pod"`
	Claim   *corev1.PersistentVolumeClaim `json:"claim"`
	Service *corev1.Service               `json:"service"`
}) (any, error) {
	var versioned runtime.Object
	var internal runtime.Object
	var evaluator quota.Evaluator
	kind, resource, name := "", "", ""
	switch {
	case input.Pod != nil:
		versioned, internal, evaluator, kind, resource, name = input.Pod, &core.Pod{}, quotacore.NewPodEvaluator(nil, clock.RealClock{}), "Pod", "pods", input.Pod.Name
	case input.Claim != nil:
		versioned, internal, evaluator, kind, resource, name = input.Claim, &core.PersistentVolumeClaim{}, quotacore.NewPersistentVolumeClaimEvaluator(nil), "PersistentVolumeClaim", "persistentvolumeclaims", input.Claim.Name
	default:
		versioned, internal, evaluator, kind, resource, name = input.Service, &core.Service{}, quotacore.NewServiceEvaluator(nil), "Service", "services", input.Service.Name
	}
	legacyscheme.Scheme.Default(versioned)
	if err := legacyscheme.Scheme.Convert(versioned, internal, nil); err != nil {
		return nil, err
	}
	version := schema.GroupVersion{Version: "v1"}
	attributes := admission.NewAttributesRecord(internal, nil, version.WithKind(kind), metav1.NamespaceDefault, name, version.WithResource(resource), "", admission.Create, &metav1.CreateOptions{}, false, nil)
	usage, err := evaluator.Usage(internal)
	if err != nil {
		return nil, err
	}
	shown := object{"usage": usage}
	after, err := resourcequota.CheckRequest(input.Quotas, attributes, evaluator, nil)
	if err != nil {
		shown["error"] = err.Error()
		return shown, nil
	}
	used := object{}
	for _, each := range after {
		used[each.Name] = present(each.Status.Used)
	}
	shown["usedAfter"] = used
	return shown, nil
}
