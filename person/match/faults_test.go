package match_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func numbered(pairs ...string) person.Person {
	var p person.Person
	for i := 0; i < len(pairs); i += 2 {
		p.Identifiers = append(p.Identifiers, person.Identifier{Type: codes.IdentifierType(pairs[i]), Value: pairs[i+1]})
	}
	return p
}

func TestNumbersAreComparedAsTheyAreWhenARecordIsHeldAgainstAQuestion(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want match.Outcome
	}{
		{"2019/0/12", "2019/12", similar},
		{"2019/0012", "201912", similar},
		{"12345678901.0", "12345678901", similar},
		{"1.2345678901E10", "12345678901", similar},
		{"UIN:789456", "789456", similar},
		{"XXXXXXXX1234", "123456781234", similar},
		{"********1234", "123456781235", differing},
		{"Ｂ９０", "b90", similar},
		{"B90", "B91", differing},
		{"B21XXX001", "B21XXX001", agree},
		{"D-000", "D-001", missing},
		{"-1", "7", missing},
		{"99999", "99999", missing},
		{"99", "99", agree},
	} {
		c := compareBoth(t, numbered("UIN", tc.a), numbered("UIN", tc.b))
		assert.Equal(t, tc.want.String(), c.Outcome(match.Identifier).String(), "%s %s", tc.a, tc.b)
	}
}

func TestANumberThatMayChangeInALifeDoesNotContradict(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"PASSPORT", "passport_number", "MOBILE", "PHONE", "DRIVING_LICENCE", "VOTER_CARD", "MRN"} {
		c := compareBoth(t, numbered(kind, "A1111117", "NID", "5550000001"), numbered(kind, "B2222228", "NATIONAL_ID", "5550000001"))
		assert.Equal(t, similar, c.Outcome(match.Identifier), kind)
		assert.Equal(t, cannotTell, c.Identifier(codes.IdentifierType(kind)), kind)
		assert.Equal(t, agree, c.Identifier(codes.IdentifierNationalID), kind)
		assert.Empty(t, c.Contradictions(), kind)

		c = compareBoth(t, numbered(kind, "A1111117"), numbered(kind, "B2222228"))
		assert.Equal(t, cannotTell, c.Outcome(match.Identifier), kind)

		c = compareBoth(t, numbered(kind, "A1111117", "NID", "5550000001"), numbered(kind, "A1111117", "NID", "5550000002"))
		assert.Equal(t, differing, c.Outcome(match.Identifier), "a national number is not outvoted")

		c = compareBoth(t, numbered(kind, "A1111117", "NID", "5550000001"), numbered(kind, "B2222228", "NID", "5550000001"), match.ForLife(codes.IdentifierType(kind)))
		assert.Equal(t, differing, c.Outcome(match.Identifier), "this country gives it for life")
	}
	c := compareBoth(t, numbered("UIN", "1"), numbered("UIN", "2"), match.ForLife())
	assert.Equal(t, cannotTell, c.Outcome(match.Identifier), "no number is for life")
	for _, kind := range []string{"UIN", "BRN", "DRN", "NID", "BIRTH_REG_NO", "spdci:UIN"} {
		assert.NotEmpty(t, compareBoth(t, numbered(kind, "1"), numbered(kind, "2")).Contradictions(), kind)
	}
}

func TestAMaskedNumberBesideANationalNumberIsSimilarAtMost(t *testing.T) {
	t.Parallel()
	for _, masked := range []string{"XXXXXXXX1234", "********1234", "xxxx xxxx 1234", "••••1234"} {
		c := compareBoth(t, numbered("UIN", masked, "NID", "5550000001"), numbered("UIN", "123456781234", "NID", "5550000001"))
		assert.Equal(t, similar, c.Outcome(match.Identifier), masked)
		assert.Equal(t, similar, c.Identifier("UIN"), masked)
		assert.Empty(t, c.Contradictions(), masked)
		c = compareBoth(t, numbered("UIN", masked), numbered("UIN", "123456781235"))
		assert.NotEmpty(t, c.Contradictions(), "another end")
		assert.Equal(t, similar, match.People(numbered("UIN", masked), numbered("UIN", masked)).Outcome(match.Identifier), "many numbers are masked so")
	}
}

