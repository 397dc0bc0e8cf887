package schedule

import (
	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

type (
	klogLogger = klog.Logger
	queuedPod  = framework.QueuedPodInfo
)

var klogger = logr.Discard()
