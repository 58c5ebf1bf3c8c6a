package sandbox

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// fhir is a resource of HL7 FHIR R4, or a part of one, as OpenCRVS writes it.
type fhir map[string]any

// fhirDocument is a registration on its way to be a document.
type fhirDocument struct {
	sections, entries []fhir
}

// documentOf is a registration of a birth or a death as a FHIR document. It refers to
// the district or the facility by the id under which the registry publishes it.
func documentOf(r person.Record) fhir {
	word, subject, place := "birth", "child-details", r.Person.BirthPlace
	if r.Event == codes.VitalEventDeath {
		word, subject, place = "death", "deceased-details", r.Person.DeathPlace
	}
	var d fhirDocument
	d.refer(subject, d.add("Patient", d.patient(r.Person, strings.ToUpper(word)+"_REGISTRATION_NUMBER", r.RegistrationNumber, r.Event)))
	for _, relation := range r.Person.Relations {
		switch kind := relation.Type; {
		case kind.IsMother():
			d.relative("mother-details", "MOTHER", relation.Person)
		case kind.IsFather():
			d.relative("father-details", "FATHER", relation.Person)
		case kind.IsSpouse():
			d.relative("spouse-details", "SPOUSE", relation.Person)
		}
	}
	if place != nil && len(place.Identifiers) > 0 {
		d.refer(word+"-encounter", d.add("Encounter", fhir{
			"status": "finished", "location": []fhir{{"location": fhir{"reference": "Location/" + place.Identifiers[0].Value}}},
		}))
	}
	composition := d.add("Composition", fhir{"status": "final", "type": concept(word + "-declaration"), "section": d.sections})
	d.add("Task", fhir{
		"status": "ready", "intent": "proposal", "code": concept(strings.ToUpper(word)), "focus": fhir{"reference": composition},
		"businessStatus": concept("REGISTERED"),
		"identifier": []fhir{
			{"system": "http://opencrvs.org/specs/id/" + word + "-tracking-id", "value": trackingID(word, r.RegistrationNumber)},
			{"system": "http://opencrvs.org/specs/id/" + word + "-registration-number", "value": r.RegistrationNumber},
		},
	})
	return fhir{"resourceType": "Bundle", "type": "document", "entry": d.entries}
}

// add puts a resource into the document, and returns what refers to it.
func (d *fhirDocument) add(kind string, resource fhir) string {
	id := newUUID()
	resource["resourceType"], resource["id"] = kind, id
	reference := "urn:uuid:" + id
	d.entries = append(d.entries, fhir{"fullUrl": reference, "resource": resource})
	return reference
}

func (d *fhirDocument) refer(section, reference string) {
	d.sections = append(d.sections, fhir{"code": concept(section), "entry": []fhir{{"reference": reference}}})
}

// relative adds a RelatedPerson, who points to a Patient.
func (d *fhirDocument) relative(section, kind string, p person.Person) {
	patient := d.add("Patient", d.patient(p, "", "", ""))
	d.refer(section, d.add("RelatedPerson", fhir{"relationship": concept(kind), "patient": fhir{"reference": patient}}))
}

// patient is a person, with the number of the registration if it is theirs.
func (d *fhirDocument) patient(p person.Person, numberType, number string, event codes.VitalEvent) fhir {
	out := fhir{"active": true}
	identifiers := []fhir{}
	if number != "" {
		identifiers = append(identifiers, fhir{"type": concept(numberType), "value": number})
	}
	if id, ok := p.Identifier(codes.IdentifierNationalID); ok {
		identifiers = append(identifiers, fhir{"type": concept("NATIONAL_ID"), "value": id.Value})
	}
	out["identifier"] = identifiers
	if n := p.Name(); n.Full() != "" {
		name := fhir{"use": "en", "given": strings.Fields(givenNames(n))}
		if n.FamilyName() != "" {
			name["family"] = []string{n.FamilyName()}
		}
		out["name"] = []fhir{name}
	}
	if p.Sex != "" {
		out["gender"] = string(p.Sex.Canonical())
	}
	if born := p.BirthDate(); !born.IsZero() {
		out["birthDate"] = born.Text()
	}
	if event == codes.VitalEventDeath {
		out["deceasedBoolean"] = true
		if died := p.DeathDate(); !died.IsZero() {
			out["deceasedDateTime"] = died.Text()
		}
	}
	if len(p.Addresses) > 0 {
		a := p.Address()
		out["address"] = []fhir{{
			"type": "PRIMARY_ADDRESS", "line": []string{a.Line1, a.Line2}, "city": a.Locality, "district": a.SubRegion, "state": a.Region,
			"postalCode": a.PostalCode, "country": a.Country,
		}}
	}
	return out
}

func concept(code string) fhir { return fhir{"coding": []fhir{{"code": code}}} }

// trackingID is the id that a registration has before it has a number: the letter of
// the event, and six more letters and digits. It is always the same one.
func trackingID(word, number string) string {
	sum := sha256.Sum256([]byte(number))
	return strings.ToUpper(word[:1]) + base32.StdEncoding.EncodeToString(sum[:])[:6]
}
