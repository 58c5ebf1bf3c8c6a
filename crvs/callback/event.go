package callback

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/redact"
	"github.com/openspmis/dci-crvs-go/person"
)

// Event is something that a registry told of. It holds personal data and prints
// without it.
type Event struct {
	// Key is the same whenever this event is handed on, and another for every other
	// event: make the effect depend on it. It holds no personal data.
	Key          string
	Registration string           // the Name of the [Registration]
	Event        codes.VitalEvent // "" if the registry did not name it, or named two
	Change       profile.Change   // whether the registration is new, corrected or cancelled; "" if the registry does not say
	Record       person.Record

	ToldAt     time.Time // when the registry says that it told, by its clock; zero if it does not say
	ReceivedAt time.Time // when it was kept
	Attempt    int       // how often it was handed on, this time included

	// As the message says; none of them says who sent it.
	MessageID, TransactionID, ReferenceID string
	// Raw is the part of the message that tells of the event, as it was verified and
	// decrypted.
	Raw []byte
}

// String says what it is without personal data.
func (e Event) String() string {
	return fmt.Sprintf("event %s of %s (key %s)", e.Event, e.Registration, e.Key)
}

// Format prints what String says, whatever the verb.
func (e Event) Format(s fmt.State, _ rune) { redact.Write(s, e.String()) }

// LogValue is what slog shows.
func (e Event) LogValue() slog.Value { return slog.StringValue(e.String()) }

// SubscriptionChange is what a registry told of subscriptions: the answer to
// [crvs.Client.Subscribe] or [crvs.Client.Unsubscribe] that it only acknowledged.
type SubscriptionChange struct {
	Registration                 string
	TransactionID, CorrelationID string // of the request that this answers
	Subscriptions                []SubscriptionResult
	ReceivedAt                   time.Time
}

// SubscriptionResult is what became of one request.
type SubscriptionResult struct {
	ReferenceID string
	Code        string           // the registry's id of the subscription, "" if it was refused
	Event       codes.VitalEvent // "" if the registry does not say
	Ended       bool             // it was unsubscribed
	Reason      codes.ReasonCode // why it was refused, "" if it was not
}

// kept is what the store holds of a message: one event, or what was told of
// subscriptions.
type kept struct {
	Version      int    `json:"v"`
	Registration string `json:"registration"`

	Event         codes.VitalEvent `json:"event,omitempty"`
	Change        profile.Change   `json:"change,omitempty"`
	Record        *person.Record   `json:"record,omitempty"`
	Raw           []byte           `json:"raw,omitempty"`
	Timestamp     string           `json:"timestamp,omitempty"`
	MessageID     string           `json:"message_id,omitempty"`
	TransactionID string           `json:"transaction_id,omitempty"`
	CorrelationID string           `json:"correlation_id,omitempty"`
	ReferenceID   string           `json:"reference_id,omitempty"`

	Subscriptions []SubscriptionResult `json:"subscriptions,omitempty"`
}

// keptVersion is the form in which messages are kept. A process that is updated
// finds those of the one before.
const keptVersion = 1

// digest is a key: the parts cannot be confused, whatever they hold.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		_ = binary.Write(h, binary.BigEndian, uint64(len(p)))
		_, _ = h.Write(p)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// key is the idempotency key: the same event always gets the same one. The record is
// digested in the canonical form, so that the same one in another spelling or order is
// the same event.
func (k *kept) key() (string, error) {
	record, err := json.Marshal(k.Record)
	if err != nil {
		return "", err
	}
	return digest([]byte("event"), []byte(k.Registration), []byte(k.Event), []byte(k.Change), []byte(k.Record.RegistrationNumber), record), nil
}

func (k *kept) told() time.Time {
	at, _ := envelope.ParseTime(k.Timestamp)
	return at
}
