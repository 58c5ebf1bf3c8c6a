package search_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

const (
	again = contradicts + "reg_event_type"
	nidIs = `"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"7"}]`
)

// read is a record as a registry writes it.
func read(tb testing.TB, text string) person.Record {
	tb.Helper()
	var r person.Record
	require.NoError(tb, json.Unmarshal([]byte(text), &r), text)
	return r
}

// of asks for the holder of the number 7 in an event.
func of(event codes.VitalEvent) search.Query {
	return search.ByIdentifier("NATIONAL_ID", "7").In(event)
}

// holdsEach holds each record, by its members beside the number 7, against a question.
func holdsEach(t *testing.T, q search.Query, h search.Holding, want map[string]string) {
	t.Helper()
	for members, verdictOf := range want {
		assert.Equal(t, verdictOf, verdict(q, read(t, `{`+nidIs+`,`+members+`}`), h), members)
	}
}

// A wrong "confirmed" here stops a living person's pension.
func TestAPlaceholderIsNoSignOfADeath(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		`"death_date":"1970-01-01","birth_date":"1950-01-01"`: unconfirmed,
		`"death_date":"2031-01-01"`:                           unconfirmed, // a death in the future
		`"death_date":"1949-01-01","birth_date":"1950-01-01"`: unconfirmed, // before birth
		`"death_date":"2024-08-03","deathDate":"9999-12-31"`:  unconfirmed, // which of them?
		`"death_date":"2024-08-03","birth_date":"9999-12-31"`: confirmed,
		`"death_date":["9999-12-31","2024-08-03"]`:            confirmed,
		`"death_date":"2024-08-03"`:                           confirmed,
		`"drn":"D24AUG007"`:                                   confirmed,
		`"drn":-1`:                                            unconfirmed,
	}
	for _, day := range []string{"1900-01-01", "1899-12-30", "1970-01-01", "9999-12-31", "9999-12-01", "2999-12-31", "0000-00-00", "0001-01-01T00:00:00Z", "1753-01-01", "N/A", "unknown"} {
		want[fmt.Sprintf(`"death_date":%q`, day)] = unconfirmed
	}
	for _, number := range []string{"D-000", "N/A 0", "0", "000000", "99999", "XXXX", "null", "none", "-", "D 0000/00", "UNKNOWN-12", "not issued"} {
		want[fmt.Sprintf(`"drn":%q`, number)] = unconfirmed
	}
	holdsEach(t, of(codes.VitalEventDeath), search.Holding{Now: today}, want)
	holdsEach(t, of(codes.VitalEventDeath), search.Holding{}, map[string]string{
		`"death_date":"1900-01-01"`: unconfirmed, `"death_date":"2031-01-01"`: confirmed, // without a clock there is no future
	})
	holdsEach(t, of(codes.VitalEventMarriage), search.Holding{Now: today}, map[string]string{
		`"marriage_date":"9999-12-31"`: unconfirmed, `"mrn":"M-000"`: unconfirmed, `"marriage_date":"2027-01-01"`: unconfirmed, `"mrn":"M1"`: confirmed,
	})
}

func TestARegistrysOwnPlaceholdersAreNone(t *testing.T) {
	t.Parallel()
	h := search.Holding{Now: today, Placeholders: person.Placeholders{}.WithTexts("PEND-1").WithDates(person.DateOfDeath, person.MustDate("2020-02-20"))}
	holdsEach(t, of(codes.VitalEventDeath), h, map[string]string{
		`"death_date":"2020-02-20"`: unconfirmed, `"drn":"pend-1"`: unconfirmed, `"death_date":"2020-02-21"`: confirmed, `"drn":"PEND-2"`: confirmed,
	})
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("NID", "8"), birthOf(id("NID", "PEND-1")), h))
	assert.Equal(t, contradicts+"NID", verdict(search.ByIdentifier("NID", "8"), birthOf(id("NID", "PEND-1")), search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(search.Where(search.FamilyName.Is("pend-1")), read(t, `{"surname":"PEND-1"}`), h))
}

func TestAnUnknownEventConfirmsNoBirth(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"3", "foetal_death_of_ours", "cancelled_registration", "Annulment", "void birth"} {
		r := read(t, fmt.Sprintf(`{%s,"reg_event_type":%q,"brn":"B1","birth_date":"1990-05-12"}`, nidIs, word))
		for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage} {
			assert.Equal(t, unconfirmed, verdict(of(event), r, search.Holding{Now: today}), word)
		}
		assert.Equal(t, word, string(r.Event))
	}
}

