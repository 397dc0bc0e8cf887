// Package vectors calls the pure functions of the release on recorded inputs.
package vectors

import (
	"encoding/json"
	"fmt"
	"sort"
)

// function plays one input, as test/golden/vectors/README.md describes it.
type function func(input json.RawMessage) (any, error)

// functions by the name of the file of vectors.
var functions = map[string]function{
	"cron":            with(cronTimes),
	"daemonShouldRun": with(daemonShouldRun),
	"deletionRank":    with(deletionRank),
	"endpoints":       with(endpoints),
	"evictionRank":    with(evictionRank),
	"fenceposts":      with(fenceposts),
	"hpaLimits":       with(hpaLimits),
	"labelSelector":   with(labelSelector),
	"limitRange":      with(limitRange),
	"limitRangePVC":   with(limitRangePVC),
	"newReplicas":     with(newReplicas),
	"oom":             with(oomScore),
	"phase":           with(phase),
	"podRequests":     with(podRequests),
	"podSecurity":     with(podSecurity),
	"proportion":      with(proportion),
	"pvMatch":         with(pvMatch),
	"qos":             with(qosClass),
	"quantity":        with(parseQuantity),
	"quantityCmp":     with(compareQuantities),
	"quota":           with(checkQuota),
	"selectorString":  with(selectorString),

	"balancedAllocation":        with(balancedAllocation),
	"imageLocalityScore":        with(imageScore),
	"imageName":                 with(imageName),
	"imageScaledSize":           with(imageScaledSize),
	"leastAllocatedPerResource": with(leastAllocated),
	"numFeasibleNodesToFind":    with(feasibleNodes),
}

// overTime are functions of controllers that live for a while.
var overTime = map[string]function{
	"hpa": with(horizontal),
	"pdb": with(budget),
}

// Names lists the files that can be played.
func Names() []string {
	names := []string{}
	for _, some := range []map[string]function{functions, overTime} {
		for name := range some {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// Play calls the function that the file is named after. An input that is none, or that the function cannot take, is an error.
func Play(name string, input json.RawMessage, inBubble func(func())) (answer any, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("%v", thrown)
		}
	}()
	if play, known := functions[name]; known {
		return play(input)
	}
	play, known := overTime[name]
	if !known {
		return nil, fmt.Errorf("no function for %s; there are %v", name, Names())
	}
	inBubble(func() { answer, err = play(input) })
	return answer, err
}

func with[Input any](play func(Input) (any, error)) function {
	return func(text json.RawMessage) (any, error) {
		var input Input
		if err := json.Unmarshal(text, &input); err != nil {
			return nil, err
		}
		return play(input)
	}
}

// object is the answer of a function with several results.
type object = map[string]any
