package transport

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// What holds a secret or a body prints as a short description by every verb of
// fmt and in slog.

func (t Token) redacted() string {
	if t.Value == "" {
		return "no token"
	}
	return "token [masked]"
}

// Format prints the token redacted.
func (t Token) Format(s fmt.State, _ rune) { redact.Write(s, t.redacted()) }

// LogValue logs the token redacted.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.redacted()) }

// MarshalText keeps the token out of JSON and its like.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.redacted()), nil }

// Format prints the source without its token.
func (s staticToken) Format(f fmt.State, _ rune) { redact.Write(f, "static token [masked]") }

// LogValue logs the source without its token.
func (s staticToken) LogValue() slog.Value { return slog.StringValue("static token [masked]") }

// Format prints the source without what it holds.
func (s *callersSource) Format(f fmt.State, _ rune) { redact.Write(f, "token source of the caller") }

// LogValue logs the source without what it holds.
func (s *callersSource) LogValue() slog.Value { return slog.StringValue("token source of the caller") }

// Format prints the credentials without id and secret.
func (c Credentials) Format(f fmt.State, _ rune) { redact.Write(f, "credentials [masked]") }

// LogValue logs the credentials without id and secret.
func (c Credentials) LogValue() slog.Value { return slog.StringValue("credentials [masked]") }

// Format prints the source without id and secret.
func (c *ClientCredentials) Format(f fmt.State, _ rune) {
	redact.Write(f, "client credentials [masked]")
}

// LogValue logs the source without id and secret.
func (c *ClientCredentials) LogValue() slog.Value {
	return slog.StringValue("client credentials [masked]")
}

// Format prints the options without credentials and headers.
func (o Options) Format(s fmt.State, _ rune) { redact.Write(s, "transport options") }

// LogValue logs the options without credentials and headers.
func (o Options) LogValue() slog.Value { return slog.StringValue("transport options") }

// Format prints the client without credentials and headers.
func (c *Client) Format(s fmt.State, _ rune) { redact.Write(s, "transport client") }

// LogValue logs the client without credentials and headers.
func (c *Client) LogValue() slog.Value { return slog.StringValue("transport client") }

func (r Request) redacted() string {
	return fmt.Sprintf("request %s of %d bytes", r.Op, len(r.Body))
}

// Format prints the request without URL and body.
func (r Request) Format(s fmt.State, _ rune) { redact.Write(s, r.redacted()) }

// LogValue logs the request without URL and body.
func (r Request) LogValue() slog.Value { return slog.StringValue(r.redacted()) }

func (r Response) redacted() string {
	return fmt.Sprintf("HTTP %d with %d bytes", r.Status, len(r.Body))
}

// Format prints the response without headers and body.
func (r Response) Format(s fmt.State, _ rune) { redact.Write(s, r.redacted()) }

// LogValue logs the response without headers and body.
func (r Response) LogValue() slog.Value { return slog.StringValue(r.redacted()) }
