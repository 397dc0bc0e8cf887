package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// lines writes JSON, one value a line, without HTML escapes.
type lines struct {
	out *bufio.Writer
}

func newLines(out io.Writer) *lines { return &lines{bufio.NewWriter(out)} }

func (l *lines) flush() { _ = l.out.Flush() }

func (l *lines) write(value any) error {
	text, err := marshal(value)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(l.out, "%s\n", text)
	return err
}

// replace writes the JSON object `line` with one field set anew, at its place or at the end.
func (l *lines) replace(line []byte, name string, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(line))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	var fields []string
	replaced := false
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var old json.RawMessage
		if err := decoder.Decode(&old); err != nil {
			return err
		}
		written := any(old)
		if key == name {
			written, replaced = value, true
		}
		field, err := marshalField(key.(string), written)
		if err != nil {
			return err
		}
		fields = append(fields, field)
	}
	if !replaced {
		field, err := marshalField(name, value)
		if err != nil {
			return err
		}
		fields = append(fields, field)
	}
	l.out.WriteByte('{')
	for i, field := range fields {
		if i > 0 {
			l.out.WriteByte(',')
		}
		l.out.WriteString(field)
	}
	_, err := l.out.WriteString("}\n")
	return err
}

func marshalField(name string, value any) (string, error) {
	text, err := marshal(value)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%q:%s", name, text), nil
}

func marshal(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buffer.Bytes(), "\n"), nil
}
