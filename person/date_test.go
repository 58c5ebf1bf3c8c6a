package person_test

import (
	"fmt"
	"slices"
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
		{"1990-02-00", person.PrecisionMonth, "1990-02-01", "1990-02-28"},
		{"1990-00-00", person.PrecisionYear, "1990-01-01", "1990-12-31"},
		{"19900512", person.PrecisionDay, "1990-05-12", "1990-05-12"},
		{"20240229", person.PrecisionDay, "2024-02-29", "2024-02-29"},
		{"๒๕๓๓-๐๕-๑๒", person.PrecisionDay, "2533-05-12", "2533-05-12"},
		{"१९९०-०५", person.PrecisionMonth, "1990-05-01", "1990-05-31"},
		{"١٩٩٠", person.PrecisionYear, "1990-01-01", "1990-12-31"},
		{"１９９０-０５-１２", person.PrecisionDay, "1990-05-12", "1990-05-12"},
		{"১৯৯০-০৫-১২T১০:০০:০০+০৬:০০", person.PrecisionInstant, "1990-05-12", "1990-05-12"},
		{"𝟏𝟗𝟗𝟎-𝟎𝟓-𝟏𝟐", person.PrecisionDay, "1990-05-12", "1990-05-12"},
		{"0001-01-01", person.PrecisionDay, "0001-01-01", "0001-01-01"},
		{"9999-12-31T23:00:00Z", person.PrecisionInstant, "9999-12-31", "9999-12-31"},
		{"0000-01-01T01:00:00Z", person.PrecisionInstant, "0000-01-01", "0000-01-01"},
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
		"", "12/05/1990", "1990-13", "1990-13-01", "2023-02-29", "1900-02-29", "1990-00-10", "90-05-12", "1990-5-12", "990-05-12", "11990-05-12", "990", "19905",
		"unknown", "1990/05/12", "1990-05-12X10:00:00", "1990-05-12T25:00:00", "1990-05-12T24:00:00", "1990-05-12T23:59:60Z", "1990-05-12T10",
		"-990", "+1990-05-12", "2023-07-19T15:30:00ZZ", "0000-00-00", "0000-05-00", "1990-00", "1990-04-31", "1990-13-00", "1990-05-1x", "199x", "1990-x5", "2567-02-29", "2047-01-32",
		"12051990", "05121990", "19901305", "19900500", "19900431", "14101017", "25330512", "199005", "1990-132", "1990-05-12T",
		"١٩٩০", "19๙๐", "፲፱፻፺", "1990年", "一九九〇", "²⁰²³", "\u200e1990-05-12",
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
		{"1990-05-00", "1990-05-12", unsure, unsure, unsure},
		{"19900512", "1990-05-12", yes, yes, yes},
		{"๒๕๓๓-๐๕-๑๒", "2533-05-12", yes, yes, yes},
		{"2533-05-12", "2533-05-12", yes, yes, yes},
		{"2533-05-12", "1990-05-12", unsure, unsure, unsure},
		{"2533", "1990", unsure, unsure, unsure},
		{"2533-05-12", "2534-05-12", no, no, yes},
		{"1410-10-17", "1990-05-12", unsure, unsure, unsure},
		{"1410-10-17", "2533-05-12", unsure, unsure, unsure},
		{"1799-12-31", "1800-01-01", unsure, unsure, unsure},
		{"2199-12-31", "2200-01-01", unsure, unsure, unsure},
		{"2047-01-29", "1990-05-12", no, yes, no}, // without a clock
	} {
		t.Run(tc.a+" and "+tc.b, func(t *testing.T) {
			t.Parallel()
			a, b := person.MustDate(tc.a), person.MustDate(tc.b)
			assert.Equal(t, tc.equal, a.Equal(b))
			assert.Equal(t, tc.equal, b.Equal(a), "either way round")
			assert.Equal(t, tc.notBefore, a.NotBefore(b))
			assert.Equal(t, tc.notAfter, a.NotAfter(b))
			assert.Equal(t, tc.notBefore, b.NotAfter(a))
			assert.Equal(t, tc.notBefore, a.Before(b).Not())
			assert.Equal(t, tc.notAfter, a.After(b).Not())
		})
	}
}

func TestComparingWithADateThatIsNotGivenIsUnsure(t *testing.T) {
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
	for _, bad := range [][3]int{{-1, 2, 1}, {1990, 0, 0}, {1990, 5, 0}, {1990, 13, 1}, {10000, 1, 1}, {1990, 5, 100}} {
		_, err = person.NewDate(bad[0], time.Month(bad[1]), bad[2])
		require.ErrorIs(t, err, person.ErrNotADate, "%v", bad)
	}

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

	for text, want := range map[string]person.Era{
		"1799": person.EraEarly, "0079-05-12": person.EraEarly, "1800": person.EraGregorian, "2027": person.EraGregorian,
		"2028": person.EraLate, "2199": person.EraLate, "2200": person.EraFar, "9999": person.EraFar,
	} {
		assert.Equal(t, want, person.MustDate(text).Era(now), text)
	}
	assert.Equal(t, person.EraNone, person.Date{}.Era(now))
	assert.Equal(t, person.EraGregorian, person.MustDate("2199").Era(time.Time{}), "without a clock")
	assert.Equal(t, person.EraGregorian, person.MustDate("2020").Era(time.Unix(0, 0)), "a clock that stands")
	assert.Equal(t, person.EraLate, person.MustDate("2047").Era(time.Unix(0, 0)))
}

