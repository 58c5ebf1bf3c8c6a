package sandbox_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

func country(size int) sandbox.Option {
	return sandbox.WithPopulation(sandbox.Population{Seed: 1, Size: size})
}

func TestNoTwoPeopleShareAnIdentifier(t *testing.T) {
	t.Parallel()
	reg := setup(t, country(20_000)).registry
	owners := make(map[string]bool)
	people := 0
	for c := range reg.People() {
		people++
		for _, id := range c.Person.Identifiers {
			key := string(id.Type.Canonical()) + ":" + id.Value
			require.False(t, owners[key], "two have the number of one")
			owners[key] = true
		}
		for _, number := range append([]string{c.BirthNumber, c.DeathNumber}, c.MarriageNumbers...) {
			require.False(t, strings.HasPrefix(number, "B") && owners[number], "two have the registration of one")
			owners[number] = number != ""
		}
	}
	assert.Greater(t, people, 20_000, "the fixed people are there too")
}

func TestTheRegistersTellOfTheCitizens(t *testing.T) {
	t.Parallel()
	reg := setup(t, country(3000)).registry
	records := make(map[string]person.Record)
	number := ""
	for r := range reg.Records() {
		require.Less(t, number, r.RegistrationNumber, "records come in the order of their numbers")
		number = r.RegistrationNumber
		records[number] = r
	}
	told := 0
	for c := range reg.People() {
		require.Equal(t, c.Dead, c.DeathNumber != "")
		require.False(t, c.Dead && c.Alive)
		require.Equal(t, c.BirthNumber != "" || c.Dead, c.Registered())
		for event, number := range map[codes.VitalEvent]string{codes.VitalEventBirth: c.BirthNumber, codes.VitalEventDeath: c.DeathNumber} {
			if number == "" {
				continue
			}
			told++
			r, ok := records[number]
			require.True(t, ok)
			require.Equal(t, event, r.Event)
			require.Equal(t, c.Person.BirthDates, r.Person.BirthDates)
			require.Equal(t, c.Person.Sex, r.Person.Sex)
			require.Equal(t, c.Person.Name().Given, r.Person.Name().Given)
			if c.Identifier.Value != "" {
				id, ok := r.Person.Identifier(c.Identifier.Type)
				require.True(t, ok)
				require.Equal(t, c.Identifier.Value, id.Value)
			}
		}
		for _, number := range c.MarriageNumbers {
			require.Equal(t, codes.VitalEventMarriage, records[number].Event)
		}
	}
	assert.Greater(t, told, 3000)
}

func TestADeathIsFoundIfAndOnlyIfOneIsRegistered(t *testing.T) {
	t.Parallel()
	b := setup(t, country(2000))
	dead, living := 0, 0
	for c := range b.registry.People() {
		if c.Identifier.Value == "" || !c.Registered() {
			continue
		}
		want := []string{}
		if c.Dead {
			dead++
			want = []string{c.DeathNumber}
		} else {
			living++
		}
		require.Equal(t, want, b.found(t, byID(t, string(c.Identifier.Type), c.Identifier.Value, "death")))
		if c.BirthNumber != "" {
			require.Equal(t, []string{c.BirthNumber}, b.found(t, byID(t, string(c.Identifier.Type), c.Identifier.Value, "birth")))
		}
		if dead+living == 400 {
			break
		}
	}
	assert.Greater(t, dead, 50)
	assert.Greater(t, living, 150)
}

func TestTheFirstPeopleAreAFairMix(t *testing.T) {
	t.Parallel()
	reg := setup(t, country(50_000)).registry
	var dead, fixed, total int
	for c := range reg.People() {
		if !c.Registered() || c.Identifier.Value == "" {
			continue
		}
		total++
		if c.Dead {
			dead++
		}
		if !strings.Contains(c.RegistrationNumber, "-") {
			fixed++
		}
		if total == 100 {
			break
		}
	}
	assert.Greater(t, dead, 10)
	assert.Less(t, dead, 40)
	assert.Greater(t, fixed, 15)
	assert.Less(t, fixed, 40)
}

