package sandbox

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestACronExpressionNamesTheMomentsThatItSays(t *testing.T) {
	t.Parallel()
	const from = "2026-01-31T10:20:30Z" // a Saturday
	for name, tt := range map[string]struct{ cron, next, then string }{
		"the published example, the 5th and the 15th": {"0 0 0 5,15 * ? *", "2026-02-05T00:00:00Z", "2026-02-15T00:00:00Z"},
		"every minute":                            {"* * * * *", "2026-01-31T10:21:00Z", "2026-01-31T10:22:00Z"},
		"every second of a form with seconds":     {"* * * * * ?", "2026-01-31T10:20:31Z", "2026-01-31T10:20:32Z"},
		"every quarter of an hour":                {"*/15 * * * *", "2026-01-31T10:30:00Z", "2026-01-31T10:45:00Z"},
		"a step from a number on":                 {"5/20 * * * *", "2026-01-31T10:25:00Z", "2026-01-31T10:45:00Z"},
		"at nine on working days":                 {"0 9 * * 1-5", "2026-02-02T09:00:00Z", "2026-02-03T09:00:00Z"},
		"Sunday is 0 in the form without seconds": {"0 9 * * 0", "2026-02-01T09:00:00Z", "2026-02-08T09:00:00Z"},
		"and 7":                                 {"0 9 * * 7", "2026-02-01T09:00:00Z", "2026-02-08T09:00:00Z"},
		"Sunday is 1 in the form with seconds":  {"0 0 9 ? * 1", "2026-02-01T09:00:00Z", "2026-02-08T09:00:00Z"},
		"days by their names":                   {"0 0 9 ? * MON,wed", "2026-02-02T09:00:00Z", "2026-02-04T09:00:00Z"},
		"months by their names":                 {"0 0 1 feb-APR *", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"},
		"a day that some months have":           {"0 0 30 * *", "2026-03-30T00:00:00Z", "2026-04-30T00:00:00Z"},
		"a day that some years have":            {"0 0 29 2 *", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"},
		"a year":                                {"0 0 0 1 1 ? 2030-2031", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"},
		"the moment itself is not after itself": {"30 20 10 31 1 ?", "2027-01-31T10:20:30Z", "2028-01-31T10:20:30Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, ok := parseCron(tt.cron)
			require.True(t, ok)
			at, err := time.Parse(time.RFC3339, from)
			require.NoError(t, err)
			for _, want := range []string{tt.next, tt.then} {
				at, ok = c.next(at)
				require.True(t, ok)
				assert.Equal(t, want, at.Format(time.RFC3339))
			}
		})
	}
}

func TestACronExpressionThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "daily", "* * * *", "* * * * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "0 0 0 ? * 0",
		"5-1 * * * *", "*/0 * * * *", "*/x * * * *", "a * * * *", "1,,2 * * * *", "0 0 0 1 1 ? 1969", "-1 * * * *", "1- * * * *", "L * * * *",
	} {
		_, ok := parseCron(text)
		assert.False(t, ok, text)
	}
	c, ok := parseCron("0 0 30 2 *")
	require.True(t, ok)
	_, ok = c.next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	assert.False(t, ok, "there is no 30 February")
}
