package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestTheUsualNameIsTheOneToCallAPersonBy(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		uses []codes.NameUse
		want int
	}{
		{"the official one before all", []codes.NameUse{"", "usual", "official"}, 2},
		{"an alias of official counts", []codes.NameUse{"usual", "Legal"}, 1},
		{"the usual one before one that says nothing", []codes.NameUse{"", "usual"}, 1},
		{"one that says nothing before a maiden name", []codes.NameUse{"maiden", ""}, 1},
		{"one in a word of the registry's own before a nickname", []codes.NameUse{"nickname", "stage"}, 1},
		{"a temporary one before a nickname", []codes.NameUse{"nickname", "temp"}, 1},
		{"a nickname before a former name", []codes.NameUse{"old", "nickname"}, 1},
		{"the first of equals", []codes.NameUse{"", "", "old"}, 0},
		{"a former name where there is no other", []codes.NameUse{"old", "maiden"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var p person.Person
			for i, use := range tc.uses {
				p.Names = append(p.Names, person.PersonName{Use: use, Text: string(rune('A' + i))})
			}
			assert.Equal(t, string(rune('A'+tc.want)), p.Name().Full())
		})
	}
	assert.Empty(t, person.Person{}.Name().Full())
}

func TestNamesAreListedByTheirUse(t *testing.T) {
	t.Parallel()
	p := person.Person{Names: []person.PersonName{{Use: "Former", Text: "A"}, {Text: "B"}, {Use: codes.NameUseOld, Text: "C"}}}
	assert.Len(t, p.NamesFor(codes.NameUseOld), 2)
	assert.Equal(t, "B", p.NamesFor("")[0].Full())
	assert.Nil(t, p.NamesFor(codes.NameUseMaiden))
}

func TestTheUseAndThePeriodOfANameAreRead(t *testing.T) {
	t.Parallel()
	period := person.Period{Start: person.MustDate("2001"), End: person.MustDate("2015-02-14")}
	runReadings(t, []readingCase{
		{"use", `{"name":{"use":"Official","given_name":"A"}}`, named(person.PersonName{Use: codes.NameUseOfficial, Given: []string{"A"}})},
		{"name_use", `{"name":{"name_use":"stage","given_name":"A"}}`, named(person.PersonName{Use: "stage", Given: []string{"A"}})},
		{"nameUse", `{"name":{"nameUse":["maiden"],"given_name":"A"}}`, named(person.PersonName{Use: codes.NameUseMaiden, Given: []string{"A"}})},
		{"a period", `{"name":{"text":"A","period":{"start":2001,"end":"2015-02-14"}}}`, named(person.PersonName{Text: "A", Period: period})},
		{"a period by other names", `{"name":{"text":"A","period":{"start_date":"2001","endDate":["2015-02-14"]}}}`, named(person.PersonName{Text: "A", Period: period})},
		{"a period that goes on", `{"name":{"text":"A","period":{"start":"2001","end":"","@type":"Period"}}}`, named(person.PersonName{Text: "A", Period: person.Period{Start: period.Start, Extra: extra(`{"@type":"Period"}`)}})},
		{"no period", `{"name":{"text":"A","period":{"start":null}}}`, named(person.PersonName{Text: "A"})},
		{"a period as text is kept raw", `{"name":{"text":"A","period":"2001/2015"}}`, named(person.PersonName{Text: "A", Extra: extra(`{"period":"2001/2015"}`)})},
		{"a period that is two", `{"name":{"text":"A","period":[{"start":"2001"}]}}`, named(person.PersonName{Text: "A", Extra: extra(`{"period":[{"start":"2001"}]}`)})},
	})
}
