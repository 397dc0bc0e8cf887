package schedule

import (
	"fmt"

	schedulerapi "k8s.io/kubernetes/pkg/scheduler/apis/config"
	"k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
	"k8s.io/kubernetes/pkg/scheduler/apis/config/validation"
)

// ReadConfig reads a KubeSchedulerConfiguration with its defaults.
func ReadConfig(text []byte) (*schedulerapi.KubeSchedulerConfiguration, error) {
	object, kind, err := scheme.Codecs.UniversalDecoder().Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	config, isConfig := object.(*schedulerapi.KubeSchedulerConfiguration)
	if !isConfig {
		return nil, fmt.Errorf("not a KubeSchedulerConfiguration but a %v", kind)
	}
	if err := validation.ValidateKubeSchedulerConfiguration(config); err != nil {
		return nil, err
	}
	return config, nil
}
