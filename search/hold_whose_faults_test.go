package search_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// A number that two people of a record carry is one of a mistake, and nobody can say
// whose.
func TestANumberOfTwoPeopleInARecordConfirmsNeither(t *testing.T) {
	t.Parallel()
	family := func(event, own string, relations ...string) person.Record {
		var list []string
		for _, r := range relations {
			relation, number, _ := strings.Cut(r, " ")
			list = append(list, fmt.Sprintf(`{"relationship_type":%q,"related_member":{"identifier":[%s]}}`, relation, number))
		}
		return read(t, fmt.Sprintf(`{"reg_event_type":%q,"identifier":[%s],"related_person":[%s]}`, event, own, strings.Join(list, ",")))
	}
	nid := `{"identifier_type":"NATIONAL_ID","identifier_value":"77"}`
	spaced := `{"identifier_type":"NID","identifier_value":"0077"}`
	other := `{"identifier_type":"NATIONAL_ID","identifier_value":"78"}`
	brn := `{"identifier_type":"BRN","identifier_value":"B1"}`
	mrn := `{"identifier_type":"MRN","identifier_value":"M1"}`
	byNID := search.ByIdentifier("NATIONAL_ID", "77")
	byBRN := search.ByIdentifier("BRN", "B1").In(codes.VitalEventBirth)
	byMRN := search.ByIdentifier("MRN", "M1").In(codes.VitalEventMarriage)
	for name, tt := range map[string]struct {
		q      search.Query
		record person.Record
		want   string
	}{
		"a child and the mother":                        {byNID, family("birth", nid, "MTH "+nid), unconfirmed},
		"a child and the father, who is named second":   {byNID, family("birth", nid, "MTH "+other, "FTH "+nid), unconfirmed},
		"a child and somebody of whom nothing is said":  {byNID, family("birth", nid, " "+nid), unconfirmed},
		"one who died and an informant in an own word":  {byNID, family("death", nid, "declarant "+nid), unconfirmed},
		"a bride and the groom":                         {byNID, family("marriage", nid, "HUSB "+nid), unconfirmed},
		"a groom and his father":                        {byNID, family("marriage", other, "HUSB "+nid, "FTH "+nid), unconfirmed},
		"the number of a birth on the child and mother": {byBRN, family("birth", brn, "MTH "+brn), unconfirmed},
		"a child whose mother has another":              {byNID, family("birth", nid, "MTH "+other), confirmed},
		"a child whose mother's is written otherwise":   {byNID, family("birth", nid, "MTH "+spaced), confirmed},
		"a child twice":                                 {byNID, family("birth", nid, "SELF "+nid), confirmed},
		"a groom":                                       {byNID, family("marriage", other, "HUSB "+nid), confirmed},
		"the number of a marriage, on both":             {byMRN, family("marriage", mrn, "HUSB "+mrn), confirmed},
		"the number of a marriage, and a witness's":     {byMRN, family("marriage", mrn, "BRO "+mrn), unconfirmed},
		"a parent's number, which the child has too":    {search.Where(search.ParentIs("NATIONAL_ID", "77")), family("birth", nid, "MTH "+nid), unconfirmed},
		"a parent's number":                             {search.Where(search.ParentIs("NATIONAL_ID", "77")), family("birth", other, "MTH "+nid), confirmed},
	} {
		assert.Equal(t, tt.want, verdict(tt.q, tt.record, search.Holding{}), name)
	}
}

// A registry's own placeholder for a death is none for whoever asks the hit.
func TestADeathIsRecordedByThePlaceholdersOfTheRegistry(t *testing.T) {
	t.Parallel()
	q := search.ByIdentifier("NATIONAL_ID", "1").In(codes.VitalEventBirth)
	record := func(date string) person.Record {
		return read(t, `{"reg_event_type":"birth","birth_date":"1950-01-01","death_date":"`+date+`","identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"1"}]}`)
	}
	for name, tt := range map[string]struct {
		table person.Placeholders
		date  string
		want  person.Truth
	}{
		"a day of the registry's own":       {person.Placeholders{}.WithDates(person.DateOfDeath, person.MustDate("2001-01-01")), "2001-01-01", person.Unsure},
		"a text of the registry's own":      {person.Placeholders{}.WithTexts("2001-01-01"), "2001-01-01", person.Unsure},
		"a day of every kind":               {person.Placeholders{}.WithDates("", person.MustDate("2001-01-01")), "2001-01-01", person.Unsure},
		"another day of that registry":      {person.Placeholders{}.WithDates(person.DateOfDeath, person.MustDate("2001-01-01")), "2001-01-02", person.True},
		"the same day of another registry":  {person.Placeholders{}, "2001-01-01", person.True},
		"a placeholder of the standard's":   {person.Placeholders{}.WithTexts("x"), "9999-12-31", person.Unsure},
		"a placeholder of every registry's": {person.Placeholders{}, "1970-01-01", person.Unsure},
	} {
		hit, contradiction := search.NewHit(q, record(tt.date), search.Holding{Placeholders: tt.table})
		require.Empty(t, contradiction, name)
		assert.Equal(t, tt.want, hit.DeathRecorded(today), name)
	}
}
