package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestAnIdentifierFindsWhoTheRecordIsAbout(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, kind, value, event string
		want                     []string
	}{
		{"a birth by its number", "BRN", "B90MAY123", "live_birth", []string{"B90MAY123"}},
		{"a birth by its number in any register", "BRN", "B90MAY123", "", []string{"B90MAY123"}},
		{"a birth by its number where any event is asked for", "BRN", "B90MAY123", "REGISTER", []string{"B90MAY123"}},
		{"a birth by its number, the event in an old spelling", "BRN", "B90MAY123", "spdci-common:RegistryEventType:LiveBirth", []string{"B90MAY123"}},
		{"a birth by its number in the register of deaths", "BRN", "B90MAY123", "death", []string{}},
		{"a birth under the other name of its number", "BRN", "BIRTH-TEST-001", "birth", []string{"BIRTH-TEST-001"}},
		{"a birth by the other name of its number", "BIRTH_REG_NO", "B90MAY123", "birth", []string{"B90MAY123"}},
		{"a death by its number", "DRN", "D24AUG007", "death", []string{"D24AUG007"}},
		{"a marriage by its number", "MRN", "M15FEB042", "marriage", []string{"M15FEB042"}},
		{"a wife by her own number", "NATIONAL_ID", "123456789", "marriage", []string{"M15FEB042"}},
		{"a husband by his own number", "NATIONAL_ID", "987654321", "marriage", []string{"M15FEB042"}},
		{"a person in every register, but not as a parent or a spouse", "NATIONAL_ID", "123456789", "", []string{"B90MAY123", "M15FEB042"}},
		{"a dead man in every register", "NID", "987654321", "", []string{"D24AUG007", "M15FEB042"}},
		{"a mother is not found in the birth of her child", "NATIONAL_ID", "200000101", "birth", []string{"B88NOV002"}},
		{"a person by a UIN", "UIN", "TEST-001", "", []string{"B70JAN001"}},
		{"the same person by the national number", "NATIONAL_ID", "900000001", "birth", []string{"B70JAN001"}},
		{"a number with its leading zeros", "NATIONAL_ID", "000123450", "", []string{"B62XXX001"}},
		{"a number without its leading zeros", "NATIONAL_ID", "123450", "", []string{}},
		{"a number of another type", "UIN", "123456789", "", []string{}},
		{"a number that nobody has", "BRN", "B00XXX000", "birth", []string{}},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, b.found(t, byID(t, tc.kind, tc.value, tc.event)))
		})
	}
}

func TestNothingFoundIsASuccessWithoutRecords(t *testing.T) {
	t.Parallel()
	item := setup(t).ask(t, byID(t, "BRN", "B00XXX000", "birth"))
	assert.Equal(t, wire.RequestStatusSucceeded, item.Status)
	assert.Empty(t, item.StatusReasonCode)
	assert.Equal(t, string(codes.RegistryTypeCivil), item.Data.RegType)
	assert.Equal(t, []wire.RegRecord{}, item.Data.RegRecords)
	assert.Equal(t, wire.Pagination{PageNumber: 1, PageSize: 1000, TotalCount: 0}, item.Pagination)
}

