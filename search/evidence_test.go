package search_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func evidence(q search.Query, r person.Record) []string {
	hit, _ := search.NewHit(q, r, search.Holding{Now: today})
	var out []string
	for _, e := range hit.Evidence {
		out = append(out, fmt.Sprintf("%s %s %s", e.Attribute, e.Finding, e.By))
	}
	return out
}

func TestEvidenceSaysWhatWasFoundAndOfWhom(t *testing.T) {
	t.Parallel()
	day := person.MustDate
	birth := birthOf(id("UIN", "1"), id("BRN", "B1"))
	birth.Person.Sex = codes.SexFemale
	birth.Person.BirthDates = []person.Date{day("1990-05-12"), day("1991-05-12")}
	birth.Person.RegistrationDate = day("1990-06-01")
	birth.Person.Names = []person.PersonName{{Given: []string{"Asha"}, Family: []string{"Rao"}}}
	birth.Person.BirthPlace = &person.Place{Name: "Clinic"}
	birth.Person.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: person.Person{
		Names: []person.PersonName{{Text: "Mala Rao"}}, Identifiers: []person.Identifier{id("UIN", "2")},
	}}}
	couple := marriage(codes.RelationshipHusband)
	couple.Person.MarriagePlace = &person.Place{Name: "Hall"}
	bride, groom := search.ByIdentifier("NATIONAL_ID", "123456789"), search.ByIdentifier("NATIONAL_ID", "987654321")
	asha := search.ByIdentifier("UIN", "1")
	early, late := search.BirthDate.OnOrAfter(day("1990")), search.BirthDate.OnOrBefore(day("1990-12"))
	tests := []struct {
		name   string
		query  search.Query
		record person.Record
		want   []string
	}{
		{"nothing asked", search.Query{}, birth, nil},
		{"any event is not asked for", asha.In(codes.VitalEventAny), birth, []string{"UIN confirmed subject"}},
		{"the event and a number", asha.In("birth"), birth, []string{"reg_event_type confirmed registration", "UIN confirmed subject"}},
		{"the number of the registration", search.ByIdentifier("BRN", "B1"), birth, []string{"BRN confirmed registration"}},
		{"a type that no directory has", search.ByIdentifier("own", "1"), birth, []string{"identifier silent "}},
		{"what is left out is silent", asha.And(search.MaritalStatus.Is("M"), search.Region.Is("KA")), birth, []string{"UIN confirmed subject", "marital_status silent ", "region_code silent "}},
		{"a name that differs is silent", asha.And(search.GivenName.Is("Aisha"), search.FamilyName.Is("rao")), birth, []string{"UIN confirmed subject", "given_name silent ", "surname confirmed subject"}},
		{"a place that differs is silent", search.Where(search.BirthPlace.Is("Hall"), search.EventPlace.Is("clinic")), birth, []string{"birth_place silent ", "event_place confirmed subject"}},
		{"a deployment's own is silent", search.Where(search.Custom("ward").Is("7"), search.Custom("Sentinel1990").Is("7")), birth, []string{"ward silent ", "other silent "}},
		{"a parent's name and number", search.Where(search.MotherName.Is("Mala Rao"), search.ParentIs("UIN", "2")), birth, []string{"mother_name confirmed parent", "parent1_identifier confirmed parent"}},
		{"the side of an or that holds", search.Where(search.Sex.Is("male").Or(search.MotherName.Is("Mala Rao"))), birth, []string{"sex confirmed parent"}},
		{"a date of the registration", search.Where(search.RegistrationDate.Is(day("1990-06-01"))), birth, []string{"registration_date confirmed registration"}},
		{"conditions on one date share a finding", search.Where(early, search.Sex.Is("F"), late), birth, []string{"birth_date confirmed subject", "sex confirmed subject", "birth_date confirmed subject"}},
		{"also where only one of them is open", search.Where(search.BirthDate.OnOrAfter(day("1990-05-13")), late), bornOn(day("1990")), []string{"birth_date silent ", "birth_date silent "}},
		{"the groom's number is that of the subject", groom.And(search.Sex.Is("male")), couple, []string{"NATIONAL_ID confirmed subject", "sex silent "}},
		{"the day of the marriage stands with the bride", groom.And(search.MarriageDate.Is(day("2015-02-14")), search.EventPlace.Is("Hall")), couple, []string{"NATIONAL_ID confirmed subject", "marriage_date confirmed spouse", "event_place confirmed spouse"}},
		{"of whom the subject may be", bride.And(search.EventDate.Is(day("2015-02-14"))), couple, []string{"NATIONAL_ID confirmed subject", "event_date confirmed subject"}},
		{"the number of the marriage is that of both", search.ByIdentifier("MRN", "M15FEB042").And(search.RegistrationNumber.Is("M15FEB042")), couple, []string{"MRN confirmed registration", "registration_number confirmed registration"}},
		{"a GraphQL text is silent", search.GraphQL("{ person }").In("birth"), birth, []string{"reg_event_type confirmed registration", "graphql silent "}},
		{"another event contradicts, and ends it", asha.In("death"), birth, []string{"reg_event_type contradicted registration"}},
		{"another number contradicts, and ends it", search.ByIdentifier("UIN", "7").And(search.Sex.Is("F")), birth, []string{"UIN contradicted subject"}},
		{"the mother's number contradicts", search.ByIdentifier("UIN", "2"), birthOfMother(), []string{"UIN contradicted other"}},
		{"a contradiction ends what was found", asha.And(search.GivenName.Is("Asha"), search.Sex.Is("male"), early), birth, []string{"UIN confirmed subject", "given_name confirmed subject", "sex contradicted subject"}},
		{"if nobody fits it is that of the first", bride.And(search.BirthDate.Is(day("1986-01-20"))), couple, []string{"NATIONAL_ID confirmed subject", "birth_date contradicted subject"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, evidence(tt.query, tt.record))
		})
	}
}