func TestTheNumberOfARegistrationSaysOfWhichEventItIs(t *testing.T) {
	t.Parallel()
	h := search.Holding{Now: today}
	holdsEach(t, of(codes.VitalEventBirth), h, map[string]string{
		`"drn":"D1"`:                                            again,
		`"mrn":"M1"`:                                            again,
		`"mrn":"M1","brn":"N/A"`:                                again,
		`"drn":"D1","birth_date":"1950-01-01"`:                  again,
		`"death_date":"2024-08-03"`:                             again,
		`"marriage_date":"2015-02-14"`:                          again,
		`"divorce_date":"2019-07-01"`:                           again,
		`"death_date":"2024-08-03","birth_date":"N/A"`:          again,
		`"brn":"B1","death_date":"2024-08-03"`:                  confirmed,
		`"brn":"B1","mrn":"M1"`:                                 confirmed,
		`"birth_date":"1950-01-01","death_date":"2024-08-03"`:   unconfirmed,
		`"birth_date":"1950-01-01","divorce_date":"2019-07-01"`: unconfirmed,
		`"birth_date":"1950-01-01","death_date":"9999-12-31"`:   confirmed, // which is nothing
		`"birth_date":"1950-01-01","death_date":"2031-01-01"`:   unconfirmed,
		`"birth_date":"1950-01-01"`:                             confirmed,
		`"drn":"D-000"`:                                         confirmed,
	})
	holdsEach(t, of(codes.VitalEventDeath), h, map[string]string{
		`"mrn":"M1"`: again, `"brn":"B1"`: again, `"marriage_date":"2015-02-14"`: again,
		`"birth_date":"1950-01-01"`: unconfirmed, `"mrn":"M1","death_date":"2031-01-01"`: unconfirmed,
		`"brn":"B1","death_date":"2024-08-03"`: confirmed, `"brn":"B1","drn":"D1"`: confirmed,
	})
	holdsEach(t, of(codes.VitalEventMarriage), h, map[string]string{
		`"brn":"B1"`: again, `"drn":"D1"`: again, `"death_date":"2024-08-03"`: again, `"divorce_date":"2019-07-01"`: again,
		`"drn":"D1","marriage_date":"2015-02-14"`: unconfirmed, `"marriage_date":"2015-02-14","death_date":"2024-08-03"`: unconfirmed,
		`"mrn":"M1","death_date":"2024-08-03"`: confirmed, `"birth_date":"1950-01-01","marriage_date":"2015-02-14"`: confirmed,
	})
	holdsEach(t, of(codes.VitalEventDivorce), h, map[string]string{
		`"brn":"B1"`: again, `"drn":"D1"`: again, `"death_date":"2024-08-03"`: again,
		`"mrn":"M1"`: unconfirmed, `"marriage_date":"2015-02-14"`: unconfirmed, `"mrn":"M1","divorce_date":"2019-07-01"`: confirmed,
		`"divorce_date":"2019-07-01","death_date":"2024-08-03"`: unconfirmed,
	})
	asBRN := search.ByIdentifier("BRN", "D1").In(codes.VitalEventBirth)
	assert.Equal(t, again, verdict(asBRN, read(t, `{"drn":"D1"}`), h))
	assert.Equal(t, again, verdict(asBRN, read(t, `{"drn":"D1"}`), search.Holding{Same: func(a, b codes.IdentifierType) bool { return true }}))
}

