package run

import (
	"encoding/json"
	"reflect"
	"slices"
	"sort"
)

// Trace is one of the distinct results of a scenario's runs.
type Trace struct {
	Count  int        `json:"count"`
	States []state    `json:"states"`
	Scales [][]string `json:"scales,omitempty"`
	Events []string   `json:"events"`
}

// Traces gathers runs into distinct traces, most frequent first.
func Traces(runs []*Played) []Trace {
	var traces []Trace
	events := []map[string]bool{}
	position := map[string]int{}
	for _, run := range runs {
		states := differences(run.samples)
		key := textOf(states)
		at, has := position[key]
		if !has {
			at = len(traces)
			position[key] = at
			traces = append(traces, Trace{States: states})
			events = append(events, map[string]bool{})
		}
		trace := &traces[at]
		trace.Count++
		if len(run.scales) > 0 && !slices.ContainsFunc(trace.Scales, func(seen []string) bool { return slices.Equal(seen, run.scales) }) {
			trace.Scales = append(trace.Scales, run.scales)
		}
		for text := range run.events {
			events[at][text] = true
		}
	}
	for at := range traces {
		traces[at].Events = []string{}
		for text := range events[at] {
			traces[at].Events = append(traces[at].Events, text)
		}
		sort.Strings(traces[at].Events)
	}
	sort.SliceStable(traces, func(a, b int) bool { return traces[a].Count > traces[b].Count })
	return traces
}

// differences keeps the samples that differ from the one before, each as a merge patch (RFC 7386).
func differences(samples []sample) []state {
	states := []state{}
	var before state
	for _, each := range samples {
		now := plain(each.state)
		switch {
		case before == nil:
			states = append(states, state{"t": each.second, "s": now})
		case !reflect.DeepEqual(before, now):
			states = append(states, state{"t": each.second, "d": patch(before, now)})
		}
		before = now
	}
	return states
}

func patch(before, after state) state {
	made := state{}
	for key := range before {
		if _, stays := after[key]; !stays {
			made[key] = nil
		}
	}
	for key, value := range after {
		old, had := before[key]
		if had && reflect.DeepEqual(old, value) {
			continue
		}
		oldObject, wasObject := old.(state)
		object, isObject := value.(state)
		if wasObject && isObject {
			made[key] = patch(oldObject, object)
		} else {
			made[key] = value
		}
	}
	return made
}

// plain is a state as JSON has it.
func plain(value state) state {
	var back state
	if err := json.Unmarshal([]byte(textOf(value)), &back); err != nil {
		panic(err) // it was written just now
	}
	return back
}

func textOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain data always can be written
	}
	return string(text)
}
