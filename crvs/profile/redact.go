package profile

import (
	"fmt"
	"log/slog"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// What holds values of a question, records, or words of a registry prints as what
// it is, for every verb of fmt and in slog. Its fields can be read one by one; as
// JSON they are written.

// Format prints what it is.
func (Plan) Format(f fmt.State, _ rune) { redact.Write(f, "[plan]") }

// LogValue logs what it is.
func (Plan) LogValue() slog.Value { return slog.StringValue("[plan]") }

// Format prints what it is.
func (Item) Format(f fmt.State, _ rune) { redact.Write(f, "[condition of a plan]") }

// LogValue logs what it is.
func (Item) LogValue() slog.Value { return slog.StringValue("[condition of a plan]") }

// Format prints what it is.
func (Comparison) Format(f fmt.State, _ rune) { redact.Write(f, "[comparison]") }

// LogValue logs what it is.
func (Comparison) LogValue() slog.Value { return slog.StringValue("[comparison]") }

// Format prints what it is.
func (Message) Format(f fmt.State, _ rune) { redact.Write(f, "[message]") }

// LogValue logs what it is.
func (Message) LogValue() slog.Value { return slog.StringValue("[message]") }

// Format prints what it is.
func (Search) Format(f fmt.State, _ rune) { redact.Write(f, "[questions]") }

// LogValue logs what it is.
func (Search) LogValue() slog.Value { return slog.StringValue("[questions]") }

// Format prints what it is.
func (Subscribe) Format(f fmt.State, _ rune) { redact.Write(f, "[subscriptions]") }

// LogValue logs what it is.
func (Subscribe) LogValue() slog.Value { return slog.StringValue("[subscriptions]") }

// Format prints what it is.
func (Subscription) Format(f fmt.State, _ rune) { redact.Write(f, "[subscription]") }

// LogValue logs what it is.
func (Subscription) LogValue() slog.Value { return slog.StringValue("[subscription]") }

// Format prints what it is.
func (Notify) Format(f fmt.State, _ rune) { redact.Write(f, "[notifications]") }

// LogValue logs what it is.
func (Notify) LogValue() slog.Value { return slog.StringValue("[notifications]") }

// Format prints what it is.
func (Notification) Format(f fmt.State, _ rune) { redact.Write(f, "[notification]") }

// LogValue logs what it is.
func (Notification) LogValue() slog.Value { return slog.StringValue("[notification]") }

// Format prints what it is.
func (Encoded) Format(f fmt.State, _ rune) { redact.Write(f, "[encoded message]") }

// LogValue logs what it is.
func (Encoded) LogValue() slog.Value { return slog.StringValue("[encoded message]") }

// Format prints what it is.
func (Received) Format(f fmt.State, _ rune) { redact.Write(f, "[received message]") }

// LogValue logs what it is.
func (Received) LogValue() slog.Value { return slog.StringValue("[received message]") }

// Format prints what it is.
func (Header) Format(f fmt.State, _ rune) { redact.Write(f, "[header]") }

// LogValue logs what it is.
func (Header) LogValue() slog.Value { return slog.StringValue("[header]") }

// Format prints what it is.
func (Said) Format(f fmt.State, _ rune) { redact.Write(f, "[status of a message]") }

// LogValue logs what it is.
func (Said) LogValue() slog.Value { return slog.StringValue("[status of a message]") }

// Format prints what it is.
func (SubscribedItem) Format(f fmt.State, _ rune) { redact.Write(f, "[answer to a subscription]") }

// LogValue logs what it is.
func (SubscribedItem) LogValue() slog.Value { return slog.StringValue("[answer to a subscription]") }

// Format prints what it is.
func (Unsubscribed) Format(f fmt.State, _ rune) { redact.Write(f, "[end of subscriptions]") }

// LogValue logs what it is.
func (Unsubscribed) LogValue() slog.Value { return slog.StringValue("[end of subscriptions]") }

// Format prints what it is.
func (AnswerItem) Format(f fmt.State, _ rune) { redact.Write(f, "[answer]") }

// LogValue logs what it is.
func (AnswerItem) LogValue() slog.Value { return slog.StringValue("[answer]") }

// Format prints what it is.
func (Event) Format(f fmt.State, _ rune) { redact.Write(f, "[event]") }

// LogValue logs what it is.
func (Event) LogValue() slog.Value { return slog.StringValue("[event]") }

// Format prints what it is.
func (PeerError) Format(f fmt.State, _ rune) { redact.Write(f, "[error of the registry]") }

// LogValue logs what it is.
func (PeerError) LogValue() slog.Value { return slog.StringValue("[error of the registry]") }