// The witness of a wedding is not the groom.
func TestWhoIsNotSaidToBeASpouseIsNone(t *testing.T) {
	t.Parallel()
	one := func(relation, number string) string {
		return fmt.Sprintf(`{"relationship_type":%q,"related_member":{"birth_date":"1980-01-0%s","identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":%q}]}}`, relation, number, number)
	}
	wedding := func(relations ...string) person.Record {
		return read(t, `{"reg_event_type":"marriage","birth_date":"1980-01-01","identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"1"}],"related_person":[`+strings.Join(relations, ",")+`]}`)
	}
	for name, tt := range map[string]struct {
		record       person.Record
		asked        string
		want, habits string // of a registry that writes a spouse without a type, too
	}{
		"a spouse and a witness, by the witness":        {wedding(one("SPS", "2"), one("", "3")), "3", unconfirmed, unconfirmed},
		"a witness and a spouse, by the witness":        {wedding(one("", "3"), one("SPS", "2")), "3", unconfirmed, unconfirmed},
		"a spouse and a witness, by the spouse":         {wedding(one("SPS", "2"), one("", "3")), "2", confirmed, confirmed},
		"a spouse and a witness, by another":            {wedding(one("SPS", "2"), one("", "3")), "4", contradicts + "NATIONAL_ID", contradicts + "NATIONAL_ID"},
		"a mother and one of whom nothing is said":      {wedding(one("MTH", "2"), one("", "3")), "3", unconfirmed, unconfirmed},
		"two of whom nothing is said":                   {wedding(one("", "2"), one("", "3")), "3", unconfirmed, unconfirmed},
		"one of whom nothing is said":                   {wedding(one("", "3")), "3", unconfirmed, confirmed},
		"one of whom nothing is said, by the other":     {wedding(one("", "3")), "1", confirmed, confirmed},
		"one of whom nothing is said, by nobody's":      {wedding(one("", "3")), "4", contradicts + "NATIONAL_ID", contradicts + "NATIONAL_ID"},
		"one whose relationship nobody knows":           {wedding(one("temoin", "3")), "3", unconfirmed, unconfirmed},
		"nine spouses, and the tenth is one who is not": {wedding(append(slices.Repeat([]string{one("SPS", "2")}, 9), one("", "3"))...), "3", contradicts + "NATIONAL_ID", contradicts + "NATIONAL_ID"},
	} {
		q := search.ByIdentifier("NATIONAL_ID", tt.asked)
		for _, q := range []search.Query{q, q.In(codes.VitalEventMarriage)} {
			assert.Equal(t, tt.want, verdict(q, tt.record, search.Holding{}), name)
			assert.Equal(t, tt.habits, verdict(q, tt.record, search.Holding{UntypedSpouse: true}), name)
		}
		hit, _ := search.NewHit(q, tt.record, search.Holding{})
		if hit.Match == search.MatchUnconfirmed {
			number, _ := hit.Subject().Identifier("NATIONAL_ID")
			assert.Equal(t, "1", number.Value, "%s: a witness is no subject", name)
		}
	}
	q := search.ByIdentifier("NATIONAL_ID", "3").And(search.BirthDate.Is(person.MustDate("1980-01-03")))
	assert.Equal(t, unconfirmed, verdict(q, wedding(one("SPS", "2"), one("", "3")), search.Holding{}))
	q = search.ByIdentifier("NATIONAL_ID", "3").And(search.BirthDate.Is(person.MustDate("1980-01-04")))
	assert.NotEqual(t, unconfirmed, verdict(q, wedding(one("SPS", "2"), one("", "3")), search.Holding{}), "whoever it is, it is another birthday")
}

