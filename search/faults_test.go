package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// A registry truthfully has nobody of the surname "Kumar and given_name=Mala".
func TestAValueThatHoldsAnotherComparisonIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"surname=Kumar and given_name=Mala",
		"surname=Kumar AND given_name=Mala",
		"surname=Kumar OR given_name=Mala",
		"surname=Kumar || given_name=Mala",
		"surname=Kumar && given_name=Mala",
		"surname=Kumar, sex=female",
		"surname=Kumar,sex=female",
		"surname=Kumar; dob>1990",
		"surname=Kumar\u00a0and\u00a0given_name=Mala",
		"surname=Kumar\u2003and given_name=Mala",
		"surname=Kumar given_name=Mala",
		"surname=Kumar and sex != female",
		"surname=Kumar and sex in female,male",
		"surname=Kumar und Geschlecht and gender = F",
		"surname=Kumar and custom:ward=7",
		"surname=Kumar and parent=UIN:5",
		"surname in Kumar,sex=female",
		"surname=A or surname=B and sex=female",
	} {
		_, err := search.ParseCondition(text)
		require.ErrorIs(t, err, search.ErrCondition, text)
		assert.Contains(t, err.Error(), "by itself", text)
		assert.NotContains(t, err.Error(), "Mala")
	}
}

func TestANameThatOnlyLooksLikeMoreIsAName(t *testing.T) {
	t.Parallel()
	for text, value := range map[string]string{
		"surname=Black and White":         "Black and White",
		"surname=Black OR White":          "Black OR White",
		"surname=Smith, John":             "Smith, John",
		"surname=Van\u00a0Dyke":           "Van Dyke",
		"surname=O=Neill":                 "O=Neill",
		"surname=Kumar & Sons = partners": "Kumar & Sons = partners",
		"name=Sex Education":              "Sex Education",
		"surname=Born in Region":          "Born in Region",
		"surname=de la Region":            "de la Region",
	} {
		c, err := search.ParseCondition(text)
		require.NoError(t, err, text)
		assert.Equal(t, value, c.Terms()[0].Value, text)
	}
}

// 18:30 in UTC is the next day in India: whoever asks must say the day.
func TestATimeOfADayIsNoDay(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	for _, text := range []string{"1990-05-12T18:30:00Z", "1990-05-12T08:30:00+05:30", "1990-05-12T00:00:01Z", "1990-05-12T23:59:59.999Z", "1990-05-12 10:00"} {
		for name, c := range map[string]search.Condition{
			"is":      search.BirthDate.Is(d(text)),
			"in":      search.BirthDate.In(d(text), d("1990-05-12")),
			"between": search.BirthDate.Between(d("1980"), d(text)),
			"before":  search.DeathDate.Before(d(text)),
			"after":   search.DeathDate.After(d(text)),
			"or":      search.BirthDate.Is(d("1990-05-12")).Or(search.BirthDate.Is(d(text))),
		} {
			err := search.Where(c).Validate()
			require.ErrorContains(t, err, "is a time of a day", "%s %s", name, text)
			assert.NotContains(t, err.Error(), "1990")
		}
	}
	for _, text := range []string{"1990-05-12T00:00:00Z", "1990-05-12T00:00:00.000+05:30", "1990-05-12T00:00:00-08:00", "1990-05-12 00:00", "1990-05-12T00:00Z"} {
		c := search.BirthDate.Is(d(text))
		require.NoError(t, search.Where(c).Validate(), text)
		assert.Equal(t, "1990-05-12", c.Terms()[0].Value, text)
	}
}