func TestTheMothersNumberInTheListOfTheChildIsNotTheChilds(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"mother:UIN", "father:UIN", "MTH:uin", "https://example.org/mother#UIN"} {
		c := compareBoth(t, numbered(kind, "789456"), numbered("UIN", "789456"))
		assert.Equal(t, cannotTell, c.Outcome(match.Identifier), kind)
		assert.Equal(t, missing, c.Identifier("UIN"), kind)
	}
	assert.Equal(t, agree, compareBoth(t, numbered("spdci:UIN", "789456"), numbered("UIN", "789456")).Outcome(match.Identifier))
}

func TestADateThatRegistriesGetWrongIsSimilar(t *testing.T) {
	t.Parallel()
	days := match.YearDays(match.MonthDay{Month: time.January, Day: 1}, match.MonthDay{Month: time.June, Day: 1}, match.MonthDay{Month: time.July, Day: 1}, match.MonthDay{Month: time.December, Day: 31})
	for _, tc := range []struct {
		name, a, b string
		want       match.Outcome
		opts       []match.Option
	}{
		{"1 January against a month of the year", "1990-01-01", "1990-05", similar, nil},
		{"1 January against December", "1990-01-01", "1990-12", similar, nil},
		{"1 January with a time against a month", "1990-01-01T00:00:00", "1990-05", similar, nil},
		{"1 January against its own month", "1990-01-01", "1990-01", agree, nil},
		{"1 January against a month of another year", "1990-01-01", "1991-05", differing, nil},
		{"a month against another", "1990-01", "1990-05", differing, nil},
		{"9 and 10 May", "1990-05-09", "1990-05-10", similar, nil},
		{"31 May and 1 June", "1990-05-31", "1990-06-01", similar, nil},
		{"29 February and 1 March", "1992-02-29", "1992-03-01", similar, nil},
		{"28 February and 1 March of a common year", "1990-02-28", "1990-03-01", similar, nil},
		{"28 February and 1 March of a leap year", "1992-02-28", "1992-03-10", differing, nil},
		{"New Year's Eve and New Year", "1989-12-31", "1990-01-01", similar, nil},
		{"19 and 20 May with times", "1990-05-19T23:59:00", "1990-05-20", similar, nil},
		{"two days apart", "1990-05-09", "1990-05-11", differing, nil},
		{"31 May and 2 June", "1990-05-31", "1990-06-02", differing, nil},
		{"1 January", "1960-01-01", "1960-05-12", similar, nil},
		{"1 June", "1960-06-01", "1960-05-12", differing, nil},
		{"1 July", "1960-07-01", "1960-05-12", differing, nil},
		{"31 December", "1960-12-31", "1960-05-12", differing, nil},
		{"1 June, where it stands for the year", "1960-06-01", "1960-05-12", similar, []match.Option{days}},
		{"1 July, where it stands for the year", "1960-07-01", "1960-05-12", similar, []match.Option{days}},
		{"31 December, where it stands for the year", "1960-12-31", "1960-05-12", similar, []match.Option{days}},
		{"1 July against a month, where it stands for the year", "1960-07-01", "1960-05", similar, []match.Option{days}},
		{"1 July of another year", "1960-07-01", "1961-05-12", differing, []match.Option{days}},
		{"1 January, where no day stands for the year", "1960-01-01", "1960-05-12", differing, []match.Option{match.YearDays()}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, person.Person{BirthDates: dates(tc.a)}, person.Person{BirthDates: dates(tc.b)}, tc.opts...)
			assert.Equal(t, tc.want.String(), c.Outcome(match.BirthDate).String())
		})
	}
}