func TestWhatIsSpelledTwiceIsNotDecidedByItsOrder(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	const sex, status, nid = contradicts + "sex", contradicts + "marital_status", contradicts + "NATIONAL_ID"
	number := func(name, value string) string {
		return fmt.Sprintf(`%q:[{"identifier_type":"NATIONAL_ID","identifier_value":%q}]`, name, value)
	}
	for _, tt := range []struct {
		asked         search.Query
		first, second string
		want          string
	}{
		{search.Where(search.Sex.Is("female")), `"sex":"female"`, `"gender":"male"`, unconfirmed},
		{search.Where(search.Sex.Is("female")), `"sex":"female"`, `"gender":"F"`, confirmed},
		{search.Where(search.Sex.Is("female")), `"sex":"male"`, `"gender":"other"`, sex},
		{search.Where(search.Sex.Is("female")), `"sex":"female"`, `"gender":"?"`, unconfirmed},
		{search.Where(search.MaritalStatus.Is("M")), `"marital_status":"M"`, `"maritalStatus":"D"`, unconfirmed},
		{search.Where(search.MaritalStatus.Is("M")), `"marital_status":"W"`, `"maritalStatus":"D"`, status},
		{search.Where(search.BirthDate.Is(d("1990-05-12"))), `"birth_date":"1990-05-12"`, `"birthDate":"1950-03-04"`, unconfirmed},
		{search.Where(search.BirthDate.Is(d("1990-05-12"))), `"birth_date":"1990-05-12"`, `"dob":"12 May 1950"`, unconfirmed},
		{search.Where(search.BirthDate.Is(d("1990-05-12"))), `"birth_date":"1990-05-13"`, `"birthDate":"1950-03-04"`, refuted},
		{search.Where(search.BirthDate.Is(d("1990"))), `"birth_date":"1990-05-13"`, `"birthDate":"1990-03-04"`, confirmed},
		{search.Where(search.DeathDate.After(d("2020"))), `"death_date":"2019-05-13"`, `"deathDate":"2024-03-04"`, unconfirmed},
		{search.Where(search.RegistrationDate.Is(d("2024-03-04"))), `"registration_date":"2019-05-13"`, `"registrationDate":"2024-03-04"`, unconfirmed},
		{search.Where(search.MarriageDate.Is(d("2024-03-04"))), `"marriage_date":"2019-05-13"`, `"marriageDate":"2024-03-04"`, unconfirmed},
		{of(""), number("identifier", "7"), number("identifiers", "8"), unconfirmed},
		{of(""), number("identifier", "7"), number("personIdentifier", "7"), confirmed},
		{of(""), number("identifier", "9"), number("identifiers", "8"), nid},
		{of(""), number("identifier", "7"), `"identifiers":["NATIONAL_ID:8"]`, unconfirmed},
		{of(codes.VitalEventBirth), nidIs + `,"reg_event_type":"birth"`, `"repository_type":"death"`, unconfirmed},
		{of(codes.VitalEventBirth), nidIs + `,"reg_event_type":"birth"`, `"repository_type":"live_birth"`, confirmed},
		{of(codes.VitalEventBirth), nidIs + `,"reg_event_type":"birth"`, `"repository_type":"cancelled"`, unconfirmed},
		{of(codes.VitalEventBirth), nidIs + `,"reg_event_type":"marriage"`, `"repository_type":"death"`, again},
	} {
		for _, text := range []string{tt.first + "," + tt.second, tt.second + "," + tt.first} {
			assert.Equal(t, tt.want, verdict(tt.asked, read(t, "{"+text+"}"), search.Holding{Now: today}), text)
		}
	}
}

func TestANumberOnARelativeIsTheirsHoweverDeep(t *testing.T) {
	t.Parallel()
	const held = `"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"7"}]`
	// nested is a record whose relatives lead, one in the other, to who has the number.
	nested := func(event string, path ...string) person.Record {
		text := held
		for _, relation := range slices.Backward(path) {
			text = fmt.Sprintf(`"related_person":[{"relationship_type":%q,"related_member":{%s}}]`, relation, text)
		}
		return read(t, fmt.Sprintf(`{"reg_event_type":%q,%s}`, event, text))
	}
	const theirs = contradicts + "NATIONAL_ID"
	for path, want := range map[string]string{
		"marriage HUSB FTH": theirs, "marriage SPS MTH MTH": theirs, "marriage HUSB BRO": theirs, "divorce FRMSPS MTH": theirs,
		"birth MTH MTH": theirs, "birth FTH PRN FTH": theirs, "birth MTH MTH MTH MTH MTH": theirs, "birth MTH HUSB": theirs, "birth MTH SIS": theirs,
		"birth GRMTH": theirs, "birth GRMTH MTH": theirs, "death SPS FTH": theirs, "death SON DAU": theirs, "death BRO MTH": theirs,
		// Who may be the subject again is not somebody else.
		"birth MTH CHILD": unconfirmed, "birth MTH MTH CHILD": unconfirmed, "death SON MTH": unconfirmed, "death SPS SPS": unconfirmed, "death BRO BRO": unconfirmed,
		"marriage HUSB WIFE": unconfirmed, "birth MTH ": unconfirmed, "birth MTH neighbour": unconfirmed, "birth titulaire": unconfirmed, "death conjointe": unconfirmed, "marriage HUSB SELF": confirmed,
		"birth SELF": confirmed, "birth MTH SELF": theirs, "birth SELF MTH": theirs, "death self": confirmed,
	} {
		steps := strings.Split(path, " ")
		assert.Equal(t, want, verdict(of(""), nested(steps[0], steps[1:]...), search.Holding{Now: today}), path)
	}
	r := read(t, `{"reg_event_type":"birth","related_person":[{"relationship_type":"MTH","related_member":{"parent1_identifier":"NATIONAL_ID:7"}}]}`)
	assert.Equal(t, theirs, verdict(of(""), r, search.Holding{}))
	r = read(t, `{"reg_event_type":"birth",`+nidIs+`,"related_person":[{"relationship_type":"MTH","related_member":{`+held+`}}]}`)
	assert.Equal(t, unconfirmed, verdict(of(""), r, search.Holding{}), "whose of the two it is, is not said")
}

