package person_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// today is the day on which these tests ask.
var today = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

var allKinds = []person.DateKind{person.DateOfBirth, person.DateOfDeath, person.DateOfMarriage, person.DateOfDivorce, person.DateOfRegistration, ""}

func TestADateThatSystemsWriteForUnknownIsAPlaceholderOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31", "9999-12-01", "9999-12-31T23:59:59.999Z", "9999", "9999-12", "9999-01-01",
		"2999-12-31", "2099-12-31", "0000-00-00", "0000-01-01", "0000-00-00T00:00:00", "00000000", "0", "-1", "99/99/9999", "00/00/0000", "99999999", "1900-01-00",
		"1753-01-01", "1601-01-01T00:00:00Z", "1000-01-01", "1904-01-01", "4712-12-31", "unknown", "N/A", "-", "XX/XX/XXXX", "0001",
		"1899-12-31T18:30:00Z", "1899-12-29T18:30:00Z", "١٩٠٠-٠١-٠١", "9999-12-31T00:00:00+05:30", "19000101", "null",
	} {
		d := kept(t, []string{text})[0]
		for _, kind := range allKinds {
			assert.True(t, d.IsPlaceholder(kind), "%s as %q", text, kind)
		}
		assert.Equal(t, text, d.Text(), "the raw text stays readable")
	}
	assert.True(t, person.Date{}.IsPlaceholder(person.DateOfBirth), "nothing says nothing")
}

func TestTheFirstDayOfUnixIsABirthdayAndNoOtherDate(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1970-01-01", "1970-01-01T00:00:00Z", "1969-12-31", "1969-12-31T18:30:00Z", "1969-12-31T19:00:00-05:00", "19700101"} {
		d := person.MustDate(text)
		for _, kind := range allKinds {
			isOther := kind != person.DateOfBirth && kind != ""
			assert.Equal(t, isOther, d.IsPlaceholder(kind), "%s as %q", text, kind)
		}
	}
}

func TestADateOfAPersonIsNoPlaceholder(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1990-05-12", "1990", "1990-05", "1900", "1900-01", "1900-01-02", "1899-12-29", "1960-01-01", "1970-01-02", "1969-12-30", "1970", "2000-01-01", "2533-05-12", "2079-06-06", "2047-01-29",
		"1410-10-17", "1369-02-22", "0045-05-12", "12/05/1990", "2026-06-01T22:00:00Z", "2999-12-30", "1111-11-11",
	} {
		for _, kind := range allKinds {
			assert.False(t, kept(t, []string{text})[0].IsPlaceholder(kind), "%s as %q", text, kind)
		}
	}
}

func TestWhatSystemsWriteForNoNumberIsAPlaceholder(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "-", "--", "***", "0", "000000", "00000000000000000000", "D-000", "N/A 0", "D-0", "DRN0", "A00", "0/0", "BRN:0000", "0.0", "0E0", "٠٠٠", "০০", "０００",
		"99999", "999999999", "99-999-9999", "D-99999", "٩٩٩٩٩", "-1", "-9", "-99", "−1", " -1 ", "-1.0",
		"N/A", "n/a", "NA", "na", "#N/A", "none", "NONE", "Unknown", "UNKNOWN-12", "null", "NULL", "nil", "<nil>", "(null)", "NaN", "undefined", "not known", "Not-Known", "NOTKNOWN",
		"XXXX", "xxx", "XX-XX", "XX X", "ＸＸＸＸ", "Ｎ／Ａ", "ｎｕｌｌ", "desconocido", "inconnu", "#REF!", "?", "n.a.", "غير معروف", strings.Repeat("0", 100_000), strings.Repeat("-", 100_000),
	} {
		assert.True(t, person.Placeholders{}.IsNumber(text), "%.30q", text)
		assert.True(t, person.Identifier{Type: "UIN", Value: text}.IsPlaceholder(), "%.30q", text)
	}
	for _, text := range []string{
		"9", "99", "999", "9999", "B0", "z0", "X", "XX", "1", "7", "10", "-12345", "B-1", "NA-12", "NIL7", "X1", "XX12", "B21XXX001", "2019/000", "D-001", "99998", "NONE-7", "UNKNOW 1", "ABC", "A-9", strings.Repeat("1", 100_000),
	} {
		assert.False(t, person.Placeholders{}.IsNumber(text), "%.30q", text)
	}
}

