package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// 18:30 in UTC is the next day in India: whoever asks must say the day.
func TestATimeOfADayIsRefusedAsADay(t *testing.T) {
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
