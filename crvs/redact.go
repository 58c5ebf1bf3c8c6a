package crvs

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// A client holds credentials: it prints as nothing but what it is.

// Format prints "[crvs client]" for every verb.
func (c Client) Format(s fmt.State, _ rune) { redact.Write(s, c.String()) }

// String returns "[crvs client]".
func (c Client) String() string { return "[crvs client]" }

// LogValue logs "[crvs client]".
func (c Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
