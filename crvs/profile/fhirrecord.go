package profile

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// document is a registration as a FHIR document.
type document struct {
	*bundle

	event    codes.VitalEvent
	words    *reading
	all      *resource          // the Composition
	sections map[string][]loose // what each refers to, by its code
	taken    map[*resource]bool // who is somebody already
	subject  person.Person
}

// subjectSection is the section of whom a registration is about; "" for an event that
// has none here.
func subjectSection(event codes.VitalEvent) string {
	switch event {
	case codes.VitalEventBirth:
		return "child-details"
	case codes.VitalEventDeath:
		return "deceased-details"
	default:
		return ""
	}
}

// readDocument reads the registration of an event, and the tracking id. A half-read
// record is worse than none: whatever is there and cannot be read, or is said twice
// and differently, is an error.
func readDocument(text []byte, event codes.VitalEvent, words *reading) (r person.Record, tracking string, err error) {
	b, err := readBundle(text)
	if err != nil {
		return r, "", err
	}
	d := &document{bundle: b, event: event, words: words, taken: make(map[*resource]bool)}
	if err := d.composition(); err != nil {
		return r, "", err
	}
	subject, err := d.person(subjectSection(event), "")
	if err != nil || subject == nil || !saysWho(subject, event) || event == codes.VitalEventDeath && isSaidAlive(subject) {
		return r, "", errUnread // nobody, or somebody who is not dead
	}
	d.subject = *subject
	for _, relative := range []struct {
		section string
		is      codes.RelationshipType
	}{
		{"mother-details", codes.RelationshipMother}, {"father-details", codes.RelationshipFather}, {"spouse-details", codes.RelationshipSpouse},
	} {
		p, err := d.person(relative.section, relative.is)
		if err != nil {
			return r, "", err
		}
		if p != nil && !isBlank(p) {
			d.subject.Relations = append(d.subject.Relations, person.Relation{Type: relative.is, Person: *p})
		}
	}
	if tracking, err = d.task(); err != nil {
		return r, "", err
	}
	r.Person = d.subject
	r.SetEvent(event)
	return r, tracking, nil
}

// composition reads what the document consists of, and holds its kind against the
// event.
func (d *document) composition() error {
	var err error
	if d.all, err = d.only("Composition"); err != nil || d.all == nil {
		return errUnread
	}
	var in struct {
		Status   loose   `json:"status"`
		Type     concept `json:"type"`
		Sections some[struct {
			Code    concept         `json:"code"`
			Entries some[reference] `json:"entry"`
		}] `json:"section"`
	}
	if err := json.Unmarshal(d.all.text, &in); err != nil || in.Status == mistaken {
		return errUnread
	}
	for _, code := range in.Type { // birth-declaration
		event, _, _ := strings.Cut(code, "-")
		if isOtherEvent(event, d.event) {
			return errUnread
		}
	}
	d.sections = make(map[string][]loose)
	for _, s := range in.Sections {
		for _, code := range slices.Compact(slices.Sorted(slices.Values(s.Code))) {
			for _, e := range s.Entries {
				d.sections[code] = append(d.sections[code], e.To)
			}
		}
	}
	for _, other := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath} {
		if other != d.event && len(d.sections[subjectSection(other)]) > 0 {
			return errUnread // the death of a mother in the birth of her child
		}
	}
	return nil
}

// mistaken is the status by which FHIR says that a resource should not be there.
const mistaken = "entered-in-error"

// isOtherEvent says whether a word names an event, and not this one.
func isOtherEvent(word string, event codes.VitalEvent) bool {
	named := codes.VitalEvent(word)
	return named.Known() && named.Canonical() != event
}

// person is whom a section is about, nil if the document does not say. A relative is
// a RelatedPerson who, in OpenCRVS, points to a Patient of their own.
func (d *document) person(section string, is codes.RelationshipType) (*person.Person, error) {
	refers := d.sections[section]
	if section == "" || len(refers) > 1 {
		return nil, errUnread
	}
	if len(refers) == 0 {
		return nil, nil //nolint:nilnil // nobody is said, and that is no error
	}
	kinds := []string{"Patient"}
	if is != "" {
		kinds = append(kinds, "RelatedPerson")
	}
	r, err := d.find(refers[0], kinds...)
	if err != nil || r == nil {
		return nil, err
	}
	var p patient
	if err := json.Unmarshal(r.text, &p); err != nil {
		return nil, errUnread
	}
	if r.kind == "RelatedPerson" {
		if p.isOther(is) {
			return nil, errUnread
		}
		if p.Patient.To != "" {
			if r, err = d.find(p.Patient.To, "Patient"); err != nil || r == nil {
				return nil, err
			}
			p = patient{}
			if err := json.Unmarshal(r.text, &p); err != nil {
				return nil, errUnread
			}
		}
	}
	if d.taken[r] { // the mother is the child: who is who?
		return nil, errUnread
	}
	d.taken[r] = true
	return p.person(d.words), nil
}

// task reads how the registration stands, its number, and the tracking id.
func (d *document) task() (tracking string, err error) {
	r, err := d.only("Task")
	if err != nil {
		return "", err
	}
	var in struct {
		Status      loose            `json:"status"`
		Code        concept          `json:"code"`
		Focus       reference        `json:"focus"`
		Stands      concept          `json:"businessStatus"`
		Identifiers some[fhirNumber] `json:"identifier"`
	}
	if r != nil {
		if err := json.Unmarshal(r.text, &in); err != nil || in.Status == mistaken || !d.isAbout(in.Focus.To, d.all) {
			return "", errUnread
		}
	}
	for _, code := range in.Code {
		if isOtherEvent(code, d.event) {
			return "", errUnread
		}
	}
	for _, status := range in.Stands {
		switch status {
		case "REGISTERED", "CERTIFIED", "ISSUED", "CORRECTION_REQUESTED":
		default:
			return "", errUnread // it is not registered, or no more
		}
	}
	return d.numbers(in.Identifiers)
}

// numbers adds the number of the registration to the subject, unless it is there.
func (d *document) numbers(ids some[fhirNumber]) (tracking string, err error) {
	var number, track agreed[string]
	for _, id := range d.subject.Identifiers {
		if id.Type.Registers() == d.event {
			number.add(id.Value)
		}
	}
	own := number.first
	var kind codes.IdentifierType
	for _, in := range ids {
		id := in.identifier(d.words)
		switch registers := id.Type.Registers(); {
		case strings.HasSuffix(string(id.Type), "TRACKING_ID"):
			track.add(id.Value)
		case registers == d.event:
			kind = id.Type
			number.add(id.Value)
		case registers != "":
			return "", errUnread
		}
	}
	switch {
	case number.differs:
		return "", errUnread
	case own == "" && number.first != "":
		d.subject.Identifiers = append(d.subject.Identifiers, person.Identifier{Type: kind, Value: number.first})
	}
	return track.value(), nil
}
