package codes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
)

func TestASexIsTranslatedAndSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	digits := map[codes.Sex]codes.SexISO5218{"male": "1", "female": "2", "other": "9", "unknown": "0"}
	for e := range codes.Sexes().All() {
		gender := e.Code.AdministrativeGender()
		assert.True(t, gender.Exact())
		assert.Equal(t, string(e.Code), string(gender.Code))
		back := gender.Code.Sex()
		assert.True(t, back.Exact())
		assert.Equal(t, e.Code, back.Code)

		iso := e.Code.ISO5218()
		assert.Equal(t, digits[e.Code], iso.Code)
		assert.Equal(t, e.Code, iso.Code.Sex().Code)
		assert.Equal(t, e.Code != codes.SexOther, iso.Exact(), e.Code)
		assert.Equal(t, e.Code != codes.SexOther, iso.Code.Sex().Exact(), e.Code)
	}
	assert.Equal(t, codes.SexISO5218Female, codes.Sex("spdci:F").ISO5218().Code)
	assert.Equal(t, codes.SexFemale, codes.AdministrativeGender("Female").Sex().Code)
}

func TestAMaritalStatusIsTranslatedAndSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	for e := range codes.MaritalStatuses().All() {
		there := e.Code.HL7v3()
		assert.Equal(t, string(e.Code), string(there.Code))
		assert.Equal(t, e.Code != codes.MaritalStatusUnknown, there.Exact(), e.Code)
		back := there.Code.MaritalStatus()
		assert.Equal(t, e.Code, back.Code)
		assert.Equal(t, e.Code != codes.MaritalStatusUnknown && e.Code != codes.MaritalStatusDomesticPartner, back.Exact(), e.Code)
	}
	for hl7, want := range map[codes.MaritalStatusHL7]codes.MaritalStatus{"I": "M", "P": "M", "C": "", "p": "M"} {
		back := hl7.MaritalStatus()
		assert.Equal(t, want, back.Code, hl7)
		assert.NotEmpty(t, back.Loss, hl7)
		assert.False(t, back.Exact())
	}
}

func TestWhatIsUnknownHasNoTranslationAndWhatIsNotGivenNeedsNone(t *testing.T) {
	t.Parallel()
	check := func(code, loss string, given bool) {
		t.Helper()
		assert.Empty(t, code)
		assert.Equal(t, given, loss != "")
	}
	for word, given := range map[string]bool{"": false, " ": false, "no such code": true} {
		a := codes.Sex(word).AdministrativeGender()
		check(string(a.Code), a.Loss, given)
		b := codes.AdministrativeGender(word).Sex()
		check(string(b.Code), b.Loss, given)
		c := codes.Sex(word).ISO5218()
		check(string(c.Code), c.Loss, given)
		d := codes.SexISO5218(word).Sex()
		check(string(d.Code), d.Loss, given)
		e := codes.MaritalStatus(word).HL7v3()
		check(string(e.Code), e.Loss, given)
		f := codes.MaritalStatusHL7(word).MaritalStatus()
		check(string(f.Code), f.Loss, given)
		assert.False(t, a.Exact())
	}
}