func TestAPlaceholderSaysNothingByAttribute(t *testing.T) {
	t.Parallel()
	at := func(text string) person.Person {
		d := kept(t, []string{text})
		return person.Person{BirthDates: d, DeathDates: d, MarriageDates: d, DivorceDates: d}
	}
	for _, text := range []string{"9999-12-31", "1900-01-01", "1899-12-30", "2999-12-31", "0000-00-00", "unknown", "-1"} {
		assert.Equal(t, "nothing to compare", compareBoth(t, at(text), at("1990-05-12")).String(), text)
		assert.Equal(t, "nothing to compare", compareBoth(t, at(text), at(text)).String(), text)
	}
	c := compareBoth(t, at("1970-01-01"), at("1970-01-01"))
	assert.Equal(t, "birth_date agree", c.String(), "the birthday of many, and the day of few deaths")

	table := person.Placeholders{}.WithTexts("SIN DATO 1").WithDates(person.DateOfBirth, person.MustDate("1911-11-11"))
	a := person.Person{Names: []person.PersonName{nameOf("Sin dato 1")}, BirthDates: dates("1911-11-11"), Identifiers: numbered("UIN", "sin dato 1").Identifiers}
	b := person.Person{Names: []person.PersonName{nameOf("Mala||Kumar")}, BirthDates: dates("1990-05-12"), Identifiers: numbered("UIN", "7").Identifiers}
	assert.Equal(t, "nothing to compare", compareBoth(t, a, b, match.Placeholders(table)).String())
	assert.Equal(t, []match.Attribute{match.Identifier, match.Name, match.BirthDate}, compareBoth(t, a, b).With(differing))
}

func TestANameThatIsWrittenInManyWaysIsSimilar(t *testing.T) {
	t.Parallel()
	own := match.Equivalents([]string{"Bob", "Robert"}, []string{"Łukasz", "Luke"})
	for _, tc := range []struct {
		name, a, b string
		want       match.Outcome
		opts       []match.Option
	}{
		{"Md. and Mohammad", "Md. Karim||Uddin", "Mohammad Karim||Uddin", similar, nil},
		{"Mst. and Mosammat", "Mst. Rahima||Khatun", "Mosammat Rahima||Khatun", similar, nil},
		{"Mohamed and Muhammad", "Mohamed||Salah", "Muhammad||Salah", similar, nil},
		{"MD and Muhammed, in capitals", "MD RAFIQ||ISLAM", "Muhammed Rafiq||Islam", similar, nil},
		{"Yousuf and Yusef", "Yousuf||Haddad", "Yusef||Haddad", similar, nil},
		{"Hossain and Hussein", "Jamal||Hossen", "Jamal||Hussein", similar, nil},
		{"Ayesha and Aicha", "Ayesha||Begum", "Aicha||Begam", similar, nil},
		{"Chowdhury and Chaudhry", "Nila||Chowdhury", "Nila||Chaudhry", similar, nil},
		{"Usman and Othman", "Usman||Bello", "Othman||Bello", similar, nil},
		{"the same", "Md. Karim||Uddin", "md Karim||Uddin", agree, nil},
		{"another name after it", "Md. Karim||Uddin", "Mohammad Salam||Mia", differing, nil},
		{"two groups", "Mst.||Begum", "Md.||Begum", differing, nil},
		{"a table of the caller", "Bob||Moyo", "Robert||Moyo", similar, []match.Option{own}},
		{"with a diacritic dropped", "Lukasz||Moyo", "Luke||Moyo", similar, []match.Option{own}},
		{"the caller's table replaces ours", "Md.||Uddin", "Mohammad||Uddin", differing, []match.Option{own}},
		{"both", "Md. Bob||Moyo", "Mohammad Robert||Moyo", similar, []match.Option{match.Equivalents(append(match.CommonEquivalents(), []string{"bob", "robert"})...)}},
		{"none", "Md.||Uddin", "Mohammad||Uddin", differing, []match.Option{match.Equivalents()}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, knownAs(tc.a), knownAs(tc.b), tc.opts...)
			assert.Equal(t, tc.want.String(), c.Outcome(match.Name).String())
			assert.Less(t, c.NameSimilarity(), 1.01)
		})
	}
	match.CommonEquivalents()[0][0] = "changed"
	assert.NotEqual(t, "changed", match.CommonEquivalents()[0][0], "a table does not change")
}

