package vectors

import (
	"errors"
	_ "unsafe" // for go:linkname

	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	_ "k8s.io/kubernetes/pkg/scheduler/framework/plugins/imagelocality"
	_ "k8s.io/kubernetes/pkg/scheduler/framework/plugins/noderesources"
)

//go:linkname nodesToFind k8s.io/kubernetes/pkg/scheduler.(*Scheduler).numFeasibleNodesToFind
func nodesToFind(scheduler *scheduler.Scheduler, percentage *int32, nodes int32) int32

//go:linkname leastRequestedScore k8s.io/kubernetes/pkg/scheduler/framework/plugins/noderesources.leastRequestedScore
func leastRequestedScore(requested, capacity int64) int64

//go:linkname balancedResourceScorer k8s.io/kubernetes/pkg/scheduler/framework/plugins/noderesources.balancedResourceScorer
func balancedResourceScorer(requested, allocated, allocatable []int64) int64

//go:linkname calculatePriority k8s.io/kubernetes/pkg/scheduler/framework/plugins/imagelocality.calculatePriority
func calculatePriority(sumScores int64, numContainers int) int64

//go:linkname scaledImageScore k8s.io/kubernetes/pkg/scheduler/framework/plugins/imagelocality.scaledImageScore
func scaledImageScore(imageState *fwk.ImageStateSummary, totalNumNodes int) int64

//go:linkname normalizedImageName k8s.io/kubernetes/pkg/scheduler/framework/plugins/imagelocality.normalizedImageName
func normalizedImageName(name string) string

func feasibleNodes(input struct {
	Nodes      int32  `json:"nodes"`
	Percentage *int32 `json:"percentageOfNodesToScore"`
}) (any, error) {
	return nodesToFind(&scheduler.Scheduler{}, input.Percentage, input.Nodes), nil
}

func leastAllocated(input struct{ Requested, Allocatable int64 }) (any, error) {
	return leastRequestedScore(input.Requested, input.Allocatable), nil
}

func balancedAllocation(input struct{ UsedBefore, UsedWithPod, Allocatable []int64 }) (any, error) {
	if len(input.UsedBefore) != len(input.Allocatable) || len(input.UsedWithPod) != len(input.Allocatable) {
		return nil, errors.New("lists of different lengths")
	}
	return balancedResourceScorer(input.UsedWithPod, input.UsedBefore, input.Allocatable), nil
}

func imageScore(input struct {
	SumScores  int64
	Containers int
}) (any, error) {
	return calculatePriority(input.SumScores, input.Containers), nil
}

func imageScaledSize(input struct {
	SizeBytes                  int64
	NodesWithImage, TotalNodes int
}) (any, error) {
	return scaledImageScore(&fwk.ImageStateSummary{Size: input.SizeBytes, NumNodes: input.NodesWithImage}, input.TotalNodes), nil
}

func imageName(input struct{ Image string }) (any, error) {
	return normalizedImageName(input.Image), nil
}
