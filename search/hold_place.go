package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxPlaces bounds how many places around one are looked at: no country has as
// many levels, and a chain may be made to be long.
const maxPlaces = 32

// place is the one that an attribute asks for, nil if there is none or the
// attribute is not of this package.
func (s *account) place(attribute string) *person.Place {
	switch PlaceAttribute(attribute) {
	case BirthPlace:
		return s.subject.BirthPlace
	case DeathPlace:
		return s.subject.DeathPlace
	case EventPlace:
		return s.eventPlace()
	default:
		return nil
	}
}

func (s *account) eventPlace() *person.Place {
	switch s.event {
	case codes.VitalEventBirth:
		return s.subject.BirthPlace
	case codes.VitalEventDeath:
		return s.subject.DeathPlace
	case codes.VitalEventMarriage:
		return s.placeOfBoth(func(p *person.Person) *person.Place { return p.MarriagePlace })
	case codes.VitalEventDivorce:
		return s.placeOfBoth(func(p *person.Person) *person.Place { return p.DivorcePlace })
	default:
		return nil
	}
}

// placeOfBoth is what the first of the subjects has: see ofBoth.
func (s *account) placeOfBoth(place func(*person.Person) *person.Place) *person.Place {
	for i := range s.subjects[:s.sure] {
		if carried := place(&s.subjects[i]); carried != nil {
			s.by = s.party(i)
			return carried
		}
	}
	return nil
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
