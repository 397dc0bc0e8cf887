package validate

import "strings"

// document is one YAML document of a text.
type document struct {
	line int // where it begins, from 1
	text string
}

// split cuts a text at its `---` lines, as clients do; documents of nothing but comments and blanks are left out.
// A document begins at its first line that is neither.
func split(text string) []document {
	var documents []document
	var current []string
	begin := 0
	flush := func() {
		if begin > 0 {
			documents = append(documents, document{line: begin, text: strings.Join(current, "\n")})
		}
		current, begin = nil, 0
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if isSeparator(line) {
			flush()
			continue
		}
		trimmed := strings.TrimSpace(line)
		if begin == 0 {
			if trimmed == "" || strings.HasPrefix(trimmed, "#") {
				current = append(current, line)
				continue
			}
			begin = i + 1 - len(current)
		}
		current = append(current, line)
	}
	flush()
	return documents
}

// isSeparator says whether a line parts two documents: `---` alone, or with a comment behind it.
func isSeparator(line string) bool {
	rest, found := strings.CutPrefix(strings.TrimSuffix(line, "\r"), "---")
	if !found {
		return false
	}
	trimmed := strings.TrimSpace(rest)
	return trimmed == "" || (strings.HasPrefix(trimmed, "#") && rest != trimmed)
}