// birthOfMother is a record in which only the mother has a number.
func birthOfMother() person.Record {
	r := birthOf()
	r.Person.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: person.Person{Identifiers: []person.Identifier{id("UIN", "2")}}}}
	return r
}

// asked counts the things of a question of which there is evidence.
func asked(q search.Query) int {
	n := len(q.Conditions())
	if q.Identifier().Value != "" {
		n++
	}
	if q.Event() != "" && q.Event() != codes.VitalEventAny {
		n++
	}
	return n
}

// matchBy is the match that the documentation of Hit derives from the evidence.
func matchBy(evidence []search.Evidence) search.Match {
	confirmed, besideTheEvent := true, false
	for _, e := range evidence {
		confirmed = confirmed && e.Finding == search.FindingConfirmed
		besideTheEvent = besideTheEvent || e.Attribute != "reg_event_type"
	}
	if confirmed && besideTheEvent {
		return search.MatchConfirmed
	}
	return search.MatchUnconfirmed
}

func TestMatchFollowsFromTheEvidence(t *testing.T) {
	t.Parallel()
	g := newGenerator(20)
	check := func(q search.Query, r person.Record, h search.Holding) {
		hit, against := search.NewHit(q, r, h)
		match, alsoAgainst := search.Hold(q, r, h)
		require.Equal(t, match, hit.Match)
		require.Equal(t, alsoAgainst, against)
		for i, e := range hit.Evidence {
			last := i == len(hit.Evidence)-1
			require.Equal(t, e.Finding == search.FindingContradicted, against != "" && last, "%s: a contradiction ends it, and only that", q.Form())
			require.Equal(t, e.Finding == search.FindingSilent, e.By == "", "%s: %v", q.Form(), e)
		}
		if against != "" {
			require.Empty(t, hit.Match)
			require.Zero(t, hit.Person)
			require.Equal(t, against, hit.Evidence[len(hit.Evidence)-1].Attribute)
			return
		}
		require.Equal(t, matchBy(hit.Evidence), match, "%s: %v", q.Form(), hit.Evidence)
		require.Len(t, hit.Evidence, asked(q), q.Form())
	}
	for range rounds {
		check(g.query(), g.record(), g.holding())
		r := g.known()
		q := g.satisfiedBy(r)
		check(q, r, g.holding())
		check(q, g.told(r), g.holding())
	}
}

func TestEachFindingIsThatOfItsConditionAlone(t *testing.T) {
	t.Parallel()
	g := newGenerator(21)
	for range rounds {
		q, h := g.query(), g.holding()
		r := birthOf() // it has one subject
		r.Person = g.person(1)
		hit, against := search.NewHit(q, r, h)
		if against != "" {
			continue
		}
		of := hit.Evidence[len(hit.Evidence)-len(q.Conditions()):]
		attributes := map[string]int{}
		for _, c := range q.Conditions() {
			attributes[c.Attribute()]++
		}
		for i, c := range q.Conditions() {
			if attributes[c.Attribute()] > 1 {
				continue // dates are held together
			}
			alone, _ := search.Hold(search.Where(c), r, h)
			require.Equal(t, alone == search.MatchConfirmed, of[i].Finding == search.FindingConfirmed, "%s in %s", c, q.Form())
		}
	}
}

func TestARecordThatContradictsIsNotHandedOutWhateverTheNameOfTheAttribute(t *testing.T) {
	t.Parallel()
	r := birthOf()
	r.Person.Sex = codes.SexMale
	hit, against := search.NewHit(search.Where(search.SexAttribute("").Is("female")), r, search.Holding{})
	assert.Equal(t, "other", against)
	assert.Empty(t, hit.Match)
}

func TestEvidenceHoldsNoValue(t *testing.T) {
	t.Parallel()
	q := search.ByIdentifier(secret, secret).And(search.Custom(secret).Is(secret), search.GivenName.Is(secret), search.SexAttribute(secret).Is(secret)).In("birth")
	hit, against := search.NewHit(q, secretHit().Record, search.Holding{})
	require.Empty(t, against)
	text, err := json.Marshal(hit.Evidence)
	require.NoError(t, err)
	assert.JSONEq(t, `[{"attribute":"reg_event_type","finding":"confirmed","by":"registration"},{"attribute":"identifier","finding":"silent"},
		{"attribute":"other","finding":"silent"},{"attribute":"given_name","finding":"confirmed","by":"subject"},{"attribute":"other","finding":"silent"}]`, string(text))
}
