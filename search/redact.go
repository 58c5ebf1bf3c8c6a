package search

import (
	"fmt"
	"log/slog"
	"strconv"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// Format prints the form of the query without its values, for every verb.
func (q Query) Format(s fmt.State, _ rune) { redact.Write(s, q.String()) }

// String is the form of the query without its values: see [Query.Form].
func (q Query) String() string { return "[" + q.Form() + "]" }

// LogValue logs what [Query.String] returns.
func (q Query) LogValue() slog.Value { return slog.StringValue(q.String()) }

// Format prints the attribute and the operators without the values.
func (c Condition) Format(s fmt.State, _ rune) { redact.Write(s, c.String()) }

// String is the attribute and the operators without the values.
func (c Condition) String() string { return "[" + c.form() + "]" }

// LogValue logs what [Condition.String] returns.
func (c Condition) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Format prints the operator without the value.
func (t Term) Format(s fmt.State, _ rune) { redact.Write(s, t.String()) }

// String is the operator without the value.
func (t Term) String() string { return "[" + string(t.Operator) + " redacted]" }

// LogValue logs what [Term.String] returns.
func (t Term) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Format prints how the record matched and its event, nothing of the person.
func (h Hit) Format(s fmt.State, _ rune) { redact.Write(s, h.String()) }

// String is how the record matched and its event, nothing of the person.
func (h Hit) String() string { return "[" + string(h.Match) + " hit " + h.Record.String() + "]" }

// LogValue logs what [Hit.String] returns.
func (h Hit) LogValue() slog.Value { return slog.StringValue(h.String()) }

// Format prints the number and the size of the page, nothing of its hits.
func (p Page) Format(s fmt.State, _ rune) { redact.Write(s, p.String()) }

// String is the number and the size of the page, nothing of its hits.
func (p Page) String() string {
	out := "[page " + strconv.Itoa(p.Number) + ": " + strconv.Itoa(len(p.Hits)) + " hits"
	if p.Total >= 0 {
		out += " of " + strconv.Itoa(p.Total)
	}
	return out + "]"
}

// LogValue logs what [Page.String] returns and the ids of the exchange.
func (p Page) LogValue() slog.Value {
	return slog.GroupValue(slog.String("page", p.String()), slog.String("transaction_id", p.TransactionID),
		slog.String("correlation_id", p.CorrelationID), slog.String("reference_id", p.ReferenceID))
}

// Format prints the page without its hits, or the error.
func (r Result) Format(s fmt.State, _ rune) { redact.Write(s, r.String()) }

// String is the page without its hits, or the error.
func (r Result) String() string {
	if r.Err != nil {
		return "[error: " + r.Err.Error() + "]"
	}
	return r.Page.String()
}

// LogValue logs the page without its hits, or the error.
func (r Result) LogValue() slog.Value {
	if r.Err != nil {
		return slog.AnyValue(r.Err)
	}
	return r.Page.LogValue()
}
