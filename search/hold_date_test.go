package search_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// held is the record's account of a date: anything that a registry may write.
func held(tb testing.TB, texts ...string) []person.Date {
	tb.Helper()
	var dates []person.Date
	for _, text := range texts {
		d, err := person.ParseDate(text)
		if err != nil { // as the decoder keeps it: no date
			d = person.Date{}
		}
		dates = append(dates, d)
	}
	return dates
}

func bornOn(dates ...person.Date) person.Record {
	return person.Record{Event: codes.VitalEventBirth, Person: person.Person{BirthDates: dates}}
}

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const refuted = contradicts + "birth_date"

func TestHoldComparesDates(t *testing.T) {
	t.Parallel()
	is := func(text string) []search.Condition {
		return []search.Condition{search.BirthDate.Is(person.MustDate(text))}
	}
	between := func(from, to string) []search.Condition {
		return []search.Condition{search.BirthDate.Between(person.MustDate(from), person.MustDate(to))}
	}
	tests := []struct {
		name   string
		asked  []search.Condition
		record []string
		want   string
	}{
		{"the same day confirms", is("1990-05-12"), []string{"1990-05-12"}, confirmed},
		{"a range without an end confirms", between("1990-01-01", "9999-12-31"), []string{"1990-05-12"}, confirmed},
		{"a range without an end contradicts by its beginning", between("1990-01-01", "9999-12-31"), []string{"1989"}, refuted},
		{"a range without a beginning confirms", between("0001-01-01", "1990-12-31"), []string{"1990-05-12"}, confirmed},
		{"a range without either end holds of any date", between("0001-01-01", "9999-12-31"), []string{"1990"}, confirmed},
		{"a range without an end leaves another calendar open", between("1990-01-01", "9999-12-31"), []string{"2533-05-12"}, unconfirmed},
		{"a range without an end does not confirm a date for none", between("1990-01-01", "9999-12-31"), []string{"9999-12-31"}, unconfirmed},
		{"the next day contradicts", is("1990-05-12"), []string{"1990-05-13"}, refuted},
		{"no date shows nothing", is("1990-05-12"), nil, unconfirmed},
		{"a text that is no date shows nothing", is("1990-05-12"), []string{"12 May 1990"}, unconfirmed},
		{"the month around the day shows nothing", is("1990-05-12"), []string{"1990-05"}, unconfirmed},
		{"the year around the day shows nothing", is("1990-05-12"), []string{"1990"}, unconfirmed},
		{"another month contradicts a day", is("1990-05-12"), []string{"1990-06"}, refuted},
		{"another year contradicts a day", is("1990-05-12"), []string{"1991"}, refuted},
		{"a day within the month asked for confirms", is("1990-05"), []string{"1990-05-31"}, confirmed},
		{"the month asked for confirms", is("1990-05"), []string{"1990-05"}, confirmed},
		{"a year around the month asked for shows nothing", is("1990-05"), []string{"1990"}, unconfirmed},
		{"the 29th of a leap February is in it", is("2024-02"), []string{"2024-02-29"}, confirmed},
		{"a day outside the month asked for contradicts", is("1990-05"), []string{"1990-06-01"}, refuted},
		{"both ends of a range are in it: first", between("1990-01-01", "1990-12-31"), []string{"1990-01-01"}, confirmed},
		{"both ends of a range are in it: last", between("1990-01-01", "1990-12-31"), []string{"1990-12-31"}, confirmed},
		{"a day before a range contradicts", between("1990-01-01", "1990-12-31"), []string{"1989-12-31"}, refuted},
		{"a year across the end of a range shows nothing", between("1990-01-01", "1990-06-30"), []string{"1990"}, unconfirmed},
		{"a range may end in the far future", between("1990", "2099"), []string{"1995-01-01"}, confirmed},
		{"a range that ends in the far future still contradicts", between("1990", "2099"), []string{"1950-01-01"}, refuted},

		{"a local midnight in UTC may be the next day", is("1990-05-12"), []string{"1990-05-11T18:30:00Z"}, unconfirmed},
		{"and it may be the day it shows", is("1990-05-11"), []string{"1990-05-11T18:30:00Z"}, unconfirmed},
		{"but not the day after that", is("1990-05-13"), []string{"1990-05-11T18:30:00Z"}, refuted},
		{"west of Greenwich the local day may be the one before", is("1990-05-11"), []string{"1990-05-12T05:00:00.000Z"}, unconfirmed},
		{"midnight in UTC is its own day", is("1990-05-12"), []string{"1990-05-12T00:00:00.000Z"}, confirmed},
		{"a time in a zone of its own shows its day", is("1990-05-12"), []string{"1990-05-12T23:59:00+05:30"}, confirmed},
		{"a time without a zone shows its day", is("1990-05-12"), []string{"1990-05-12T23:59:00"}, confirmed},
		{"a shifted New Year may be in the year before", between("1990", "1990"), []string{"1989-12-31T20:00:00Z"}, unconfirmed},

		{"one of two dates suffices", is("1990-05-12"), []string{"1989-01-01", "1990-05-12"}, confirmed},
		{"two other dates contradict", is("1990-05-12"), []string{"1989-01-01", "1991-05-12"}, refuted},
		{"an unclear second date leaves it open", is("1990-05-12"), []string{"1989-01-01", "1990"}, unconfirmed},
		{"an unclear first date leaves it open", is("1990-05-12"), []string{"1990", "1989-01-01"}, unconfirmed},
		{"an unreadable second date leaves it open", is("1990-05-12"), []string{"1989-01-01", "unknown"}, unconfirmed},
		{
			"two dates do not confirm a range by halves",
			[]search.Condition{search.BirthDate.OnOrAfter(person.MustDate("1990")), search.BirthDate.OnOrBefore(person.MustDate("1994"))},
			[]string{"1985-01-01", "1999-01-01"},
			refuted,
		},
		{
			"a range in two conditions is a range",
			[]search.Condition{search.BirthDate.OnOrAfter(person.MustDate("1990")), search.Sex.Is(""), search.BirthDate.OnOrBefore(person.MustDate("1994"))},
			[]string{"1985-01-01"},
			refuted,
		},
		{"after a year begins with the next", []search.Condition{search.BirthDate.After(person.MustDate("1990"))}, []string{"1990-12-31"}, refuted},
		{"and confirms from there", []search.Condition{search.BirthDate.After(person.MustDate("1990"))}, []string{"1991-01-01"}, confirmed},
		{"before a year ends with the last", []search.Condition{search.BirthDate.Before(person.MustDate("1990"))}, []string{"1990-01-01"}, refuted},
		{"and confirms up to there", []search.Condition{search.BirthDate.Before(person.MustDate("1990"))}, []string{"1989-12-31"}, confirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, now := range []time.Time{{}, today} {
				assert.Equal(t, tt.want, verdict(search.Where(tt.asked...), bornOn(held(t, tt.record...)...), search.Holding{Now: now}))
			}
		})
	}
}

