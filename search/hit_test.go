package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestTheSubjectIsThePersonWhoFitsTheQuestion(t *testing.T) {
	t.Parallel()
	someone := func(given, number string) person.Person {
		return person.Person{
			Names:       []person.PersonName{{Given: []string{given}}},
			Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: number}},
		}
	}
	bride := someone("Leela", "111")
	bride.Identifiers = append(bride.Identifiers, person.Identifier{Type: codes.IdentifierMRN, Value: "M1"})
	bride.MarriageDates = []person.Date{person.MustDate("2015-02-14")}
	bride.Relations = []person.Relation{
		{Type: codes.RelationshipMother, Person: someone("Bina", "333")},
		{Type: codes.RelationshipHusband, Person: someone("Hari", "222")},
	}
	tests := []struct {
		name  string
		query search.Query
		event codes.VitalEvent
		want  string
	}{
		{"the bride's number gives the bride", search.ByIdentifier(codes.IdentifierNationalID, "111"), codes.VitalEventMarriage, "Leela"},
		{"the groom's number gives the groom", search.ByIdentifier(codes.IdentifierNationalID, "222"), codes.VitalEventMarriage, "Hari"},
		{"the groom's number gives the groom where no event is said", search.ByIdentifier(codes.IdentifierNationalID, "222"), "", "Hari"},
		{"the number of the marriage gives the one at the top", search.ByIdentifier(codes.IdentifierMRN, "M1"), codes.VitalEventMarriage, "Leela"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			hit, contradiction := search.NewHit(tt.query, person.Record{Event: tt.event, Person: bride}, search.Holding{})
			require.Empty(t, contradiction)
			assert.Equal(t, search.MatchConfirmed, hit.Match)
			assert.Equal(t, tt.want, hit.Subject().Name().Full())
			assert.Equal(t, "Leela", hit.Person.Name().Full())
		})
	}
	hit, contradiction := search.NewHit(search.ByIdentifier(codes.IdentifierNationalID, "333"),
		person.Record{Event: codes.VitalEventMarriage, Person: bride}, search.Holding{})
	assert.NotEmpty(t, contradiction, "a mother is no subject of the marriage")
	assert.Empty(t, hit.Match)
}
