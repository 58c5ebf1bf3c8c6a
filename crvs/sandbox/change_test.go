package sandbox_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

func national(number string) person.Identifier {
	return person.Identifier{Type: codes.IdentifierNationalID, Value: number}
}

func brn(number string) person.Identifier {
	return person.Identifier{Type: codes.IdentifierBRN, Value: number}
}

func on(text string) person.Date { return person.MustDate(text) }

// Numbers of the people who are always there.
const (
	mala   = "123456789"
	ravi   = "987654321" // died in 2024
	kavita = "200000101" // the wife of nilesh
	nilesh = "200000102"
	geeta  = "200000107" // divorced
	deepak = "200000207"
	divya  = "200000208"
)

// done is what was registered.
func done(tb testing.TB) func(r sandbox.Registration, err error) sandbox.Registration {
	tb.Helper()
	return func(r sandbox.Registration, err error) sandbox.Registration {
		tb.Helper()
		require.NoError(tb, err)
		return r
	}
}

func TestABirthIsFoundAtOnceWithItsFamily(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]sandbox.Option{"the fixed people alone": nil, "beside a country": {country(2000)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, opts...)
			got := done(t)(b.registry.RecordBirth(sandbox.Birth{
				Given: "Veena", Family: "Solanki", Sex: "F", On: on("2025-11-30"), Place: "surat riverside clinic", Mother: national(divya), Father: national(deepak),
			}))
			assert.Equal(t, 1, got.Seq)
			assert.Equal(t, codes.VitalEventBirth, got.Event)
			assert.Equal(t, "2025-12-31", got.On.Text())
			assert.Regexp(t, `^B2025-\d{7}$`, got.RegistrationNumber)
			uin, ok := got.Record.Person.Identifier(codes.IdentifierUIN)
			require.True(t, ok)
			want := []string{got.RegistrationNumber}
			for text, c := range map[string]wire.SearchCriteria{
				"uin":    byID(t, "UIN", uin.Value, "birth"),
				"brn":    byID(t, "BRN", got.RegistrationNumber, ""),
				"name":   where(t, "birth", "given_name eq VEENA", "surname eq solanki"),
				"words":  where(t, "birth", "name eq solanki veena"),
				"date":   where(t, "birth", "birth_date eq 2025-11-30", "sex eq female"),
				"place":  where(t, "birth", "birth_place eq IN-GJ", "birth_date ge 2025-11", "surname eq Solanki"),
				"mother": where(t, "birth", "parent1_identifier eq NATIONAL_ID:"+divya, "birth_date ge 2025"),
				"mname":  where(t, "birth", "mother_name eq divya", "birth_date ge 2025"),
				"fname":  where(t, "birth", "father_name eq deepak solanki", "given_name eq Veena"),
				"reg":    where(t, "birth", "registration_date eq 2025-12-31", "region_code eq IN-GJ"),
			} {
				assert.Equal(t, want, b.found(t, c), text)
			}
			child := citizenByName(t, b.registry, "Veena Solanki")
			family := b.registry.Family(child)
			require.Len(t, family.Parents, 2)
			assert.Equal(t, "Divya Solanki", family.Parents[0].Person.Name().Full())
			assert.Len(t, b.registry.Family(family.Parents[1]).Children, 2, "he had one before")
			assert.Equal(t, got.RegistrationNumber, child.BirthNumber)
			assert.Equal(t, 0, child.Age)
			assert.NotEqual(t, got.RegistrationNumber, done(t)(b.registry.RecordBirth(sandbox.Birth{Given: "Other"})).RegistrationNumber)
		})
	}
}

func TestADeathIsFoundAtOnceAndLeavesAWidow(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := done(t)(b.registry.RecordDeath(national(nilesh), on("2025-12-01")))
	assert.Equal(t, []string{got.RegistrationNumber}, b.found(t, byID(t, "NATIONAL_ID", nilesh, "death")))
	assert.Equal(t, []string{got.RegistrationNumber}, b.found(t, where(t, "death", "death_date ge 2025-12-01")))
	assert.Equal(t, []string{got.RegistrationNumber}, b.found(t, byID(t, "DRN", got.RegistrationNumber, "")))
	assert.Equal(t, codes.MaritalStatusMarried, got.Record.Person.MaritalStatus)
	wife, ok := got.Record.Person.Spouse()
	require.True(t, ok)
	assert.Equal(t, "Kavita", wife.Name().GivenName())
	widow := citizenByName(t, b.registry, "Kavita Patel")
	assert.Equal(t, codes.MaritalStatusWidowed, widow.MaritalStatus)
	dead := citizenByName(t, b.registry, "Nilesh Patel")
	assert.True(t, dead.Dead)
	assert.False(t, dead.Alive)
	assert.Equal(t, 40, dead.Age)
	assert.Equal(t, got.RegistrationNumber, dead.RegistrationNumber)
}

