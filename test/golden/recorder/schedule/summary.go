package schedule

import (
	"encoding/json"
	"sort"
	"strconv"
)

// Recordings of larger clusters are summarised.
const (
	mostNodes      = 40
	mostFeasible   = 20
	mostBest       = 20
	firstFeasible  = 5
	mostCandidates = 8
)

// Finish moves what all attempts share to the top, or summarises what would be too long.
func (r *Recording) Finish() {
	if len(r.Pods) == 0 || len(r.Pods[0].NodeOrder) <= mostNodes {
		return
	}
	r.Summarised = true
	r.NodeOrder = r.Pods[0].NodeOrder
	for k := range r.Pods {
		r.Pods[k].summarise()
	}
}

func (a *Attempt) summarise() {
	a.NodeOrder = nil
	a.FilterCounts, a.AllFilterCounts = countRejected(*a.Filters), countRejected(*a.AllFilters)
	count := len(*a.Feasible)
	a.FeasibleCount = &count
	if count > mostFeasible {
		a.FeasibleFirst, a.FeasibleLast = (*a.Feasible)[:firstFeasible], (*a.Feasible)[count-1]
		a.Feasible = nil
	}
	a.ScoreCounts = countScores(*a.Scores)
	totals := map[string]int{}
	for _, total := range *a.Totals {
		totals[strconv.FormatInt(total, 10)]++
	}
	a.TotalCounts = &totals
	best := len(a.Best)
	a.BestCount = &best
	if best > mostBest {
		a.Best = a.Best[:mostBest]
	}
	if len(a.Candidates) > mostCandidates {
		a.CandidateCounts, a.Candidates = countCandidates(a.Candidates), nil
	}
	a.Filters, a.AllFilters, a.Scores, a.Totals = nil, nil, nil, nil
}

func countRejected(rejected []Rejected) *[]RejectedCount {
	counts := map[string]*RejectedCount{}
	for _, each := range rejected {
		key := each.Plugin + "\n" + each.Code + "\n" + textOf(each.Reasons)
		if counts[key] == nil {
			counts[key] = &RejectedCount{Plugin: each.Plugin, Code: each.Code, Reasons: each.Reasons}
		}
		counts[key].Nodes++
	}
	list := []RejectedCount{}
	for _, key := range sortedKeys(counts) {
		list = append(list, *counts[key])
	}
	return &list
}

func countScores(scores []Score) *[]ScoreCount {
	list := []ScoreCount{}
	position := map[string]int{}
	for _, each := range scores {
		at, has := position[each.Plugin]
		if !has {
			at = len(list)
			position[each.Plugin] = at
			list = append(list, ScoreCount{Plugin: each.Plugin, Weight: each.Weight, Raw: map[string]int{}, Normalized: map[string]int{}})
		}
		list[at].Raw[strconv.FormatInt(each.Raw, 10)]++
		list[at].Normalized[strconv.FormatInt(each.Normalized, 10)]++
	}
	return &list
}

func countCandidates(candidates []Candidate) []CandidateCount {
	var list []CandidateCount
	position := map[string]int{}
	for _, each := range candidates {
		each.Node = ""
		key := textOf(each)
		at, has := position[key]
		if !has {
			at = len(list)
			position[key] = at
			list = append(list, CandidateCount{Candidate: each})
		}
		list[at].Nodes++
	}
	return list
}

func sortedKeys[V any](counts map[string]V) []string {
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

func textOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain data always can be written
	}
	return string(text)
}
