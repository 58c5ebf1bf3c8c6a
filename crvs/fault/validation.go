package fault

import "strings"

// ValidationError says which fields of a question or an option break which
// rule. It never holds a value.
type ValidationError struct {
	Violations []Violation
}

// Violation is one broken rule.
type Violation struct {
	Field string // path in the standard's names: "search_criteria.query.value"
	Rule  string // the rule: "required", "max=99", "locale"
	Hint  string // the rule in words: "is required"
}

// Error lists the violations in the order of the fields.
func (e *ValidationError) Error() string {
	parts := make([]string, len(e.Violations))
	for i, v := range e.Violations {
		parts[i] = v.Field + " " + v.Hint
	}
	return strings.Join(parts, "; ")
}
