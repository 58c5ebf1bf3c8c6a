package profile

import (
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// fhirNumber is an Identifier of FHIR. OpenCRVS writes its type as a text, as a concept, or as
// the end of the system.
type fhirNumber struct {
	Type   concept `json:"type"`
	System loose   `json:"system"`
	Value  loose   `json:"value"`
	ID     loose   `json:"id"`
}

func (n *fhirNumber) identifier(words *reading) person.Identifier {
	id := person.Identifier{Type: codes.IdentifierType(n.Type.one()), Value: string(n.Value)}
	if id.Value == "" {
		id.Value = string(n.ID)
	}
	if len(n.Type) == 0 {
		id.Type = codes.IdentifierType(strings.ToUpper(strings.ReplaceAll(idOf(string(n.System)), "-", "_")))
	}
	words.identifier(&id)
	return id
}

// patient is a Patient of FHIR, or a RelatedPerson.
type patient struct {
	Identifiers some[fhirNumber] `json:"identifier"`
	Names       some[struct {
		Use    loose       `json:"use"`
		Text   loose       `json:"text"`
		Prefix some[loose] `json:"prefix"`
		Given  some[loose] `json:"given"`
		Family some[loose] `json:"family"`
		Suffix some[loose] `json:"suffix"`
	}] `json:"name"`
	Sex       loose       `json:"gender"`
	Born      person.Date `json:"birthDate"`
	Died      person.Date `json:"deceasedDateTime"`
	IsDead    *bool       `json:"deceasedBoolean"`
	Addresses some[struct {
		Type       loose       `json:"type"`
		Line       some[loose] `json:"line"`
		City       loose       `json:"city"`
		District   loose       `json:"district"`
		State      loose       `json:"state"`
		PostalCode loose       `json:"postalCode"`
		Country    loose       `json:"country"`
	}] `json:"address"`
	Extensions some[extension] `json:"extension"`

	// Of a RelatedPerson.
	Patient      reference `json:"patient"`
	Relationship concept   `json:"relationship"`
}

// extension is an Extension of FHIR, by its URL alone.
type extension struct {
	URL loose `json:"url"`
}

func (e extension) isAge() bool { return strings.HasSuffix(string(e.URL), "/extension/age") }

// isOther says whether a RelatedPerson says to be something else than this.
func (p *patient) isOther(is codes.RelationshipType) bool {
	for _, word := range p.Relationship {
		said := codes.RelationshipType(word)
		same := said.IsMother() && is.IsMother() || said.IsFather() && is.IsFather() || said.IsSpouse() && is.IsSpouse()
		if said.Known() && !same {
			return true
		}
	}
	return false
}

// person is who it is.
func (p *patient) person(words *reading) *person.Person {
	out := &person.Person{Sex: words.Sex(string(p.Sex))}
	for _, in := range p.Identifiers {
		if id := in.identifier(words); id.Value != "" {
			out.Identifiers = append(out.Identifiers, id)
		}
	}
	for _, in := range p.Names {
		n := person.PersonName{Text: string(in.Text), Prefix: texts(in.Prefix), Given: texts(in.Given), Family: texts(in.Family), Suffix: texts(in.Suffix)}
		if n.Full() == "" {
			continue
		}
		// OpenCRVS writes the language where FHIR has the use.
		if use := codes.NameUse(in.Use); use.Known() {
			n.Use = use.Canonical()
		} else if in.Use != "" {
			n.Extra = extra(map[string]any{"language": string(in.Use)})
		}
		out.Names = append(out.Names, n)
	}
	// An age beside the date: the date was reckoned from it.
	isReckoned := slices.ContainsFunc(p.Extensions, extension.isAge)
	if !p.Born.IsZero() && !isReckoned {
		out.BirthDates = []person.Date{p.Born}
	}
	if !p.Died.IsZero() {
		out.DeathDates = []person.Date{p.Died}
	}
	if p.IsDead != nil { // package person knows what to make of it
		out.Extra = extra(map[string]any{deceased: *p.IsDead})
	}
	for _, in := range p.Addresses {
		a := person.Address{
			Line1: strings.Join(texts(in.Line), ", "), Locality: string(in.City), SubRegion: string(in.District), Region: string(in.State),
			PostalCode: string(in.PostalCode), Country: string(in.Country),
		}
		if a != (person.Address{}) {
			a.Extra = extra(map[string]any{"type": string(in.Type)})
			out.Addresses = append(out.Addresses, a)
		}
	}
	return out
}

const deceased = "deceasedBoolean"

func isSaidAlive(p *person.Person) bool {
	for name, value := range p.Extra.All() {
		if name == deceased && string(value) == "false" {
			return true
		}
	}
	return false
}