// spell writes everything that a value holds, so that two spellings are the same
// only if the values are. It does not go through the codec of package person,
// which may learn to write more.
func spell(w io.Writer, v reflect.Value) {
	if d, ok := reflect.TypeAssert[person.Date](v); ok {
		fmt.Fprintf(w, "%q,", d.Text())
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && !v.Field(i).IsZero() {
				fmt.Fprintf(w, "%s:", v.Type().Field(i).Name)
				spell(w, v.Field(i))
			}
		}
	case reflect.Slice:
		fmt.Fprintf(w, "[%d", v.Len())
		for i := range v.Len() {
			spell(w, v.Index(i))
		}
	case reflect.Pointer:
		spell(w, v.Elem())
	default:
		fmt.Fprintf(w, "%q,", v.String())
	}
}

func digestOf(reg *sandbox.Registry) string {
	h := sha256.New()
	for r := range reg.Records() {
		spell(h, reflect.ValueOf(r))
	}
	return fmt.Sprintf("%x", h.Sum(nil))[:32]
}

func TestTheSameSeedGivesTheSamePeople(t *testing.T) {
	t.Parallel()
	registry := func(p sandbox.Population) *sandbox.Registry { return setup(t, sandbox.WithPopulation(p)).registry }
	small := sandbox.Population{Seed: 42, Size: 1000, From: 1940, To: 2024}
	// If this fails, numbers and names on which somebody's tests rely have
	// moved: say so in CHANGELOG.md.
	assert.Equal(t, "9a6d0e083ec5eb28abd555ff4ff8c398", digestOf(registry(small)))
	again := digestOf(registry(small))
	assert.Equal(t, "9a6d0e083ec5eb28abd555ff4ff8c398", again)
	for name, other := range map[string]sandbox.Population{
		"seed": {Seed: 43, Size: 1000, From: 1940, To: 2024},
		"size": {Seed: 42, Size: 1001, From: 1940, To: 2024},
		"from": {Seed: 42, Size: 1000, From: 1941, To: 2024},
		"to":   {Seed: 42, Size: 1000, From: 1940, To: 2025},
	} {
		assert.NotEqual(t, digestOf(registry(small)), digestOf(registry(other)), name)
	}
	var first, second strings.Builder
	for _, to := range []*strings.Builder{&first, &second} {
		for r := range registry(small).Records() {
			to.WriteString(encode(t, r.Person))
		}
	}
	assert.Equal(t, first.String(), second.String())
}

func TestEveryRecordSurvivesEncodingAndDecoding(t *testing.T) {
	t.Parallel()
	for r := range setup(t, country(2000)).registry.Records() {
		text := encode(t, r.Person)
		var back person.Person
		require.NoError(t, json.Unmarshal([]byte(text), &back))
		require.Equal(t, text, encode(t, back))
		require.True(t, back.Extra.IsZero(), "everything has a field")
		require.Len(t, back.Relations, len(r.Person.Relations))
		for i, rel := range back.Relations {
			require.Equal(t, r.Person.Relations[i].Type, rel.Type)
			require.Equal(t, r.Person.Relations[i].Person.Identifiers, rel.Person.Identifiers)
		}
		require.Equal(t, r.Person.Identifiers, back.Identifiers)
		require.Equal(t, r.Person.BirthDates, back.BirthDates)
		require.Equal(t, r.Person.Name().Full(), back.Name().Full())
		require.Equal(t, r.Person.Addresses, back.Addresses)
		require.Equal(t, r.Person.BirthPlace, back.BirthPlace)
	}
}

