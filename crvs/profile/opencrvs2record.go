package profile

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// declared are the values of a declaration by the ids of their fields.
type declared map[string]jsontext.Value

// read reads the value of a field into dst; it returns false if there is none.
func (d declared) read(field string, dst any) (given bool, err error) {
	v := d[field]
	if field == "" || !isGiven(v) {
		return false, nil
	}
	if err := json.Unmarshal(v, dst); err != nil {
		return false, errUnread
	}
	return true, nil
}

// record reads the registration. Whatever is there and cannot be read is an error:
// a half-read record is worse than none.
func (c eventDocuments) record(d *eventDocument, event codes.VitalEvent, since person.Date) (r person.Record, err error) {
	form, known := c.fields[event]
	values, err := d.declared()
	if !known || err != nil {
		return r, errUnread
	}
	if r.Person, err = values.person(form.Subject); err != nil || !saysWho(&r.Person, event) {
		return r, errUnread
	}
	if event == codes.VitalEventDeath {
		if r.Person.DeathDates, err = values.date(form.EventDate); err != nil {
			return r, err
		}
	}
	for _, relative := range []struct {
		is     codes.RelationshipType
		fields OpenCRVS2Person
	}{
		{codes.RelationshipMother, form.Mother}, {codes.RelationshipFather, form.Father}, {codes.RelationshipSpouse, form.Spouse},
	} {
		p, err := values.person(relative.fields)
		if err != nil {
			return r, err
		}
		if !isBlank(&p) {
			r.Person.Relations = append(r.Person.Relations, person.Relation{Type: relative.is, Person: p})
		}
	}
	r.Person.LastUpdated = since // so that a correction back to what was before is another event
	if legal := d.Legal.Registered; legal != nil {
		r.Person.RegistrationDate = legal.AcceptedAt
	}
	number, err := d.number()
	if number != "" {
		r.Person.Identifiers = append(r.Person.Identifiers, person.Identifier{Type: numberOf(event), Value: string(number)})
	}
	r.SetEvent(event)
	return r, err
}

// declared is the declaration, of the document or of its actions.
func (d *eventDocument) declared() (values declared, err error) {
	if isGiven(d.Declaration) {
		err := json.Unmarshal(d.Declaration, &values)
		return values, err
	}
	values = declared{}
	for _, a := range d.Actions {
		if !a.isAccepted() {
			continue
		}
		var said declared
		if isGiven(a.Declaration) && json.Unmarshal(a.Declaration, &said) != nil {
			return nil, errUnread
		}
		switch kind := strings.ToUpper(string(a.Type)); kind {
		case "NOTIFY", "DECLARE", "VALIDATE", "REGISTER":
		case "APPROVE_CORRECTION", "CORRECT":
			return nil, errUnread
		default:
			if len(said) > 0 {
				return nil, errUnread
			}
		}
		if values.add(said) != nil {
			return nil, errUnread
		}
	}
	return values, nil
}

// add adds what a later action declared. What was said before must not be said
// differently, in members of another order either.
func (d declared) add(said declared) error {
	for field, v := range said {
		if err := v.Compact(); err != nil { // not more: a long number keeps its digits
			return err
		}
		if before := d[field]; isGiven(before) && !bytes.Equal(before, v) {
			return errUnread
		}
		d[field] = v
	}
	return nil
}

// number is that of the registration, "" if the document does not say.
func (d *eventDocument) number() (loose, error) {
	var number agreed[loose]
	if legal := d.Legal.Registered; legal != nil {
		number.add(legal.Number)
	}
	for _, a := range d.Actions {
		if a.isAccepted() && strings.EqualFold(string(a.Type), "REGISTER") {
			number.add(a.Number)
		}
	}
	if number.differs {
		return "", errUnread
	}
	return number.first, nil
}

// numberOf is the type of the number of a registration; "" for an event that has none.
func numberOf(event codes.VitalEvent) codes.IdentifierType {
	for _, t := range []codes.IdentifierType{codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN} {
		if t.Registers() == event {
			return t
		}
	}
	return ""
}

// person reads what was declared of one.
func (d declared) person(fields OpenCRVS2Person) (p person.Person, err error) {
	if p.Names, err = d.name(fields); err != nil {
		return p, err
	}
	if p.BirthDates, err = d.date(fields.BirthDate); err != nil {
		return p, err
	}
	var sex loose
	if _, err := d.read(fields.Sex, &sex); err != nil {
		return p, err
	}
	p.Sex = codes.Sex(sex).Canonical()
	for _, t := range slices.Sorted(maps.Keys(fields.Identifiers)) {
		var number loose
		if _, err := d.read(fields.Identifiers[t], &number); err != nil {
			return p, err
		}
		if number != "" {
			p.Identifiers = append(p.Identifiers, person.Identifier{Type: t, Value: string(number)})
		}
	}
	p.Addresses, err = d.address(fields.Address)
	return p, err
}

// name reads a name from one field, or from a field for each part. Where both are
// given they must not differ.
func (d declared) name(fields OpenCRVS2Person) ([]person.PersonName, error) {
	type parts struct {
		Given  loose `json:"firstname"`
		Middle loose `json:"middlename"`
		Family loose `json:"surname"`
	}
	var one, each parts
	if _, err := d.read(fields.Name, &one); err != nil {
		return nil, err
	}
	for field, dst := range map[string]*loose{fields.GivenName: &each.Given, fields.MiddleName: &each.Middle, fields.FamilyName: &each.Family} {
		if _, err := d.read(field, dst); err != nil {
			return nil, err
		}
	}
	switch {
	case one == parts{}:
		one = each
	case each != parts{} && each != one:
		return nil, errUnread
	}
	if (one == parts{}) {
		return nil, nil
	}
	return []person.PersonName{{
		Given: texts(some[loose]{one.Given}), Middle: texts(some[loose]{one.Middle}), Family: texts(some[loose]{one.Family}),
	}}, nil
}

// date reads a day. An object in its place is an age, and so an estimate.
func (d declared) date(field string) ([]person.Date, error) {
	if v := d[field]; isGiven(v) && v.Kind() == '{' {
		return nil, nil
	}
	var day person.Date
	if _, err := d.read(field, &day); err != nil || day.IsZero() {
		return nil, err
	}
	return []person.Date{day}, nil
}

// address reads an address. The country decides what the details of a street are.
func (d declared) address(field string) ([]person.Address, error) {
	var in struct {
		Country loose          `json:"country"`
		Kind    loose          `json:"addressType"`
		Area    loose          `json:"administrativeArea"`
		Street  jsontext.Value `json:"streetLevelDetails"`
	}
	if _, err := d.read(field, &in); err != nil {
		return nil, err
	}
	a := person.Address{Country: string(in.Country), SubRegion: string(in.Area)}
	a.Extra = extra(map[string]any{"streetLevelDetails": in.Street})
	if a == (person.Address{}) {
		return nil, nil
	}
	if in.Kind != "" {
		a.Extra = extra(map[string]any{"addressType": string(in.Kind), "streetLevelDetails": in.Street})
	}
	return []person.Address{a}, nil
}
