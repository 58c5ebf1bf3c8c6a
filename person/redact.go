package person

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// What a type prints is decided here, in one place: its kind and nothing of
// what it holds. Formatter covers every verb of fmt (%v, %+v, %#v, %s, %q, %d);
// LogValuer covers slog; String covers loggers that look for a Stringer.

func hide(s fmt.State, what string) { redact.Write(s, "["+what+" redacted]") }

// Format prints "[person redacted]" for every verb.
func (p Person) Format(s fmt.State, _ rune) { hide(s, "person") }

// String returns "[person redacted]".
func (p Person) String() string { return "[person redacted]" }

// LogValue logs "[person redacted]".
func (p Person) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Format prints "[name redacted]" for every verb; see [PersonName.Full].
func (n PersonName) Format(s fmt.State, _ rune) { hide(s, "name") }

// String returns "[name redacted]"; see [PersonName.Full].
func (n PersonName) String() string { return "[name redacted]" }

// LogValue logs "[name redacted]".
func (n PersonName) LogValue() slog.Value { return slog.StringValue(n.String()) }

// Format prints the type, where the standard knows it, and not the value.
func (i Identifier) Format(s fmt.State, _ rune) { redact.Write(s, i.String()) }

// String returns the type, where the standard knows it, and not the value:
// "BRN:[redacted]". A type outside the directory may itself be what somebody
// typed in the wrong field.
func (i Identifier) String() string {
	if i.Type.Known() {
		return string(i.Type) + ":[redacted]"
	}
	return "[identifier redacted]"
}

// LogValue logs what [Identifier.String] returns.
func (i Identifier) LogValue() slog.Value { return slog.StringValue(i.String()) }

// Format prints "[date redacted]" for every verb; see [Date.Text].
func (d Date) Format(s fmt.State, _ rune) { hide(s, "date") }

// String returns "[date redacted]"; see [Date.Text].
func (d Date) String() string { return "[date redacted]" }

// LogValue logs "[date redacted]".
func (d Date) LogValue() slog.Value { return slog.StringValue(d.String()) }

// Format prints "[place redacted]" for every verb.
func (p Place) Format(s fmt.State, _ rune) { hide(s, "place") }

// String returns "[place redacted]".
func (p Place) String() string { return "[place redacted]" }

// LogValue logs "[place redacted]".
func (p Place) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Format prints "[address redacted]" for every verb.
func (a Address) Format(s fmt.State, _ rune) { hide(s, "address") }

// String returns "[address redacted]".
func (a Address) String() string { return "[address redacted]" }

// LogValue logs "[address redacted]".
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }

// Format prints "[contact redacted]" for every verb.
func (k Contact) Format(s fmt.State, _ rune) { hide(s, "contact") }

// String returns "[contact redacted]".
func (k Contact) String() string { return "[contact redacted]" }

// LogValue logs "[contact redacted]".
func (k Contact) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Format prints "[period redacted]" for every verb.
func (p Period) Format(s fmt.State, _ rune) { hide(s, "period") }

// String returns "[period redacted]".
func (p Period) String() string { return "[period redacted]" }

// LogValue logs "[period redacted]".
func (p Period) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Format prints "[position redacted]" for every verb.
func (g GeoPoint) Format(s fmt.State, _ rune) { hide(s, "position") }

// String returns "[position redacted]".
func (g GeoPoint) String() string { return "[position redacted]" }

// LogValue logs "[position redacted]".
func (g GeoPoint) LogValue() slog.Value { return slog.StringValue(g.String()) }

// Format prints "[location redacted]" for every verb.
func (g GeoLocation) Format(s fmt.State, _ rune) { hide(s, "location") }

// String returns "[location redacted]".
func (g GeoLocation) String() string { return "[location redacted]" }

// LogValue logs "[location redacted]".
func (g GeoLocation) LogValue() slog.Value { return slog.StringValue(g.String()) }

// Format prints the relationship, where the standard knows it, and nothing of
// the person.
func (r Relation) Format(s fmt.State, _ rune) { redact.Write(s, r.String()) }

// String returns the relationship, where the standard knows it.
func (r Relation) String() string {
	if r.Type.Known() {
		return string(r.Type.Canonical()) + ":[person redacted]"
	}
	return "[relation redacted]"
}

// LogValue logs what [Relation.String] returns.
func (r Relation) LogValue() slog.Value { return slog.StringValue(r.String()) }

// Format prints "[members redacted]" for every verb.
func (x Extra) Format(s fmt.State, _ rune) { hide(s, "members") }

// String returns "[members redacted]".
func (x Extra) String() string { return "[members redacted]" }

// LogValue logs "[members redacted]".
func (x Extra) LogValue() slog.Value { return slog.StringValue(x.String()) }

// Format prints the event and nothing of the person.
func (r Record) Format(s fmt.State, _ rune) { redact.Write(s, r.String()) }

// String returns the event, where the standard knows it, and nothing of the
// person.
func (r Record) String() string {
	if r.Event.Known() {
		return "[" + string(r.Event.Canonical()) + " record redacted]"
	}
	return "[record redacted]"
}

// LogValue logs what [Record.String] returns.
func (r Record) LogValue() slog.Value { return slog.StringValue(r.String()) }
