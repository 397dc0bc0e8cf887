// Package validate asks the API server's own create path what it says about a text.
package validate

// Verdict is what the API server says about one document, in the format of test/golden/api/README.md.
type Verdict struct {
	Line       int       `json:"line"`
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Name       string    `json:"name,omitempty"`
	Accepted   bool      `json:"accepted"`
	Decode     *Decode   `json:"decode,omitempty"`
	Errors     []Problem `json:"errors,omitempty"`
	Warnings   []string  `json:"warnings,omitempty"`
	// Panic is what the server's own code fell over: it has no verdict then.
	Panic string `json:"panic,omitempty"`
}

// Decode holds what already decoding found.
type Decode struct {
	NoKind string   `json:"noKind,omitempty"`
	Fatal  string   `json:"fatal,omitempty"`
	Strict []string `json:"strict,omitempty"`
}

// Problem is one validation error.
type Problem struct {
	Type     string `json:"type"`
	Field    string `json:"field"`
	BadValue any    `json:"badValue,omitempty"`
	Detail   string `json:"detail"`
}
