package match_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// A child that has no name of its own is called by that of a parent.
func TestANameThatOnlySaysWhoseChildSomebodyIsDecidesNothing(t *testing.T) {
	t.Parallel()
	mala := person.PersonName{Given: []string{"Mala"}, Family: []string{"Kumar"}}
	for name, n := range map[string]person.PersonName{
		"B/O":                         {Text: "B/O Mala Kumar"},
		"B / o":                       {Text: "b / o Mala Kumar"},
		"Baby of":                     {Text: "Baby of Mala Kumar"},
		"Baby-of":                     {Text: "BABY-OF MALA KUMAR"},
		"S/O":                         {Text: "S/O Mala Kumar"},
		"D/O":                         {Text: "D/O Mala Kumar"},
		"W/O":                         {Text: "W/O Mala Kumar"},
		"of a Spanish register":       {Text: "RN de Mala Kumar"},
		"of a Spanish register, full": {Text: "Recién nacida Kumar"},
		"of a French register":        {Text: "Bébé de Mala Kumar"},
		"of an Indonesian register":   {Text: "By. Ny. Mala Kumar"},
		"in the given name":           {Given: []string{"B/O Mala"}, Family: []string{"Kumar"}},
		"in two given names":          {Given: []string{"Baby", "of", "Mala"}, Family: []string{"Kumar"}},
		"in two parts":                {Given: []string{"Baby"}, Middle: []string{"of"}, Family: []string{"Kumar"}},
		"NN":                          {Given: []string{"NN"}, Family: []string{"Kumar"}},
	} {
		c := match.People(person.Person{Names: []person.PersonName{n}}, person.Person{Names: []person.PersonName{mala}})
		assert.Equal(t, match.Missing, c.Outcome(match.Name), name)
		assert.Zero(t, c.NameSimilarity(), name)
	}
	for _, text := range []string{"Baby Kumar", "Mala S/O Kumar", "Sonof Kumar"} {
		c := match.People(person.Person{Names: []person.PersonName{{Text: text}}}, person.Person{Names: []person.PersonName{{Text: text}}})
		assert.Equal(t, match.Agree, c.Outcome(match.Name), text)
	}
}