func TestARegistrationNumberThatIsAPlaceholderIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`-1`, `"D-000"`, `"N/A 0"`, `"000000"`, `"99999"`, `0`, `"null 0"`, `"-99"`} {
		var r person.Record
		require.NoError(t, r.UnmarshalJSON([]byte(`{"reg_event_type":"death","drn":`+text+`}`)))
		assert.Empty(t, r.RegistrationNumber, text)
		assert.Len(t, r.Person.Identifiers, 1, "the raw text stays readable")
		assert.NotEqual(t, person.True, r.DeathRecorded(today), text)
	}
	for _, text := range []string{`9`, `99`, `"D-001"`, `"2019/000/7"`} {
		var r person.Record
		require.NoError(t, r.UnmarshalJSON([]byte(`{"reg_event_type":"death","drn":`+text+`}`)))
		assert.NotEmpty(t, r.RegistrationNumber, text)
		assert.Equal(t, person.True, r.DeathRecorded(today), text)
	}
}

func TestAWordForUnknownIsNoNameAndANameIsNoPlaceholder(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "-", "N/A", "n.a", "n.a.", "N/K", "unknown", "Not  Known", "UNK", "none", "null", "undefined", "not given", "not available", "not applicable", "not stated", "XXX", "0", "000", "-1", "desconocida", "Inconnue", "неизвестно", "Unknown Unknown", "N/A  N/A", "unknown - unknown", "Desconocido Desconocida"} {
		assert.True(t, person.Placeholders{}.IsText(text), text)
	}
	for _, text := range []string{"Na", "Nil", "N. K.", "N. A. Khan", "X", "Xx", "No", "Mala", "Kim Na", "Nullah", "Test", "Void", "7", "无名", "नील", "Unknown Kumar", "Mala N/A", "፲፪"} {
		assert.False(t, person.Placeholders{}.IsText(text), text)
	}
}

func TestARegistrysOwnPlaceholdersAreAddedToTheTable(t *testing.T) {
	t.Parallel()
	table := person.Placeholders{}.WithTexts("SIN-NUMERO", "1111-11").WithDates(person.DateOfDeath, person.MustDate("1950-01-01"), kept(t, []string{"31/12/2999"})[0]).WithDates("", person.MustDate("1901-01-01"))
	assert.True(t, table.IsNumber(" sin-numero "))
	assert.True(t, table.IsText("１１１１-11"))
	assert.True(t, table.IsNumber("000"), "the standard table still holds")
	assert.True(t, table.IsDate(person.MustDate("1950-01-01"), person.DateOfDeath))
	assert.True(t, table.IsDate(person.MustDate("19500101"), person.DateOfDeath), "in another spelling")
	assert.False(t, table.IsDate(person.MustDate("1950-01-01"), person.DateOfBirth))
	assert.True(t, table.IsDate(person.MustDate("1901-01-01"), person.DateOfBirth))
	assert.True(t, table.IsDate(kept(t, []string{"31/12/2999"})[0], person.DateOfDeath))
	assert.Equal(t, person.Unsure, table.CompareNumbers("SIN-NUMERO", "7"))
	died := person.Record{Person: person.Person{DeathDates: dates("1950-01-01")}}
	assert.Equal(t, person.True, died.DeathRecorded(today))
	assert.Equal(t, person.Unsure, table.DeathRecorded(died, today))

	more := table.WithTexts("SN")
	assert.True(t, more.IsNumber("SN"))
	assert.False(t, table.IsNumber("SN"), "a table does not change")
	assert.False(t, person.Placeholders{}.IsNumber("SIN-NUMERO"))
}

