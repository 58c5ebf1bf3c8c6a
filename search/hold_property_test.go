package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

const rounds = 4_000

// generator makes questions and records from a fixed seed, of few values so
// that they often agree.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 7))} }

func pick[T any](g generator, from ...T) T { return from[g.IntN(len(from))] }

func (g generator) day() time.Time {
	return time.Date(1988+g.IntN(4), time.Month(1+g.IntN(12)), 1+g.IntN(28), g.IntN(24), 30, 0, 0, time.UTC)
}

func (g generator) date() person.Date {
	return person.MustDate(g.day().Format(pick(g, "2006", "2006-01", "2006-01-02", time.RFC3339)))
}

func (g generator) number() person.Identifier {
	return id(pick(g, codes.IdentifierBRN, "BIRTH_REG_NO", "MRN", "DRN", "NID", codes.IdentifierNationalID, "UIN", "own", ""),
		pick(g, "1", "01", "2", "A-1", "a1", "12", "-", ""))
}

func (g generator) person(depth int) person.Person {
	p := person.Person{
		Sex:           pick(g, codes.SexFemale, "M", "", "unknown", "own"),
		MaritalStatus: pick(g, codes.MaritalStatusMarried, "S", "U", "", "UNK", "own"),
	}
	for range g.IntN(3) {
		p.Identifiers = append(p.Identifiers, g.number())
		p.BirthDates = append(p.BirthDates, g.date())
		p.MarriageDates = append(p.MarriageDates, g.date())
		p.Names = append(p.Names, person.PersonName{Given: []string{pick(g, "Mala", "Asha")}, Family: []string{pick(g, "Kumar", "")}})
		p.Addresses = append(p.Addresses, person.Address{Region: pick(g, "KA", "TN", "")})
	}
	for range g.IntN(3) * depth {
		p.Relations = append(p.Relations, person.Relation{
			Type:   pick(g, codes.RelationshipMother, codes.RelationshipParent, codes.RelationshipHusband, "", "own"),
			Person: g.person(depth - 1),
		})
	}
	return p
}

func (g generator) record() person.Record {
	return person.Record{
		Event:              pick(g, codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage, "", "own"),
		RegistrationNumber: pick(g, "", "1", "2"),
		Person:             g.person(1),
	}
}

func (g generator) condition() search.Condition {
	if g.IntN(6) == 0 {
		return g.single().Or(g.single())
	}
	a := pick(g, search.BirthDate, search.MarriageDate)
	return pick(g,
		a.Is(g.date()), a.OnOrAfter(g.date()), a.Before(g.date()), a.Between(g.date(), g.date()), a.After(g.date()),
		search.Sex.Is(pick(g, codes.SexMale, codes.SexFemale)), search.GivenName.Is("Mala"), search.FamilyName.Is("Kumar"), search.Region.Is("KA"),
		search.ParentIs("UIN", g.number().Value), g.single())
}

// single is a condition of one comparison.
func (g generator) single() search.Condition {
	day := person.DateOf(g.day())
	n := g.number()
	return pick(g,
		search.BirthDate.Is(day), search.MarriageDate.OnOrAfter(g.date()), search.BirthDate.In(day, person.DateOf(g.day())),
		search.EventDate.Before(day), search.Sex.In("male", "unknown"), search.MaritalStatus.Is(pick(g, codes.MaritalStatusMarried, "U")),
		search.FullName.Is("Mala Kumar"), search.Region.In("KA", "TN"), search.RegistrationNumber.Is(n.Value),
		search.Parent2.Is("UIN", n.Value), search.Parent1.Is(n.Type, n.Value), search.BirthPlace.Is("KA"), search.Custom("ward").Is("7"))
}

func (g generator) query() search.Query {
	var q search.Query
	if g.IntN(2) == 0 {
		n := g.number()
		q = search.ByIdentifier(n.Type, n.Value)
	}
	for range g.IntN(4) {
		q = q.And(g.condition())
	}
	if g.IntN(2) == 0 {
		q = q.In(pick(g, codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage))
	}
	return q
}

func (g generator) holding() search.Holding {
	return search.Holding{Now: pick(g, time.Time{}, today), UntypedSpouse: g.IntN(2) == 0}
}

func TestHoldSaysExactlyOneThing(t *testing.T) {
	t.Parallel()
	g := newGenerator(1)
	seen := map[string]int{}
	for range rounds {
		q, r, h := g.query(), g.record(), g.holding()
		match, against := search.Hold(q, r, h)
		require.NotEqual(t, match == "", against == "", "%s: a match or a contradiction", q.Form())
		again, againstAgain := search.Hold(q, r, h)
		require.Equal(t, match, again)
		require.Equal(t, against, againstAgain)
		seen[string(match)]++
	}
	for _, m := range []search.Match{search.MatchConfirmed, search.MatchUnconfirmed, ""} {
		assert.Greater(t, seen[string(m)], rounds/50, "the generator makes each often enough: %v", seen)
	}
}

func TestHoldNeverConfirmsARecordWithAnotherIdentifier(t *testing.T) {
	t.Parallel()
	g := newGenerator(2)
	for range rounds {
		q, r := g.query(), g.record()
		asked := q.Identifier()
		if asked.Value == "" {
			continue
		}
		carried := r.RegistrationNumber == asked.Value && asked.Type.Registers() != ""
		for _, p := range append(r.Person.Related(), r.Person) {
			for _, i := range p.Identifiers {
				carried = carried || i.Type.Canonical() == asked.Type.Canonical() && i.Value == asked.Value
			}
		}
		if !carried {
			require.NotEqual(t, confirmed, verdict(q, r, g.holding()), "%s: nobody in the record carries the number", q.Form())
		}
	}
}

