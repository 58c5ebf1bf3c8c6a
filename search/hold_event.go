package search

import (
	"strings"
	"time"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// eventHolds says whether the record is one of the event asked for, which is in the
// standard's spelling and not any. Where the record names its event in two spellings
// that give different answers, it is not known.
func (h Holding) eventHolds(asked codes.VitalEvent, r person.Record) person.Truth {
	holds := h.isOf(asked, r.Event, &r.Person)
	if holds == person.True && r.IsCancelled() {
		return person.Unsure
	}
	for _, other := range otherSpellings(&r.Person, attributeEvent) {
		if e := h.Words.Event(other); !isAny(e) && h.isOf(asked, e, &r.Person) != holds {
			return person.Unsure
		}
	}
	return holds
}

// isOf holds one word for the event. A word outside the directory contradicts
// nothing: a deployment may have its own.
func (h Holding) isOf(asked, said codes.VitalEvent, p *person.Person) person.Truth {
	said = said.Canonical()
	switch {
	case isAny(said):
		return h.eventShown(asked, p)
	case strings.EqualFold(string(asked), string(said)):
		return person.True
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
//
// The number of a registration says of which event it is. Without one of the event
// asked for, the number of another contradicts, unless the day of the event is there
// too: a death may be noted in the register of births.
func (h Holding) eventShown(asked codes.VitalEvent, p *person.Person) person.Truth {
	other, ofDeath, ofMarriage := false, false, false
	for i := range p.Identifiers {
		registers := p.Identifiers[i].Type.Registers()
		switch {
		case registers == "" || !h.isRegistered(p.Identifiers[i].Value) || h.hasOtherType(&p.Identifiers[i]):
		case registers == asked:
			return person.True
		case registers == codes.VitalEventMarriage:
			ofMarriage = true
		default:
			other, ofDeath = true, ofDeath || registers == codes.VitalEventDeath
		}
	}
	married := h.dayShown(person.DateOfMarriage, p.MarriageDates, p)
	divorced := h.dayShown(person.DateOfDivorce, p.DivorceDates, p)
	died := h.dayShown(person.DateOfDeath, p.DeathDates, p)
	switch asked {
	case codes.VitalEventBirth:
		return h.birthShown(p, other || ofMarriage, either(either(married, divorced), died))
	case codes.VitalEventDeath: // nothing follows it
		return shown(died, person.False, other || ofMarriage || either(married, divorced) == person.True)
	case codes.VitalEventMarriage:
		later := either(divorced, died)
		return shown(married, either(later, truth(ofDeath)), other || later == person.True)
	case codes.VitalEventDivorce: // its record carries the number and the day of the marriage too
		return shown(divorced, either(died, truth(ofDeath)), other || died == person.True && !ofMarriage && married == person.False)
	default: // a fetal death or an adoption leaves no date in a person
		return person.Unsure
	}
}

// birthShown: everybody is born, so what is the registration of nothing else will do.
// The number of another event, or its day where no day of birth is, makes it one of
// that.
func (h Holding) birthShown(p *person.Person, ofAnother bool, later person.Truth) person.Truth {
	switch {
	case ofAnother, later == person.True && h.dayShown(person.DateOfBirth, p.BirthDates, p) == person.False:
		return person.False
	case later == person.False:
		return person.True
	default:
		return person.Unsure
	}
}

// shown says whether a record without a number of the event shows it, by its day and
// by the signs of a later and of any other event.
func shown(day, later person.Truth, ofAnother bool) person.Truth {
	switch {
	case day == person.True && later == person.False:
		return person.True
	case day == person.False && ofAnother:
		return person.False
	default:
		return person.Unsure
	}
}

func truth(b bool) person.Truth {
	if b {
		return person.True
	}
	return person.False
}

// dayShown says whether the record shows a day of this kind: False if it has none but
// placeholders, Unsure if it has one that cannot be relied on.
func (h Holding) dayShown(kind person.DateKind, dates []person.Date, p *person.Person) person.Truth {
	day := person.False
	for _, d := range dates {
		if !h.Placeholders.IsDate(d, kind) {
			day = either(day, h.happened(kind, d, p))
		}
	}
	if day != person.True {
		return day
	}
	for _, d := range disputed(p, kind) {
		if h.happened(kind, d, p) != person.True {
			return person.Unsure
		}
	}
	return person.True
}

// eventToHold is the event by which the subjects of the record are told: the
// record's own, else that of the question, else what its dates or number show.
func (h Holding) eventToHold(q *Query, r person.Record) codes.VitalEvent {
	switch {
	case r.Event.Known():
		return r.Event.Canonical()
	case q.event.Known():
		return q.event.Canonical()
	case h.hasDate(person.DateOfDivorce, r.Person.DivorceDates):
		return codes.VitalEventDivorce
	case h.hasDate(person.DateOfMarriage, r.Person.MarriageDates):
		return codes.VitalEventMarriage
	}
	var event codes.VitalEvent
	for _, id := range r.Person.Identifiers {
		switch registers := id.Type.Registers(); {
		case registers == "", registers == event, !h.isNumber(id.Value):
		case event == "":
			event = registers
		default:
			return "" // numbers of several events
		}
	}
	return event
}

func (h Holding) hasDate(kind person.DateKind, dates []person.Date) bool {
	for _, d := range dates {
		if !h.Placeholders.IsDate(d, kind) {
			return true
		}
	}
	return false
}

// isRegistered says whether a value can be the number of a registration:
// registries write "N/A", "null" and "0" for none.
func (h Holding) isRegistered(number string) bool {
	return strings.ContainsFunc(number, unicode.IsDigit) && h.isNumber(number)
}

// clockFloor is the year in which this was written: a clock that shows an earlier
// one, as the zero time does, is wrong, or virtual.
const clockFloor = 2026

// happened says whether d can be the day on which something happened to the person.
func (h Holding) happened(kind person.DateKind, d person.Date, p *person.Person) person.Truth {
	now := h.Now
	if now.Year() < clockFloor {
		now = time.Time{}
	}
	born := p.BirthDates
	if kind == person.DateOfBirth {
		born = nil // a second birthday on file may be later
	}
	return h.Placeholders.Happened(kind, d, born, now)
}
