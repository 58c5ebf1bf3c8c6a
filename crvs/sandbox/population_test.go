package sandbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// everybody yields each person of each record.
func everybody(r person.Record) []person.Person {
	people := []person.Person{r.Person}
	for _, rel := range r.Person.Relations {
		people = append(people, rel.Person)
	}
	return people
}

func TestEveryNumberBelongsToOnePerson(t *testing.T) {
	t.Parallel()
	owner := make(map[person.Identifier]string)
	for r := range setup(t).registry.Records() {
		for _, p := range everybody(r) {
			for _, id := range p.Identifiers {
				key := person.Identifier{Type: id.Type.Canonical(), Value: id.Value}
				name, known := owner[key]
				if !known {
					owner[key] = p.Name().Full()
					continue
				}
				assert.Equal(t, name, p.Name().Full(), "%s %s", key.Type, key.Value)
			}
		}
	}
}

func TestAllRecordsOfAPersonAgreeOnBirthDateAndSex(t *testing.T) {
	t.Parallel()
	told := make(map[string]person.Person)
	for r := range setup(t).registry.Records() {
		for _, p := range everybody(r) {
			id, ok := p.Identifier(codes.IdentifierNationalID)
			if !ok {
				continue
			}
			before, known := told[id.Value]
			if known && len(before.BirthDates) > 0 && len(p.BirthDates) > 0 {
				assert.Equal(t, before.BirthDates, p.BirthDates, id.Value)
			}
			if known && before.Sex != "" && p.Sex != "" {
				assert.Equal(t, before.Sex, p.Sex, id.Value)
			}
			told[id.Value] = p
		}
	}
}

func TestEveryRecordHasItsNumberAndItsEvent(t *testing.T) {
	t.Parallel()
	kinds := map[codes.VitalEvent]codes.IdentifierType{
		codes.VitalEventBirth: codes.IdentifierBRN, codes.VitalEventDeath: codes.IdentifierDRN, codes.VitalEventMarriage: codes.IdentifierMRN,
	}
	seen := make(map[string]bool)
	count := make(map[codes.VitalEvent]int)
	for r := range setup(t).registry.Records() {
		assert.False(t, seen[r.RegistrationNumber], "number %s is there twice", r.RegistrationNumber)
		seen[r.RegistrationNumber] = true
		count[r.Event]++
		require.Contains(t, kinds, r.Event)
		assert.Equal(t, r.RegistrationNumber, numberOf(t, r.Person, kinds[r.Event]))
		if r.Event == codes.VitalEventDeath {
			assert.NotEmpty(t, r.Person.DeathDates)
		}
		if r.Event == codes.VitalEventMarriage {
			assert.Len(t, r.Subjects(), 2)
		}
		for place := r.Person.BirthPlace; place != nil; place = place.ContainedIn {
			assert.NotEmpty(t, place.Name)
			assert.NotEmpty(t, place.Identifiers)
		}
	}
	assert.GreaterOrEqual(t, count[codes.VitalEventBirth], 50)
	assert.GreaterOrEqual(t, count[codes.VitalEventDeath], 5)
	assert.GreaterOrEqual(t, count[codes.VitalEventMarriage], 5)
}

func TestRecordsComeInTheOrderOfTheirNumbers(t *testing.T) {
	t.Parallel()
	var got []string
	for r := range setup(t).registry.Records() {
		got = append(got, r.RegistrationNumber)
	}
	assert.True(t, slices.IsSortedFunc(got, strings.Compare))
	for range setup(t).registry.Records() {
		break // an iterator may be left
	}
}

func TestPeopleWhoAreHardToFileAreOnFile(t *testing.T) {
	t.Parallel()
	kinds := map[string]func(person.Record) bool{
		"one name": func(r person.Record) bool {
			return r.Person.Name().FamilyName() == "" && r.Person.Name().GivenName() != ""
		},
		"no birth date":    func(r person.Record) bool { return len(r.Person.BirthDates) == 0 },
		"a year of birth":  func(r person.Record) bool { return r.Person.BirthDate().Precision() == person.PrecisionYear },
		"a month of birth": func(r person.Record) bool { return r.Person.BirthDate().Precision() == person.PrecisionMonth },
		"two birth dates":  func(r person.Record) bool { return len(r.Person.BirthDates) == 2 },
		"no sex":           func(r person.Record) bool { return r.Person.Sex == "" },
		"a father not on file": func(r person.Record) bool {
			return r.Event == codes.VitalEventBirth && len(r.Person.Related(codes.RelationshipMother)) == 1 && len(r.Person.Related(codes.RelationshipFather)) == 0
		},
		"a divorced couple": func(r person.Record) bool { return len(r.Person.DivorceDates) == 1 },
		"a child that died": func(r person.Record) bool {
			return len(r.Person.DeathDates) == 1 && r.Person.BirthDate().Year() == 2017
		},
		"leading zeros": func(r person.Record) bool {
			id, _ := r.Person.Identifier(codes.IdentifierNationalID)
			return strings.HasPrefix(id.Value, "00")
		},
		"a year of death alone": func(r person.Record) bool { return r.Person.DeathDate().Precision() == person.PrecisionYear },
	}
	all := slices.Collect(setup(t).registry.Records())
	for name, is := range kinds {
		assert.True(t, slices.ContainsFunc(all, is), name)
	}
}
