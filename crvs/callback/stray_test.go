package callback_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
)

func TestMessagesToPathsOfNobodyAreLoggedOnceAMinuteWithoutTheirPaths(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		m := newMIS(t, signed(t), callback.WithLogger(newLogger(&log)))
		stray := func(times int) {
			for range times {
				got := post(t, m, "/dci/Kumar", notify(event("death", death("D26-7"))))
				assert.Equal(t, []any{404, "err.request.not_found"}, []any{got.status, got.code})
			}
		}
		stray(1)
		<-time.After(59 * time.Second)
		stray(500)
		assert.Equal(t, 1, strings.Count(log.String(), "\n"), "%s", &log)
		<-time.After(time.Second)
		stray(1)
		<-time.After(24 * time.Hour)
		stray(1)
		logged := strings.Split(strings.TrimSpace(log.String()), "\n")
		if assert.Len(t, logged, 3) {
			for i, n := range []string{`"messages":1}`, `"messages":501}`, `"messages":1}`} {
				assert.Contains(t, logged[i], `"level":"WARN","msg":"callback: messages came to paths of no registration",`+n)
			}
		}
		for _, personal := range []string{"Kumar", "Mala", "D26-7", "784512369"} {
			assert.NotContains(t, log.String(), personal)
		}
		assert.Equal(t, callback.Counts{Refused: 503}, m.Counts())
	})
}
