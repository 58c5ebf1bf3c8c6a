package session

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// Format prints "[session]" for every verb.
func (s Session) Format(f fmt.State, _ rune) { redact.Write(f, "[session]") }

// LogValue logs "[session]".
func (s Session) LogValue() slog.Value { return slog.StringValue("[session]") }

// Format prints "[session options]" for every verb.
func (o Options) Format(f fmt.State, _ rune) { redact.Write(f, "[session options]") }

// LogValue logs "[session options]".
func (o Options) LogValue() slog.Value { return slog.StringValue("[session options]") }

// Format prints "[tokens]" for every verb.
func (t Tokens) Format(f fmt.State, _ rune) { redact.Write(f, "[tokens]") }

// LogValue logs "[tokens]".
func (t Tokens) LogValue() slog.Value { return slog.StringValue("[tokens]") }

// Format prints "[trust]" for every verb.
func (t Trust) Format(f fmt.State, _ rune) { redact.Write(f, "[trust]") }

// LogValue logs "[trust]".
func (t Trust) LogValue() slog.Value { return slog.StringValue("[trust]") }
