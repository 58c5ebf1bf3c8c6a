package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// A false refusal here denies a widow her pension.
func TestANumberWrittenOtherwiseIsNotRefused(t *testing.T) {
	t.Parallel()
	const nid = contradicts + "NATIONAL_ID"
	for _, tt := range []struct{ asked, got, want string }{
		{"12345678901", "12345678901.0", unconfirmed},
		{"12345678901", "12345678901.00", unconfirmed},
		{"12345678901", "1.2345678901E10", unconfirmed},
		{"12345678901", "1.23457E+10", unconfirmed},
		{"1234567890123456", "1234567890123450", unconfirmed},
		{"789456", "UIN:789456", unconfirmed},
		{"789456", "uin 789456", unconfirmed},
		{"789456", "No. 789456", unconfirmed},
		{"123456781234", "XXXXXXXX1234", unconfirmed},
		{"123456781234", "********1234", unconfirmed},
		{"123456781234", "xxxx-xxxx-1234", unconfirmed},
		{"123456781234", "1234•••••234", unconfirmed},
		{"XXXXXXXX1234", "XXXXXXXX1234", unconfirmed}, // many have it
		{"B90MAY123", "Ｂ９０ＭＡＹ１２３", unconfirmed},
		{"2019/0/12", "2019/12", unconfirmed},
		{"2019/12", "2019/0012", unconfirmed},
		{"2019-12", "2019/000/12", unconfirmed},
		{"123456781234", "N/A", unconfirmed},
		{"123456781234", "000000", unconfirmed},
		{"123456781234", "D-000", unconfirmed},
		{"000000", "123456781234", unconfirmed},
		{"N/A", "N/A", unconfirmed},
		{"99", "99", confirmed}, // a real number of a register
		{"B0", "B0", confirmed},

		{"12345678901", "12345678902.0", nid},
		{"12345678901", "1.2345678902E10", nid},
		{"789456", "UIN:789457", nid},
		{"123456781234", "XXXXXXXX1235", nid},
		{"2019/1/12", "2019/12", nid},
		{"2019/10/12", "2019/1/12", nid},
	} {
		q := search.ByIdentifier("NATIONAL_ID", tt.asked)
		assert.Equal(t, tt.want, verdict(q, birthOf(id("NATIONAL_ID", tt.got)), search.Holding{Now: today}), "%s and %s", tt.asked, tt.got)
	}
	number := search.Where(search.RegistrationNumber.Is("2019/0/12")).In("birth")
	assert.Equal(t, unconfirmed, verdict(number, read(t, `{"reg_event_type":"birth","brn":"2019/12"}`), search.Holding{}))
	assert.Equal(t, contradicts+"registration_number", verdict(number, read(t, `{"reg_event_type":"birth","brn":"2019/13"}`), search.Holding{}))
}

func TestARegionWrittenOtherwiseIsNotRefused(t *testing.T) {
	t.Parallel()
	const other = contradicts + "region_code"
	for _, tt := range []struct{ asked, got, want string }{
		{"IN-GJ", "IN-GJ", confirmed},
		{"IN-GJ", " in-gj ", confirmed},
		{"IN-GJ", "GJ", unconfirmed},
		{"GJ", "IN-GJ", unconfirmed},
		{"IN-GJ", "Gujarat", unconfirmed},
		{"Gujarat", "IN-GJ", unconfirmed},
		{"Gujarat", "Maharashtra", unconfirmed}, // a name contradicts nothing
		{"IN-GJ", "ગુજરાત", unconfirmed},
		{"IN-GJ", "IN_GJ", unconfirmed},
		{"IN-GJ", "INGJ", unconfirmed},
		{"IN-GJ", "IND-GJ", unconfirmed},
		{"IN-GJ", "IN", unconfirmed},
		{"IN-GA", "IND", unconfirmed}, // GA alone is a country too
		{"IN-GA", "IND-GA-01", unconfirmed},
		{"360-JK", "ID-JK", unconfirmed}, // a country by its number
		{"IN-GJ", "24", unconfirmed},     // the number of a census
		{"IN-GJ", "IN-24", unconfirmed},
		{"IN-GJ", "IN-GJ-07", unconfirmed},
		{"ET-AA", "ET-01", unconfirmed},
		{"FR-75C", "FR-75", unconfirmed},
		{"01", "1", unconfirmed},
		{"IN-GJ", "N/A", unconfirmed},
		{"IN-GJ", "unknown", unconfirmed},
		{"IN-GJ", "000", unconfirmed},
		{"HF-0", "HF-0", confirmed},
		{"A0", "A0", confirmed},

		{"IN-GJ", "IN-MH", other},
		{"IN-GJ", "MH", other},
		{"MH", "IN-GJ", other},
		{"IN-GJ", "IN-MH-07", other},
		{"IN-GJ", "US-GA", other},
		{"IN-GJ", "PK-GJ", other},
		{"IN-GJ", "USA-GJ", other},
		{"IN-GJ", "US-06", other},
		{"TH-10", "TH-11", other},
		{"1", "12", other},
		{"AF01", "AF02", other},
	} {
		r := person.Record{Person: person.Person{Addresses: []person.Address{{Region: tt.got}}}}
		assert.Equal(t, tt.want, verdict(search.Where(search.Region.Is(tt.asked)), r, search.Holding{}), "%s and %s", tt.asked, tt.got)
	}
}