func TestPredicates(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, event string
		predicates  []string
		want        []string
	}{
		{"a day of birth", "birth", []string{"birth_date eq 1990-05-12"}, []string{"B90MAY123"}},
		{"a day of birth and a sex that is another's", "birth", []string{"birth_date eq 1990-05-12", "sex eq male"}, []string{}},
		{"a sex in another spelling", "birth", []string{"birth_date eq 1990-05-12", "sex eq spdci:Female"}, []string{"B90MAY123"}},
		{"twins", "birth", []string{"birth_date eq 2017-03-15"}, []string{"B17MAR021", "B17MAR022"}},
		{"a range with both ends", "birth", []string{"birth_date ge 2016-12-31", "birth_date le 2017-01-09"}, []string{"B16DEC031", "B17JAN001"}},
		{"a range without its ends", "birth", []string{"birth_date gt 2016-12-31", "birth_date lt 2017-01-09"}, []string{}},
		{"a month", "birth", []string{"birth_date eq 2017-03"}, []string{"B17MAR021", "B17MAR022"}},
		{"a time stands for its day", "birth", []string{"birth_date eq 1990-05-12T23:30:00+05:30"}, []string{"B90MAY123"}},
		{"days from a list", "birth", []string{"birth_date in 1990-05-12, 1990-05-21"}, []string{"B90MAY123", "B90MAY132"}},
		{"a year that is all that is known", "birth", []string{"birth_date ge 1962-01-01", "birth_date le 1962-12-31"}, []string{"B62XXX001"}},
		{"a day in a year that is all that is known", "birth", []string{"birth_date eq 1962-05-05"}, []string{}},
		{"the corrected one of two birthdays", "birth", []string{"birth_date eq 1989-03-01"}, []string{"B88MAR001"}},
		{"two birthdays do not answer one question together", "birth", []string{"birth_date gt 1988-03-01", "birth_date lt 1989-03-01", "region_code eq IN-KA"}, []string{}},
		{"a day of death", "", []string{"death_date eq 2024-08-03"}, []string{"D24AUG007", "D24AUG009"}},
		{"a day of marriage and the wife's name", "", []string{"marriage_date eq 2015-02-14", "given_name eq mala"}, []string{"M15FEB042"}},
		{"a day of marriage and the husband's name", "", []string{"marriage_date eq 2015-02-14", "given_name eq RAVI"}, []string{"M15FEB042"}},
		{"one name of each of a couple is no one's", "", []string{"marriage_date eq 2015-02-14", "given_name eq Mala", "surname eq Nair"}, []string{}},
		{"names of three parts", "birth", []string{"given_name eq Mala", "second_name eq s", "surname eq KUMAR"}, []string{"B90MAY123"}},
		{"a name of two words", "birth", []string{"given_name eq mary ann"}, []string{"B86DEC025"}},
		{"a name in Cyrillic, in capitals", "birth", []string{"surname eq НУРЛАНОВА"}, []string{"B92APR009"}},
		{"a name in Amharic", "birth", []string{"given_name eq አበበ"}, []string{"B94SEP011"}},
		{"a name in Thai", "birth", []string{"surname eq ใจดี"}, []string{"B97APR013"}},
		{"a name in Arabic", "birth", []string{"given_name eq فاطمة"}, []string{"B01MAY005"}},
		{"a name in Devanagari", "birth", []string{"given_name eq सीता"}, []string{"B05NOV001"}},
		{"names from a list", "birth", []string{"surname in Nair,Nayar"}, []string{"B17JUN009", "B17OCT002"}},
		{"a region", "death", []string{"region_code eq in-kl"}, []string{"D24AUG007", "D24AUG009", "D98XXX001"}},
		{"a marital status", "marriage", []string{"marital_status eq divorced"}, []string{"M07APR025"}},
		{"a widow or widower in any register", "", []string{"marital_status eq W"}, []string{"D21MAY002", "D98XXX001"}},
		{"an identifier as attribute", "", []string{"BRN eq B90MAY123", "birth_date eq 1990-05-12"}, []string{"B90MAY123"}},
		{"an identifier under another name", "", []string{"BIRTH_REG_NO eq B90MAY123"}, []string{"B90MAY123"}},
		{"an identifier that is another's", "", []string{"NATIONAL_ID eq 123456789", "given_name eq Ravi"}, []string{}},
		{"the number of a marriage and the husband's name", "", []string{"MRN eq M15FEB042", "given_name eq Ravi"}, []string{"M15FEB042"}},
		{"an unknown sex is not the one asked for", "birth", []string{"birth_date ge 2003-06-06", "birth_date le 2004-07-07", "sex in male,female"}, []string{}},
		{"a day of divorce", "", []string{"divorce_date eq 2019-03-12"}, []string{"M07APR025"}},
		{"the day of any event", "", []string{"event_date ge 2024-08-01", "event_date le 2024-08-31"}, []string{"D24AUG007", "D24AUG009"}},
		{"the day of an event is the wedding's in a marriage", "marriage", []string{"event_date eq 2015-02-14"}, []string{"M15FEB042"}},
		{"a day of registration, which no record of these people has", "", []string{"registration_date ge 1900-01-01"}, []string{}},
		{"a hospital by its identifier", "birth", []string{"birth_place eq IN-RJ-UDA-01", "birth_date ge 2010"}, []string{"B12MAY007", "B17DEC031", "B23FEB014"}},
		{"a hospital by its name, in capitals", "birth", []string{"birth_place eq UDAIPUR  FORT CLINIC", "birth_date ge 2010"}, []string{"B12MAY007", "B17DEC031", "B23FEB014"}},
		{"a state holds its hospitals", "birth", []string{"birth_place eq Rajasthan", "birth_date ge 2010"}, []string{"B12MAY007", "B17DEC031", "B23FEB014"}},
		{"the country holds everything", "death", []string{"death_place eq India", "death_date ge 2024"}, []string{"D24AUG007", "D24AUG009"}},
		{"a district does not hold its state's other one", "death", []string{"death_place eq IN-KL-KOZ"}, []string{"D98XXX001"}},
		{"the place of a death is not that of a birth", "death", []string{"birth_place eq IN-KL"}, []string{}},
		{"the place of any event", "marriage", []string{"event_place eq IN-KL"}, []string{"M05MAY014", "M15FEB042", "M16JAN020"}},
		{"a full name in any order", "birth", []string{"name eq kumar MALA"}, []string{"B90MAY123"}},
		{"one word of a name", "birth", []string{"name eq Nurlanova"}, []string{}},
		{"one word of a name in its own script", "birth", []string{"name eq сериковна"}, []string{"B92APR009"}},
		{"a part of a word is no word", "birth", []string{"name eq Mal"}, []string{}},
		{"a mother's name", "birth", []string{"mother_name eq Bala"}, []string{"B90MAY123"}},
		{"a father's name", "birth", []string{"father_name eq nair ravi"}, []string{"B17JUN009"}},
		{"a father is no mother", "birth", []string{"mother_name eq Ravi Nair"}, []string{}},
		{"both names of the parents", "birth", []string{"mother_name eq Mala Kumar", "father_name eq Ravi"}, []string{"B17JUN009"}},
		{"a parent's number", "birth", []string{"parent1_identifier eq NATIONAL_ID:123456789"}, []string{"B17JUN009"}},
		{"a parent's number, whichever parent the registry has first", "birth", []string{"parent2_identifier eq NID:123456789", "parent1_identifier eq NATIONAL_ID:987654321"}, []string{"B17JUN009"}},
		{"the parents of a child that died", "death", []string{"parent1_identifier eq NATIONAL_ID:200000105"}, []string{"D17NOV019"}},
		{"a spouse's number is no parent's", "death", []string{"parent1_identifier eq NATIONAL_ID:123456789"}, []string{}},
		{"the number of a registration of any event", "", []string{"registration_number in D24AUG007,M15FEB042"}, []string{"D24AUG007", "M15FEB042"}},
		{"a sub-region, which no address of these people has", "", []string{"sub_region_code eq IN-KL-EKM"}, []string{}},
		{"a sex that the registry does not know", "birth", []string{"sex eq unknown"}, []string{"B03JUN006"}},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, b.found(t, where(t, tc.event, tc.predicates...)))
		})
	}
}

