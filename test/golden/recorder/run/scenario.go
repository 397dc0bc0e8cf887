// Package run plays workloads with the real controllers in virtual time.
package run

import (
	"encoding/json"
	"regexp"
	"time"
)

// Scenario is what is played, in the format of test/golden/controllers/README.md.
type Scenario struct {
	ID             string          `json:"id"`
	Family         string          `json:"family"`
	Objects        string          `json:"objects"`
	Start          string          `json:"start,omitempty"`
	Grace          int             `json:"grace"`
	Nodes          int             `json:"nodes,omitempty"`
	Pods           []PodRule       `json:"pods"`
	Actions        []Action        `json:"actions"`
	SampleEvery    int             `json:"sampleEvery,omitempty"`
	AnonymousNodes bool            `json:"anonymousNodes,omitempty"`
	Until          int             `json:"until"`
	Runs           int             `json:"runs,omitempty"`
	Traces         json.RawMessage `json:"traces,omitempty"`
}

// PodRule says what the scripted kubelet does with the pods it matches.
type PodRule struct {
	Image   string            `json:"image,omitempty"`
	Names   []string          `json:"names,omitempty"`
	By      string            `json:"by,omitempty"`
	Ready   []*int            `json:"ready,omitempty"`
	Unready []*int            `json:"unready,omitempty"`
	Exit    []json.RawMessage `json:"exit,omitempty"` // an exit, null, or a list of them: one per attempt
}

// Exit ends a pod's first container.
type Exit struct {
	After     int    `json:"after"`
	Code      int32  `json:"code"`
	Condition string `json:"condition,omitempty"`
}

// Action is something done to the cluster from outside.
type Action struct {
	At         int             `json:"at"`
	Do         string          `json:"do"`
	Kind       string          `json:"kind,omitempty"`
	Name       string          `json:"name,omitempty"`
	Patch      json.RawMessage `json:"patch,omitempty"`
	Object     string          `json:"object,omitempty"`
	ToRevision int64           `json:"toRevision,omitempty"`
}

func (s *Scenario) startsAt() (time.Time, error) {
	if s.Start == "" {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), nil
	}
	return time.Parse(time.RFC3339, s.Start)
}

// kinds are those that the scenario's texts name.
func (s *Scenario) kinds() map[string]bool {
	kinds := map[string]bool{}
	for _, match := range kindLine.FindAllStringSubmatch(s.Objects, -1) {
		kinds[match[1]] = true
	}
	for _, action := range s.Actions {
		for _, match := range kindLine.FindAllStringSubmatch(action.Object, -1) {
			kinds[match[1]] = true
		}
	}
	return kinds
}

var kindLine = regexp.MustCompile(`(?m)^kind: *([A-Za-z]+)`)

func (s *Scenario) sampleEvery() int { return max(s.SampleEvery, 1) }

// exitOf gives the exit of the attempt at an index, or nil.
func exitOf(text json.RawMessage, attempt int) (*Exit, error) {
	if len(text) > 0 && text[0] == '[' {
		var attempts []*Exit
		if err := json.Unmarshal(text, &attempts); err != nil || len(attempts) == 0 {
			return nil, err
		}
		return attempts[min(attempt, len(attempts)-1)], nil
	}
	var exit *Exit
	err := json.Unmarshal(text, &exit)
	return exit, err
}