func TestAnInstantKnowsItsZone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text, want string // "" where no zone is written
	}{
		{"1990-05-12T10:00:00+05:30", "1990-05-12T10:00:00+05:30"},
		{"1990-05-12 10:00:00-0330", "1990-05-12T10:00:00-03:30"},
		{"1990-05-12T10:00:00+07", "1990-05-12T10:00:00+07:00"},
		{"1990-05-12T10:00:00.25z", "1990-05-12T10:00:00.25Z"},
		{"1990-05-12T10:00:00+00:00", "1990-05-12T10:00:00Z"},
		{"1990-05-12T10:00Z", "1990-05-12T10:00:00Z"},
		{"১৯৯০-০৫-১২T১০:০০:০০+০৬:০০", "1990-05-12T10:00:00+06:00"},
		{"1990-05-12T10:00:00", ""},
		{"1990-05-12T10:00:00 PM", ""},
		{"1990-05-12", ""},
		{"1990", ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			d := person.MustDate(tc.text)
			at, ok := d.Time()
			zone, zoned := d.Zone()
			assert.Equal(t, tc.want != "", ok)
			assert.Equal(t, ok, zoned)
			if !ok {
				assert.Nil(t, zone)
				return
			}
			assert.Equal(t, tc.want, at.Format(time.RFC3339Nano))
			assert.Equal(t, zone, at.Location())
			assert.NotEqual(t, time.Local, zone, "never the machine's own") //nolint:gosmopolitan // what must not be
		})
	}
	_, ok := person.Date{}.Time()
	assert.False(t, ok)
}

func TestTheRegistrysOwnDayIsThatOfItsZone(t *testing.T) {
	t.Parallel()
	india, chile := time.FixedZone("", 5*3600+1800), time.FixedZone("", -4*3600)
	for _, tc := range []struct {
		name, text string
		zone       *time.Location
		want       string
	}{
		{"a local midnight east of Greenwich", "1990-05-11T18:30:00Z", india, "1990-05-12"},
		{"a moment before it", "1990-05-11T18:29:59Z", india, "1990-05-11"},
		{"a local midnight west of Greenwich", "1990-05-12T04:00:00.000Z", chile, "1990-05-12"},
		{"a moment before that", "1990-05-12T03:59:59Z", chile, "1990-05-11"},
		{"midnight in UTC is a day without a time", "1990-05-12T00:00:00Z", chile, "1990-05-12"},
		{"a time without a zone shows its day", "1990-05-12T23:00:00", india, "1990-05-12"},
		{"a time in a zone of its own shows its day", "1990-05-12T23:00:00+02:00", india, "1990-05-12"},
		{"midnight in UTC that is written in another zone is unchanged", "1990-05-11T18:00:00-06:00", india, "1990-05-11T18:00:00-06:00"},
		{"a day stays", "1990-05-12", india, "1990-05-12"},
		{"a month stays", "1990-05", chile, "1990-05"},
		{"what is no date stays", "", chile, ""},
		{"without a zone all stays", "1990-05-11T18:30:00Z", nil, "1990-05-11T18:30:00Z"},
		{"beyond four digits all stays", "9999-12-31T11:30:00Z", time.FixedZone("", 14*3600), "9999-12-31T11:30:00Z"},
		{"New Year", "1989-12-31T18:30:00Z", india, "1990-01-01"},
		{"29 February", "2024-02-28T18:30:00Z", india, "2024-02-29"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var d person.Date
			if tc.text != "" {
				d = person.MustDate(tc.text)
			}
			got := d.In(tc.zone)
			assert.Equal(t, tc.want, got.Text())
			if got.Precision() == person.PrecisionDay {
				assert.NotEqual(t, person.False, got.Equal(d), "it is one of the days that it could be")
			}
		})
	}
}

func TestDatesAreSortedForShowing(t *testing.T) {
	t.Parallel()
	want := []string{"1410-10-17", "1989-12-31", "1990-01-01", "1990-01", "1990", "1990-05-12", "1990-05-12T10:00:00", "1990-06-01", "2533"}
	dates := make([]person.Date, 0, len(want)+2)
	dates = append(dates, person.Date{}, read(t, `{"dob":"12/05/1990"}`).BirthDate())
	for _, text := range want {
		dates = append(dates, person.MustDate(text))
	}
	slices.SortFunc(dates, person.Date.Compare)
	var got []string
	for _, d := range dates {
		got = append(got, d.Text())
	}
	assert.Equal(t, append(want, "", "12/05/1990"), got)
}

func TestATruthIsPrintedAsAWord(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "true false unsure", fmt.Sprint(person.True, " ", person.False, " ", person.Unsure))
	assert.Equal(t, person.Unsure, person.Unsure.Not())
}
