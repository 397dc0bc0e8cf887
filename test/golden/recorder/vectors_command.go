package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kijabi/recorder/bubble"
	"kijabi/recorder/vectors"
)

func runVectors(files []string) error {
	if len(files) == 0 {
		return fmt.Errorf("vectors needs a file: NAME.jsonl for one of %v", vectors.Names())
	}
	bubble.Inside(func(play bubble.Play) error { return playVectors(files, play) })
	return nil
}

func playVectors(files []string, play bubble.Play) error {
	out := newLines(os.Stdout)
	defer out.flush()
	for _, file := range files {
		text, err := read(file)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		scanner := bufio.NewScanner(bytes.NewReader(text))
		scanner.Buffer(nil, longestLine)
		for scanner.Scan() {
			var vector struct {
				In json.RawMessage `json:"in"`
			}
			if err := json.Unmarshal(scanner.Bytes(), &vector); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			answer, err := vectors.Play(name, vector.In, play)
			if err != nil {
				// Random inputs may be no inputs at all: a number where a list belongs.
				answer = map[string]string{"unplayable": err.Error()}
			}
			if err := out.replace(scanner.Bytes(), "out", answer); err != nil {
				return err
			}
		}
		if err := scanner.Err(); err != nil {
			return err
		}
	}
	return nil
}
