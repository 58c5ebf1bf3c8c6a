package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/search"
)

// Two names of one person that differ by more than spelling: which is theirs is not
// known.
func TestTwoNamesThatDifferConfirmNeither(t *testing.T) {
	t.Parallel()
	full := search.Where(search.FullName.Is("Mala Kumar"))
	family := search.Where(search.FamilyName.Is("Kumar"))
	both := search.Where(search.GivenName.Is("Mala"), search.FamilyName.Is("Rao"))
	mother := search.Where(search.MotherName.Is("Mala Kumar"))
	kumar, rao := `{"given_name":"Mala","surname":"Kumar"}`, `{"given_name":"Anil","surname":"Rao"}`
	used := func(use, name string) string { return `{"use":"` + use + `",` + name[1:] }
	for name, tt := range map[string]struct {
		q    search.Query
		text string
		want string
	}{
		"two names in a list":                          {full, `"name":[` + kumar + `,` + rao + `]`, unconfirmed},
		"two names in a list, the other one first":     {full, `"name":[` + rao + `,` + kumar + `]`, unconfirmed},
		"two names in a list, by a part":               {family, `"name":[` + kumar + `,` + rao + `]`, unconfirmed},
		"parts of two names":                           {both, `"name":[` + kumar + `,` + rao + `]`, unconfirmed},
		"two official names":                           {full, `"name":[` + used("official", kumar) + `,` + used("official", rao) + `]`, unconfirmed},
		"an official name and one of which nothing is": {full, `"name":[` + used("official", kumar) + `,` + rao + `]`, unconfirmed},
		"two spellings of the member":                  {full, `"name":` + kumar + `,"person_name":"Anil Rao"`, unconfirmed},
		"two spellings of the family name":             {family, `"given_name":"Mala","surname":"Kumar","family_name":"Rao"`, unconfirmed},
		"two spellings of the family name in a name":   {family, `"name":{"given_name":"Mala","surname":"Kumar","familyName":"Rao"}`, unconfirmed},
		"two spellings of the given name":              {full, `"given_name":"Mala","first_name":"Anil","surname":"Kumar"`, unconfirmed},
		"a text and parts":                             {full, `"name":"Anil Rao","given_name":"Mala","surname":"Kumar"`, unconfirmed},
		"two names of a mother":                        {mother, `"related_person":[{"relationship_type":"MTH","related_member":{"name":[` + kumar + `,` + rao + `]}}]`, unconfirmed},
		"a crowd of names":                             {full, `"name":[` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `,` + kumar + `]`, unconfirmed},

		"a name twice":                             {full, `"name":[` + kumar + `,` + kumar + `]`, confirmed},
		"a name in another case":                   {full, `"name":[` + kumar + `,{"text":"KUMAR, Mala"}]`, confirmed},
		"a name in another spelling":               {full, `"name":[` + kumar + `,{"text":"Malaa Kumar"}]`, confirmed},
		"a name with a word left out":              {full, `"name":[` + kumar + `,{"text":"Mala"}]`, confirmed},
		"a name in another script":                 {full, `"name":[` + kumar + `,{"text":"माला कुमार"}]`, confirmed},
		"a placeholder beside a name":              {full, `"name":[` + kumar + `,{"text":"Unknown"}]`, confirmed},
		"a maiden name, which is said to be one":   {full, `"name":[` + kumar + `,` + used("maiden", rao) + `]`, confirmed},
		"the name before, which is asked for":      {full, `"name":[` + used("old", kumar) + `,` + used("official", rao) + `]`, confirmed},
		"a text of the parts":                      {full, `"name":"Kumar Mala","given_name":"Mala","surname":"Kumar"`, confirmed},
		"two spellings of the member that are one": {full, `"name":` + kumar + `,"person_name":"Mala Kumar"`, confirmed},
		"the name of a mother":                     {mother, `"related_person":[{"relationship_type":"MTH","related_member":{"name":` + kumar + `}}]`, confirmed},
	} {
		assert.Equal(t, tt.want, verdict(tt.q, read(t, "{"+tt.text+"}"), search.Holding{}), name)
	}
}

// Whose child somebody is says not who they are.
func TestTheNameOfAChildWithoutOneConfirmsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"B/O Mala Kumar", "Baby of Mala Kumar", "S/O Mala", "d/o mala", "Bebé de Mala", "RN de Mala", "NN", "Baby Boy Kumar"} {
		assert.Equal(t, unconfirmed, verdict(search.Where(search.FullName.Is(text)), read(t, `{"name":"`+text+`"}`), search.Holding{}), text)
	}
	for _, text := range []string{"Baby Kumar", "Mala D/O Ram", "Boris Olsen", "Do Thi Mai", "Nana Of", "B.O. Kumar", "Bebe Rexha"} {
		assert.Equal(t, confirmed, verdict(search.Where(search.FullName.Is(text)), read(t, `{"name":"`+text+`"}`), search.Holding{}), text)
	}
}