func TestOnlyAPlausibleDateOfDeathRecordsADeath(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, record string
		want         person.Truth
	}{
		{"a day in the past", `{"birth_date":"1950-03-04","death_date":"2020-05-12"}`, person.True},
		{"a year", `{"death_date":"2020"}`, person.True},
		{"this year", `{"death_date":"2026"}`, person.True},
		{"today", `{"death_date":"2026-06-01"}`, person.True},
		{"tomorrow has begun somewhere", `{"death_date":"2026-06-02"}`, person.True},
		{"on the day of birth", `{"birth_date":"2020-05-12","death_date":"2020-05-12"}`, person.True},
		{"in the year of birth", `{"birth_date":"2020-05-12","death_date":"2020"}`, person.True},
		{"of two birthdays one is a placeholder", `{"birth_date":["9999-12-31","1950-03-04"],"death_date":"2020-05-12"}`, person.True},
		{"after a birth in 1900, as systems write", `{"birth_date":"1900-01-01","death_date":"1899-05-12"}`, person.True},
		{"a placeholder beside a date", `{"death_date":["9999-12-31","2020-05-12"]}`, person.True},
		{"the same date in two spellings", `{"death_date":"2020-05-12","deathDate":"2020-05-12T00:00:00"}`, person.True},
		{"a year beside its day", `{"death_date":"2020-05-12","deceased_datetime":"2020"}`, person.True},

		{"nothing", `{"birth_date":"1950-03-04"}`, person.False},
		{"empty", `{"death_date":""}`, person.False},
		{"null", `{"death_date":null}`, person.False},
		{"said to live", `{"deceased":false}`, person.False},

		{"9999-12-31", `{"death_date":"9999-12-31"}`, person.Unsure},
		{"1900-01-01 without a birthday", `{"death_date":"1900-01-01"}`, person.Unsure},
		{"1899-12-30", `{"death_date":"1899-12-30"}`, person.Unsure},
		{"the first day of Unix", `{"birth_date":"1950-03-04","death_date":"1970-01-01"}`, person.Unsure},
		{"the zero of Go", `{"death_date":"0001-01-01T00:00:00Z"}`, person.Unsure},
		{"2999-12-31", `{"death_date":"2999-12-31"}`, person.Unsure},
		{"a word", `{"death_date":"unknown"}`, person.Unsure},
		{"two days ahead", `{"death_date":"2026-06-03"}`, person.Unsure},
		{"next year", `{"death_date":"2027"}`, person.Unsure},
		{"in thirty years", `{"death_date":"2056-06-03"}`, person.Unsure},
		{"before birth", `{"birth_date":"1950-03-04","death_date":"1949-05-12"}`, person.Unsure},
		{"before one of two birthdays", `{"birth_date":["1950-03-04","1970-03-04"],"death_date":"1960-05-12"}`, person.Unsure},
		{"a date beside one before birth", `{"birth_date":"1950-03-04","death_date":["2020-05-12","1920-05-12"]}`, person.Unsure},
		{"an order that is not known", `{"death_date":"12/05/2020"}`, person.Unsure},
		{"of another calendar", `{"death_date":"2563-05-12"}`, person.Unsure},
		{"two spellings that differ", `{"death_date":"2020-05-12","deathDate":"2021-05-12"}`, person.Unsure},
		{"a spelling that is a placeholder", `{"death_date":"2020-05-12","deathDate":"9999-12-31"}`, person.Unsure},
		{"a spelling that is no date", `{"death_date":"2020-05-12","deathdate":true}`, person.Unsure},
		{"only a shape that is no date", `{"death_date":{"year":2020}}`, person.Unsure},
		{"the number of a death alone", `{"drn":"D2020-7"}`, person.Unsure},
		{"a place of death alone", `{"death_place":"Kochi"}`, person.Unsure},
		{"a member that says so", `{"deceased":true}`, person.Unsure},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := read(t, tc.record)
			assert.Equal(t, tc.want.String(), p.DeathRecorded(today).String())
			assert.Equal(t, tc.want, person.Record{Person: p}.DeathRecorded(today), "a record without an event")
			assert.NotEqual(t, person.True, p.DeathRecorded(time.Time{}), "without a day")
		})
	}
}

