package transport_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// piece is the length of what must not be left of a secret anywhere.
const piece = 5

// assertNoSecret checks that no form in which a value can be printed holds a
// piece of a secret.
func assertNoSecret(t *testing.T, v any, secrets ...string) {
	t.Helper()
	assertNoPiece(t, printed(v), secrets...)
}

// printed is v in every way in which programs print.
func printed(v any) string {
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", slog.Any("v", v))
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", slog.Any("v", v))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		_, _ = fmt.Fprintf(&b, verb+"\n", v)
	}
	return b.String()
}

func assertNoPiece(t *testing.T, text string, secrets ...string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, s := range secrets {
		s = strings.ToLower(s)
		for i := 0; i+min(piece, len(s)) <= len(s); i++ {
			if part := s[i : i+min(piece, len(s))]; strings.Contains(text, part) {
				assert.Fail(t, "a piece of a secret is printed", "%q in %s", part, text)
				return
			}
		}
	}
}
