package match_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// compareBoth compares either way round, and each with itself.
func compareBoth(tb testing.TB, a, b person.Person, opts ...match.Option) match.Comparison {
	tb.Helper()
	c := match.People(a, b, opts...)
	require.Equal(tb, c.String(), match.People(b, a, opts...).String(), "either way round")
	require.Equal(tb, c, match.People(b, a, opts...), "either way round")
	for _, p := range []person.Person{a, b} {
		if slices.ContainsFunc(p.Identifiers, standsForMany) {
			continue
		}
		self := match.People(p, p, opts...)
		require.Empty(tb, slices.Concat(self.With(match.Differ), self.With(match.Similar), self.With(match.CannotTell)), "with itself: %s", self)
	}
	return c
}

// standsForMany says whether a number is masked or rounded: such a one is not even
// the same as itself.
func standsForMany(id person.Identifier) bool {
	return !id.IsPlaceholder() && person.CompareNumbers(id.Value, id.Value) != person.True
}

// reached is somebody of whom only this is known.
func reached(phones, emails []string) person.Person {
	var p person.Person
	for _, v := range phones {
		p.Contacts = append(p.Contacts, person.Contact{System: person.ContactPhone, Value: v})
	}
	for _, v := range emails {
		p.Contacts = append(p.Contacts, person.Contact{System: person.ContactEmail, Value: v})
	}
	return p
}

const (
	missing    = match.Missing
	differing  = match.Differ
	cannotTell = match.CannotTell
	similar    = match.Similar
	agree      = match.Agree
)

func TestSexAndMaritalStatusAreCompared(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b codes.Sex
		want match.Outcome
	}{
		{"female", "F", agree},
		{"2", "spdci:Female", agree},
		{"female", "male", differing},
		{"female", "other", differing},
		{"female", "", missing},
		{"female", "unknown", missing},
		{"U", "U", missing},
		{"female", "-", missing},
		{"female", "N/A", missing},
		{"intersex", "Intersex", agree},
		{"intersex", "female", cannotTell},
	} {
		assert.Equal(t, tc.want, compareBoth(t, person.Person{Sex: tc.a}, person.Person{Sex: tc.b}).Outcome(match.Sex), "%s %s", tc.a, tc.b)
	}
	for _, tc := range []struct {
		a, b codes.MaritalStatus
		want match.Outcome
	}{
		{"M", "Married", agree},
		{"M", "S", differing},
		{"W", "D", differing},
		{"U", "W", similar},
		{"U", "S", similar},
		{"U", "M", differing},
		{"U", "L", differing},
		{"L", "M", similar},
		{"M", "UNK", missing},
		{"M", "", missing},
		{"PACS", "M", cannotTell},
		{"PACS", "pacs", agree},
	} {
		c := compareBoth(t, person.Person{MaritalStatus: tc.a}, person.Person{MaritalStatus: tc.b})
		assert.Equal(t, tc.want, c.Outcome(match.MaritalStatus), "%s %s", tc.a, tc.b)
		assert.Empty(t, c.Contradictions(), "people marry")
	}
}

func TestIdentifiersAreComparedByTypeAndValue(t *testing.T) {
	t.Parallel()
	id := func(t codes.IdentifierType, v string) person.Identifier {
		return person.Identifier{Type: t, Value: v}
	}
	ids := func(ids ...person.Identifier) []person.Identifier { return ids }
	for _, tc := range []struct {
		name string
		a, b []person.Identifier
		want match.Outcome
	}{
		{"the same", ids(id("BRN", "B90MAY123")), ids(id("BRN", "B90MAY123")), agree},
		{"the same type by another name", ids(id("NID", "1")), ids(id("NATIONAL_ID", "1")), agree},
		{"a type of the country, in another case", ids(id("Ration_Card", "1")), ids(id("ration_card", "1")), agree},
		{"another value", ids(id("BRN", "1")), ids(id("BRN", "2")), differing},
		{"another type", ids(id("BRN", "1")), ids(id("UIN", "1")), cannotTell},
		{"one of two values of the type", ids(id("BRN", "1"), id("BRN", "2")), ids(id("BRN", "2")), agree},
		{"a difference is not outvoted", ids(id("BRN", "1"), id("UIN", "2")), ids(id("BRN", "1"), id("UIN", "3")), differing},
		{"case, separators and zeros", ids(id("BRN", "B-0090/may")), ids(id("BRN", "b90 MAY")), similar},
		{"zeros within", ids(id("BRN", "2019/0012")), ids(id("BRN", "2019/12")), similar},
		{"digits of another script", ids(id("NID", "٠١٢٣")), ids(id("NID", "0123")), similar},
		{"another agrees beside a similar one", ids(id("BRN", "007"), id("UIN", "2")), ids(id("BRN", "7"), id("UIN", "2")), agree},
		{"none", nil, ids(id("BRN", "1")), missing},
		{"placeholders", ids(id("BRN", "N/A"), id("BRN", "-"), id("BRN", "000"), id("BRN", "null"), id("BRN", "")), ids(id("BRN", "N/A")), missing},
		{"one is a placeholder", ids(id("BRN", "0")), ids(id("BRN", "1")), missing},
		{"without a type, another value", ids(id("", "1")), ids(id("", "2")), cannotTell},
		{"without a type, the same value", ids(id("", "1")), ids(id("", "1")), agree},
		{"two marriages", ids(id("MRN", "1")), ids(id("MRN", "2")), cannotTell},
		{"too long but for identity", ids(id("BRN", strings.Repeat("1", 300))), ids(id("BRN", strings.Repeat("1", 300)+"2")), cannotTell},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, person.Person{Identifiers: tc.a}, person.Person{Identifiers: tc.b})
			assert.Equal(t, tc.want, c.Outcome(match.Identifier))
		})
	}
}

