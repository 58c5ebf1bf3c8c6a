package person

import (
	"slices"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// DeathRecorded says whether a death is recorded of the person, on the day asOf in
// its own zone. It is what a decision goes by, and not whether [Person.DeathDate]
// is zero:
//   - True only with a date of death that can be one: no placeholder
//     ([Placeholders]), not more than one day after asOf, not before birth;
//   - False where nothing says so. It does not mean that the person is alive: the
//     record may be one of a birth, and some registries never give the date;
//   - Unsure where something says so and it cannot be relied on: a placeholder, a
//     day in the future or before birth, a text that is no date, a date of another
//     calendar, two spellings of the member that differ, the number of a death's
//     registration or a place of death without a date, a date beside a member that
//     says that the person is not deceased.
//
// Without a day (asOf is zero) it is never True. Who has a [Record] asks
// [Record.DeathRecorded], which also knows the event and its number.
func (p Person) DeathRecorded(asOf time.Time) Truth {
	return Placeholders{}.DeathRecorded(Record{Person: p}, asOf)
}

// DeathRecorded says whether the record says that its person is dead, on the day
// asOf: as [Person.DeathRecorded], and also True for a death with a registration
// number that is no placeholder, whatever its date (OpenCRVS gives none), unless
// that is in the future or before birth. It is not True for a record whose event
// the directory does not know, of one that is cancelled ([Record.IsCancelled]), nor for a fetal death; nor
// by the number alone where another spelling of the member names another event, or
// where the death was registered before birth.
func (r Record) DeathRecorded(asOf time.Time) Truth { return Placeholders{}.DeathRecorded(r, asOf) }

// DeathRecorded is [Record.DeathRecorded] by this table.
func (t Placeholders) DeathRecorded(r Record, asOf time.Time) Truth {
	var seen [dateAfter + 1]bool
	births := t.latest(r.Person.BirthDates)
	for _, d := range r.Person.DeathDates {
		seen[t.judge(DateOfDeath, d, births, asOf)] = true
	}
	registered := t.isDeathRegistered(r, asOf)
	switch {
	case seen[dateImplausible], seen[dateAfter], len(r.Person.Disputed(DateOfDeath)) > 0:
		return Unsure
	case (seen[datePast] || registered == True) && r.Person.isSaidAlive():
		return Unsure
	case !seen[datePast] && registered != True:
		if seen[dateUnknown] || registered == Unsure {
			return Unsure
		}
		return False
	case asOf.IsZero(), !r.canRecordDeath():
		return Unsure
	default:
		return True
	}
}

// mayFollowBirth says whether a death that was registered on a day, if one is given,
// can be that of one born on these days.
func (t Placeholders) mayFollowBirth(registered Date, born []Date, asOf time.Time) bool {
	births := t.latest(born)
	if !t.IsDate(registered, DateOfRegistration) && births.isBefore(registered) {
		return false
	}
	return !isAfter(births[EraGregorian], asOf) || !births[EraGregorian].Gregorian(asOf)
}

// canRecordDeath says so of each word that the record has for its event, and of what
// became of it.
func (r *Record) canRecordDeath() bool {
	return !r.IsCancelled() && canRecordDeath(r.Event) && !slices.ContainsFunc(r.otherEvents(), func(e codes.VitalEvent) bool { return !canRecordDeath(e) })
}

// otherEvents are what the record says of its event in other spellings of the member.
func (r *Record) otherEvents() (events []codes.VitalEvent) {
	if r.Person.Extra.IsZero() {
		return nil
	}
	for _, text := range r.Person.OtherSpellings("reg_event_type") {
		if e := codes.VitalEvent(strings.TrimSpace(text)); e != "" && e != codes.VitalEventAny {
			events = append(events, e)
		}
	}
	return events
}

// canRecordDeath says whether a record of this event can say that somebody died. A
// word outside the directory may take back what the record says.
func canRecordDeath(event codes.VitalEvent) bool {
	return event == "" || event == codes.VitalEventAny || event.Known() && event.Canonical() != codes.VitalEventFetalDeath
}

// isDeathRegistered says whether the record is the registration of a death, by its
// event and its number; Unsure where one of them, or another sign, says so.
func (t Placeholders) isDeathRegistered(r Record, asOf time.Time) Truth {
	isDeath := r.Event.Canonical() == codes.VitalEventDeath
	isDisputed := isDeath && slices.ContainsFunc(r.otherEvents(), func(e codes.VitalEvent) bool { return e.Canonical() != codes.VitalEventDeath })
	number, ofAnother := false, false
	for _, id := range r.Person.Identifiers {
		switch registers := id.Type.Registers(); {
		case registers == codes.VitalEventDeath:
			number = number || t.isRegistration(id.Value)
		case registers != "" && id.Value == r.RegistrationNumber:
			ofAnother = true // whoever read the record took the only number there was
		}
	}
	number = number || isDeath && !ofAnother && t.isRegistration(r.RegistrationNumber)
	switch {
	case isDeath && number && !isDisputed:
		if registered := r.Person.RegistrationDate; isAfter(registered, asOf) || !t.mayFollowBirth(registered, r.Person.BirthDates, asOf) {
			return Unsure
		}
		return True
	case isDeath, number, !r.Person.DeathPlace.isZero(), r.Person.isSaidDead(), !r.canRecordDeath():
		return Unsure
	default:
		return False
	}
}

// isSaidDead says whether a member outside the standard says that the person is
// dead, as programs that know HL7 FHIR write it.
func (p *Person) isSaidDead() bool {
	return p.saysOfDeath(func(dead Truth) bool { return dead == True })
}

// isSaidAlive says whether such a member says that they are not.
func (p *Person) isSaidAlive() bool {
	return p.saysOfDeath(func(dead Truth) bool { return dead == False })
}

func (p *Person) saysOfDeath(says func(dead Truth) bool) bool {
	if p.Extra.IsZero() {
		return false
	}
	for name, raw := range p.Extra.All() {
		is := lifeSaid(name)
		word := FoldWord(strings.Trim(string(raw), `"`))
		if is == nil || word == "" || word == "null" {
			continue
		}
		if dead := is(word); dead != Unsure && says(dead) {
			return true
		}
	}
	return false
}

// lifeSaid is how a member that tells of life and death is read, whether the person is
// dead by it: Unsure where its word says nothing. It is nil for any other member.
func lifeSaid(member string) func(word string) Truth {
	yesNo := func(word string) Truth {
		switch word {
		case "true", "yes", "y", "1", "t":
			return True
		case "false", "no", "n", "0", "f":
			return False
		default:
			return Unsure
		}
	}
	switch strings.ToLower(strings.ReplaceAll(member, "_", "")) {
	case "deceased", "isdeceased", "deceasedboolean", "dead", "isdead":
		return func(word string) Truth {
			if yesNo(word) == False {
				return False
			}
			return True // it may be a date
		}
	case "alive", "isalive", "living", "isliving":
		return func(word string) Truth { return yesNo(word).Not() }
	case "vitalstatus", "lifestatus", "livingstatus", "alivestatus":
		return func(word string) Truth {
			switch word {
			case "dead", "deceased", "died":
				return True
			case "alive", "living":
				return False
			default:
				return Unsure
			}
		}
	default:
		return nil
	}
}
