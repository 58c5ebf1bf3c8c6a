package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/validate"
)

const secret = "Sentinel"

type inner struct {
	Value string `field:"value" validate:"required"`
}

func TestStructSaysEachRuleInWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		value any
		want  fault.Violation
	}{
		{"required", struct {
			V string `field:"f" validate:"required"`
		}{}, fault.Violation{Field: "p.f", Rule: "required", Hint: "is required"}},
		{"required beside another", struct {
			W string `field:"w"`
			V string `field:"f" validate:"required_with=W"`
		}{W: secret}, fault.Violation{Field: "p.f", Rule: "required_with=W", Hint: "is required"}},
		{"required without another", struct {
			W string `field:"w"`
			V string `field:"f" validate:"required_without=W"`
		}{}, fault.Violation{Field: "p.f", Rule: "required_without=W", Hint: "is required"}},
		{"at most", struct {
			V string `field:"f" validate:"max=3"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "max=3", Hint: "is too long or too large (at most 3)"}},
		{"at least", struct {
			V *int `field:"f" validate:"omitempty,min=1"`
		}{new(int)}, fault.Violation{Field: "p.f", Rule: "min=1", Hint: "is too short or too small (at least 1)"}},
		{"one of", struct {
			V string `field:"f" validate:"oneof=asc desc"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "oneof=asc desc", Hint: "must be one of: asc desc"}},
		{"a locale", struct {
			V string `field:"f" validate:"locale"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "locale", Hint: "must be three lower-case letters (ISO 639-3), for example eng"}},
		{"a line", struct {
			V string `field:"f" validate:"line"`
		}{secret + "\n"}, fault.Violation{Field: "p.f", Rule: "line", Hint: "must be one line of valid text without leading or trailing spaces"}},
		{"a date", struct {
			V string `field:"f" validate:"date"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "date", Hint: "must be a date (2006-01-02, 2006-01 or 2006) or a time with its zone (RFC 3339)"}},
		{"a telephone number", struct {
			V string `field:"f" validate:"phone"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "phone", Hint: "must be a telephone number, best as +14255551212 (E.164)"}},
		{"an e-mail address", struct {
			V string `field:"f" validate:"email"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "email", Hint: "must be an e-mail address"}},
		{"a URI", struct {
			V string `field:"f" validate:"uri"`
		}{secret + " "}, fault.Violation{Field: "p.f", Rule: "uri", Hint: "must be a URL"}},
		{"a URL", struct {
			V string `field:"f" validate:"url"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "url", Hint: "must be a URL"}},
		{"a URL of HTTP", struct {
			V string `field:"f" validate:"http_url"`
		}{"ftp://" + secret}, fault.Violation{Field: "p.f", Rule: "http_url", Hint: "must be a URL"}},
		{"equal", struct {
			V string `field:"f" validate:"eq=search"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "eq=search", Hint: "must be search"}},
		{"any other rule", struct {
			V string `field:"f" validate:"numeric"`
		}{secret}, fault.Violation{Field: "p.f", Rule: "numeric", Hint: "breaks the rule numeric"}},
		{"deep inside", struct {
			V []struct{ W *inner } `field:"f" validate:"dive"`
		}{[]struct{ W *inner }{{&inner{secret}}, {&inner{}}}}, fault.Violation{Field: "p.f[1].W.value", Rule: "required", Hint: "is required"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := validate.Struct("p.", tt.value)
			var invalid *fault.ValidationError
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, []fault.Violation{tt.want}, invalid.Violations)
			require.EqualError(t, err, tt.want.Field+" "+tt.want.Hint)
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func TestStructAcceptsWhatKeepsTheRules(t *testing.T) {
	t.Parallel()
	one := 1
	require.NoError(t, validate.Struct("", inner{Value: "x"}))
	require.NoError(t, validate.Struct("", &inner{Value: "x"}))
	require.NoError(t, validate.Struct("", struct {
		Page *int   `field:"page" validate:"omitempty,min=1"`
		Code string `field:"code" validate:"omitempty,locale"`
	}{Page: &one}))
	require.NoError(t, validate.Struct("", struct{ unexported string }{secret}))
}

func TestLineIsOneLineOfText(t *testing.T) {
	t.Parallel()
	type line struct {
		V string `field:"f" validate:"line"`
	}
	for _, s := range []string{"", "a", "a b", "ገብረ", "علی\u200cرضا", "a\u00a0b", "👩‍👧"} {
		require.NoError(t, validate.Struct("", line{s}), "%q", s)
	}
	for _, s := range []string{" ", " a", "a ", "a\tb", "a\nb", "a\r", "\x00", "a\x7f", "a\u0085b", "a\u2028b", "a\u2029b", "\u00a0a", "\xff", "a\xc3"} {
		require.Error(t, validate.Struct("", line{s}), "%q", s)
	}
}

func TestStructRefusesWhatIsNoStruct(t *testing.T) {
	t.Parallel()
	for _, v := range []any{nil, secret, 7, (*inner)(nil)} {
		err := validate.Struct("", v)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), secret)
		var invalid *fault.ValidationError
		assert.NotErrorAs(t, err, &invalid)
	}
}