func TestAPlaceholderIsNoValueOfAnAttribute(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	parents := `"related_person":[{"relationship_type":"MTH","related_member":{"identifier":[{"identifier_type":"UIN","identifier_value":"000000"}]}},
		{"relationship_type":"FTH","related_member":{"identifier":[{"identifier_type":"UIN","identifier_value":"99999"}]}}]`
	for _, tt := range []struct {
		asked search.Condition
		text  string
		want  string
	}{
		{search.ParentIs("UIN", "333"), parents, unconfirmed},
		{search.ParentIs("UIN", "000000"), parents, unconfirmed},
		{search.BirthDate.Is(d("1990-05-12")), `"birth_date":"1900-01-01"`, unconfirmed},
		{search.BirthDate.Is(d("1900-01-01")), `"birth_date":"1990-05-12"`, unconfirmed},
		{search.BirthDate.Is(d("1900-01-01")), `"birth_date":"1900-01-01"`, unconfirmed},
		{search.BirthDate.Before(d("1950")), `"birth_date":"1900-01-01"`, unconfirmed},
		{search.BirthDate.Between(d("1900-01-01"), d("1950-01-01")), `"birth_date":"1940-02-03"`, confirmed}, // a bound is a day
		{search.BirthDate.Between(d("1900-01-01"), d("1950-01-01")), `"birth_date":"1960-02-03"`, refuted},
		{search.BirthDate.Is(d("1970-01-01")), `"birth_date":"1970-01-01"`, confirmed}, // many people's birthday
		{search.DeathDate.Is(d("1970-01-01")), `"death_date":"1970-01-01"`, unconfirmed},
		{search.DeathDate.After(d("2020")), `"death_date":"9999-12-31"`, unconfirmed},
		{search.DeathDate.Before(d("2020")), `"death_date":"2999-12-31"`, unconfirmed},
		{search.DeathDate.After(d("2020")), `"death_date":"2027-06-01"`, unconfirmed}, // no death yet
		{search.DeathDate.Before(d("2020")), `"death_date":"2027-06-01"`, unconfirmed},
		{search.DeathDate.After(d("2020")), `"death_date":"2026-11-24"`, confirmed}, // the next day has begun somewhere
		{search.MarriageDate.After(d("2020")), `"marriage_date":"2027-06-01"`, unconfirmed},
		{search.EventDate.After(d("2020")), `"reg_event_type":"death","death_date":"9999-12-31"`, unconfirmed},
		{search.RegistrationDate.Before(d("2020")), `"registration_date":"0001-01-01"`, unconfirmed},
		{search.MarriageDate.Before(d("2020")), `"marriage_date":"1899-12-30"`, unconfirmed},
		{search.FullName.Is("Unknown"), `"name":"UNKNOWN"`, unconfirmed},
		{search.FamilyName.Is("N/A"), `"surname":"N/A"`, unconfirmed},
		{search.FamilyName.Is("Nil"), `"surname":"Nil"`, confirmed}, // a name
		{search.Sex.Is("unknown"), `"sex":"unknown"`, unconfirmed},
		{search.MaritalStatus.Is("UNK"), `"marital_status":"UNK"`, unconfirmed},
		{search.BirthPlace.Is("unknown"), `"birth_place":{"name":"Unknown"}`, unconfirmed},
		{search.BirthPlace.Is("HF-0"), `"birth_place":{"identifier":[{"identifier_type":"LOCATION","identifier_value":"HF-0"}]}`, confirmed},
	} {
		r := read(t, `{`+tt.text+`}`)
		assert.Equal(t, tt.want, verdict(search.Where(tt.asked), r, search.Holding{Now: today}), "%s in %s", tt.asked.Attribute(), tt.text)
	}
}

