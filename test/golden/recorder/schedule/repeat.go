package schedule

import (
	"encoding/json"
	"reflect"
	"slices"
	"sort"
)

// Merge makes one recording of several runs of the same scenario: the first, with what differed in the others.
func Merge(runs []*Recording) *Recording {
	merged := runs[0]
	for k := range merged.Pods {
		tied := merged.Pods[k].tiedNodes()
		if len(tied) > 0 {
			merged.Tied = append(merged.Tied, Tie{merged.Pods[k].Pod, merged.Pods[k].Attempt, tied})
		}
		if variation := vary(runs, k); len(variation.Fields) > 0 {
			merged.Varies = append(merged.Varies, variation)
		}
	}
	merged.Nondeterministic = len(merged.Varies) > 0 || len(merged.Tied) > 0
	return merged
}

// HasUnseenTie says whether preemption could have taken a node in some attempt of the first run that it took in no run.
func HasUnseenTie(runs []*Recording) bool {
	for k := range runs[0].Pods {
		for _, node := range runs[0].Pods[k].tiedNodes() {
			taken := func(run *Recording) bool { return k < len(run.Pods) && run.Pods[k].NominatedNode == node }
			if !slices.ContainsFunc(runs, taken) {
				return true
			}
		}
	}
	return false
}

// tiedNodes lists the candidates that preemption could have taken as well as the one it took.
func (a *Attempt) tiedNodes() []string {
	if a.NominatedNode == "" {
		return nil
	}
	var chosen *Candidate
	for k := range a.Candidates {
		if a.Candidates[k].Node == a.NominatedNode {
			chosen = &a.Candidates[k]
		}
	}
	if chosen == nil || chosen.Rank == nil {
		return nil
	}
	var tied []string
	for _, each := range a.Candidates {
		if each.Rank != nil && *each.Rank == *chosen.Rank && *each.PDBViolations == *chosen.PDBViolations {
			tied = append(tied, each.Node)
		}
	}
	if len(tied) < 2 {
		return nil
	}
	return tied
}

// shown are the fields whose differing values are told.
var shown = map[string]bool{"node": true, "nominatedNode": true, "victims": true}

func vary(runs []*Recording, k int) Variation {
	variation := Variation{Pod: runs[0].Pods[k].Pod, Attempt: runs[0].Pods[k].Attempt, Values: map[string][]any{}}
	seen := make([]map[string]any, 0, len(runs))
	for _, run := range runs {
		if k >= len(run.Pods) || run.Pods[k].Pod != variation.Pod || run.Pods[k].Attempt != variation.Attempt {
			// The runs went apart for good.
			variation.Fields = []string{"pod"}
			return variation
		}
		seen = append(seen, fieldsOf(run.Pods[k]))
	}
	names := map[string]bool{}
	for _, fields := range seen {
		for name := range fields {
			names[name] = true
		}
	}
	for _, name := range sortedKeys(names) {
		for _, fields := range seen[1:] {
			if !reflect.DeepEqual(seen[0][name], fields[name]) {
				variation.Fields = append(variation.Fields, name)
				break
			}
		}
	}
	for _, name := range runs[0].Pods[k].variesByConstruction() {
		if !slices.Contains(variation.Fields, name) {
			variation.Fields = append(variation.Fields, name)
		}
	}
	sort.Strings(variation.Fields)
	for _, name := range variation.Fields {
		for _, fields := range seen {
			if shown[name] {
				variation.Values[name] = append(variation.Values[name], fields[name])
			}
		}
	}
	return variation
}

// variesByConstruction: several nodes named by matchFields are walked in map order, and among equals the first wins.
func (a *Attempt) variesByConstruction() []string {
	if len(a.PreFilter.Nodes) < 2 || len(*a.Feasible) < 2 {
		return nil
	}
	if len(a.Best) > 1 {
		return []string{"best", "feasible", "node"}
	}
	return []string{"feasible"}
}

func fieldsOf(attempt Attempt) map[string]any {
	fields := map[string]any{}
	if err := json.Unmarshal([]byte(textOf(attempt)), &fields); err != nil {
		panic(err) // it was written just now
	}
	return fields
}
