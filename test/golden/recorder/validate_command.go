package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"kijabi/recorder/validate"
)

// longestLine bounds a line of a .jsonl file, in bytes.
const longestLine = 16 << 20

func runValidate(arguments []string) error {
	var crds, files []string
	for i := 0; i < len(arguments); i++ {
		if arguments[i] != "--crd" {
			files = append(files, arguments[i])
			continue
		}
		if i++; i == len(arguments) {
			return fmt.Errorf("--crd needs a file")
		}
		text, err := os.ReadFile(arguments[i])
		if err != nil {
			return err
		}
		crds = append(crds, string(text))
	}
	if len(files) == 0 {
		return fmt.Errorf("validate needs a file")
	}
	judge, err := validate.NewJudge(crds)
	if err != nil {
		return err
	}
	out := newLines(os.Stdout)
	defer out.flush()
	for _, file := range files {
		text, err := read(file)
		if err != nil {
			return err
		}
		if strings.HasSuffix(file, ".jsonl") {
			err = judgeLines(judge, text, out)
		} else {
			err = out.write(map[string]any{"file": file, "verdict": judge.Text(string(text))})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// judgeLines gives every entry back with its verdict; the other fields, and their order, stay as they are.
func judgeLines(judge *validate.Judge, text []byte, out *lines) error {
	scanner := bufio.NewScanner(bytes.NewReader(text))
	scanner.Buffer(nil, longestLine)
	for scanner.Scan() {
		var entry struct {
			YAML string `json:"yaml"`
		}
		line := scanner.Bytes()
		if err := json.Unmarshal(line, &entry); err != nil {
			return err
		}
		if err := out.replace(line, "verdict", judge.Text(entry.YAML)); err != nil {
			return err
		}
	}
	return scanner.Err()
}

func read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(file)
}
