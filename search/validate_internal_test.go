package search

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

// FuzzPlain: what is let pass without the validator, the validator lets pass.
func FuzzPlain(f *testing.F) {
	f.Add("BRN", "B90MAY123", "live_birth", 2)
	f.Add("", "B90MAY123", "", 0)
	f.Add("BRN", "", "", 1)
	f.Add("BRN", " 1", "death\n", -1)
	f.Add("ID", "ገብረ", "secret event", 20000)
	f.Fuzz(func(t *testing.T, kind, value, event string, size int) {
		q := ByIdentifier(codes.IdentifierType(kind), value).In(codes.VitalEvent(event)).WithPageSize(size)
		if q.isPlain() {
			assert.NoError(t, validate.Struct("", &item{Criteria: q.shadow(), Locale: q.locale}))
		}
	})
}

func TestAQuestionIsPlainOnlyWithAnIdentifierAndAnEvent(t *testing.T) {
	t.Parallel()
	plain := ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
	assert.True(t, plain.isPlain())
	assert.True(t, plain.WithPageSize(2).isPlain())
	for name, q := range map[string]Query{
		"nothing asked":     {},
		"a condition":       plain.And(Sex.Is(codes.SexFemale)),
		"a page":            plain.WithPage(0),
		"no page size":      plain.WithPageSize(0),
		"a sort":            plain.SortBy(BirthDate, "up"),
		"a locale":          plain.WithLocale("en"),
		"a consent":         plain.WithConsent(Consent{Purpose: Purpose{RefURI: "::"}}),
		"a ground":          plain.WithAuthorize(Authorize{Purpose: Purpose{RefURI: "::"}}),
		"a space":           ByIdentifier(codes.IdentifierBRN, " B90"),
		"a type of nothing": ByIdentifier("", "B90"),
		"a value of none":   ByIdentifier(codes.IdentifierBRN, ""),
	} {
		assert.False(t, q.isPlain(), name)
	}
}
