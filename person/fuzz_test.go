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
