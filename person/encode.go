package person

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// person writes CRVSPerson in the spelling and the shapes of v1.0.0; what
// v1.0.0 has no member for stands as wire.md, rule 20, says.
func (w *writer) person(p *Person) {
	o := w.open()
	list(o, "identifier", p.Identifiers, alwaysList, (*Identifier).isZero, (*writer).identifier)
	list(o, "name", p.Names, oneAlone, (*PersonName).isZero, (*writer).personName)
	o.text("sex", string(p.Sex.Canonical()))
	o.dates("birth_date", p.BirthDates, oneAlone)
	o.place("birth_place", p.BirthPlace)
	o.dates("death_date", p.DeathDates, oneAlone)
	o.place("death_place", p.DeathPlace)
	list(o, "address", p.Addresses, alwaysList, (*Address).isZero, (*writer).address)
	o.texts("phone_number", p.Phones, alwaysList)
	o.texts("email", p.Emails, alwaysList)
	o.text("marital_status", string(p.MaritalStatus.Canonical()))
	o.dates("marriage_date", p.MarriageDates, alwaysList)
	o.place("marriage_place", p.MarriagePlace)
	o.dates("divorce_date", p.DivorceDates, alwaysList)
	related := o.parents(p.Relations)
	list(o, "related_person", related, alwaysList, (*Relation).isZero, (*writer).relation)
	o.close(p.Extra)
}

// parents writes parent1_identifier and parent2_identifier and returns the
// relations that are to be written in full.
//
// The first relations stand there alone if nothing is known of them but a
// parent's identifier. Slots that are left take the first identifier of other
// parents, for readers who know only v1.0.0; decoding drops such a double.
func (o *object) parents(relations []Relation) []Relation {
	slots := [...]string{"parent1_identifier", "parent2_identifier"}
	used := 0
	for used < len(slots) && used < len(relations) {
		r := &relations[used]
		if id := r.Person.Identifiers; !r.isBareParent() || isHeld(id[0], relations[:used]) || isHeld(id[0], relations[used+1:]) {
			break
		}
		o.name(slots[used])
		o.w.identifier(&r.Person.Identifiers[0])
		used++
	}
	rest := relations[used:]
	for i := range rest {
		if used == len(slots) {
			break
		}
		ids := rest[i].Person.Identifiers
		if !isParent(rest[i].Type) || len(ids) == 0 || ids[0].Value == "" {
			continue
		}
		o.name(slots[used])
		o.w.identifier(&Identifier{Type: ids[0].Type, Value: ids[0].Value})
		used++
	}
	return rest
}

func isParent(t codes.RelationshipType) bool {
	switch t.Canonical() {
	case codes.RelationshipMother, codes.RelationshipFather, codes.RelationshipParent:
		return true
	default:
		return false
	}
}

func (w *writer) relation(r *Relation) {
	o := w.open()
	o.text("relationship_type", string(r.Type.Canonical()))
	// Without related_member the other members would be read as the person's.
	_, raw := r.Extra.Get("related_member")
	if !r.Person.isZero() || !r.Extra.IsZero() && !raw {
		o.name("related_member")
		w.person(&r.Person)
	}
	o.close(r.Extra)
}

func (w *writer) personName(n *PersonName) {
	o := w.open()
	o.text("text", n.Text)
	o.texts("prefix", n.Prefix, oneAlone)
	o.texts("surname", n.Family, oneAlone)
	o.texts("given_name", n.Given, oneAlone)
	o.texts("second_name", n.Middle, oneAlone)
	o.text("maiden_name", n.Maiden)
	o.texts("suffix", n.Suffix, oneAlone)
	o.close(n.Extra)
}

func (w *writer) identifier(i *Identifier) {
	o := w.open()
	o.text("identifier_type", string(i.Type))
	o.text("identifier_value", i.Value)
	o.close(i.Extra)
}

func (w *writer) address(a *Address) {
	o := w.open()
	o.text("address_line1", a.Line1)
	o.text("address_line2", a.Line2)
	o.text("locality", a.Locality)
	o.text("sub_region_code", a.SubRegion)
	o.text("region_code", a.Region)
	o.text("postal_code", a.PostalCode)
	o.text("country_code", a.Country)
	o.close(a.Extra)
}

func (w *writer) place(p *Place) {
	o := w.open()
	o.text("name", p.Name)
	o.text("additional_type", p.Type)
	list(o, "identifier", p.Identifiers, alwaysList, (*Identifier).isZero, (*writer).identifier)
	o.text("address_line", p.AddressLine)
	o.place("contained_in_place", p.ContainedIn)
	o.close(p.Extra)
}

func (w *writer) date(d *Date) { w.text(d.text) }

// MarshalJSONTo writes the person in the spelling and the shapes of v1.0.0.
// Nothing that is not given is written, and no name twice: a member of Extra
// gives way to a field of the same name. It fails if a text is not UTF-8.
func (p Person) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &p, (*writer).person)
}

// MarshalJSON is [Person.MarshalJSONTo] for package encoding/json.
func (p Person) MarshalJSON() ([]byte, error) { return marshal(&p, (*writer).person) }

// MarshalJSONTo writes the name as Person does.
func (n PersonName) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &n, (*writer).personName)
}

// MarshalJSON writes the name as Person does.
func (n PersonName) MarshalJSON() ([]byte, error) { return marshal(&n, (*writer).personName) }

// MarshalJSONTo writes the identifier as Person does.
func (i Identifier) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &i, (*writer).identifier)
}

// MarshalJSON writes the identifier as Person does.
func (i Identifier) MarshalJSON() ([]byte, error) { return marshal(&i, (*writer).identifier) }

// MarshalJSONTo writes the address as Person does.
func (a Address) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &a, (*writer).address)
}

// MarshalJSON writes the address as Person does.
func (a Address) MarshalJSON() ([]byte, error) { return marshal(&a, (*writer).address) }

// MarshalJSONTo writes the place as Person does.
func (p Place) MarshalJSONTo(e *jsontext.Encoder) error { return marshalTo(e, &p, (*writer).place) }

// MarshalJSON writes the place as Person does.
func (p Place) MarshalJSON() ([]byte, error) { return marshal(&p, (*writer).place) }

// MarshalJSONTo writes the relation as an entry of related_person.
func (r Relation) MarshalJSONTo(e *jsontext.Encoder) error {
	return marshalTo(e, &r, (*writer).relation)
}

// MarshalJSON writes the relation as an entry of related_person.
func (r Relation) MarshalJSON() ([]byte, error) { return marshal(&r, (*writer).relation) }

// MarshalJSONTo writes the text of the date as it came, "" for a zero date.
func (d Date) MarshalJSONTo(e *jsontext.Encoder) error { return marshalTo(e, &d, (*writer).date) }

// MarshalJSON writes the text of the date as it came, "" for a zero date.
func (d Date) MarshalJSON() ([]byte, error) { return marshal(&d, (*writer).date) }