func TestTheOutcomeOfOneTypeOfIdentifierIsTold(t *testing.T) {
	t.Parallel()
	a := person.Person{Identifiers: []person.Identifier{{Type: "NID", Value: "1"}, {Type: "BRN", Value: "2"}, {Type: "X", Value: "9"}}}
	b := person.Person{Identifiers: []person.Identifier{{Type: "NATIONAL_ID", Value: "1"}, {Type: "BIRTH_REG_NO", Value: "3"}, {Type: "UIN", Value: "9"}}}
	c := compareBoth(t, a, b)
	assert.Equal(t, agree, c.Identifier(codes.IdentifierNationalID))
	assert.Equal(t, agree, c.Identifier("NIN"))
	assert.Equal(t, differing, c.Identifier(codes.IdentifierBRN))
	assert.Equal(t, missing, c.Identifier(codes.IdentifierUIN))
	assert.Equal(t, []match.Attribute{match.Identifier}, c.Contradictions())

	same := match.Types(func(a, b codes.IdentifierType) bool { return a == "x" && b == codes.IdentifierUIN })
	c = compareBoth(t, a, b, same)
	assert.Equal(t, agree, c.Identifier("X"), "here they are the same number")
	assert.Equal(t, agree, c.Identifier(codes.IdentifierUIN))
}

func TestDatesAreComparedAsFarAsTheyAreKnown(t *testing.T) {
	t.Parallel()
	india := match.InZone(time.FixedZone("", 5*3600+1800))
	at := match.At(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	for _, tc := range []struct {
		name string
		a, b []string
		want match.Outcome
		opts []match.Option
	}{
		{"the same day", []string{"1990-05-12"}, []string{"1990-05-12"}, agree, nil},
		{"the same day with a time", []string{"1990-05-12"}, []string{"1990-05-12T10:00:00+05:30"}, agree, nil},
		{"the year contains the day", []string{"1990"}, []string{"1990-05-12"}, agree, nil},
		{"the month contains the day", []string{"1990-05"}, []string{"1990-05-12"}, agree, nil},
		{"the year contains the month", []string{"1990"}, []string{"1990-05"}, agree, nil},
		{"the same month in two spellings", []string{"1990-05-00"}, []string{"1990-05"}, agree, nil},
		{"another day", []string{"1990-05-12"}, []string{"1990-06-24"}, differing, nil},
		{"another month", []string{"1990-05"}, []string{"1990-06-12"}, differing, nil},
		{"day and month swapped", []string{"1990-05-12"}, []string{"1990-12-05"}, similar, nil},
		{"day and month swapped in another year", []string{"1990-05-12"}, []string{"1981-12-05"}, differing, nil},
		{"one digit of the year", []string{"1990-05-12"}, []string{"1980-05-12"}, similar, nil},
		{"one digit of the day", []string{"1990-05-12"}, []string{"1990-05-13"}, similar, nil},
		{"two digits", []string{"1990-05-12"}, []string{"1990-05-23"}, differing, nil},
		{"one digit of a year is another year", []string{"1990"}, []string{"1991"}, differing, nil},
		{"1 January of the year", []string{"1990-01-01"}, []string{"1990-05-12"}, similar, nil},
		{"1 January of another year", []string{"1990-01-01"}, []string{"1988-05-12"}, differing, nil},
		{"a local midnight in UTC", []string{"1990-05-11T18:30:00Z"}, []string{"1990-05-12"}, cannotTell, nil},
		{"a local midnight in UTC, in its zone", []string{"1990-05-11T18:30:00Z"}, []string{"1990-05-12"}, agree, []match.Option{india}},
		{"the same instant in two spellings", []string{"1990-05-11T18:30:00Z"}, []string{"1990-05-11T18:30:00.000+00:00"}, agree, nil},
		{"the best pair", []string{"1985-01-02", "1990-05-12"}, []string{"1990-05-12", "1977-08-09"}, agree, nil},
		{"a Buddhist and a Gregorian year", []string{"2533-05-12"}, []string{"1990-05-12"}, cannotTell, nil},
		{"two Buddhist days that differ by a digit", []string{"2533-05-12"}, []string{"2533-05-13"}, cannotTell, nil},
		{"the same Buddhist day", []string{"2533-05-12"}, []string{"๒๕๓๓-๐๕-๑๒"}, agree, nil},
		{"Hijri and Persian years", []string{"1410-10-17"}, []string{"1369-02-22"}, cannotTell, nil},
		{"a Nepali year, with a clock", []string{"2047-01-29"}, []string{"1990-05-12"}, cannotTell, []match.Option{at}},
		{"a Nepali year, without", []string{"2047-01-29"}, []string{"1990-05-12"}, differing, nil},
		{"text that is no date", []string{"12/05/1990"}, []string{"1990-05-12"}, cannotTell, nil},
		{"the same text that is no date", []string{"12/05/1990"}, []string{"12/05/1990"}, agree, nil},
		{"placeholders", []string{"0001-01-01T00:00:00Z", "unknown", "1900-01-01", "0000-00-00", "9999-12-31", "-"}, []string{"1990-05-12"}, missing, nil},
		{"missing", nil, []string{"1990-05-12"}, missing, nil},
		{"more than are compared", slices.Repeat([]string{"1980-01-02"}, 1000), []string{"1990-05-13"}, cannotTell, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a, b := kept(t, tc.a), kept(t, tc.b)
			c := compareBoth(t, person.Person{BirthDates: a}, person.Person{BirthDates: b}, tc.opts...)
			assert.Equal(t, tc.want, c.Outcome(match.BirthDate))
			assert.Equal(t, tc.want == differing, len(c.Contradictions()) == 1)
			c = compareBoth(t, person.Person{DeathDates: a, MarriageDates: a, DivorceDates: a}, person.Person{DeathDates: b, MarriageDates: b, DivorceDates: b}, tc.opts...)
			for _, attribute := range []match.Attribute{match.DeathDate, match.MarriageDate, match.DivorceDate} {
				assert.Equal(t, tc.want, c.Outcome(attribute))
			}
		})
	}
}

