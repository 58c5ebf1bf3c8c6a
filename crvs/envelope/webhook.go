package envelope

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// WebhookHeader is the HTTP header in which OpenCRVS signs a webhook.
const WebhookHeader = "X-Hub-Signature"

// Webhook signs and verifies bodies with a shared secret, by [HMACWebhook]: the
// header is "sha256=" and the hex HMAC-SHA256 of "sha256:" and the body, encoded
// as JavaScript's encodeURIComponent does. It is immutable and safe for
// concurrent use, and prints nothing of the secret.
type Webhook struct{ secret redact.Box[string] }

// NewWebhook returns the webhook of a shared secret. An empty one is an error of
// kind invalid.
func NewWebhook(secret string) (Webhook, error) {
	if secret == "" {
		return Webhook{}, invalid(opNew, "the webhook's secret is empty")
	}
	return Webhook{secret: redact.NewBox(secret)}, nil
}

// Format says what it is, for every verb.
func (w Webhook) Format(s fmt.State, _ rune) { redact.Write(s, "[webhook secret]") }

// LogValue says what it is.
func (w Webhook) LogValue() slog.Value { return slog.StringValue("[webhook secret]") }

// MarshalText says what it is, so that JSON shows no more either.
func (w Webhook) MarshalText() ([]byte, error) { return []byte("[webhook secret]"), nil }

// Sign returns the value of [WebhookHeader] for a body.
func (w Webhook) Sign(body []byte) string {
	return "sha256=" + hex.EncodeToString(w.sum(body))
}

// Verify returns nil if the body is signed with the secret, and else an error of
// kind signature. It does not look at the age of the body, nor whether it was seen
// before.
func (w Webhook) Verify(h http.Header, body []byte) error {
	values := h.Values(WebhookHeader)
	if w.secret.IsEmpty() || len(values) != 1 {
		return forged("the webhook carries no header " + WebhookHeader + ", or several")
	}
	given, ok := strings.CutPrefix(values[0], "sha256=")
	sum, err := hex.DecodeString(given)
	if !ok || err != nil || len(sum) != sha256.Size {
		return forged("the header " + WebhookHeader + ` is not "sha256=" and 64 hexadecimal digits`)
	}
	if !utf8.Valid(body) {
		return forged("the webhook's body is not UTF-8")
	}
	if !hmac.Equal(sum, w.sum(body)) {
		return forged("the webhook's signature does not match: the body was changed on the way, or the secret is another one")
	}
	return nil
}

func (w Webhook) sum(body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(w.secret.Open()))
	mac.Write(appendURIComponent([]byte("sha256:"), body))
	return mac.Sum(nil)
}

// appendURIComponent encodes as ECMA-262, section 19.2.6.5: letters, digits and
// -_.!~*'() stay.
func appendURIComponent(dst, text []byte) []byte {
	const digits = "0123456789ABCDEF"
	for _, c := range text {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*'()", c) >= 0 {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}