// Which of two spellings of one member was read first is an accident.
func TestAnIdentifierThatNamesTwoValuesOrTwoTypesConfirmsNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ identifier, want string }{
		{`{"identifier_type":"BRN","identifier_value":"B7","value":"B8"}`, unconfirmed},
		{`{"identifier_type":"BRN","identifier_value":"B8","value":"B7"}`, unconfirmed},
		{`{"identifier_type":"BRN","identifier_value":"B8","idValue":"B9"}`, contradicts + "BRN"},
		{`{"identifier_type":"BRN","identifier_value":"B7","value":"B-7"}`, unconfirmed},
		{`{"identifier_type":"BRN","type":"DRN","identifier_value":"B7"}`, unconfirmed},
		{`{"identifier_type":"BRN","name":"NATIONAL_ID","identifier_value":"B7"}`, unconfirmed},
		{`{"identifier_type":"BRN","identifier_value":"B7","value":"B7"}`, confirmed},
		{`{"identifier_type":"BRN","identifier_value":"B7","value":"N/A"}`, confirmed},
		{`{"identifier_type":"BRN","name":"BIRTH_REG_NO","identifier_value":"B7"}`, confirmed},
		{`{"identifier_type":"BRN","name":"Number of the certificate","identifier_value":"B7"}`, confirmed},
	} {
		r := read(t, `{"identifier":[`+tt.identifier+`],"birth_date":"1990-05-12"}`)
		assert.Equal(t, tt.want, verdict(search.ByIdentifier("BRN", "B7").In("birth"), r, search.Holding{Now: today}), tt.identifier)
	}
	flat := `{"identification_type":"BRN","identification_value":"B7","identifier_value":"B8"}`
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("BRN", "B7"), read(t, flat), search.Holding{}), "beside the other members")
	death := read(t, `{"identifier":[{"identifier_type":"DRN","type":"BRN","identifier_value":"7"}],"birth_date":"1950-01-01","surname":"Rao"}`)
	assert.Equal(t, unconfirmed, verdict(search.Where(search.FamilyName.Is("Rao")).In("death"), death, search.Holding{Now: today}), "nor does it show an event")
}

func TestARecordWhoseRegistrationIsVoidConfirmsNoEvent(t *testing.T) {
	t.Parallel()
	const sound = `"birth_date":"1950-01-01","death_date":"2020-01-01","drn":"D7"`
	want := map[string]string{
		sound:                                                         confirmed,
		sound + `,"status":"registered"`:                              confirmed,
		sound + `,"status":"cancelled"`:                               unconfirmed,
		sound + `,"registration_status":"VOID"`:                       unconfirmed,
		sound + `,"regStatus":"Revoked"`:                              unconfirmed,
		sound + `,"record_status":"deleted"`:                          unconfirmed,
		sound + `,"reg_event_type":"death","recordStatus":"archived"`: unconfirmed,
	}
	holdsEach(t, of("death"), search.Holding{Now: today}, want)
	holdsEach(t, search.ByIdentifier("NATIONAL_ID", "7"), search.Holding{Now: today}, want)
}

func TestAPlaceOrARegionThatIsSpelledTwiceConfirmsNothingWhereTheTwoDiffer(t *testing.T) {
	t.Parallel()
	place := search.Where(search.BirthPlace.Is("Kochi"))
	for members, want := range map[string]string{
		`"birth_place":"Kochi"`:                                         confirmed,
		`"birth_place":"Kochi","birthPlace":"Delhi"`:                    unconfirmed,
		`"birth_place":"Delhi","birthPlace":"Kochi"`:                    unconfirmed,
		`"birth_place":"Kochi","birthPlace":{"name":"Delhi"}`:           unconfirmed,
		`"birth_place":{"name":"Kochi"},"birthplace":"Delhi"`:           unconfirmed,
		`"birth_place":"Kochi","birthPlace":["Kochi","Delhi"]`:          unconfirmed,
		`"birth_place":"Kochi","birthPlace":7`:                          unconfirmed,
		`"birth_place":"Kochi","birthPlace":"KOCHI"`:                    confirmed,
		`"birth_place":"Kochi","birthPlace":{"name":"Kochi"}`:           confirmed,
		`"birth_place":"Kochi","birthPlace":null,"place":"Goa"`:         confirmed,
		`"birth_place":"Kochi","death_place":"Goa","deathPlace":"Pune"`: confirmed,
	} {
		assert.Equal(t, want, verdict(place, read(t, `{`+members+`}`), search.Holding{Now: today}), members)
	}
	event := search.Where(search.EventPlace.Is("Kochi")).In("marriage")
	wed := `{"reg_event_type":"marriage","marriage_place":"Kochi","marriagePlace":"Delhi"}`
	assert.Equal(t, unconfirmed, verdict(event, read(t, wed), search.Holding{Now: today}))

	region := search.Where(search.Region.Is("IN-GJ"))
	for address, want := range map[string]string{
		`{"region_code":"IN-GJ"}`:                           confirmed,
		`{"region_code":"IN-GJ","regionCode":"IN-MH"}`:      unconfirmed,
		`{"regionCode":"IN-MH","region_code":"IN-GJ"}`:      unconfirmed,
		`{"region_code":"IN-MH","regionCode":"IN-DL"}`:      contradicts + "region_code",
		`{"region_code":"IN-GJ","regionCode":"in-gj"}`:      confirmed,
		`{"region_code":"IN-GJ","subRegionCode":"IN-MH-1"}`: confirmed,
	} {
		assert.Equal(t, want, verdict(region, read(t, `{"address":[`+address+`]}`), search.Holding{Now: today}), address)
	}
}