func TestEveryKindOfFamilyIsThere(t *testing.T) {
	t.Parallel()
	reg := setup(t, country(5000)).registry
	kinds := map[string]func(sandbox.Citizen, sandbox.Family) bool{
		"a living pensioner": func(c sandbox.Citizen, _ sandbox.Family) bool { return c.Alive && c.Age >= 60 },
		"a widow": func(c sandbox.Citizen, _ sandbox.Family) bool {
			return c.Alive && c.Person.Sex == codes.SexFemale && c.MaritalStatus == codes.MaritalStatusWidowed
		},
		"a widower who married again": func(c sandbox.Citizen, f sandbox.Family) bool {
			return c.Person.Sex == codes.SexMale && len(f.Spouses) > 1 && f.Spouses[0].Dead && c.MaritalStatus == codes.MaritalStatusMarried
		},
		"a divorced man": func(c sandbox.Citizen, _ sandbox.Family) bool {
			return c.Alive && c.Person.Sex == codes.SexMale && c.MaritalStatus == codes.MaritalStatusDivorced
		},
		"an orphan": func(c sandbox.Citizen, f sandbox.Family) bool {
			return c.Alive && c.Age >= 0 && c.Age < 18 && f.Orphan()
		},
		"a child of a single parent": func(c sandbox.Citizen, f sandbox.Family) bool {
			return c.Alive && c.Age >= 0 && c.Age < 18 && len(f.Parents) == 1
		},
		"an unregistered child": func(c sandbox.Citizen, _ sandbox.Family) bool {
			return c.Alive && c.Age >= 0 && c.Age < 18 && !c.Registered()
		},
		"one registered at death only": func(c sandbox.Citizen, _ sandbox.Family) bool { return c.Dead && c.BirthNumber == "" },
		"one who died unregistered":    func(c sandbox.Citizen, _ sandbox.Family) bool { return !c.Dead && !c.Alive },
		"one name":                     func(c sandbox.Citizen, _ sandbox.Family) bool { return c.Person.Name().FamilyName() == "" },
		"nobody knows the age":         func(c sandbox.Citizen, _ sandbox.Family) bool { return c.Age < 0 },
		"brothers":                     func(c sandbox.Citizen, f sandbox.Family) bool { return len(f.Children) > 2 },
	}
	for c := range reg.People() {
		f := reg.Family(c)
		for name, is := range kinds {
			if is(c, f) {
				delete(kinds, name)
			}
		}
		for _, child := range f.Children {
			require.True(t, slices.ContainsFunc(reg.Family(child).Parents, func(p sandbox.Citizen) bool { return reflect.DeepEqual(p, c) }), "a child knows its parents")
		}
		for _, spouse := range f.Spouses {
			require.True(t, slices.ContainsFunc(reg.Family(spouse).Spouses, func(p sandbox.Citizen) bool { return reflect.DeepEqual(p, c) }), "a spouse knows the spouse")
		}
	}
	for name := range kinds {
		assert.Fail(t, "nobody is "+name)
	}
	assert.Zero(t, reg.Family(sandbox.Citizen{}))
}

func TestEveryKindOfRecordIsThere(t *testing.T) {
	t.Parallel()
	scripts := map[string]string{"Latin": "a", "Cyrillic": "а", "Amharic": "ደ", "Thai": "ร", "Arabic": "ا", "Devanagari": "र"}
	kinds := map[string]func(person.Record) bool{
		"twins":    func(r person.Record) bool { return r.Person.TypeOfBirth == codes.BirthTypeTwin },
		"triplets": func(r person.Record) bool { return r.Person.TypeOfBirth == codes.BirthTypeTriplet },
		"a late registration": func(r person.Record) bool {
			return r.Event == codes.VitalEventBirth && r.Person.BirthDate().Year() > 0 && r.Person.RegistrationDate.Year() > r.Person.BirthDate().Year()+5
		},
		"an adopted child":      func(r person.Record) bool { return len(r.Person.Related(codes.RelationshipAdoptiveMother)) == 1 },
		"no parents told":       func(r person.Record) bool { return r.Event == codes.VitalEventBirth && len(r.Person.Relations) == 0 },
		"a maiden name":         func(r person.Record) bool { return r.Event == codes.VitalEventDeath && r.Person.Name().Maiden != "" },
		"a year of birth alone": func(r person.Record) bool { return r.Person.BirthDate().Precision() == person.PrecisionYear },
		"a month of birth":      func(r person.Record) bool { return r.Person.BirthDate().Precision() == person.PrecisionMonth },
		"no birth date":         func(r person.Record) bool { return len(r.Person.BirthDates) == 0 },
		"a year of death alone": func(r person.Record) bool { return r.Person.DeathDate().Precision() == person.PrecisionYear },
		"no sex":                func(r person.Record) bool { return r.Person.Sex == "" },
		"an unknown sex":        func(r person.Record) bool { return r.Person.Sex == codes.SexUnknown },
		"a corrected record":    func(r person.Record) bool { return r.Person.LastUpdated != r.Person.RegistrationDate },
		"a divorce":             func(r person.Record) bool { return len(r.Person.DivorceDates) == 1 },
		"both numbers": func(r person.Record) bool {
			_, one := r.Person.Identifier(codes.IdentifierUIN)
			_, other := r.Person.Identifier(codes.IdentifierNationalID)
			return one && other
		},
		"a widow's death": func(r person.Record) bool {
			return r.Event == codes.VitalEventDeath && r.Person.MaritalStatus == codes.MaritalStatusWidowed
		},
	}
	for script, letter := range scripts {
		kinds[script] = func(r person.Record) bool { return strings.Contains(r.Person.Name().Full(), letter) }
	}
	homes := make(map[string]string)
	kinds["one who moved"] = func(r person.Record) bool {
		id, ok := r.Person.Identifier(codes.IdentifierNationalID)
		before := homes[id.Value]
		homes[id.Value] = r.Person.Address().SubRegion
		return ok && before != "" && before != r.Person.Address().SubRegion
	}
	type nameAndDay struct{ name, born string }
	names := make(map[nameAndDay]bool)
	near := func(days int) func(person.Record) bool {
		return func(r person.Record) bool {
			d := r.Person.BirthDate()
			if r.Event != codes.VitalEventBirth || d.Precision() != person.PrecisionDay {
				return false
			}
			other, err := person.NewDate(d.Year(), d.Month(), d.Day()+days)
			if days > 1 {
				other, err = person.NewDate(d.Year()+1, d.Month(), d.Day())
			}
			return err == nil && names[nameAndDay{r.Person.Name().Full(), other.Text()}]
		}
	}
	key := func(r person.Record) nameAndDay {
		return nameAndDay{r.Person.Name().Full(), r.Person.BirthDate().Text()}
	}
	kinds["the name and the birthday of another"] = func(r person.Record) bool {
		return r.Event == codes.VitalEventBirth && r.Person.BirthDate().Precision() == person.PrecisionDay && names[key(r)]
	}
	reg := setup(t, country(20_000)).registry
	kinds["the name of another, a day apart"], kinds["the name of another, a year apart"] = near(1), near(365)
	for r := range reg.Records() {
		for name, is := range kinds {
			if is(r) {
				delete(kinds, name)
			}
		}
		if r.Event == codes.VitalEventBirth {
			names[key(r)] = true
		}
	}
	for name := range kinds {
		assert.Fail(t, "no record of "+name)
	}
}

