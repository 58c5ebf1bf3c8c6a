package person_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
)

func FuzzDecodePerson(f *testing.F) {
	for _, seed := range append(spellings(), hostileShapes()...) {
		f.Add([]byte(seed))
	}
	for seed := range uint64(20) {
		text, err := newGenerator(seed).person(0).MarshalJSON()
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var p person.Person
		if p.UnmarshalJSON(text) != nil {
			return
		}
		once, err := p.MarshalJSON()
		require.NoError(t, err)
		var again person.Person
		require.NoError(t, again.UnmarshalJSON(once), "what we write we read")
		twice, err := again.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice), "writing is stable after the first time")

		require.Empty(t, differenceOfContent(p, again), "nothing is lost")

		var third person.Person
		require.NoError(t, third.UnmarshalJSON(twice))
		require.Empty(t, difference(reflect.ValueOf(again), reflect.ValueOf(third), "person"))
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"1990", "1990-05", "1990-05-12", "2024-02-29", "2023-02-29", "2023-07-19T15:30:00", "2023-07-19T03:30:00 PM",
		"2023-07-19T15:30:00.123Z", "2023-07-19 15:30+02:00", "", "12/05/1990", "2533-01-01", "0000-00-00", "9999-12-31T23:00:00Z", "２０２３",
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
		if d.Precision() == person.PrecisionDay {
			require.Equal(t, d.FirstDay(), d.LastDay())
			require.Equal(t, person.True, d.Equal(d.FirstDay()))
		}
	})
}
