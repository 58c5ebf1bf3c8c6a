package search

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// sexHolds and maritalStatusHolds hold each word that the record has for the member.
// Where it spells the member twice, and the two give different answers, it is not
// known.
func (s *account) sexHolds(value string) person.Truth {
	holds := sameSex(value, s.subject.Sex)
	for _, other := range otherSpellings(s.subject, "sex") {
		if sameSex(value, s.Words.Sex(other)) != holds {
			return person.Unsure
		}
	}
	return holds
}

func (s *account) maritalStatusHolds(value string) person.Truth {
	holds := sameMaritalStatus(value, s.subject.MaritalStatus)
	for _, other := range otherSpellings(s.subject, "marital_status") {
		if sameMaritalStatus(value, s.Words.MaritalStatus(other)) != holds {
			return person.Unsure
		}
	}
	return holds
}

func sameSex(value string, s codes.Sex) person.Truth {
	asked, got := codes.Sex(value).Canonical(), s.Canonical()
	switch {
	// "unknown" is a placeholder. It and a code outside the directory contradict
	// nothing.
	case got == codes.SexUnknown, asked == codes.SexUnknown:
		return person.Unsure
	case got == asked && got != "":
		return person.True
	case !got.Known(), !asked.Known():
		return person.Unsure
	default:
		return person.False
	}
}

// sameMaritalStatus contradicts only where the two exclude each other.
func sameMaritalStatus(value string, s codes.MaritalStatus) person.Truth {
	asked, got := codes.MaritalStatus(value).Canonical(), s.Canonical()
	switch {
	case got == codes.MaritalStatusUnknown, asked == codes.MaritalStatusUnknown:
		return person.Unsure
	case got == asked && got != "":
		return person.True
	case !got.Known(), !asked.Known():
		return person.Unsure
	case includes(asked, got), includes(got, asked):
		return person.Unsure
	default:
		return person.False
	}
}

// includes says whether one who is b may be said to be a as well: the directory
// has statuses that say less than others.
func includes(a, b codes.MaritalStatus) bool {
	switch a {
	case codes.MaritalStatusUnmarried: // whether ever before is not said
		return b != codes.MaritalStatusMarried && b != codes.MaritalStatusLegallySeparated
	case codes.MaritalStatusMarried: // who is separated still is
		return b == codes.MaritalStatusLegallySeparated
	case codes.MaritalStatusNeverMarried: // an annulled marriage is as if it had never been
		return b == codes.MaritalStatusAnnulled
	case codes.MaritalStatusDomesticPartner: // says nothing of marriages before
		return b != codes.MaritalStatusMarried && b != codes.MaritalStatusLegallySeparated
	default:
		return false
	}
}

// codeHolds contradicts on the regions of addresses alone.
func (s *account) codeHolds(t *Term) person.Truth {
	switch CodeAttribute(t.Attribute) {
	case Region:
		return s.regionHolds(t, s.subject.Addresses, func(a *person.Address) string { return a.Region })
	case SubRegion:
		return s.regionHolds(t, s.subject.Addresses, func(a *person.Address) string { return a.SubRegion })
	default:
		return person.Unsure
	}
}

// regionHolds: one address in the region suffices, and one that does not say its
// region, or two, leaves it open.
func (h Holding) regionHolds(asked *Term, addresses []person.Address, region func(*person.Address) string) person.Truth {
	if len(addresses) == 0 || h.Placeholders.IsText(asked.Value) {
		return person.Unsure
	}
	same := func(got string) person.Truth {
		if h.Placeholders.IsText(got) {
			return person.Unsure
		}
		return sameCode(got, asked.Value)
	}
	return anyHolds(addresses, func(a *person.Address) person.Truth {
		holds := same(region(a))
		if !a.Extra.IsZero() && slices.ContainsFunc(a.OtherSpellings(asked.Attribute), func(other string) bool { return same(other) != holds }) {
			return person.Unsure
		}
		return holds
	})
}

// numberHolds compares the number of the registration as identifiers are
// compared. A number of another event than the record's is none of it.
func (s *account) numberHolds(t *Term) person.Truth {
	if NumberAttribute(t.Attribute) != RegistrationNumber {
		return person.Unsure
	}
	s.by = PartyRegistration
	number := numberOf(s.event)
	if s.event != "" && number.Registers() == s.event {
		return s.carries(s.registrationNumbers(number), person.Identifier{Type: number, Value: t.Value})
	}
	// A divorce, whose record carries the number of the marriage too, and an event
	// without a number in the directory have the record's own alone.
	holds := s.carries([]person.Identifier{{Value: s.record.RegistrationNumber}}, person.Identifier{Value: t.Value})
	if s.event == "" && holds == person.False {
		return person.Unsure // it may be the number of another event, of which the record tells too
	}
	return holds
}