// kept are dates as decoding keeps them, also those that are none.
func kept(tb testing.TB, texts []string) []person.Date {
	tb.Helper()
	out := make([]person.Date, len(texts))
	for i, text := range texts {
		if d, err := person.ParseDate(text); err == nil {
			out[i] = d
			continue
		}
		var p person.Person
		require.NoError(tb, p.UnmarshalJSON(fmt.Appendf(nil, `{"birth_date":%q}`, text)))
		out[i] = p.BirthDate()
	}
	return out
}

func TestAComparisonShowsOutcomesAndNoValues(t *testing.T) {
	t.Parallel()
	a := newGenerator(7).person()
	a.Names = []person.PersonName{{Given: []string{"Mala"}, Family: []string{"Kumar"}}}
	a.BirthDates, a.Sex = dates("1990-05-12"), codes.SexFemale
	b := person.Person{Names: []person.PersonName{{Text: "Mala Kumaar"}}, BirthDates: dates("1991-06-13"), Sex: "F"}
	c := match.People(a, b)
	var log bytes.Buffer
	timeless := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey { // it may hold any digits
			return slog.Attr{}
		}
		return a
	}}
	slog.New(slog.NewTextHandler(&log, timeless)).Info("x", slog.Any("c", c))
	slog.New(slog.NewJSONHandler(&log, timeless)).Info("x", slog.Any("c", c))
	for _, text := range []string{log.String(), fmt.Sprintf("%v %+v %#v %s %q %d", c, c, c, c, c, c), fmt.Sprintf("%+v", []any{c, &c})} {
		assert.Contains(t, text, "birth_date")
		for _, secret := range []string{"ala", "umar", "1990", "1991", "0.9"} {
			assert.NotContains(t, text, secret)
		}
	}
	assert.Equal(t, "name similar, sex agree, birth_date differ", c.String())
	assert.Equal(t, "nothing to compare", match.Comparison{}.String())
	assert.Equal(t, missing, c.Outcome("shoe_size"))
	assert.False(t, c.Agrees())
	assert.True(t, c.Agrees(match.Sex))
	assert.False(t, c.Agrees(match.Sex, match.Name))
	assert.True(t, c.Differs())
	var order []match.Attribute
	for attribute := range c.All() {
		order = append(order, attribute)
		if attribute == match.Email {
			break
		}
	}
	assert.Len(t, order, 15)
	assert.Equal(t, match.Identifier, order[0])
	for range c.All() {
		break // an early end is no fault
	}
}
