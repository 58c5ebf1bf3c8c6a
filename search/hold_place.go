package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxPlaces bounds how many places around one are looked at: no country has as
// many levels, and a chain may be made to be long.
const maxPlaces = 32

// placeTold is a place, who has it, and the standard's name of the member. It is zero
// where nobody has one, and for an attribute that is not of this package.
type placeTold struct {
	place  *person.Place
	by     *person.Person
	member string
}

// place is the one that an attribute asks for.
func (s *account) place(attribute string) placeTold {
	const birth, death = "birth_place", "death_place"
	switch PlaceAttribute(attribute) {
	case BirthPlace:
		return placeTold{s.subject.BirthPlace, s.subject, birth}
	case DeathPlace:
		return placeTold{s.subject.DeathPlace, s.subject, death}
	case EventPlace:
	default:
		return placeTold{}
	}
	switch s.event {
	case codes.VitalEventBirth:
		return placeTold{s.subject.BirthPlace, s.subject, birth}
	case codes.VitalEventDeath:
		return placeTold{s.subject.DeathPlace, s.subject, death}
	case codes.VitalEventMarriage:
		return s.placeOfBoth("marriage_place", func(p *person.Person) *person.Place { return p.MarriagePlace })
	case codes.VitalEventDivorce:
		return s.placeOfBoth("divorce_place", func(p *person.Person) *person.Place { return p.DivorcePlace })
	default:
		return placeTold{}
	}
}

// placeOfBoth is what the first of the subjects has: see ofBoth.
func (s *account) placeOfBoth(member string, place func(*person.Person) *person.Place) placeTold {
	for i := range s.subjects[:s.sure] {
		if carried := place(&s.subjects[i]); carried != nil {
			s.by = s.party(i)
			return placeTold{carried, &s.subjects[i], member}
		}
	}
	return placeTold{}
}

// placeToldHolds holds each place that the record has for the member. Where it spells
// the member twice, and the two give different answers, it is not known.
func (h Holding) placeToldHolds(asked string, told placeTold) person.Truth {
	holds := h.placeHolds(asked, told.place)
	if holds != person.True {
		return holds
	}
	for _, text := range otherSpellings(told.by, told.member) {
		other := &person.Place{Name: text}
		if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
			var p person.Person
			if err := p.UnmarshalJSON([]byte(`{"birth_place":` + text + `}`)); err != nil {
				return person.Unsure
			}
			other = p.BirthPlace
		}
		if h.placeHolds(asked, other) != holds {
			return person.Unsure
		}
	}
	return holds
}

// placeHolds is True if the place, or one that it lies in, has the identifier or
// the name that was asked for. It is never False: a record may end its chain of
// places below the one asked for, name a place by a code of another list, or by
// the name that it had before. Its codes are no numbers: "HF-0" is one.
func (h Holding) placeHolds(asked string, p *person.Place) person.Truth {
	asked = strings.TrimSpace(asked)
	if h.Placeholders.IsText(asked) {
		return person.Unsure
	}
	for n := 0; p != nil && n < maxPlaces; n++ {
		if strings.EqualFold(strings.TrimSpace(p.Name), asked) {
			return person.True
		}
		for _, id := range p.Identifiers {
			if strings.EqualFold(strings.TrimSpace(id.Value), asked) {
				return person.True
			}
		}
		p = p.ContainedIn
	}
	return person.Unsure
}
