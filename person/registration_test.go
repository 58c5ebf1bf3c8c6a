package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestTheRegistrationNumberIsThatOfTheEvent(t *testing.T) {
	t.Parallel()
	nid := person.Identifier{Type: "NID", Value: "1"}
	brn := person.Identifier{Type: "BIRTH_REG_NO", Value: "B1"}
	drn := person.Identifier{Type: codes.IdentifierDRN, Value: "D1"}
	none := person.Identifier{Type: codes.IdentifierBRN}
	for _, test := range []struct {
		ids   []person.Identifier
		event codes.VitalEvent
		want  string
	}{
		{nil, "", ""},
		{[]person.Identifier{nid}, codes.VitalEventBirth, ""},
		{[]person.Identifier{nid, brn}, codes.VitalEventBirth, "B1"},
		{[]person.Identifier{brn, drn}, codes.VitalEventDeath, "D1"},
		{[]person.Identifier{brn}, codes.VitalEventDeath, ""},
		{[]person.Identifier{none, brn}, codes.VitalEventBirth, "B1"},
		{[]person.Identifier{nid, drn}, "", "D1"},
		{[]person.Identifier{brn, drn}, "", ""},
	} {
		assert.Equal(t, test.want, person.Person{Identifiers: test.ids}.RegistrationNumber(test.event), "%s of %d", test.event, len(test.ids))
	}
}
