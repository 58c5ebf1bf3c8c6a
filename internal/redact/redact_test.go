package redact_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// A verb that does not fit prints what a pointer points to: a box shows an address.
func TestABoxShowsNothingUnderAnyVerb(t *testing.T) {
	t.Parallel()
	type holder struct{ box redact.Box[string] }
	type behind struct{ holder *holder }
	box := redact.NewBox("Secret-1")
	for verb := rune('A'); verb <= 'z'; verb++ {
		for _, flags := range []string{"", "+", "#", " ", "-9"} {
			for _, v := range []any{box, &box, holder{box}, &holder{box}, behind{&holder{box}}, []holder{{box}}, map[string]any{"k": holder{box}}} {
				assert.NotContains(t, fmt.Sprintf("%"+flags+string(verb), v), "Secret")
			}
		}
	}
	assert.Equal(t, "Secret-1", box.Open())
	assert.Empty(t, redact.Box[string]{}.Open())
	assert.True(t, redact.Box[string]{}.IsEmpty())
}