func TestThePeopleOfACountryDieMarryAndDivorce(t *testing.T) {
	t.Parallel()
	b := setup(t, country(3000))
	record := func(number string) person.Record {
		for r := range b.registry.Records() {
			if r.RegistrationNumber == number {
				return r
			}
		}
		require.Fail(t, "no such record")
		return person.Record{}
	}
	died, married, divorced := 0, 0, 0
	var single *sandbox.Citizen
	for c := range b.registry.People() {
		family := b.registry.Family(c)
		switch {
		case !c.Alive || c.Identifier.Value == "" || c.Age < 25:
		case c.MaritalStatus == codes.MaritalStatusMarried && len(c.MarriageNumbers) > 0 && divorced < 5 && len(family.Spouses) == len(c.MarriageNumbers):
			before := record(c.MarriageNumbers[len(c.MarriageNumbers)-1])
			got := done(t)(b.registry.RecordDivorce(c.Identifier, on("2025-12-31")))
			assert.Equal(t, before.RegistrationNumber, got.RegistrationNumber)
			assert.Contains(t, b.found(t, where(t, "marriage", "divorce_date eq 2025-12-31", "marital_status eq D")), got.RegistrationNumber)
			divorced++
		case c.MaritalStatus == codes.MaritalStatusMarried && died < 5:
			got := done(t)(b.registry.RecordDeath(c.Identifier, on("2025-12-31")))
			assert.Equal(t, []string{got.RegistrationNumber}, b.found(t, byID(t, string(c.Identifier.Type), c.Identifier.Value, "death")))
			assert.Len(t, got.Record.Person.Related(codes.RelationshipHusband, codes.RelationshipWife), 1)
			died++
		case c.MaritalStatus == codes.MaritalStatusNeverMarried && married < 5 && single == nil:
			single = &c
		case c.MaritalStatus == codes.MaritalStatusNeverMarried && married < 5 && single.Person.Sex != c.Person.Sex:
			got := done(t)(b.registry.RecordMarriage(single.Identifier, c.Identifier, on("2025-12-30")))
			assert.Equal(t, codes.SexFemale, got.Record.Person.Sex)
			assert.Contains(t, b.found(t, byID(t, string(c.Identifier.Type), c.Identifier.Value, "marriage")), got.RegistrationNumber)
			assert.Contains(t, b.found(t, byID(t, string(single.Identifier.Type), single.Identifier.Value, "marriage")), got.RegistrationNumber)
			married, single = married+1, nil
		}
	}
	assert.Equal(t, [3]int{5, 5, 5}, [3]int{died, married, divorced})
}

func TestAnAdoptedChildHasNewParents(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := done(t)(b.registry.RecordAdoption(brn("B17JUN009"), national(kavita), national(nilesh), on("2025-06-01")))
	assert.Equal(t, "B17JUN009", got.RegistrationNumber)
	assert.Equal(t, []string{"B17JUN009"}, b.found(t, where(t, "birth", "parent1_identifier eq NATIONAL_ID:"+nilesh, "given_name eq Asha")))
	assert.Empty(t, b.found(t, where(t, "birth", "parent1_identifier eq NATIONAL_ID:"+mala)))
	assert.Len(t, got.Record.Person.Related(codes.RelationshipAdoptiveFather), 1)
	child := citizenByName(t, b.registry, "Asha Nair")
	assert.Equal(t, "Kavita Patel", b.registry.Family(child).Parents[0].Person.Name().Full())
	assert.Empty(t, b.registry.Family(citizenByName(t, b.registry, "Mala S Kumar")).Children)

	step := done(t)(b.registry.RecordAdoption(brn("B08NOV012"), national(geeta), national(deepak), person.Date{}))
	assert.Len(t, step.Record.Person.Related(codes.RelationshipMother), 1, "who was the mother stays it")
	assert.Len(t, step.Record.Person.Related(codes.RelationshipAdoptiveFather), 1)
}