func TestTwoExpressionsOfAnItem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	pair := func(condition wire.Condition) []string {
		return b.found(t, predicateQuery(t, "birth", wire.PredicateItem{
			Expression1: predicate("given_name eq Mala"), Condition: condition, Expression2: predicate("surname eq Kumari"),
		}))
	}
	assert.Equal(t, []string{"B90MAY132"}, pair(wire.ConditionAnd))
	assert.Equal(t, []string{"B90MAY123", "B90MAY132"}, pair(wire.ConditionOr))
}

func TestWhatIsPublishedOfMalaAndHerFamily(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one := func(kind, value, event string) person.Record {
		got := records(t, b.ask(t, byID(t, kind, value, event)))
		require.Len(t, got, 1)
		return got[0]
	}

	mala := one("BRN", "B90MAY123", "birth").Person
	assert.Equal(t, "Mala S Kumar", mala.Name().Full())
	assert.Equal(t, person.MustDate("1990-05-12"), mala.BirthDate())
	assert.Equal(t, codes.SexFemale, mala.Sex)
	assert.Equal(t, []string{"+919714838469"}, mala.Phones())
	assert.Equal(t, "123456789", numberOf(t, mala, codes.IdentifierNationalID))
	assert.Equal(t, "Bala", mala.Related(codes.RelationshipMother)[0].Name().Full())
	assert.Equal(t, "Mohan", mala.Related(codes.RelationshipFather)[0].Name().Full())
	require.NotNil(t, mala.BirthPlace.ContainedIn.ContainedIn)
	assert.Equal(t, "Gujarat", mala.BirthPlace.ContainedIn.ContainedIn.Name)

	wedding := one("MRN", "M15FEB042", "marriage")
	subjects := wedding.Subjects()
	require.Len(t, subjects, 2)
	assert.Equal(t, "Mala S Kumar", subjects[0].Name().Full())
	assert.Equal(t, "Ravi Nair", subjects[1].Name().Full())
	assert.Equal(t, person.MustDate("1986-01-20"), subjects[1].BirthDate())
	assert.Equal(t, "987654321", numberOf(t, subjects[1], codes.IdentifierNationalID))
	for _, s := range subjects {
		assert.Equal(t, person.MustDate("2015-02-14"), s.MarriageDate())
		assert.Equal(t, codes.MaritalStatusMarried, s.MaritalStatus)
	}

	ravi := one("DRN", "D24AUG007", "death").Person
	assert.Equal(t, person.MustDate("2024-08-03"), ravi.DeathDate())
	assert.Equal(t, person.MustDate("1986-01-20"), ravi.BirthDate())
	assert.Equal(t, codes.SexMale, ravi.Sex)
	assert.Equal(t, "987654321", numberOf(t, ravi, codes.IdentifierNationalID))

	asha := one("BRN", "B17JUN009", "birth").Person
	assert.Equal(t, "Asha Nair", asha.Name().Full())
	assert.Equal(t, person.MustDate("2017-06-30"), asha.BirthDate())
	assert.Equal(t, "123456789", numberOf(t, asha.Related(codes.RelationshipMother)[0], codes.IdentifierNationalID))
	assert.Equal(t, "987654321", numberOf(t, asha.Related(codes.RelationshipFather)[0], codes.IdentifierNationalID))

	test001 := one("UIN", "TEST-001", "").Person
	assert.Equal(t, "900000001", numberOf(t, test001, codes.IdentifierNationalID))
	assert.Equal(t, codes.SexMale, test001.Sex)
	assert.Equal(t, person.MustDate("1970-01-01"), test001.BirthDate())

	registered := one("BIRTH_REG_NO", "BIRTH-TEST-001", "birth").Person
	assert.Equal(t, codes.IdentifierType("BIRTH_REG_NO"), registered.Identifiers[0].Type)
}

func numberOf(t *testing.T, p person.Person, kind codes.IdentifierType) string {
	t.Helper()
	id, ok := p.Identifier(kind)
	require.True(t, ok)
	return id.Value
}