func TestEveryRecordIsOnOnePage(t *testing.T) {
	t.Parallel()
	b := setup(t, country(4000))
	var want, got []string
	for r := range b.registry.Records() {
		want = append(want, r.RegistrationNumber)
	}
	for page := 1; ; page++ {
		c := where(t, "", "registration_date ge 1850-01-01")
		c.Pagination = wire.PageRequest{PageNumber: page, PageSize: 1000}
		numbers := b.found(t, c)
		if len(numbers) == 0 {
			break
		}
		got = append(got, numbers...)
	}
	// The records of the fixed people have no date of registration.
	want = slices.DeleteFunc(want, func(number string) bool { return !strings.Contains(number, "-") || strings.HasPrefix(number, "BIRTH") })
	assert.Equal(t, want, got)
}

func TestThePlacesOfTheCountryArePublished(t *testing.T) {
	t.Parallel()
	places := func(b bundle) []wire.Location {
		var out wire.Locations
		require.NoError(t, json.Unmarshal([]byte(b.send(t, http.MethodGet, "/.well-known/locations.json", nil).text), &out))
		return out.Locations
	}
	assert.Len(t, places(setup(t)), 17)
	all := places(setup(t, country(10)))
	assert.Len(t, all, 17+1+8*(1+6*5))
	b := setup(t, country(3000))
	assert.NotEmpty(t, b.found(t, where(t, "birth", "birth_place eq XS-03", "birth_date ge 2010")))
	assert.Equal(t, b.found(t, where(t, "birth", "birth_place eq Norrmark", "birth_date ge 2015")), b.found(t, where(t, "birth", "birth_place eq xs-01", "birth_date ge 2015")))
}

func TestAPopulationThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]sandbox.Population{
		"nobody":               {},
		"fewer than nobody":    {Size: -1},
		"too many":             {Size: 5_000_001},
		"it ends before":       {Size: 1, From: 2000, To: 1999},
		"before the calendars": {Size: 1, From: 1849},
		"a time still to come": {Size: 1, To: 2101},
		"longer than a life":   {Size: 1, From: 1850, To: 2025},
	} {
		_, err := sandbox.New(sandbox.WithPopulation(p))
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "WithPopulation", name)
	}
	reg := setup(t, sandbox.WithPopulation(sandbox.Population{Size: 1, From: 2001, To: 2001})).registry
	assert.Equal(t, "2001-12-31", reg.Today().Text())
}