func TestHoldNeverComputesAcrossCalendars(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, asked, record string
		want, wantUnclocked string // with Now and without
	}{
		{"a Buddhist year shows nothing of a Gregorian one", "1990-05-12", "2533-05-12", unconfirmed, unconfirmed},
		{"nor the reverse", "2533-05-12", "1990-05-12", unconfirmed, unconfirmed},
		{"a Nepali year shows nothing of a Gregorian one", "1990-05-12", "2047-01-29", unconfirmed, refuted},
		{"nor that reverse", "2047-01-29", "1990-05-12", unconfirmed, refuted},
		{"a Hijri year shows nothing of a Gregorian one", "1990-05-12", "1410-10-17", unconfirmed, unconfirmed},
		{"a Hijri year shows nothing of a Buddhist one", "2533-05-12", "1410-10-17", unconfirmed, unconfirmed},
		{"a Buddhist date confirms itself", "2533-05-12", "2533-05-12", confirmed, confirmed},
		{"a Buddhist date contradicts another", "2533-05-12", "2533-05-13", refuted, refuted},
		{"a Nepali date confirms itself", "2047-01-29", "2047-01-29", confirmed, confirmed},
		{"a Nepali date contradicts another", "2047-01-29", "2048-01-29", refuted, refuted},
		{"a Hijri date contradicts another", "1410-10-17", "1411-10-17", refuted, refuted},
		{"next year is Gregorian", "1990-05-12", "2027-01-01", refuted, refuted},
		{"the year after it is not", "1990-05-12", "2028-01-01", unconfirmed, refuted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := search.Where(search.BirthDate.Is(person.MustDate(tt.asked)))
			r := bornOn(person.MustDate(tt.record))
			assert.Equal(t, tt.want, verdict(q, r, search.Holding{Now: today}))
			assert.Equal(t, tt.wantUnclocked, verdict(q, r, search.Holding{}), "every year from 1800 to 2199 is Gregorian without a clock")
		})
	}
}