func TestADeathIsRecordedAsOfADay(t *testing.T) {
	t.Parallel()
	p := read(t, `{"birth_date":"1950-03-04","death_date":"2020-05-12"}`)
	assert.Equal(t, person.True, p.DeathRecorded(time.Date(2020, 5, 12, 0, 0, 0, 0, time.UTC)))
	assert.Equal(t, person.True, p.DeathRecorded(time.Date(2020, 5, 11, 0, 0, 0, 0, time.UTC)))
	assert.Equal(t, person.Unsure, p.DeathRecorded(time.Date(2020, 5, 10, 23, 0, 0, 0, time.UTC)))
	assert.Equal(t, person.True, p.DeathRecorded(time.Date(2020, 5, 10, 23, 0, 0, 0, time.UTC).In(time.FixedZone("", 2*3600))), "the day of the caller's zone")
}

func TestARecordOfADeathWithANumberRecordsADeath(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, record string
		want         person.Truth
	}{
		{"as OpenCRVS gives it, without a date", `{"reg_event_type":"death","drn":"2024DTEST1"}`, person.True},
		{"with a placeholder for a date", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"9999-12-31"}`, person.True},
		{"with the first day of Unix", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"1970-01-01","birth_date":"1950-03-04"}`, person.True},
		{"with a date of another calendar", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"2563-05-12"}`, person.True},
		{"with a number that has no type", `{"reg_event_type":"death","registration_number":"77"}`, person.True},
		{"of a live birth with a date of death", `{"reg_event_type":"birth","brn":"B7","death_date":"2020-05-12"}`, person.True},
		{"of a live birth", `{"reg_event_type":"birth","brn":"B7"}`, person.False},
		{"of a marriage", `{"reg_event_type":"marriage","mrn":"M7"}`, person.False},

		{"without a number", `{"reg_event_type":"death"}`, person.Unsure},
		{"with a placeholder for a number", `{"reg_event_type":"death","drn":"000000"}`, person.Unsure},
		{"with the number of a birth alone", `{"reg_event_type":"death","brn":"B7"}`, person.Unsure},
		{"without an event", `{"drn":"2024DTEST1"}`, person.Unsure},
		{"with a date in the future", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"2026-07-01"}`, person.Unsure},
		{"with a date before birth", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"1940-07-01","birth_date":"1950-03-04"}`, person.Unsure},
		{"registered in the future", `{"reg_event_type":"death","drn":"2024DTEST1","registration_date":"2026-07-01"}`, person.Unsure},
		{"with two spellings that differ", `{"reg_event_type":"death","drn":"2024DTEST1","death_date":"2020-05-12","deathDate":"2020-05-13"}`, person.Unsure},
		{"of a fetal death", `{"reg_event_type":"fetal_death","drn":"2024DTEST1","death_date":"2020-05-12"}`, person.Unsure},
		{"that was cancelled", `{"reg_event_type":"cancelled_registration","drn":"2024DTEST1","death_date":"2020-05-12"}`, person.Unsure},
		{"of an event that nobody knows", `{"reg_event_type":"3","drn":"2024DTEST1"}`, person.Unsure},
		{"whose number is the mother's", `{"reg_event_type":"death","identifier":[{"identifier_type":"mother:DRN","identifier_value":"7"}]}`, person.Unsure},

		{"that is also called one of a birth", `{"reg_event_type":"death","repository_type":"birth","drn":"2024DTEST1"}`, person.Unsure},
		{"that is also called cancelled", `{"reg_event_type":"death","repository_type":"cancelled_registration","drn":"2024DTEST1","death_date":"2020-05-12"}`, person.Unsure},
		{"that is also called a fetal death", `{"reg_event_type":"death","regEventType":"stillbirth","death_date":"2020-05-12"}`, person.Unsure},
		{"that is called so twice", `{"reg_event_type":"death","repository_type":"2","drn":"2024DTEST1"}`, person.True},
		{"and of a birth, with a date that both would show", `{"reg_event_type":"death","repository_type":"birth","death_date":"2020-05-12"}`, person.True},
		{"of one who is said not to be deceased", `{"reg_event_type":"death","drn":"2024DTEST1","deceased":false}`, person.Unsure},
		{"with a date, of one who is said not to be deceased", `{"death_date":"2020-05-12","isDeceased":"false"}`, person.Unsure},
		{"with a date, of one of whom nothing is said beside", `{"death_date":"2020-05-12","deceasedBoolean":null}`, person.True},
		{"nowhere, of one who is said not to be deceased", `{"deceased":false}`, person.False},
		{"of one of whom a no says it", `{"reg_event_type":"death","drn":"2024DTEST1","deceased":"no"}`, person.Unsure},
		{"of one of whom an N says it", `{"death_date":"2020-05-12","is_deceased":"N"}`, person.Unsure},
		{"of one of whom a FALSE says it", `{"death_date":"2020-05-12","isDeceased":"FALSE"}`, person.Unsure},
		{"of one who is said to be alive", `{"reg_event_type":"death","drn":"2024DTEST1","alive":true}`, person.Unsure},
		{"of one whose status is alive", `{"death_date":"2020-05-12","vital_status":"Alive"}`, person.Unsure},
		{"of one who is said not to be alive", `{"death_date":"2020-05-12","is_alive":"N"}`, person.True},
		{"of one whose status is deceased", `{"death_date":"2020-05-12","vitalStatus":"deceased"}`, person.True},
		{"of one whose status says nothing", `{"death_date":"2020-05-12","vitalStatus":"U"}`, person.True},
		{"nowhere, of one whose status is not known", `{"vital_status":"U","living":"with parents"}`, person.False},
		{"nowhere, of one whose death has a date there", `{"deceased":"2020-05-12"}`, person.Unsure},
		{"nowhere, of one who is said not to be alive", `{"alive":false}`, person.Unsure},
		{"nowhere, of one who is said to be alive", `{"alive":"yes"}`, person.False},
		{"whose status is cancelled", `{"reg_event_type":"death","drn":"2024DTEST1","status":"cancelled"}`, person.Unsure},
		{"whose registration is revoked", `{"death_date":"2020-05-12","registration_status":"REVOKED"}`, person.Unsure},
		{"whose record is void", `{"reg_event_type":"death","drn":"2024DTEST1","recordStatus":" Void "}`, person.Unsure},
		{"whose status is archived", `{"reg_event_type":"death","drn":"2024DTEST1","reg_status":"archived"}`, person.Unsure},
		{"whose status is registered", `{"reg_event_type":"death","drn":"2024DTEST1","status":"registered"}`, person.True},
		{"whose status is no text", `{"reg_event_type":"death","drn":"2024DTEST1","status":{"code":"void"}}`, person.True},
		{"registered before birth", `{"reg_event_type":"death","drn":"2024DTEST1","birth_date":"2020-01-01","registration_date":"2010-01-01"}`, person.Unsure},
		{"of one who is born in the future", `{"reg_event_type":"death","drn":"2024DTEST1","birth_date":"2026-07-01"}`, person.Unsure},
		{"registered on a placeholder", `{"reg_event_type":"death","drn":"2024DTEST1","birth_date":"1990-01-01","registration_date":"1970-01-01"}`, person.True},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var r person.Record
			require.NoError(t, r.UnmarshalJSON([]byte(tc.record)))
			assert.Equal(t, tc.want.String(), r.DeathRecorded(today).String())
			assert.NotEqual(t, person.True, r.DeathRecorded(time.Time{}), "without a day")
		})
	}
}

func TestNothingHappensBeforeBirthOrInTheFuture(t *testing.T) {
	t.Parallel()
	born := dates("1990-05-12", "9999-12-31")
	for _, tc := range []struct {
		kind person.DateKind
		text string
		want person.Truth
	}{
		{person.DateOfMarriage, "2015-02-14", person.True},
		{person.DateOfMarriage, "1989-02-14", person.Unsure},
		{person.DateOfDivorce, "1985", person.Unsure},
		{person.DateOfDeath, "1990", person.True},
		{person.DateOfMarriage, "1970-01-01", person.Unsure},
		{person.DateOfRegistration, "1990-05-20", person.True},
		{person.DateOfRegistration, "2026-06-03", person.Unsure},
		{"", "", person.False},
	} {
		var d person.Date
		if tc.text != "" {
			d = person.MustDate(tc.text)
		}
		assert.Equal(t, tc.want, person.Placeholders{}.Happened(tc.kind, d, born, today), "%s %s", tc.kind, tc.text)
	}
	assert.Equal(t, person.True, person.Placeholders{}.Happened(person.DateOfDeath, person.MustDate("2036-06-03"), nil, time.Time{}), "without a clock there is no future")
}

func TestAPlaceholderGivesNoAge(t *testing.T) {
	t.Parallel()
	on := person.MustDate("2026-06-01")
	for _, record := range []string{`{"birth_date":"1900-01-01"}`, `{"birth_date":"1899-12-30"}`, `{"birth_date":["0001-01-01","9999-12-31"]}`, `{"birth_date":"1904-01-01T00:00:00"}`} {
		p := read(t, record)
		_, ok := p.Age(on, person.LeapDayUnknown)
		assert.False(t, ok, record)
		assert.Equal(t, person.Unsure, p.AtLeast(60, on, person.LeapDayUnknown), record)
	}
	for _, record := range []string{
		`{"birth_date":["1900-01-01","1990-05-12"]}`, `{"birth_date":"1990-05-12","death_date":"1900-01-01"}`,
		`{"birth_date":"1990-05-12","death_date":"1970-01-01"}`, `{"birth_date":"1990-05-12","death_date":"0001-01-01"}`,
	} {
		age, ok := read(t, record).Age(on, person.LeapDayUnknown)
		assert.True(t, ok, record)
		assert.Equal(t, person.Age{Min: 36, Max: 36}, age, record)
	}
	_, ok := read(t, `{"birth_date":"1970-01-01"}`).Age(on, person.LeapDayUnknown)
	assert.True(t, ok, "the birthday of many")
}

func TestTheNumberOfTheMotherIsNotThatOfTheChild(t *testing.T) {
	t.Parallel()
	for _, kind := range []codes.IdentifierType{"mother:UIN", "father:UIN", "informant:uin", "parent1:spdci:UIN"} {
		p := person.Person{Identifiers: []person.Identifier{{Type: kind, Value: "789456"}}}
		_, ok := p.Identifier(codes.IdentifierUIN)
		assert.False(t, ok, kind)
	}
	_, ok := read(t, fmt.Sprintf(`{"identifier":[{"identifier_type":%q,"identifier_value":"789456"}]}`, "spdci:UIN")).Identifier(codes.IdentifierUIN)
	assert.True(t, ok)
}

func TestAMemberInTwoDifferentSpellingsIsReportedAndDecidesNothing(t *testing.T) {
	t.Parallel()
	on := person.MustDate("2026-06-01")
	for _, record := range []string{
		`{"birth_date":"1950-03-04","birthDate":"1990-05-12"}`, `{"dob":"1950-03-04","birth_date":"1990-05-12"}`,
		`{"birthdate":"1950-03-04","birth_date":{"year":1990}}`, `{"birth_date":"1950-03-04","dob":"12/05/1990"}`,
	} {
		p := read(t, record)
		_, ok := p.Age(on, person.LeapDayUnknown)
		assert.False(t, ok, record)
		assert.Len(t, p.Disputed(person.DateOfBirth), 1, record)
		assert.Len(t, p.OtherSpellings("birth_date"), 1, record)
	}
	for _, record := range []string{`{"birth_date":"1950-03-04","birthDate":"1950-03-04"}`, `{"birth_date":"1950-03-04","dob":"1950"}`, `{"birth_date":"1950-03-04","birthDate":null,"dob":""}`} {
		p := read(t, record)
		_, ok := p.Age(on, person.LeapDayUnknown)
		assert.True(t, ok, record)
		assert.Nil(t, p.Disputed(person.DateOfBirth), record)
	}
	p := read(t, `{"sex":"female","gender":"male","marriage_date":"2015","marriageDate":"2016","registration_date":"2020-01-01","registrationDate":"2020-01-02","divorce_date":"2018","divorcedate":["2018","2019"]}`)
	assert.Equal(t, []string{"male"}, p.OtherSpellings("sex"))
	for _, kind := range []person.DateKind{person.DateOfMarriage, person.DateOfDivorce, person.DateOfRegistration} {
		assert.Len(t, p.Disputed(kind), 1, kind)
	}
	assert.Nil(t, p.Disputed("shoe_size"))
	assert.Nil(t, p.OtherSpellings("shoe_size"))
}