func TestFamiliesWithoutEndAreHeldInBoundedTime(t *testing.T) {
	t.Parallel()
	r := birthOf()
	ring := []person.Relation{{Type: "MTH"}, {Type: "FTH"}, {Type: "MTH"}, {Type: "FTH"}}
	for i := range ring {
		ring[i].Person.Relations = ring // each is the parent of all
	}
	r.Person.Relations = ring
	assert.Equal(t, unconfirmed, verdict(of(""), r, search.Holding{}))
}

func TestADayOnWhichNothingCanHaveHappenedConfirmsNothing(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	for _, tt := range []struct {
		asked      search.Condition
		text, want string
	}{
		{search.BirthDate.After(d("2020")), `"birth_date":"2027-06-01"`, unconfirmed}, // nobody is born yet
		{search.BirthDate.Is(d("1990-05-12")), `"birth_date":"2027-06-01"`, refuted},
		{search.BirthDate.After(d("2020")), `"birth_date":"2026-11-24"`, confirmed}, // the next day has begun somewhere
		{search.RegistrationDate.After(d("2020")), `"registration_date":"2027-06-01"`, unconfirmed},
		{search.DeathDate.Before(d("2000")), `"birth_date":"1990-06-01","death_date":"1980-01-01"`, unconfirmed},
		{search.DeathDate.Before(d("2000")), `"birth_date":["1990-06-01","1970-06-01"],"death_date":"1980-01-01"`, confirmed},
		{search.DeathDate.Before(d("2000")), `"birth_date":"9999-12-31","death_date":"1980-01-01"`, confirmed},
		{search.MarriageDate.Before(d("2000")), `"reg_event_type":"marriage","birth_date":"1990-06-01","marriage_date":"1980-01-01"`, unconfirmed},
		// Of full precision within one year, and so is the day of birth beside it.
		{search.DeathDate.Is(d("1990-03-01")), `"birth_date":"1990-06-01","death_date":"1990-03-01"`, unconfirmed},
		{search.DeathDate.Is(d("1990-05-31")), `"birth_date":"1990-06-01","death_date":"1990-05-31"`, unconfirmed},
		{search.DeathDate.Is(d("1990-06-01")), `"birth_date":"1990-06-01","death_date":"1990-06-01"`, confirmed},
		{search.DeathDate.Is(d("1990-05-31")), `"birth_date":["1990","1990-06-01"],"death_date":"1990-05-31"`, confirmed},
		{search.BirthDate.Is(d("1990-06-01")), `"birth_date":"1990-06-01","death_date":"1990-03-01"`, unconfirmed},
		{search.BirthDate.Is(d("1990-06-01")), `"birth_date":"1990-06-01","death_date":"1900-01-01"`, confirmed},
		{search.BirthDate.Is(d("1990-06-01")), `"birth_date":"1990-06-01","marriage_date":"1990-02"`, unconfirmed},
		{search.BirthDate.Is(d("1990-06-02")), `"birth_date":"1990-06-01","death_date":"1990-03-01"`, refuted},
		{search.RegistrationDate.Is(d("1990-05-01")), `"birth_date":"1990-06-01","registration_date":"1990-05-01"`, unconfirmed},
		{search.RegistrationDate.Before(d("2000")), `"birth_date":"1990-06-01","registration_date":"1980-01-01"`, unconfirmed},
	} {
		assert.Equal(t, tt.want, verdict(search.Where(tt.asked), read(t, `{`+tt.text+`}`), search.Holding{Now: today}), tt.text)
	}
}

