package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestRelativesAreFoundByTheDirectoryOfRelationships(t *testing.T) {
	t.Parallel()
	relation := func(rt codes.RelationshipType, name string) person.Relation {
		return person.Relation{Type: rt, Person: named(person.PersonName{Text: name})}
	}
	p := person.Person{Relations: []person.Relation{
		relation("STPPRN", "stepfather"), relation("", "informant"), relation("PRN", "a parent"), relation("NMTH", "birth mother"), relation("ADOPTM", "adoptive mother"),
		relation("spdci:Father", "father"), relation("FRMSPS", "former"), relation("HUSB", "husband"), relation("SPS", "second"), relation("AUNT", "aunt"),
	}}
	mother, ok := p.Mother()
	assert.True(t, ok)
	assert.Equal(t, "birth mother", mother.Name().Full())
	father, ok := p.Father()
	assert.True(t, ok)
	assert.Equal(t, "father", father.Name().Full())
	spouse, ok := p.Spouse()
	assert.True(t, ok)
	assert.Equal(t, "husband", spouse.Name().Full())
	var parents []string
	for _, one := range p.Parents() {
		parents = append(parents, one.Name().Full())
	}
	assert.Equal(t, []string{"a parent", "birth mother", "adoptive mother", "father"}, parents)
	assert.Len(t, p.Related(), 10)
	assert.Len(t, p.Related("stpprn", "AUNT"), 2)

	bare := read(t, `{"parent1_identifier":"UIN:1"}`)
	assert.Len(t, bare.Parents(), 1)
	_, ok = bare.Mother()
	assert.False(t, ok, "whether it is the mother is not said")
	_, ok = bare.Spouse()
	assert.False(t, ok)
	assert.Nil(t, person.Person{}.Parents())
}

func TestTheFirstIdentifierOfAnyParentIsWrittenForReadersOfTheStandard(t *testing.T) {
	t.Parallel()
	p := person.Person{Relations: []person.Relation{{Type: "ADOPTM", Person: identified(person.Identifier{Type: "UIN", Value: "1"})}, {Type: "AUNT", Person: identified(person.Identifier{Type: "UIN", Value: "2"})}}}
	text := write(t, p)
	assert.Contains(t, text, `"parent1_identifier":{"identifier_type":"UIN","identifier_value":"1"}`)
	assert.NotContains(t, text, "parent2_identifier")
	assertSame(t, p, read(t, text), text)
}