func TestLettersThatAreWrittenForEachOtherAreSimilar(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, a, b string
		want       match.Outcome
	}{
		{"alef maksura", "علي||حسن", "على||حسن", similar},
		{"hamza", "أمل||حسن", "امل||حسن", similar},
		{"the yeh of Persian", "علي||حسن", "علی||حسن", similar},
		{"hamza below, and madda", "إيمان||آدم", "ايمان||ادم", similar},
		{"hamza on waw and yeh", "رؤى||عائشة", "روى||عايشة", similar},
		{"teh marbuta", "فاطمة||حسن", "فاطمه||حسن", similar},
		{"the kaf of Persian", "كريم||حسن", "کریم||حسن", similar},
		{"the heh of Urdu", "ہما||حسن", "هما||حسن", similar},
		{"another name", "علي||حسن", "عمر||حسن", differing},
		{"h", "ሀይሉ||ተስፋዬ", "ሐይሉ||ተስፋዬ", similar},
		{"h again", "ኀይሉ||ተስፋዬ", "ሃይሉ||ተስፋዬ", similar},
		{"s", "ሰላም||አበበ", "ሠላም||አበበ", similar},
		{"a", "ዓለም||በቀለ", "አለም||በቀለ", similar},
		{"ts", "ጸሐይ||በቀለ", "ፀሀይ||በቀለ", similar},
		{"with another vowel", "ሰናይት||አበበ", "ሠናይት||ዐበበ", similar},
		{"another Amharic name", "ሰላም||አበበ", "ሰለሞን||አበበ", differing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want.String(), compareBoth(t, knownAs(tc.a), knownAs(tc.b)).Outcome(match.Name).String())
		})
	}
}

func TestAMemberInTwoSpellingsThatDifferCannotTell(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b      string
		attribute match.Attribute
		want      match.Outcome
	}{
		{`{"sex":"female","gender":"male"}`, `{"sex":"female"}`, match.Sex, cannotTell},
		{`{"gender":"male","sex":"female"}`, `{"sex":"female"}`, match.Sex, cannotTell},
		{`{"sex":"other","gender":"male"}`, `{"sex":"female"}`, match.Sex, differing},
		{`{"sex":"female","gender":"F"}`, `{"sex":"female"}`, match.Sex, agree},
		{`{"birth_date":"1950-03-04","birthDate":"1990-05-12"}`, `{"birth_date":"1990-05-12"}`, match.BirthDate, cannotTell},
		{`{"birthDate":"1990-05-12","birth_date":"1950-03-04"}`, `{"birth_date":"1990-05-12"}`, match.BirthDate, cannotTell},
		{`{"birth_date":"1950-03-04","birthDate":"1961-08-07"}`, `{"birth_date":"1990-05-12"}`, match.BirthDate, differing},
		{`{"birth_date":"1990-05-12","birthDate":"1990-05-12"}`, `{"birth_date":"1990-05-12"}`, match.BirthDate, agree},
		{`{"death_date":"2020-05-12","deathDate":"2021-06-13"}`, `{"death_date":"2020-05-12"}`, match.DeathDate, cannotTell},
	} {
		var a, b person.Person
		require.NoError(t, a.UnmarshalJSON([]byte(tc.a)))
		require.NoError(t, b.UnmarshalJSON([]byte(tc.b)))
		assert.Equal(t, tc.want.String(), match.People(a, b).Outcome(tc.attribute).String(), tc.a)
		assert.Equal(t, match.People(a, b), match.People(b, a), tc.a)
	}
}

func TestADeathInTheFutureIsNone(t *testing.T) {
	t.Parallel()
	now := match.At(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	died := func(day string) person.Person {
		return person.Person{DeathDates: []person.Date{person.MustDate(day)}}
	}
	for days, want := range map[[2]string]match.Outcome{
		{"2027-05-12", "2020-05-12"}: match.CannotTell,
		{"2020-05-12", "2027-05-13"}: match.CannotTell,
		{"2027-05-12", "2027-05-12"}: match.CannotTell,
		{"2026-11-24", "2026-11-24"}: match.Agree, // the next day has begun somewhere
		{"2026-11-20", "2020-05-12"}: match.Differ,
	} {
		c := match.People(died(days[0]), died(days[1]), now)
		assert.Equal(t, want.String(), c.Outcome(match.DeathDate).String(), days)
		assert.Equal(t, want == match.Differ, len(c.Contradictions()) > 0, days)
	}
	married := person.Person{MarriageDates: []person.Date{person.MustDate("2027-05-12")}}
	assert.Equal(t, match.CannotTell, match.People(married, married, now).Outcome(match.MarriageDate))
	assert.Equal(t, match.Agree, match.People(died("2027-05-12"), died("2027-05-12")).Outcome(match.DeathDate), "without a clock nothing is in the future")
}
