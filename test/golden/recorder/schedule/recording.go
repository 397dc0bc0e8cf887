// Package schedule plays clusters with the real scheduler and tells everything it thought.
package schedule

// Recording is what the scheduler did in one scenario, in the format of test/golden/scheduler/README.md.
type Recording struct {
	KubernetesVersion string      `json:"kubernetesVersion"`
	Family            string      `json:"family"`
	Scenario          string      `json:"scenario"`
	Retry             string      `json:"retry"`
	Summarised        bool        `json:"summarised,omitempty"`
	NodeOrder         []string    `json:"nodeOrder,omitempty"`
	Nondeterministic  bool        `json:"nondeterministic,omitempty"`
	Varies            []Variation `json:"varies,omitempty"`
	Tied              []Tie       `json:"tiedPreemptionNodes,omitempty"`
	Pods              []Attempt   `json:"pods"`
}

// Variation names the fields of an attempt that differed between runs.
type Variation struct {
	Pod     string           `json:"pod"`
	Attempt int              `json:"attempt"`
	Fields  []string         `json:"fields"`
	Values  map[string][]any `json:"values"`
}

// Tie names the nodes that preemption could have chosen as well.
type Tie struct {
	Pod     string   `json:"pod"`
	Attempt int      `json:"attempt"`
	Nodes   []string `json:"nodes"`
}

// Attempt is one try to place a pod. The pointers are absent in summarised recordings, and the counts elsewhere.
type Attempt struct {
	Pod           string      `json:"pod"`
	Attempt       int         `json:"attempt"`
	Node          string      `json:"node"`
	NominatedNode string      `json:"nominatedNode"`
	Victims       []string    `json:"victims"`
	NodeOrder     []string    `json:"nodeOrder,omitempty"`
	StartIndex    int         `json:"startIndex"`
	PreFilter     PreFilter   `json:"preFilter"`
	Filters       *[]Rejected `json:"filters,omitempty"`
	AllFilters    *[]Rejected `json:"allFilters,omitempty"`
	Feasible      *[]string   `json:"feasible,omitempty"`
	Shortcut      string      `json:"nominatedShortcut,omitempty"`
	Scored        bool        `json:"scored"`
	Scores        *[]Score    `json:"scores,omitempty"`
	Totals        *Totals     `json:"totals,omitempty"`
	Best          []string    `json:"best"`
	Candidates    []Candidate `json:"candidates,omitempty"`
	Reason        string      `json:"reason"`
	Message       string      `json:"message"`
	EventMessage  string      `json:"eventMessage,omitempty"`
	Evaluated     int         `json:"evaluatedCount"`

	VolumeBindings     map[string]string `json:"volumeBindings,omitempty"`
	VolumesProvisioned []string          `json:"volumesProvisioned,omitempty"`

	FilterCounts    *[]RejectedCount `json:"filterCounts,omitempty"`
	AllFilterCounts *[]RejectedCount `json:"allFilterCounts,omitempty"`
	FeasibleCount   *int             `json:"feasibleCount,omitempty"`
	FeasibleFirst   []string         `json:"feasibleFirst,omitempty"`
	FeasibleLast    string           `json:"feasibleLast,omitempty"`
	ScoreCounts     *[]ScoreCount    `json:"scoreCounts,omitempty"`
	TotalCounts     *map[string]int  `json:"totalCounts,omitempty"`
	BestCount       *int             `json:"bestCount,omitempty"`
	CandidateCounts []CandidateCount `json:"candidateCounts,omitempty"`
}

// PreFilter is the combined verdict of the plugins that look at the pod alone.
type PreFilter struct {
	Code    string   `json:"code"`
	Plugin  string   `json:"plugin,omitempty"`
	Reasons []string `json:"reasons"`
	Nodes   []string `json:"nodes,omitempty"`
}

// Rejected is a node that a plugin turned down.
type Rejected struct {
	Node    string   `json:"node"`
	Plugin  string   `json:"plugin"`
	Code    string   `json:"code"`
	Reasons []string `json:"reasons"`
}

// Score is what one plugin gave one node.
type Score struct {
	Node       string `json:"node"`
	Plugin     string `json:"plugin"`
	Raw        int64  `json:"raw"`
	Normalized int64  `json:"normalized"`
	Weight     int64  `json:"weight"`
	Weighted   int64  `json:"weighted"`
}

// Totals are the sums of weighted scores by node.
type Totals map[string]int64

// Candidate is a node on which preemption was tried out: with victims, or with the reason why it does not help.
type Candidate struct {
	Node          string    `json:"node"`
	Victims       *[]string `json:"victims,omitempty"`
	PDBViolations *int64    `json:"pdbViolations,omitempty"`
	Rank          *Rank     `json:"rank,omitempty"`
	Code          string    `json:"code,omitempty"`
	Reasons       []string  `json:"reasons,omitempty"`
}

// Rank orders the candidates after their violations; the smallest wins.
type Rank struct {
	HighestPriority    int64 `json:"highestPriority"`
	PrioritySum        int64 `json:"prioritySum"`
	Victims            int64 `json:"victims"`
	MinusEarliestStart int64 `json:"minusEarliestStart"`
}

// RejectedCount counts the nodes turned down in the same way.
type RejectedCount struct {
	Plugin  string   `json:"plugin"`
	Code    string   `json:"code"`
	Reasons []string `json:"reasons"`
	Nodes   int      `json:"nodes"`
}

// ScoreCount counts the nodes by the score that a plugin gave them.
type ScoreCount struct {
	Plugin     string         `json:"plugin"`
	Weight     int64          `json:"weight"`
	Raw        map[string]int `json:"raw"`
	Normalized map[string]int `json:"normalized"`
}

// CandidateCount counts the nodes that are the same candidate but for their names.
type CandidateCount struct {
	Candidate
	Node  string `json:"node,omitempty"` // hides the candidate's own
	Nodes int    `json:"nodes"`
}