func TestTwoParentsExcludeAnotherOnlyWhereTheyLeaveNoRoom(t *testing.T) {
	t.Parallel()
	q := search.Where(search.ParentIs("NATIONAL_ID", "7"))
	for relations, want := range map[string]string{
		"MTH FTH": contradicts + "parent1_identifier", "PRN PRN": contradicts + "parent1_identifier", "MTH PRN": contradicts + "parent1_identifier",
		"MTH MTH": unconfirmed, "MTH ADOPTM": unconfirmed, "FTH NFTH": unconfirmed, // the other parent is not named
		"NMTH NFTH": unconfirmed, "ADOPTM ADOPTF": unconfirmed, "NPRN NPRN": unconfirmed, // nor those of the other kind
		"NMTH NFTH MTH FTH": contradicts + "parent1_identifier",
	} {
		var r person.Record
		for i, relation := range strings.Fields(relations) {
			r.Person.Relations = append(r.Person.Relations, person.Relation{
				Type: codes.RelationshipType(relation), Person: person.Person{Identifiers: []person.Identifier{id("NATIONAL_ID", fmt.Sprint(i+1))}},
			})
		}
		assert.Equal(t, want, verdict(q, r, search.Holding{}), relations)
	}
}

func TestAPartnerOfAnotherKindIsNeitherConfirmedNorRefused(t *testing.T) {
	t.Parallel()
	record := func(event, relation string) person.Record {
		return read(t, fmt.Sprintf(`{"reg_event_type":%q,"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"1"}],
			"related_person":[{"relationship_type":%q,"related_member":{%s}}]}`, event, relation, nidIs))
	}
	const theirs = contradicts + "NATIONAL_ID"
	for written, want := range map[string]string{
		"marriage FRMSPS": unconfirmed, "marriage Former spouse": unconfirmed, "marriage DOMPART": unconfirmed, "marriage SIGOTHR": unconfirmed,
		"divorce FRMSPS": confirmed, "divorce DOMPART": unconfirmed,
		"marriage BRO": theirs, "marriage conjointe": unconfirmed, "divorce conjointe": unconfirmed, "birth FRMSPS": theirs, "death DOMPART": theirs,
	} {
		event, relation, _ := strings.Cut(written, " ")
		assert.Equal(t, want, verdict(of(""), record(event, relation), search.Holding{Now: today}), written)
	}
}

func TestTheSubjectIsWhoConfirmedHoweverTheEventIsWritten(t *testing.T) {
	t.Parallel()
	record := func(members, relation, death string) person.Record {
		return read(t, `{`+members+`"name":"Leela","death_date":"2020-01-01","identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"1"}],"related_person":[{"relationship_type":"`+relation+`","related_member":{"name":"Hari",`+nidIs+death+`}}]}`)
	}
	for name, tt := range map[string]struct {
		members, relation string
		event             codes.VitalEvent
	}{
		"a marriage":                              {`"reg_event_type":"marriage",`, "HUSB", ""},
		"a marriage in capitals":                  {`"reg_event_type":"MARRIAGE",`, "HUSB", "marriage"},
		"any event, with the day of a marriage":   {`"reg_event_type":"REGISTER","marriage_date":"2001-01-01",`, "HUSB", ""},
		"an own word, with the day of a marriage": {`"reg_event_type":"wedding","marriage_date":"2001-01-01",`, "HUSB", ""},
		"an own word for what was asked for":      {`"reg_event_type":"wedding",`, "HUSB", "marriage"},
		"no event, with the day of a divorce":     {`"divorce_date":"2001-01-01",`, "FRMSPS", ""},
		"no event, asked for a divorce":           {`"divorce_date":"2001-01-01",`, "FRMSPS", "divorce"},
		"a divorce":                               {`"reg_event_type":"divorce",`, "FRMSPS", "divorce"},
	} {
		hit, contradiction := search.NewHit(of(tt.event), record(tt.members, tt.relation, ""), search.Holding{Now: today})
		require.Empty(t, contradiction, name)
		assert.Equal(t, search.PartySubject, hit.Evidence[len(hit.Evidence)-1].By, name)
		assert.Equal(t, "Hari", hit.Subject().Name().Full(), name)
		assert.NotEqual(t, person.True, hit.DeathRecorded(today), "%s: it is the wife who died", name)
		hit, _ = search.NewHit(of(tt.event), record(tt.members, tt.relation, `,"death_date":"2022-01-01"`), search.Holding{Now: today})
		assert.NotEqual(t, person.False, hit.DeathRecorded(today), name)
		assert.Equal(t, hit.Event == "wedding", hit.DeathRecorded(today) == person.Unsure, "%s: an own word may take back what the record says", name)
	}
}
