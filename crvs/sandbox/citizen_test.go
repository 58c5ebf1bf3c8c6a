package sandbox_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

func citizenByName(t *testing.T, reg *sandbox.Registry, name string) sandbox.Citizen {
	t.Helper()
	for c := range reg.People() {
		if c.Person.Name().Full() == name {
			return c
		}
	}
	require.Fail(t, "nobody has this name")
	return sandbox.Citizen{}
}

func TestTheTruthAboutMalaAndHerFamily(t *testing.T) {
	t.Parallel()
	reg := setup(t).registry
	mala, ravi := citizenByName(t, reg, "Mala S Kumar"), citizenByName(t, reg, "Ravi Nair")
	assert.Equal(t, person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}, mala.Identifier)
	assert.Equal(t, "B90MAY123", mala.BirthNumber)
	assert.Equal(t, "B90MAY123", mala.RegistrationNumber)
	assert.Equal(t, []string{"M15FEB042"}, mala.MarriageNumbers)
	assert.Equal(t, codes.MaritalStatusWidowed, mala.MaritalStatus)
	assert.Equal(t, 35, mala.Age)
	assert.True(t, mala.Alive)
	assert.True(t, mala.Registered())

	assert.Equal(t, codes.VitalEventDeath, ravi.Event)
	assert.Equal(t, "D24AUG007", ravi.RegistrationNumber)
	assert.Empty(t, ravi.BirthNumber)
	assert.True(t, ravi.Dead)
	assert.False(t, ravi.Alive)
	assert.Equal(t, 38, ravi.Age)

	family := reg.Family(mala)
	require.Len(t, family.Spouses, 1)
	assert.Equal(t, ravi, family.Spouses[0])
	require.Len(t, family.Children, 1)
	assert.Equal(t, "Asha Nair", family.Children[0].Person.Name().Full())
	assert.Zero(t, family.Children[0].Identifier)
	assert.Len(t, reg.Family(family.Children[0]).Parents, 2)
	assert.False(t, reg.Family(family.Children[0]).Orphan())
	assert.Equal(t, "2025-12-31", reg.Today().Text())
}

func TestEveryFixedPersonIsACitizenOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	seen := make(map[string]bool)
	dead := 0
	for c := range b.registry.People() {
		if c.Identifier.Value != "" {
			key := string(c.Identifier.Type) + ":" + c.Identifier.Value
			assert.False(t, seen[key], key)
			seen[key] = true
			found := b.found(t, byID(t, string(c.Identifier.Type), c.Identifier.Value, "death"))
			assert.Equal(t, c.Dead, slices.Contains(found, c.DeathNumber), key)
			assert.Equal(t, c.Dead, len(found) == 1, key)
		}
		if c.Dead {
			dead++
		}
	}
	assert.Equal(t, 8, dead)
	for range b.registry.People() {
		break // an iterator may be left
	}
}
