package envelope

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// What holds a key, or the URL of one, prints as what it is.

// Format prints the scheme and the key's algorithm and id, for every verb.
func (s *Signer) Format(f fmt.State, _ rune) { redact.Write(f, s.redacted()) }

// LogValue logs the same.
func (s *Signer) LogValue() slog.Value { return slog.StringValue(s.redacted()) }

func (s *Signer) redacted() string {
	if s == nil {
		return "[no signer]"
	}
	return "[signer " + string(s.scheme) + " with " + s.key.redacted() + "]"
}

// Format prints the scheme, for every verb.
func (v *Verifier) Format(f fmt.State, _ rune) { redact.Write(f, v.redacted()) }

// LogValue logs the same.
func (v *Verifier) LogValue() slog.Value { return slog.StringValue(v.redacted()) }

func (v *Verifier) redacted() string {
	if v == nil {
		return "[no verifier]"
	}
	return "[verifier " + string(v.scheme) + "]"
}

// Format prints what it is, for every verb.
func (e *Encrypter) Format(f fmt.State, _ rune) { redact.Write(f, "[encrypter]") }

// LogValue logs the same.
func (e *Encrypter) LogValue() slog.Value { return slog.StringValue("[encrypter]") }

// Format prints what it is, for every verb.
func (d *Decrypter) Format(f fmt.State, _ rune) { redact.Write(f, "[decrypter]") }

// LogValue logs the same.
func (d *Decrypter) LogValue() slog.Value { return slog.StringValue("[decrypter]") }

// Format prints what it is, for every verb.
func (o *Opener) Format(f fmt.State, _ rune) { redact.Write(f, "[opener]") }

// LogValue logs the same.
func (o *Opener) LogValue() slog.Value { return slog.StringValue("[opener]") }

// Format prints what it is, for every verb.
func (s *Senders) Format(f fmt.State, _ rune) { redact.Write(f, "[keys of several senders]") }

// LogValue logs the same.
func (s *Senders) LogValue() slog.Value { return slog.StringValue("[keys of several senders]") }

// Format names the host only, for every verb: a URL can hold a secret.
func (r *RemoteKeys) Format(f fmt.State, _ rune) { redact.Write(f, r.redacted()) }

// LogValue logs the same.
func (r *RemoteKeys) LogValue() slog.Value { return slog.StringValue(r.redacted()) }

func (r *RemoteKeys) redacted() string {
	if r == nil {
		return "[no keys]"
	}
	return "[keys of " + r.host + "]"
}
