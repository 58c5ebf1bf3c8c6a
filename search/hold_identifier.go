package search

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func (s *account) identifierHolds(asked person.Identifier) person.Truth {
	s.by = PartySubject
	var holds person.Truth
	if number := numberOf(s.record.Event); number != "" && s.same(asked.Type, number) {
		// The number of the registration is that of everybody whom it is about:
		// a groom without one does not leave it open.
		s.by = PartyRegistration
		holds = s.carries(s.registrationNumbers(number), asked)
	} else {
		holds = s.carries(numbersOf(s.subject), asked)
	}
	if holds = s.inOtherSpellings(holds, asked); holds == person.True && s.isOfAnotherToo(asked) {
		return person.Unsure
	}
	if holds != person.Unsure {
		return holds
	}
	// The subject shows no such number. If somebody else in the record has
	// exactly the one that was asked for, the record is about another person.
	s.by = PartyOther
	if s.isOnAnother(asked) {
		return person.False
	}
	return person.Unsure
}

// isOfAnotherToo says whether a number that was found is also somebody else's in the
// record. That of the registration may be on each of a couple.
func (s *account) isOfAnotherToo(asked person.Identifier) bool {
	if s.by == PartyRegistration {
		return s.isOnAnother(asked)
	}
	return s.isOnSeveral(asked)
}

// numbersOf are the identifiers of a person, and those under the relation of a person
// to themself.
func numbersOf(p *person.Person) []person.Identifier {
	ids := p.Identifiers
	for i := range p.Relations {
		if isSelf(p.Relations[i].Type) {
			ids = append(slices.Clip(ids), p.Relations[i].Person.Identifiers...)
		}
	}
	return ids
}

// inOtherSpellings is what holds of the subject's identifiers where the record has
// lists of them under several names. Lists add up; but what one says and another
// excludes is not known.
func (s *account) inOtherSpellings(holds person.Truth, asked person.Identifier) person.Truth {
	for _, text := range otherSpellings(s.subject, "identifier") {
		if !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "{") {
			quoted, err := json.Marshal(text)
			if err != nil {
				continue
			}
			text = string(quoted)
		}
		var list person.Person
		if err := list.UnmarshalJSON([]byte(`{"identifier":` + text + `}`)); err != nil {
			continue
		}
		if other := s.carries(list.Identifiers, asked); other != person.Unsure && other != holds {
			return person.Unsure
		}
	}
	return holds
}

// numberOf is the type of the number under which an event is registered, "" if
// the directory has none.
func numberOf(event codes.VitalEvent) codes.IdentifierType {
	switch event {
	case codes.VitalEventBirth:
		return codes.IdentifierBRN
	case codes.VitalEventDeath:
		return codes.IdentifierDRN
	case codes.VitalEventMarriage, codes.VitalEventDivorce:
		return codes.IdentifierMRN
	default:
		return ""
	}
}

// registrationNumbers are the numbers of this type that the record's first
// subject carries, else the next one's, and the record's own.
func (s *account) registrationNumbers(number codes.IdentifierType) []person.Identifier {
	var ids []person.Identifier
	for i := range s.subjects[:s.sure] {
		for _, id := range numbersOf(&s.subjects[i]) {
			if s.same(id.Type, number) && s.isNumber(id.Value) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			break
		}
	}
	isTheRecords := func(id person.Identifier) bool { return id.Value == s.record.RegistrationNumber }
	if s.record.Event == number.Registers() && !slices.ContainsFunc(ids, isTheRecords) { // not for a divorce, which has a number of its own
		ids = append(ids, person.Identifier{Type: number, Value: s.record.RegistrationNumber})
	}
	return ids
}

// isNumberOfAnother says whether the record's own number is, by the identifiers in
// it, that of another event: of a record that does not say its event, whoever read
// it took the only number there was.
func isNumberOfAnother(r person.Record) bool {
	return slices.ContainsFunc(r.Person.Identifiers, func(id person.Identifier) bool {
		registers := id.Type.Registers()
		return registers != "" && registers != r.Event && id.Value == r.RegistrationNumber
	})
}

// carries says whether one of the identifiers is the one asked for: True if one
// of the same type has the value, False if those of the type all differ, else
// Unsure. One that names two types or two values is neither.
func (h Holding) carries(ids []person.Identifier, asked person.Identifier) person.Truth {
	var differs, unclear bool
	for _, id := range ids {
		if !h.isNumber(id.Value) || !h.same(id.Type, asked.Type) {
			continue
		}
		holds := h.Placeholders.CompareNumbers(id.Value, asked.Value)
		if !id.Extra.IsZero() && h.isDisputed(&id, asked, holds) {
			holds = person.Unsure
		}
		switch holds {
		case person.True:
			return person.True
		case person.Unsure:
			unclear = true
		case person.False:
			differs = true
		}
	}
	if differs && !unclear {
		return person.False
	}
	return person.Unsure
}

// isDisputed says whether an identifier has another value, for which something else
// holds, or another type, in another spelling of the member. A label that no directory
// knows is no type.
func (h Holding) isDisputed(id *person.Identifier, asked person.Identifier, holds person.Truth) bool {
	return h.hasOtherType(id) || slices.ContainsFunc(id.OtherSpellings("identifier_value"), func(value string) bool {
		return h.isNumber(value) && h.Placeholders.CompareNumbers(value, asked.Value) != holds
	})
}

func (h Holding) hasOtherType(id *person.Identifier) bool {
	if id.Extra.IsZero() {
		return false
	}
	return slices.ContainsFunc(id.OtherSpellings("identifier_type"), func(text string) bool {
		t := codes.IdentifierType(text)
		return t.Known() && !h.same(id.Type, t)
	})
}

// same says whether two types mean the same number. Types outside the directory
// are the same but for case.
func (h Holding) same(a, b codes.IdentifierType) bool {
	return strings.EqualFold(string(a.Canonical()), string(b.Canonical())) || h.Same != nil && h.Same(a, b)
}

// isNumber says whether a value is a number at all: registries write "-", a blank or
// "000000" for "not given".
func (h Holding) isNumber(s string) bool { return !h.Placeholders.IsNumber(s) }
