package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAListenerWithAStorePrintsLaterWhatItCouldNotPrintAndNothingTwice(t *testing.T) {
	t.Parallel()
	stores := map[string]string{"file": filepath.Join(t.TempDir(), "inbox.db")}
	if address := os.Getenv("DCI_POSTGRES"); address != "" {
		assert.Equal(t, exitFound, crvsctl(t, "inbox", "-store", address, "migrate").status)
		stores["postgres"] = address
	}
	for name, store := range stores {
		number := "D26-" + name + strings.ReplaceAll(t.TempDir(), "/", "-") // one that no earlier run kept
		broken := earsTo(t, full{}, func() string { return "" }, "-insecure-unsigned", "-store", store)
		status, ack := post(t, broken.url, notification(deathOf(number, "")))
		assert.Equal(t, []any{200, "ACK"}, []any{status, ack}, name)
		broken.stop() // before it tried to print, or after
		for _, times := range []int{1, 0} {
			e := ears(t, "-insecure-unsigned", "-store", store)
			_, _ = post(t, e.url, notification(deathOf(number, "")))
			_, _ = post(t, e.url, notification(deathOf(number+"-next"+strings.Repeat("x", times), "")))
			assert.Eventually(t, func() bool {
				return strings.Contains(crvsctl(t, "inbox", "-store", store, "list").stdout, "0 waiting, 0 working")
			}, patienceToPrint, patienceToPrint/200, name)
			d := e.stop()
			assert.Equal(t, exitFound, d.status, "%s: %s", name, d.stderr)
			assert.Equal(t, times, strings.Count(d.stdout, `"registration_number":"`+number+`"`), "%s: %s", name, d.stdout)
		}
	}
}

func TestASecondListenerOnAFileIsToldSo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "inbox.db")
	first := ears(t, "-insecure-unsigned", "-store", path)
	assert.Eventually(t, func() bool {
		second := ears(t, "-insecure-unsigned", "-store", path)
		d := second.stop()
		return d.status == exitFailed && strings.Contains(d.stderr, "already has a worker")
	}, patienceToPrint, patienceToPrint/50)
	assert.Equal(t, exitFound, first.stop().status)
}
