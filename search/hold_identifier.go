package search

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func (s *account) identifierHolds(asked person.Identifier) person.Truth {
	s.by = PartySubject
	ids := s.subject.Identifiers
	if number := numberOf(s.record.Event); number != "" && s.same(asked.Type, number) {
		// The number of the registration is that of everybody whom it is about:
		// a groom without one does not leave it open.
		s.by = PartyRegistration
		ids = s.registrationNumbers(number)
	}
	if t := s.carries(ids, asked); t != person.Unsure {
		return t
	}
	// The subject shows no such number. If somebody else in the record has
	// exactly the one that was asked for, the record is about another person.
	s.by = PartyOther
	couple := len(s.subjects) > 1
	for _, rel := range s.record.Person.Relations {
		isSubject := couple && (rel.Type.IsSpouse() || rel.Type == "")
		if !isSubject && s.carries(rel.Person.Identifiers, asked) == person.True {
			return person.False
		}
	}
	return person.Unsure
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
	for i := range s.subjects {
		for _, id := range s.subjects[i].Identifiers {
			if s.same(id.Type, number) && isNumber(id.Value) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			break
		}
	}
	if s.record.Event == number.Registers() { // not for a divorce, which has a number of its own
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
// Unsure.
func (h Holding) carries(ids []person.Identifier, asked person.Identifier) person.Truth {
	var differs, unclear bool
	for _, id := range ids {
		if !isNumber(id.Value) || !h.same(id.Type, asked.Type) {
			continue
		}
		switch sameNumber(id.Value, asked.Value) {
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

// same says whether two types mean the same number. Types outside the directory
// are the same but for case.
func (h Holding) same(a, b codes.IdentifierType) bool {
	return strings.EqualFold(string(a.Canonical()), string(b.Canonical())) || h.Same != nil && h.Same(a, b)
}

// isNumber says whether there is anything in a value: registries write "-" or a
// blank for "not given".
func isNumber(s string) bool { return strings.IndexFunc(s, isAlphanumeric) >= 0 }

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// sameNumber compares two identifiers. Those that differ only in case,
// separators, leading zeros (of the whole or of a part: 2019/0012 and 2019/12)
// or the script of their digits may be one number written twice: Unsure.
func sameNumber(a, b string) person.Truth {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == b {
		return person.True
	}
	as, bs := numberParts(a), numberParts(b)
	if slices.Equal(as, bs) || bareNumber(a) == bareNumber(b) {
		return person.Unsure
	}
	return person.False
}

// bareNumber is the number in lower case without separators and leading zeros.
func bareNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		if isAlphanumeric(r) {
			return plain(r)
		}
		return -1
	}, s)
	return strings.TrimLeft(s, "0")
}

// numberParts are the runs of letters and of digits in the number, in lower
// case, the digits without leading zeros.
func numberParts(s string) []string {
	var parts []string
	var part strings.Builder
	flush := func() {
		if part.Len() > 0 {
			parts = append(parts, strings.TrimLeft(part.String(), "0"))
			part.Reset()
		}
	}
	digits := false
	for _, r := range s {
		if !isAlphanumeric(r) {
			flush()
			continue
		}
		if unicode.IsDigit(r) != digits {
			flush()
			digits = !digits
		}
		part.WriteRune(plain(r))
	}
	flush()
	return parts
}

// plain is a letter in lower case, and a digit of any script as that of ASCII.
func plain(r rune) rune {
	if r < unicode.MaxASCII || !unicode.IsDigit(r) {
		return unicode.ToLower(r)
	}
	// The digits of a script follow each other from zero, and so do the scripts
	// of a range in the table.
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) { //nolint:gosec // a code point
			return '0' + (r-rune(t.Lo))%10 //nolint:gosec // a code point
		}
	}
	return r
}
