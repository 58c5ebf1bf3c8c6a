package person

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEverySpellingMeansOneFieldInAnObject(t *testing.T) {
	t.Parallel()
	for k := ofPerson; k <= ofRelation; k <<= 1 {
		for _, s := range spellings {
			for name := range strings.FieldsSeq(s.names) {
				if s.of&k != 0 {
					assert.Equal(t, s.field, k.field(name), "%s in an object of kind %b", name, k)
				}
			}
		}
	}
}

func TestSpellingsOfOneObjectMeanNothingInAnother(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]kinds{"brn": ofName, "addresses": ofPlace, "personName": ofIdentifier, "start": ofContact, "dob": ofRelation, "": ofPerson} {
		assert.Equal(t, unknownField, of.field(name), name)
	}
	assert.Equal(t, fieldIdentifierType, ofIdentifier.field("name"))
	assert.Equal(t, fieldName, ofPlace.field("name"))
}

func TestOtherSpellingsAreThoseOfTheObject(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"birthDate", "birthdate", "dob"}, ofPerson.otherSpellings("birth_date"))
	assert.Equal(t, []string{"identifiers"}, ofPlace.otherSpellings("identifier"))
	assert.Equal(t, []string{"identifierValue", "identificationValue", "identification_value", "idValue", "id_value", "value", "identifier"},
		ofIdentifier.otherSpellings("identifier_value"))
	assert.Empty(t, ofContact.otherSpellings("use"))
	assert.Empty(t, ofPerson.otherSpellings("@id"))
}
