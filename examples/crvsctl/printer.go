package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// printer writes records, for people or as JSON. What its user asked for is
// personal data, so this is the place where it is shown.
type printer struct {
	w    *bufio.Writer
	json bool
	hits int
}

func newPrinter(w io.Writer, asJSON bool) *printer {
	return &printer{w: bufio.NewWriter(w), json: asJSON}
}

func (p *printer) flush() error { return written(p.w.Flush()) }

func (p *printer) line(format string, args ...any) error {
	_, err := fmt.Fprintf(p.w, format+"\n", args...)
	return written(err)
}

func written(err error) error {
	if err == nil {
		return nil
	}
	return &outputError{err}
}

// record is a line of the output. The order of its members is promised.
type record struct {
	Event              codes.VitalEvent `json:"event"`
	RegistrationNumber string           `json:"registration_number"`
	Match              search.Match     `json:"match"`
	Person             person.Person    `json:"person"` // spelled as in v1.0.0
}

func (p *printer) hit(h search.Hit) error {
	p.hits++
	if !p.json {
		return p.listing(h)
	}
	return p.object(record{h.Event.Canonical(), h.RegistrationNumber, h.Match, h.Person})
}

// object prints one line of JSON.
func (p *printer) object(v any) error {
	encoder := json.NewEncoder(p.w)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	if _, ok := errors.AsType[*json.MarshalerError](err); ok {
		return errors.New("a record holds text that JSON cannot carry: leave -json out, and tell the registry's operators")
	}
	return written(err)
}

// count ends a listing for people.
func (p *printer) count(limited bool) error {
	switch {
	case p.json:
		return nil
	case limited:
		return p.line("%s, as many as -limit allows", records(p.hits))
	default:
		return p.line("%s", records(p.hits))
	}
}

func records(n int) string {
	if n == 1 {
		return "1 record"
	}
	return fmt.Sprintf("%d records", n)
}

func (p *printer) listing(h search.Hit) error {
	match := "the record itself shows what was asked"
	if h.Match != search.MatchConfirmed {
		match = "unconfirmed: the record contradicts nothing, and does not show all that was asked"
	}
	event := string(h.Event.Canonical())
	if event == "" {
		event = "event not given"
	}
	if err := p.line("%s (%s)", printable(strings.TrimSpace(event+" "+h.RegistrationNumber)), match); err != nil {
		return err
	}
	for _, r := range about(h.Person) {
		if value := printable(r.value); value != "" {
			if err := p.line("  %-14s %s", printable(r.label), value); err != nil {
				return err
			}
		}
	}
	return p.line("")
}

// row is a line of a listing.
type row struct{ label, value string }

func about(p person.Person) []row {
	var rows []row
	for _, n := range p.Names {
		rows = append(rows, row{"name", name(n)})
	}
	rows = append(
		rows,
		row{"sex", string(p.Sex.Canonical())},
		row{"born", happened(p.BirthDates, p.BirthPlace)},
		row{"birth", join(string(p.TypeOfBirth.Canonical()), p.BirthWeight)},
		row{"died", happened(p.DeathDates, p.DeathPlace)},
		row{"married", happened(p.MarriageDates, p.MarriagePlace)},
		row{"divorced", happened(p.DivorceDates, p.DivorcePlace)},
		row{"marital status", maritalStatus(p.MaritalStatus)},
	)
	for _, id := range p.Identifiers {
		rows = append(rows, row{string(id.Type), id.Value})
	}
	for _, a := range p.Addresses {
		rows = append(rows, row{"address", join(a.Line1, a.Line2, a.Locality, a.SubRegion, a.Region, a.PostalCode, a.Country)})
	}
	for _, c := range p.Contacts {
		rows = append(rows, row{string(c.System.Canonical()), join(c.Value, c.Use)})
	}
	rows = append(rows, row{"registered", p.RegistrationDate.Text()}, row{"last updated", p.LastUpdated.Text()})
	for _, r := range p.Relations {
		rows = append(rows, row{relationship(r.Type), relative(r.Person)})
	}
	more := 0
	for range p.Extra.All() {
		more++
	}
	if more > 0 {
		rows = append(rows, row{"more", fmt.Sprintf("%d member(s) outside the standard, shown by -json", more)})
	}
	return rows
}

// name is the whole name as it is on record, in whatever script.
func name(n person.PersonName) string {
	if n.Maiden != "" {
		return strings.TrimSpace(n.Full() + " (maiden name " + n.Maiden + ")")
	}
	return n.Full()
}

func happened(dates []person.Date, at *person.Place) string {
	var days []string
	for _, d := range dates {
		days = append(days, d.Text())
	}
	parts := []string{strings.Join(days, " or ")}
	for ; at != nil && len(parts) < 8; at = at.ContainedIn {
		parts = append(parts, at.Name, at.AddressLine)
	}
	return join(parts...)
}

func maritalStatus(s codes.MaritalStatus) string {
	if e, ok := codes.MaritalStatuses().Lookup(s.Canonical()); ok {
		return strings.ToLower(e.Display)
	}
	return string(s)
}

func relationship(t codes.RelationshipType) string {
	if e, ok := codes.RelationshipTypes().Lookup(t.Canonical()); ok {
		return strings.ToLower(e.Display)
	}
	if t == "" {
		return "related"
	}
	return string(t)
}

func relative(p person.Person) string {
	parts := []string{name(p.Name())}
	for _, id := range p.Identifiers {
		parts = append(parts, strings.TrimSpace(string(id.Type)+" "+id.Value))
	}
	if born := happened(p.BirthDates, nil); born != "" {
		parts = append(parts, "born "+born)
	}
	if died := happened(p.DeathDates, nil); died != "" {
		parts = append(parts, "died "+died)
	}
	return join(parts...)
}

// join puts commas between what is given.
func join(parts ...string) string {
	var given []string
	for _, part := range parts {
		if part != "" {
			given = append(given, part)
		}
	}
	return strings.Join(given, ", ")
}
