package person

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// numberMember is where a registration number stands that is of no identifier
// type: the standard has none for a divorce or an adoption.
const numberMember = "registration_number"

// UnmarshalJSONFrom reads a record: the members of a person, as
// [Person.UnmarshalJSONFrom] does, with the event as reg_event_type or, in the
// 2022 edition, repository_type. The registration number is the identifier that
// the event calls for ([Person.RegistrationNumber]), or registration_number
// where there is none. A null or "" gives a zero Record.
func (r *Record) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	text, err := readFrom(d)
	if err != nil {
		return err
	}
	c := newCursor(text)
	return c.record(r)
}

// UnmarshalJSON is [Record.UnmarshalJSONFrom] for package encoding/json.
func (r *Record) UnmarshalJSON(b []byte) error {
	text, err := readBytes(b)
	if err != nil {
		return err
	}
	c := newCursor(text)
	return c.record(r)
}

// record reads the one value of the text.
func (c *cursor) record(r *Record) error {
	inside, given := c.enter()
	if !inside {
		if given {
			return ErrNotAnObject
		}
		*r = Record{}
		return nil
	}
	*r = Record{raw: c.Text}
	c.members(&r.Person, nil, r)
	r.SetEvent(r.Event)
	return nil
}

// SetEvent says of which event the record is, where it does not say so itself (the
// answer around it does, or the question), and finds the number of its
// registration: that of the event among its identifiers, else the member
// registration_number.
func (r *Record) SetEvent(event codes.VitalEvent) {
	r.Event = event
	r.RegistrationNumber = r.Person.RegistrationNumber(event)
	if r.RegistrationNumber != "" {
		return
	}
	if n := r.Person.Extra.text(numberMember); isNumber(n) {
		r.RegistrationNumber = n
	}
}

// event reads the event of a record: canonical if the directory knows it, else
// as it came. What means any event is none.
func (c *cursor) event(dst *codes.VitalEvent) bool {
	text, ok := c.text()
	event := codes.VitalEvent(text)
	if !ok || text != "" && *dst != "" || strings.EqualFold(text, string(codes.VitalEventAny)) {
		return false
	}
	if own, ok := c.own().Events[FoldWord(text)]; ok {
		*dst = own
		return own != ""
	}
	if text != "" {
		*dst = event.Canonical()
	}
	return true
}

// MarshalJSONTo writes the record as a registry does: the members of the person
// in the spelling of v1.0.0, and the event as reg_event_type. A registration
// number that is not among the identifiers is put there, or where the event has
// no identifier type stands as registration_number.
func (r Record) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &r, (*writer).record)
}

// MarshalJSON is [Record.MarshalJSONTo] for package encoding/json.
func (r Record) MarshalJSON() ([]byte, error) { return marshal(&r, (*writer).record) }

func (w *writer) record(r *Record) {
	o := w.open(ofPerson)
	o.text("reg_event_type", string(r.Event.Canonical()))
	p, beside := r.Person, ""
	if n := r.RegistrationNumber; n != "" && n != p.RegistrationNumber(r.Event) && n != p.Extra.text(numberMember) {
		if t := numberType(r.Event); t != "" {
			p.Identifiers = slices.Insert(slices.Clone(p.Identifiers), 0, Identifier{Type: t, Value: n})
		} else {
			beside = n
		}
	}
	o.person(&p)
	o.text(numberMember, beside)
	o.close(p.Extra)
}

// numberType is the identifier type of the registrations of an event, "" if the
// standard has none.
func numberType(e codes.VitalEvent) codes.IdentifierType {
	for _, t := range [...]codes.IdentifierType{codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN} {
		if t.Registers() == e.Canonical() {
			return t
		}
	}
	return ""
}