func TestHoldNeverContradictsOnNames(t *testing.T) {
	t.Parallel()
	g := newGenerator(3)
	for range rounds {
		q, r, h := g.query(), g.record(), g.holding()
		_, before := search.Hold(q, r, h)
		for _, a := range []search.NameAttribute{search.GivenName, search.MiddleName, search.FamilyName} {
			named := q.And(a.Is(fmt.Sprint("N", g.IntN(1000))))
			match, against := search.Hold(named, r, h)
			require.Equal(t, before, against, "%s: a name changes no contradiction", named.Form())
			require.NotEqual(t, search.MatchConfirmed, match, "the record has no such name")
		}
	}
}

// coarser is the same record by a registry that keeps months or years only.
func coarser(g generator, dates []person.Date) []person.Date {
	out := make([]person.Date, len(dates))
	for i, d := range dates {
		text := fmt.Sprintf("%04d-%02d", d.Year(), max(d.Month(), 1))
		if d.Precision() == person.PrecisionYear || d.Precision() == person.PrecisionInstant || g.IntN(2) == 0 {
			text = text[:4]
		}
		out[i] = person.MustDate(text)
		if d.Precision() == person.PrecisionInstant && d.FirstDay().Year() != d.LastDay().Year() {
			out[i] = person.Date{} // a shifted New Year: the year itself is open
		}
	}
	return out
}

// isEarly says whether something is said to have happened to somebody before a birthday.
func isEarly(p person.Person) bool {
	return slices.ContainsFunc(slices.Concat(p.DeathDates, p.MarriageDates, p.DivorceDates), func(d person.Date) bool {
		return slices.ContainsFunc(p.BirthDates, func(b person.Date) bool { return d.NotBefore(b) == person.False })
	})
}

func TestHoldKnowsLessOfACoarserRecord(t *testing.T) {
	t.Parallel()
	g := newGenerator(4)
	for range rounds {
		q, r, h := search.Where(g.condition(), g.condition()), g.record(), g.holding()
		if slices.ContainsFunc(r.Subjects(), isEarly) {
			continue // a coarser record hides that it is impossible
		}
		fine := verdict(q, r, h)
		r.Person.BirthDates, r.Person.MarriageDates = coarser(g, r.Person.BirthDates), coarser(g, r.Person.MarriageDates)
		for i := range r.Person.Relations {
			p := &r.Person.Relations[i].Person
			p.BirthDates, p.MarriageDates = coarser(g, p.BirthDates), coarser(g, p.MarriageDates)
		}
		coarse := verdict(q, r, h)
		if fine == confirmed || fine == unconfirmed {
			require.Contains(t, []string{confirmed, unconfirmed}, coarse, "%s: what fitted does not contradict", q.Form())
		}
		if fine == unconfirmed {
			require.Equal(t, unconfirmed, coarse, "%s: what was open does not close", q.Form())
		}
		if coarse == confirmed {
			require.Equal(t, confirmed, fine, "%s: a confirmation by less is one by more", q.Form())
		}
	}
}

func TestHoldKnowsLessOfAnEmptierRecord(t *testing.T) {
	t.Parallel()
	g := newGenerator(5)
	for range rounds {
		q, r, h := g.query(), birthOf(), g.holding()
		r.Person = g.person(0)
		if _, against := search.Hold(q, r, h); against != "" {
			continue
		}
		switch g.IntN(4) {
		case 0:
			r.Person.Identifiers = nil
		case 1:
			r.Person.BirthDates, r.Person.MarriageDates = nil, nil
		case 2:
			r.Person.Sex, r.Person.Names = "", nil
		default:
			r.Person.Addresses = nil
		}
		require.Contains(t, []string{confirmed, unconfirmed}, verdict(q, r, h), "%s: what is left out contradicts nothing", q.Form())
	}
}

func TestHoldIsStricterWithEveryCondition(t *testing.T) {
	t.Parallel()
	g := newGenerator(6)
	rank := func(q search.Query, r person.Record, h search.Holding) int {
		match, _ := search.Hold(q, r, h)
		return map[search.Match]int{search.MatchConfirmed: 2, search.MatchUnconfirmed: 1}[match]
	}
	for range rounds {
		q, r, h := g.query(), g.record(), g.holding()
		if len(q.Conditions()) == 0 && q.Identifier().Value == "" {
			continue
		}
		more := q.And(g.condition())
		require.LessOrEqual(t, rank(more, r, h), rank(q, r, h), "%s after %s", more.Form(), q.Form())
	}
}

func TestHoldDoesNotDependOnTheOrderOfTheRecord(t *testing.T) {
	t.Parallel()
	g := newGenerator(7)
	for range rounds {
		q, r, h := g.query(), birthOf(), g.holding()
		r.Person = g.person(1)
		want, _ := search.Hold(q, r, h)
		p := &r.Person
		g.Shuffle(len(p.Identifiers), func(i, j int) { p.Identifiers[i], p.Identifiers[j] = p.Identifiers[j], p.Identifiers[i] })
		g.Shuffle(len(p.BirthDates), func(i, j int) { p.BirthDates[i], p.BirthDates[j] = p.BirthDates[j], p.BirthDates[i] })
		g.Shuffle(len(p.Addresses), func(i, j int) { p.Addresses[i], p.Addresses[j] = p.Addresses[j], p.Addresses[i] })
		g.Shuffle(len(p.Names), func(i, j int) { p.Names[i], p.Names[j] = p.Names[j], p.Names[i] })
		g.Shuffle(len(p.Relations), func(i, j int) { p.Relations[i], p.Relations[j] = p.Relations[j], p.Relations[i] })
		got, _ := search.Hold(q, r, h)
		require.Equal(t, want, got, q.Form())
	}
}