func TestACorrectedRecordIsFoundAsItIsNow(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := done(t)(b.registry.Correct("B90MAY123", sandbox.Correction{Given: "Maala", On: on("1991-05-12"), Place: "IN-KL-EKM-01"}))
	assert.Equal(t, []string{"B90MAY123"}, b.found(t, where(t, "birth", "given_name eq Maala", "birth_date eq 1991-05-12", "birth_place eq Kerala")))
	assert.Empty(t, b.found(t, where(t, "birth", "given_name eq Mala", "birth_date eq 1990-05-12")))
	assert.Equal(t, "2025-12-31", got.Record.Person.LastUpdated.Text())
	assert.Equal(t, 34, citizenByName(t, b.registry, "Maala S Kumar").Age)
	mother := where(t, "birth", "mother_name eq Mala", "given_name eq Asha")
	assert.Equal(t, []string{"B17JUN009"}, b.found(t, mother), "what was registered before stays as it was")
	child := done(t)(b.registry.RecordBirth(sandbox.Birth{Given: "New", Mother: national(mala)}))
	assert.Equal(t, []string{child.RegistrationNumber}, b.found(t, where(t, "birth", "mother_name eq Maala")))

	two := done(t)(b.registry.Correct("B88MAR001", sandbox.Correction{On: on("1989-03-01")}))
	assert.Len(t, two.Record.Person.BirthDates, 1)
	wedding := done(t)(b.registry.Correct("M13DEC005", sandbox.Correction{On: on("2013-12-06")}))
	assert.Equal(t, []string{wedding.RegistrationNumber}, b.found(t, where(t, "marriage", "marriage_date eq 2013-12-06")))
	death := done(t)(b.registry.Correct("D24AUG007", sandbox.Correction{On: on("2024-08-04")}))
	assert.Equal(t, []string{death.RegistrationNumber}, b.found(t, where(t, "death", "death_date eq 2024-08-04")))
}

func TestACancelledRecordIsGoneFromEveryAnswer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := done(t)(b.registry.Cancel("D24AUG007"))
	assert.Equal(t, "D24AUG007", got.Record.RegistrationNumber)
	assert.Empty(t, b.found(t, byID(t, "DRN", "D24AUG007", "")))
	assert.Empty(t, b.found(t, byID(t, "NATIONAL_ID", ravi, "death")))
	assert.Equal(t, []string{"D24AUG009"}, b.found(t, where(t, "death", "death_date eq 2024-08-03")))
	for r := range b.registry.Records() {
		assert.NotEqual(t, "D24AUG007", r.RegistrationNumber)
	}
	assert.True(t, citizenByName(t, b.registry, "Ravi Nair").Alive)
	assert.Equal(t, codes.MaritalStatusMarried, citizenByName(t, b.registry, "Mala S Kumar").MaritalStatus)
	again := done(t)(b.registry.RecordDeath(national(ravi), on("2025-01-01")))
	assert.Equal(t, []string{again.RegistrationNumber}, b.found(t, byID(t, "NATIONAL_ID", ravi, "death")))

	done(t)(b.registry.Cancel("M05MAY014"))
	assert.Empty(t, b.found(t, byID(t, "NATIONAL_ID", "200000203", "marriage")))
	assert.Equal(t, codes.MaritalStatusNeverMarried, citizenByName(t, b.registry, "Joseph Thomas").MaritalStatus)
	done(t)(b.registry.Cancel("B17JUN009"))
	assert.Empty(t, b.found(t, byID(t, "BRN", "B17JUN009", "")))
	assert.False(t, citizenByName(t, b.registry, "Asha Nair").Registered())
	_, err := b.registry.Cancel("B17JUN009")
	require.ErrorIs(t, err, fault.ErrNotFound)
}

func TestAnEventThatCannotBeIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	future, early := on("2026-01-01"), on("1980-01-01")
	nobody := national("1")
	for _, tt := range []struct {
		name, says string
		do         func(r *sandbox.Registry) (sandbox.Registration, error)
	}{
		{"the death of nobody", "the deceased is not known", func(r *sandbox.Registry) (sandbox.Registration, error) { return r.RecordDeath(nobody, early) }},
		{"the death of somebody without an identifier", "identifier of the deceased is missing", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(person.Identifier{}, early)
		}},
		{"the death of somebody who died", "registered already", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(national(ravi), on("2025-01-01"))
		}},
		{"a death before the birth", "before the birth", func(r *sandbox.Registry) (sandbox.Registration, error) { return r.RecordDeath(national(mala), early) }},
		{"a death before the wedding", "before a wedding", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(national(mala), on("2010-01-01"))
		}},
		{"a death before a child was born", "before the birth of a child", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(national(mala), on("2016-01-01"))
		}},
		{"a marriage of mother and son", "parent and child", func(r *sandbox.Registry) (sandbox.Registration, error) {
			if err := r.AdvanceTo(on("2030-01-01")); err != nil {
				return sandbox.Registration{}, err
			}
			return r.RecordMarriage(national(geeta), brn("B08NOV012"), person.Date{})
		}},
		{"a death in the future", "future of the registry's clock", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(national(mala), future)
		}},
		{"a death in a year", "a whole date", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(national(mala), on("2024"))
		}},
		{"the death of a couple", "that of two people", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDeath(person.Identifier{Type: "MRN", Value: "M15FEB042"}, on("2025-01-01"))
		}},
		{"a birth in the future", "future of the registry's clock", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", On: future})
		}},
		{"a birth long ago", "before the year 1850", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", On: on("1849-12-31")})
		}},
		{"a birth without a name", "the name is missing", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Middle: "A", Given: "  "})
		}},
		{"a birth of a sex that is none", "code of directory sex", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", Sex: "banana"})
		}},
		{"a birth nowhere", "no place of this registry", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", Place: "Atlantis"})
		}},
		{"a birth after the mother's death", "was dead by that day", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", Mother: national("200000401"), On: on("2020-01-01")})
		}},
		{"a birth to a child", "too young", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", Mother: brn("B17JUN009")})
		}},
		{"a birth to a man", "registered as male", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordBirth(sandbox.Birth{Given: "A", Mother: national(nilesh)})
		}},
		{"a marriage with oneself", "nobody marries themselves", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordMarriage(national(deepak), brn("B95FEB028"), person.Date{})
		}},
		{"a second marriage", "married already", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordMarriage(national(deepak), national(kavita), person.Date{})
		}},
		{"a marriage with the dead", "was dead on that day", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordMarriage(national(deepak), national("200000206"), person.Date{})
		}},
		{"a marriage of a child", "not of age", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordMarriage(national(deepak), brn("B17JUN009"), person.Date{})
		}},
		{"a divorce without a marriage", "not married", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDivorce(national(deepak), person.Date{})
		}},
		{"a second divorce", "divorced already", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDivorce(national(geeta), person.Date{})
		}},
		{"the divorce of a widow", "ended with a death", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDivorce(person.Identifier{Type: "MRN", Value: "M15FEB042"}, person.Date{})
		}},
		{"a divorce before the wedding", "not after the wedding", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordDivorce(national(kavita), on("2013-12-05"))
		}},
		{"the adoption of an adult", "of age", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordAdoption(national(deepak), national(kavita), person.Identifier{}, person.Date{})
		}},
		{"an adoption by nobody", "needs a mother or a father", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordAdoption(brn("B17JUN009"), person.Identifier{}, person.Identifier{}, person.Date{})
		}},
		{"an adoption by a child", "not of age", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordAdoption(brn("B25JUL001"), brn("B12MAY007"), person.Identifier{}, person.Date{})
		}},
		{"the adoption of somebody who died", "was dead on that day", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.RecordAdoption(brn("B17APR008"), national(kavita), person.Identifier{}, person.Date{})
		}},
		{"a correction that says nothing", "says nothing", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("B17JUN009", sandbox.Correction{Given: " "})
		}},
		{"a correction of nothing", "no record with that registration number", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("B17JUN00", sandbox.Correction{Given: "A"})
		}},
		{"a birth after the death", "after the death", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("B17APR008", sandbox.Correction{On: on("2020-01-01")})
		}},
		{"a birth after that of the child", "a wedding or a child", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("B90MAY123", sandbox.Correction{On: on("2020-01-01")})
		}},
		{"a couple under another name", "correct the births", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("M15FEB042", sandbox.Correction{Family: "A"})
		}},
		{"a wedding before another ended", "was married on that day", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Correct("M21JAN017", sandbox.Correction{On: on("2018-01-01")})
		}},
		{"the cancellation of a marriage that a death ended", "one of the couple has died", func(r *sandbox.Registry) (sandbox.Registration, error) {
			return r.Cancel("M15FEB042")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			reg := setup(t).registry
			before := digestOf(reg)
			_, err := tt.do(reg)
			require.ErrorContains(t, err, tt.says)
			assert.Equal(t, before, digestOf(reg))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for range reg.Registrations(ctx, 0) {
				assert.Fail(t, "it is told as registered")
			}
		})
	}
}

func TestTheClockMovesOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	require.Error(t, b.registry.AdvanceTo(on("2025-12-30")))
	require.Error(t, b.registry.AdvanceTo(on("2101-01-01")))
	require.Error(t, b.registry.AdvanceTo(on("2026")))
	require.NoError(t, b.registry.AdvanceTo(on("2027-06-30")))
	assert.Equal(t, "2027-06-30", b.registry.Today().Text())
	asha := citizenByName(t, b.registry, "Asha Nair")
	assert.Equal(t, 10, asha.Age)
	born := done(t)(b.registry.RecordBirth(sandbox.Birth{Given: "A"}))
	assert.Equal(t, "B2027-0000001", born.RegistrationNumber)
	assert.Equal(t, "2027-06-30", born.Record.Person.BirthDate().Text())
	_, err := b.registry.RecordDeath(brn("B17JUN009"), on("2027-07-01"))
	require.ErrorContains(t, err, "future of the registry's clock")
	done(t)(b.registry.RecordDeath(brn("B17JUN009"), on("2027-06-30")))
}
