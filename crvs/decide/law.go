package decide

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// Law is what a country's law and practice set. The zero value is the strictest:
// nobody is identified by a number alone or by facts alone, a date must agree, no
// register is complete, and one born on 29 February has no sure age on 28 February.
// A Law is not changed by what it is given to.
type Law struct {
	// Complete are the registers that hold every event of their kind, so that the
	// absence of a record says something: live_birth, death, marriage, divorce. That
	// of divorces is complete where every divorce is written into the record of the
	// marriage. Default: none.
	Complete []codes.VitalEvent

	// NumberAlone accepts a number with no other fact beside it. One digit may make
	// it somebody else's: a number alone should take nothing away. Default: no.
	NumberAlone bool
	// FactsAlone are the attributes that identify a person whose number is not known,
	// if one registration alone agrees in all of them: a name may be similar, a date
	// must be known to the day. Namesakes with one birthday live in every large town,
	// so name them all: [match.Name], [match.BirthDate], [match.Sex],
	// [match.ParentName] and [match.BirthPlace], say. Default: none, and facts alone
	// identify nobody.
	FactsAlone []match.Attribute

	// NameSlips accepts, beside a number and a date of birth, a name with a wrong letter or
	// two. Twins have one date of birth, and often names that differ in a letter. Default:
	// no.
	NameSlips bool
	// DateDays is by how many days two accounts of a date of birth may differ and be
	// one. Default: 0.
	DateDays int
	// DateSlips accepts, beside a number and a name, a date of birth that differs as
	// by a slip: day and month swapped, one digit, a day that stands for its year.
	// Default: no.
	DateSlips bool
	// YearDays are the days that stand for "only the year is known". Default (nil):
	// 1 January. An empty list is none.
	YearDays []match.MonthDay
	// LeapDay is when one born on 29 February completes a year.
	LeapDay person.LeapDay

	// Identifiers are the types of number that count as a person's. Default: UIN and
	// NATIONAL_ID. The numbers of registrations always count.
	Identifiers []codes.IdentifierType
	// ForLife are the types of number that a person keeps for life, so that two of
	// them contradict each other. Default: see [match.ForLife].
	ForLife []codes.IdentifierType
	// Equivalents are names that are one name: see [match.Equivalents]. Default: the
	// table of package match.
	Equivalents [][]string
	// Zone is that of the registry: see [match.InZone]. Default: none.
	Zone *time.Location
}

// yearDays are the days that stand for a year.
func (l Law) yearDays() []match.MonthDay {
	if l.YearDays == nil {
		return []match.MonthDay{{Month: time.January, Day: 1}}
	}
	return l.YearDays
}

// counts says whether numbers of this type identify a person.
func (l Law) counts(t codes.IdentifierType) bool {
	types := l.Identifiers
	if types == nil {
		types = []codes.IdentifierType{codes.IdentifierUIN, codes.IdentifierNationalID}
	}
	return t.Registers() != "" || slices.ContainsFunc(types, func(o codes.IdentifierType) bool { return o.Canonical() == t.Canonical() })
}

// isComplete says whether the law declares the register of this event complete.
func (l Law) isComplete(event codes.VitalEvent) bool {
	return slices.ContainsFunc(l.Complete, func(e codes.VitalEvent) bool { return e.Canonical() == event })
}

// compare holds two accounts of a person against each other, by this law and by what
// is known of the registry.
func (l Law) compare(facts, shown person.Person, r Registry, more ...match.Option) match.Comparison {
	options := []match.Option{match.YearDays(l.yearDays()...), match.InZone(l.Zone), match.Placeholders(r.Placeholders), match.Types(r.Same)}
	if l.ForLife != nil {
		options = append(options, match.ForLife(l.ForLife...))
	}
	if l.Equivalents != nil {
		options = append(options, match.Equivalents(l.Equivalents...))
	}
	return match.People(facts, shown, append(options, more...)...)
}

// isNear says whether two accounts of a birth are at most so many days apart as the
// law allows.
func (l Law) isNear(as, bs []person.Date) bool {
	if l.DateDays < 1 {
		return false
	}
	return slices.ContainsFunc(as, func(a person.Date) bool {
		return slices.ContainsFunc(bs, func(b person.Date) bool {
			x, okX := dayOf(a.In(l.Zone))
			y, okY := dayOf(b.In(l.Zone))
			return okX && okY && x.Sub(y).Abs() <= time.Duration(l.DateDays)*24*time.Hour
		})
	})
}

// known is a date of birth as far as the law trusts it: of a day that stands for its
// year the year alone.
func (l Law) known(d person.Date) person.Date {
	d = d.In(l.Zone)
	if d.Precision() >= person.PrecisionDay && slices.Contains(l.yearDays(), match.MonthDay{Month: d.Month(), Day: d.Day()}) {
		if year, err := person.ParseDate(d.FirstDay().Text()[:4]); err == nil {
			return year
		}
	}
	return d
}

// dayOf is noon of a day, false for what is less than a day.
func dayOf(d person.Date) (time.Time, bool) {
	if d.Precision() < person.PrecisionDay {
		return time.Time{}, false
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC), true
}
