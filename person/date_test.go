package person_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
)

func TestDatesOfEveryFormAreRead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text        string
		precision   person.Precision
		first, last string
	}{
		{"1990", person.PrecisionYear, "1990-01-01", "1990-12-31"},
		{"1990-02", person.PrecisionMonth, "1990-02-01", "1990-02-28"},
		{"2024-02", person.PrecisionMonth, "2024-02-01", "2024-02-29"},
		{"1990-05-12", person.PrecisionDay, "1990-05-12", "1990-05-12"},
		{"2024-02-29", person.PrecisionDay, "2024-02-29", "2024-02-29"},
		{"2000-02-29", person.PrecisionDay, "2000-02-29", "2000-02-29"},
		{"2533-01-01", person.PrecisionDay, "2533-01-01", "2533-01-01"},
		{"1995-09-21T11:20:00", person.PrecisionInstant, "1995-09-21", "1995-09-21"},
		{"1995-09-21T11:20", person.PrecisionInstant, "1995-09-21", "1995-09-21"},
		{"1995-09-21 23:59:59", person.PrecisionInstant, "1995-09-21", "1995-09-21"},
		{"2023-07-19T03:30:00 PM", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T03:30 am", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T15:30:00+07:00", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T15:30:00+0700", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T15:30:00.123-07:00", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T00:00:00Z", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T00:00:00.000Z", person.PrecisionInstant, "2023-07-19", "2023-07-19"},
		{"2023-07-19T22:00:00Z", person.PrecisionInstant, "2023-07-19", "2023-07-20"},
		{"2023-07-19T22:00:00+00:00", person.PrecisionInstant, "2023-07-19", "2023-07-20"},
		{"2023-07-19t05:00:00.5z", person.PrecisionInstant, "2023-07-18", "2023-07-19"},
		{" 1990-05-12 ", person.PrecisionDay, "1990-05-12", "1990-05-12"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			d, err := person.ParseDate(tc.text)
			require.NoError(t, err)
			assert.Equal(t, tc.precision, d.Precision())
			assert.Equal(t, tc.first, d.FirstDay().Text())
			assert.Equal(t, tc.last, d.LastDay().Text())
		})
	}
}

func TestTextThatIsNoDateIsRefusedByParseAndKeptByDecoding(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "12/05/1990", "1990-13", "1990-13-01", "2023-02-29", "1900-02-29", "1990-00-10", "1990-01-00", "90-05-12", "1990-5-12",
		"unknown", "1990/05/12", "19900512", "1990-05-12X10:00:00", "1990-05-12T25:00:00", "1990-05-12T10", "１９９０", "-990", "+1990-05-12", "2023-07-19T15:30:00ZZ",
	} {
		_, err := person.ParseDate(text)
		require.ErrorIs(t, err, person.ErrNotADate, text)
		if text == "" {
			continue
		}
		p := read(t, `{"birth_date":"`+text+`"}`)
		require.Len(t, p.BirthDates, 1)
		d := p.BirthDate()
		assert.Equal(t, text, d.Text())
		assert.Equal(t, person.PrecisionNone, d.Precision())
		assert.False(t, d.IsZero())
		assert.Equal(t, person.Unsure, d.Equal(d), "text compares with nothing, not even itself")
		assert.True(t, d.FirstDay().IsZero())
		assert.Equal(t, `{"birth_date":"`+text+`"}`, write(t, p))
	}
}

func TestDatesOfDifferentPrecisionAreCompared(t *testing.T) {
	t.Parallel()
	const yes, no, unsure = person.True, person.False, person.Unsure
	for _, tc := range []struct {
		a, b                       string
		equal, notBefore, notAfter person.Truth
	}{
		{"1990-05-12", "1990-05-12", yes, yes, yes},
		{"1990-05-12", "1990-05-13", no, no, yes},
		{"1990-05-13", "1990-05-12", no, yes, no},
		{"1990", "1990", unsure, unsure, unsure},
		{"1990", "1991", no, no, yes},
		{"1990", "1990-05-12", unsure, unsure, unsure},
		{"1990", "1990-01-01", unsure, yes, unsure},
		{"1990", "1990-12-31", unsure, unsure, yes},
		{"1990", "1989-12-31", no, yes, no},
		{"1990-05", "1990-05-12", unsure, unsure, unsure},
		{"1990-05", "1990-06-01", no, no, yes},
		{"1990-05", "1990", unsure, unsure, unsure},
		{"2024-02", "2024-02-29", unsure, unsure, yes},
		{"1990-05-12T10:00:00", "1990-05-12", yes, yes, yes},
		{"1990-05-12T23:00:00+05:00", "1990-05-12", yes, yes, yes},
		{"1990-05-11T22:00:00Z", "1990-05-12", unsure, unsure, yes},
		{"1990-05-11T22:00:00Z", "1990-05-11", unsure, yes, unsure},
		{"1990-05-11T22:00:00Z", "1990-05-13", no, no, yes},
		{"1990-05-12T00:00:00Z", "1990-05-12", yes, yes, yes},
	} {
		t.Run(tc.a+" and "+tc.b, func(t *testing.T) {
			t.Parallel()
			a, b := person.MustDate(tc.a), person.MustDate(tc.b)
			assert.Equal(t, tc.equal, a.Equal(b))
			assert.Equal(t, tc.equal, b.Equal(a), "either way round")
			assert.Equal(t, tc.notBefore, a.NotBefore(b))
			assert.Equal(t, tc.notAfter, a.NotAfter(b))
			assert.Equal(t, tc.notBefore, b.NotAfter(a))
		})
	}
}

func TestADateThatIsNotGivenComparesWithNothing(t *testing.T) {
	t.Parallel()
	var none person.Date
	day := person.MustDate("1990-05-12")
	assert.True(t, none.IsZero())
	for _, truth := range []person.Truth{none.Equal(day), day.Equal(none), none.Equal(none), none.NotBefore(day), day.NotAfter(none)} {
		assert.Equal(t, person.Unsure, truth)
	}
	assert.Zero(t, none.Year())
	assert.Empty(t, none.Text())
}

func TestThePartsOfADateAreThoseThatAreWritten(t *testing.T) {
	t.Parallel()
	d := person.MustDate("1990-05")
	assert.Equal(t, 1990, d.Year())
	assert.Equal(t, time.May, d.Month())
	assert.Zero(t, d.Day())

	day, err := person.NewDate(2024, time.February, 29)
	require.NoError(t, err)
	assert.Equal(t, "2024-02-29", day.Text())
	_, err = person.NewDate(2023, time.February, 29)
	require.ErrorIs(t, err, person.ErrNotADate)
	_, err = person.NewDate(-1, time.February, 1)
	require.Error(t, err)

	evening := time.Date(2024, 3, 1, 23, 0, 0, 0, time.FixedZone("", -5*3600))
	assert.Equal(t, "2024-03-01", person.DateOf(evening).Text(), "the day of its own zone")
	assert.Panics(t, func() { person.MustDate("x") })
}

func TestYearsOfOtherCalendarsAreKeptAndMarked(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]bool{"1799": false, "1800": true, "2026-12-31": true, "2027": true, "2028": false, "2533-01-01": false, "2047-05": false} {
		assert.Equal(t, want, person.MustDate(text).Gregorian(now), text)
	}
	assert.False(t, person.Date{}.Gregorian(now))
}
