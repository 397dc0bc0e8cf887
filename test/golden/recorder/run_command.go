package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"kijabi/recorder/bubble"
	"kijabi/recorder/run"
)

// A scenario whose runs agree is played fewestRuns times; one that shows several traces until no new one has come up for as
// long again, at most mostRuns times.
const (
	fewestRuns = 12
	mostPlayed = 36
)

func runRun(arguments []string) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	runs := flags.Int("runs", fewestRuns, "how often each scenario is played at least")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() == 0 || *runs < 1 {
		return fmt.Errorf("run needs a file, and at least one run")
	}
	if err := run.SetGates(); err != nil {
		return err
	}
	out := newLines(os.Stdout)
	bubble.Inside(func(play bubble.Play) error {
		defer out.flush()
		for _, file := range flags.Args() {
			text, err := read(file)
			if err != nil {
				return err
			}
			scanner := bufio.NewScanner(bytes.NewReader(text))
			scanner.Buffer(nil, longestLine)
			for scanner.Scan() {
				if err := playLine(scanner.Bytes(), *runs, play, out); err != nil {
					return fmt.Errorf("%s: %w", file, err)
				}
			}
			if err := scanner.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

func playLine(line []byte, runs int, play bubble.Play, out *lines) error {
	scenario := &run.Scenario{}
	if err := json.Unmarshal(line, scenario); err != nil {
		return err
	}
	var played []*run.Played
	seen := 0
	for at, lastNew := 0, 0; at < runs || (seen > 1 && at < mostPlayed && at < 2*lastNew+runs); at++ {
		// Two thirds of the runs delay what the caches learn.
		seed := int64(at)
		if at%3 == 0 {
			seed = 0
		}
		var one *run.Played
		var err error
		play(func() { one, err = run.Play(scenario, seed) })
		if err != nil {
			return fmt.Errorf("%s: %w", scenario.ID, err)
		}
		played = append(played, one)
		if now := len(run.Traces(played)); now > seen {
			seen, lastNew = now, at
		}
	}
	scenario.Runs = len(played)
	text, err := json.Marshal(scenario)
	if err != nil {
		return err
	}
	return out.replace(text, "traces", run.Traces(played))
}