// A time without a zone shows its day; but a program may have left out the Z.
func TestALocalTimeAtTheEdgeOfADayExcludesNoDayBesideIt(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	for _, tt := range []struct {
		asked  search.Condition
		record string
		want   string
	}{
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T18:30:00", unconfirmed}, // India's midnight
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-12T04:00:00", confirmed},   // Chile's
		{search.BirthDate.Is(d("1990-05-11")), "1990-05-12T04:00:00", unconfirmed},
		{search.BirthDate.Is(d("1990-05-11")), "1990-05-11T18:30:00", confirmed},
		{search.BirthDate.Is(d("1990-05-13")), "1990-05-11T18:30:00", refuted},
		{search.BirthDate.Is(d("1990-05-10")), "1990-05-11T18:30:00", refuted},
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T09:59:59", refuted}, // nowhere
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11 06:30:00 PM", unconfirmed},
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T00:00:00", refuted}, // a day without a time
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T23:30:00+02:00", refuted},
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T23:00:00+02:00", unconfirmed}, // midnight in summer
		{search.BirthDate.Is(d("1990-05-11")), "1990-05-11T23:00:00+02:00", confirmed},
		{search.BirthDate.Is(d("1990-05-13")), "1990-05-11T23:00:00+02:00", refuted},
		{search.BirthDate.Is(d("1990-05-10")), "1990-05-11T23:00:00+02:00", refuted},
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-11T18:00:00-06:00", unconfirmed}, // midnight in UTC, written in Guatemala
		{search.BirthDate.Is(d("1990-05-11")), "1990-05-11T18:00:00-06:00", unconfirmed},
		{search.BirthDate.Is(d("1990-05-13")), "1990-05-11T18:00:00-06:00", refuted},
		{search.BirthDate.Is(d("1990-05-10")), "1990-05-11T18:00:00-06:00", refuted},
		{search.BirthDate.Is(d("1990-05-12")), "1990-05-12T05:30:00+05:30", confirmed}, // the same, written in India
		{search.BirthDate.Is(d("1990-05-11")), "1990-05-12T05:30:00+05:30", refuted},
		{search.BirthDate.Is(d("1991-01-01")), "1990-12-31T19:00:00-05:00", unconfirmed},
		{search.BirthDate.OnOrAfter(d("1990-05-12")), "1990-05-11T18:30:00", unconfirmed},
		{search.BirthDate.Before(d("1990-05-12")), "1990-05-11T18:30:00", unconfirmed},
		{search.BirthDate.Before(d("1990-05-13")), "1990-05-11T18:30:00", confirmed},
		{search.BirthDate.After(d("1990-05-11")), "1990-05-12T04:00:00", unconfirmed},
		{search.BirthDate.Between(d("1990-05-12"), d("1990-06-12")), "1990-05-11T18:30:00", unconfirmed},
		{search.BirthDate.Is(d("1990-06")), "1990-05-31T18:30:00", unconfirmed},
		{search.BirthDate.Is(d("1991")), "1990-12-31T18:30:00", unconfirmed},
		{search.BirthDate.Is(d("1991-01-01")), "1990-12-31T09:30:00", refuted},
	} {
		assert.Equal(t, tt.want, verdict(search.Where(tt.asked), bornOn(d(tt.record)), search.Holding{Now: today}), "%s for %s", tt.record, tt.asked)
	}
}

func TestHoldIsNotMisledByAnEarlyClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // the clock says 2000-01-01
		h := search.Holding{Now: time.Now()}
		for _, now := range []time.Time{h.Now, time.Unix(0, 0)} {
			h.Now = now
			q := search.Where(search.BirthDate.Between(person.MustDate("1980"), person.MustDate("1999")))
			assert.Equal(t, refuted, verdict(q, bornOn(person.MustDate("2017-06-30")), h))
			q = search.Where(search.BirthDate.Between(person.MustDate("1980"), person.MustDate("2020")))
			assert.Equal(t, confirmed, verdict(q, bornOn(person.MustDate("2017-06-30")), h))
			assert.Equal(t, confirmed, verdict(q, bornOn(person.MustDate("1990-05-12")), h))
			assert.Equal(t, unconfirmed, verdict(q, bornOn(person.MustDate("2047-01-29")), h))
		}
	})
}

func TestHoldTellsNothingFromADeathRecordWithoutDates(t *testing.T) {
	t.Parallel()
	// OpenCRVS: a death record never carries birthDate or deathDate.
	r := person.Record{Event: codes.VitalEventDeath, Person: person.Person{
		Identifiers: []person.Identifier{id("DRN", "2023DAAAAA1"), id("NID", "4440000001")}, Sex: "male",
	}}
	byNumber := search.ByIdentifier("NATIONAL_ID", "4440000001").In(codes.VitalEventDeath)
	assert.Equal(t, confirmed, verdict(byNumber, r, search.Holding{Now: today}))
	for _, c := range []search.Condition{
		search.BirthDate.Is(person.MustDate("1950-01-01")), search.DeathDate.OnOrAfter(person.MustDate("2023-01-01")),
		search.MarriageDate.Is(person.MustDate("1970")),
	} {
		assert.Equal(t, unconfirmed, verdict(byNumber.And(c), r, search.Holding{Now: today}))
	}
	r.Person.DeathDates = held(t, "2022-03-01")
	assert.Equal(t, contradicts+"death_date", verdict(byNumber.And(search.DeathDate.OnOrAfter(person.MustDate("2023-01-01"))), r, search.Holding{Now: today}))
}
