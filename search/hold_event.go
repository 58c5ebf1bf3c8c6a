package search

import (
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// eventHolds says whether the record is one of the event asked for, which is in the
// standard's spelling and not any. A word outside the directory contradicts nothing:
// a deployment may have its own.
func (h Holding) eventHolds(asked codes.VitalEvent, r person.Record) person.Truth {
	said := r.Event.Canonical()
	switch {
	case strings.EqualFold(string(asked), string(said)):
		return person.True
	case isAny(said):
		return h.eventShown(asked, r.Person)
	case asked.Known() && said.Known():
		return person.False
	default:
		return person.Unsure
	}
}

func isAny(e codes.VitalEvent) bool {
	return e == "" || strings.EqualFold(string(e), string(codes.VitalEventAny))
}

// eventShown says whether a record shows its event where it does not say it:
// the answers of CRVS 1.0.0 have no member for it. A registry that overlooks
// the event in a question would else prove a death with a birth record.
func (h Holding) eventShown(asked codes.VitalEvent, p person.Person) person.Truth {
	other := false
	for _, id := range p.Identifiers {
		if registers := id.Type.Registers(); registers != "" && isRegistered(id.Value) {
			if registers == asked {
				return person.True
			}
			other = true
		}
	}
	var dates []person.Date
	switch asked {
	case codes.VitalEventBirth:
		// Everybody is born: what is the registration of nothing else will do.
		if !other {
			return person.True
		}
	case codes.VitalEventDeath:
		dates = p.DeathDates
	case codes.VitalEventMarriage:
		dates = p.MarriageDates
	case codes.VitalEventDivorce:
		dates = p.DivorceDates
	default: // a fetal death or an adoption leaves no date in a person
	}
	for _, d := range dates {
		if h.isPast(d, p.BirthDates) {
			return person.True
		}
	}
	return person.Unsure
}

// eventToHold is the event by which the subjects of the record are told: the
// record's own, else that of the question, else what its dates or number show.
func eventToHold(q *Query, r person.Record) codes.VitalEvent {
	switch {
	case r.Event.Known():
		return r.Event.Canonical()
	case q.event.Known():
		return q.event.Canonical()
	case len(r.Person.DivorceDates) > 0:
		return codes.VitalEventDivorce
	case len(r.Person.MarriageDates) > 0:
		return codes.VitalEventMarriage
	}
	var event codes.VitalEvent
	for _, id := range r.Person.Identifiers {
		switch registers := id.Type.Registers(); {
		case registers == "", registers == event:
		case event == "":
			event = registers
		default:
			return "" // numbers of several events
		}
	}
	return event
}

// isRegistered says whether a value can be the number of a registration:
// registries write "N/A", "null" and "0" for none.
func isRegistered(number string) bool {
	return strings.ContainsFunc(number, unicode.IsDigit) && bareNumber(number) != ""
}

// clockFloor is the year in which this was written: a clock that shows an earlier
// one, as the zero time does, is wrong, or virtual.
const clockFloor = 2026

// isPast says whether d can be the day of something that happened to one born
// on these days. Registries write 0001-01-01, 1900-01-01 and 9999-12-31 for none.
func (h Holding) isPast(d person.Date, born []person.Date) bool {
	if !d.Gregorian(h.Now) {
		return false
	}
	if h.Now.Year() >= clockFloor && d.NotAfter(person.DateOf(h.Now.AddDate(0, 0, 1))) == person.False {
		return false
	}
	for _, b := range born {
		if d.NotBefore(b) == person.False {
			return false
		}
	}
	return true
}
