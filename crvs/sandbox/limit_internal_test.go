package sandbox

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// The fixed people are too few to reach the limit from outside.
func TestMoreThanAThousandRecordsAreHandedOutInPagesOnly(t *testing.T) {
	t.Parallel()
	r, err := New()
	require.NoError(t, err)
	r.people = newPopulation(func(places *placeTable) (many []person.Record) {
		for i := range maxRecords + 1 {
			number := fmt.Sprintf("B%06d", i)
			many = append(many, birth{number: number, child: someone{given: "Given", family: "Family", sex: girl, born: "2000-01-01"}}.record(places))
		}
		return many
	}, nil)
	c := criteria{QueryType: string(codes.QueryTypePredicate), Query: []byte(`[{"expression1":{"attribute_name":"sex","operator":"eq","attribute_value":"female"}}]`)}

	var item wire.SearchResponseItem
	no := r.answerOne(r.people.world(), question{ReferenceID: "r", Criteria: c}, map[string]bool{}, &item, maxAnswer)
	require.NotNil(t, no)
	assert.Equal(t, wire.SearchReasonCodeTooManyRecordsFound, no.code)
	assert.Equal(t, "search_criteria matches more than 1000 records: ask for pages", no.text)

	c.Pagination = &pageRequest{Size: 1000, Number: 2}
	require.Nil(t, r.answerOne(r.people.world(), question{ReferenceID: "r", Criteria: c}, map[string]bool{}, &item, maxAnswer))
	assert.Len(t, item.Data.RegRecords, 1)
	assert.Equal(t, wire.Pagination{PageNumber: 2, PageSize: 1000, TotalCount: 1001}, item.Pagination)
}

func TestTheMemoryOfMessagesIsBounded(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for i := range 2*maxRemembered + 7 {
		assert.False(t, m.isAnother("sender", fmt.Sprint(i), []byte("body")))
	}
	assert.Len(t, m.seen, maxRemembered)
	assert.Len(t, m.order, maxRemembered)
	assert.True(t, m.isAnother("sender", fmt.Sprint(2*maxRemembered), []byte("other")), "a late one is remembered")
	assert.False(t, m.isAnother("sender", "0", []byte("other")), "an early one is forgotten")
}

func TestTokensAreBounded(t *testing.T) {
	t.Parallel()
	g := newGuard(nil, &client{})
	at := now()
	for i := range maxTokens + 3 {
		g.remember(digestOf(fmt.Sprint(i)), at)
	}
	assert.Len(t, g.issued, maxTokens)
	g.remember(digestOf("late"), at.Add(tokenLife))
	assert.Len(t, g.issued, 1)
	assert.Len(t, g.order, 1)
}
