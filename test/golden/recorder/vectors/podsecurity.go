package vectors

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	registry "k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// podSecurity holds a pod, as it would be stored, against what the labels of its namespace ask for.
func podSecurity(input struct {
	Labels map[string]string `json:"labels"`
	Pod    corev1.Pod        `json:"pod"`
}) (any, error) {
	corev1defaults.SetObjectDefaults_Pod(&input.Pod)
	internal, stored := &core.Pod{}, &corev1.Pod{}
	if err := legacyscheme.Scheme.Convert(&input.Pod, internal, nil); err != nil {
		return nil, err
	}
	registry.Strategy.PrepareForCreate(context.Background(), internal)
	if err := legacyscheme.Scheme.Convert(internal, stored, nil); err != nil {
		return nil, err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}
	unlabelled := api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()}
	asked, problems := api.PolicyToEvaluate(input.Labels, api.Policy{Enforce: unlabelled, Audit: unlabelled, Warn: unlabelled})
	judge := func(level api.LevelVersion) object {
		result := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &stored.ObjectMeta, &stored.Spec))
		return object{"level": level.String(), "violations": result.ForbiddenDetail()}
	}
	errors := []string{}
	for _, problem := range problems {
		errors = append(errors, problem.Error())
	}
	return object{"enforce": judge(asked.Enforce), "warn": judge(asked.Warn), "errors": errors}, nil
}
