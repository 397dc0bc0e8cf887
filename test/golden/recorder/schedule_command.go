package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	schedulerapi "k8s.io/kubernetes/pkg/scheduler/apis/config"

	"kijabi/recorder/bubble"
	"kijabi/recorder/schedule"
)

// kubernetesVersion is written into recordings.
const kubernetesVersion = "1.36"

// mostRuns bounds the runs added for the sake of ties.
const mostRuns = 40

func runSchedule(arguments []string) error {
	flags := flag.NewFlagSet("schedule", flag.ContinueOnError)
	configFile := flags.String("config", "", "KubeSchedulerConfiguration")
	runs := flags.Int("runs", 1, "how often each scenario is played, to see what varies")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() == 0 || *runs < 1 {
		return fmt.Errorf("schedule needs a file, and at least one run")
	}
	if err := schedule.SetGates(); err != nil {
		return err
	}
	var config *schedulerapi.KubeSchedulerConfiguration
	if *configFile != "" {
		text, err := os.ReadFile(*configFile)
		if err != nil {
			return err
		}
		if config, err = schedule.ReadConfig(text); err != nil {
			return err
		}
	}
	out := newLines(os.Stdout)
	bubble.Inside(func(play bubble.Play) error {
		defer out.flush()
		for _, file := range flags.Args() {
			text, err := read(file)
			if err != nil {
				return err
			}
			recorded := make([]*schedule.Recording, *runs)
			for run := range recorded {
				if play(func() { recorded[run], err = schedule.Play(text, config) }); err != nil {
					break
				}
			}
			if invalid := (&schedule.InvalidError{}); errors.As(err, &invalid) {
				if err := out.write(map[string]string{"scenario": filepath.Base(file), "invalid": err.Error()}); err != nil {
					return err
				}
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			// Ties are broken by chance: play on until every tied node has been taken once, so that all that follows is known.
			for more := 0; *runs > 1 && more < mostRuns && schedule.HasUnseenTie(recorded); more++ {
				play(func() {
					var again *schedule.Recording
					again, err = schedule.Play(text, config)
					recorded = append(recorded, again)
				})
				if err != nil {
					return fmt.Errorf("%s: %w", file, err)
				}
			}
			recording := schedule.Merge(recorded)
			recording.KubernetesVersion = kubernetesVersion
			recording.Scenario = filepath.Base(file)
			recording.Family = familyOf(recording.Scenario)
			recording.Finish()
			if err := out.write(recording); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// familyOf takes the number off a scenario's name: pod-affinity-012.yaml is of family pod-affinity.
func familyOf(scenario string) string {
	name := strings.TrimSuffix(scenario, filepath.Ext(scenario))
	if at := strings.LastIndex(name, "-"); at > 0 {
		return name[:at]
	}
	return name
}
