package search

import (
	"fmt"
	"io"
	"log/slog"
)

// Format prints the form of the query without its values, for every verb.
func (q Query) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, q.String()) }

// String is the form of the query without its values: see [Query.Form].
func (q Query) String() string { return "[" + q.Form() + "]" }

// LogValue logs what [Query.String] returns.
func (q Query) LogValue() slog.Value { return slog.StringValue(q.String()) }

// Format prints the attribute and the operators without the values.
func (c Condition) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// String is the attribute and the operators without the values.
func (c Condition) String() string {
	out := "[" + c.attribute
	for _, t := range c.terms {
		out += " " + string(t.Operator)
	}
	return out + "]"
}

// LogValue logs what [Condition.String] returns.
func (c Condition) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Format prints the operator without the value.
func (t Term) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, t.String()) }

// String is the operator without the value.
func (t Term) String() string { return "[" + string(t.Operator) + " redacted]" }

// LogValue logs what [Term.String] returns.
func (t Term) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Format prints how the record matched and its event, nothing of the person.
func (h Hit) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, h.String()) }

// String is how the record matched and its event, nothing of the person.
func (h Hit) String() string { return "[" + string(h.Match) + " hit " + h.Record.String() + "]" }

// LogValue logs what [Hit.String] returns.
func (h Hit) LogValue() slog.Value { return slog.StringValue(h.String()) }
