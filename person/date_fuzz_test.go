package person_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
)

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"1990", "1990-05", "1990-05-12", "2024-02-29", "2023-02-29", "2023-07-19T15:30:00", "2023-07-19T03:30:00 PM",
		"2023-07-19T15:30:00.123Z", "2023-07-19 15:30+02:00", "", "12/05/1990", "2533-01-01", "0000-00-00", "9999-12-31T23:00:00Z", "２０２３",
		"19900512", "1990-00-00", "1990-05-00", "๒๕๓๓-๐๕-๑๒", "0000-01-01T01:00:00Z", "1990-05-12T10:00:00+24:00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := person.ParseDate(text)
		if err != nil {
			require.ErrorIs(t, err, person.ErrNotADate)
			require.True(t, d.IsZero())
			return
		}
		again, err := person.ParseDate(d.Text())
		require.NoError(t, err)
		require.Equal(t, d.Text(), again.Text())
		require.Equal(t, d, again)
		require.NotEqual(t, person.False, d.Equal(d))
		require.NotEqual(t, person.PrecisionNone, d.Precision())
		first, last := d.FirstDay(), d.LastDay()
		require.Equal(t, person.PrecisionDay, first.Precision())
		require.Equal(t, person.PrecisionDay, last.Precision())
		require.LessOrEqual(t, first.Compare(last), 0)
		if d.Precision() == person.PrecisionDay {
			require.Equal(t, first, last)
			require.Equal(t, person.True, d.Equal(first))
		}
		local := d.In(time.FixedZone("", 9*3600))
		require.NotEqual(t, person.False, local.Equal(d))
		_, zoned := d.Time()
		require.True(t, !zoned || d.Precision() == person.PrecisionInstant)
	})
}

func FuzzCompareDates(f *testing.F) {
	for _, seed := range [][3]string{
		{"1990", "1990-05", "1990-05-12"},
		{"2533", "1990", "1410"},
		{"1990-05-11T22:00:00Z", "1990-05-12", "1990-05-13"},
		{"2024-02-29", "2023-02-28", "2024-03-01"},
		{"x", "", "1990"},
		{"2100", "2199-12-31", "2200"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, x, y, z string) {
		a, _ := person.ParseDate(x)
		b, _ := person.ParseDate(y)
		c, _ := person.ParseDate(z)

		require.Equal(t, a.Equal(b), b.Equal(a), "equal either way round")
		if a.Equal(b) == person.True {
			require.Equal(t, person.True, a.NotBefore(b))
			require.Equal(t, person.True, a.NotAfter(b))
			require.Equal(t, a.Equal(c), b.Equal(c), "the same day is the same to all")
		}
		if a.NotBefore(b) == person.False {
			require.Equal(t, person.True, b.NotBefore(a), "of two days one is not before the other")
			require.Equal(t, person.False, a.Equal(b))
		}
		if a.NotBefore(b) == person.True && b.NotBefore(c) == person.True {
			require.NotEqual(t, person.False, a.NotBefore(c), "never the reverse of what follows")
		}
		if a.Era(time.Time{}) != b.Era(time.Time{}) {
			require.Equal(t, person.Unsure, a.Equal(b))
			require.Equal(t, person.Unsure, a.NotBefore(b))
		}
		require.Equal(t, -b.Compare(a), a.Compare(b))
		require.Equal(t, a.Text() == b.Text(), a.Compare(b) == 0)
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 {
			require.LessOrEqual(t, a.Compare(c), 0)
		}
		for _, rule := range []person.LeapDay{person.LeapDayUnknown, person.LeapDayFebruary28, person.LeapDayMarch1} {
			age, ok := a.Age(b, rule)
			if !ok {
				require.Zero(t, age)
				continue
			}
			require.GreaterOrEqual(t, age.Min, 0)
			require.LessOrEqual(t, age.Min, age.Max)
			require.Equal(t, person.True, a.AtLeast(age.Min, b, rule))
			require.Equal(t, person.False, a.AtLeast(age.Max+1, b, rule))
		}
	})
}
