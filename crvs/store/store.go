package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/internal/redact"
)

// Store keeps messages and notes. It is safe for concurrent use. Every method
// ends with its context and then returns the context's error.
type Store interface {
	Messages
	Notes
}

// Messages are kept until they are done. The methods that name one message return
// [ErrNotKept] if its key is not known.
type Messages interface {
	// Keep keeps each message whose key is not known yet, and says of each whether
	// it was known. All of them are kept or none. When it returns nil they survive
	// what the store promises to survive. It returns [ErrFull] if there is no room,
	// and the error of [CheckKey] for a key that cannot be one.
	Keep(ctx context.Context, messages ...Message) (known []bool, err error)
	// Work hands each message to do, several at a time, until ctx ends. It then
	// cancels the contexts of the functions that still run, waits for them
	// ([Policy.Grace]), and returns nil, or an error if one of them did not return.
	// It returns [ErrWorking] if the store has a worker and takes only one.
	Work(ctx context.Context, do Handler) error
	// All gives the messages in a state, the oldest first, without their payloads.
	All(ctx context.Context, state State) iter.Seq2[Kept, error]
	// Find gives one message.
	Find(ctx context.Context, key string) (Kept, error)
	// Counts says how many messages are in each state.
	Counts(ctx context.Context) (Counts, error)
	// Replay makes a message that is done or discarded wait again, with all its
	// attempts. It returns [ErrForgotten] if its payload is gone. It does nothing
	// to a message that waits or is worked on.
	Replay(ctx context.Context, key string) error
	// Discard gives up a message that waits. It returns [ErrBusy] if it is worked
	// on at the moment. It does nothing to one that is done or discarded.
	Discard(ctx context.Context, key string) error
	// Forget removes the payload of a message that is done or discarded. The key
	// stays known. It returns [ErrBusy] if the message waits or is worked on.
	Forget(ctx context.Context, key string) error
	// Purge removes the messages that were done or discarded before a time, with
	// their keys, and says how many they were. If one of them is kept again it is
	// a new message.
	Purge(ctx context.Context, before time.Time) (int, error)
}

// Notes are small values under a kind and a key.
type Notes interface {
	// Get gives a note, or [ErrNoNote] if there is none or it has expired.
	Get(ctx context.Context, kind, key string) (Note, error)
	// Put writes a note, whether there was one or not, and returns it with its new
	// version.
	Put(ctx context.Context, n Note) (Note, error)
	// Swap writes a note if its stored version is still n.Version, where 0 means
	// that there is none; otherwise it returns [ErrChanged].
	Swap(ctx context.Context, n Note) (Note, error)
	// Delete removes a note. It is no error if there is none.
	Delete(ctx context.Context, kind, key string) error
	// List gives the notes of a kind whose keys begin with prefix, by key.
	List(ctx context.Context, kind, prefix string) iter.Seq2[Note, error]
	// Watch waits until the version of a note is another than the given one, and
	// returns the note as it is then. Version 0 means that there is no note: Watch
	// with 0 waits until there is one, and a note that was deleted or has expired is
	// returned with version 0.
	Watch(ctx context.Context, kind, key string, version int64) (Note, error)
}

// Errors of a store.
var (
	ErrNotKept   = errors.New("store: no message with this key is kept")
	ErrForgotten = errors.New("store: the payload of this message was removed, so it cannot be replayed")
	ErrBusy      = errors.New("store: the message still waits or is worked on; discard it first, or wait until it is done")
	ErrFull      = errors.New("store: there is no room for another message; make the functions that act on messages faster, purge discarded ones, or give the store more room")
	ErrWorking   = errors.New("store: this store already has a worker and takes only one")
	ErrNoNote    = errors.New("store: there is no such note")
	ErrChanged   = errors.New("store: the note was changed by somebody else")
)

// MaxKey is how many bytes a key or a kind may have.
const MaxKey = 200

// CheckKey returns an error for what cannot be the key of a message, or the kind
// or the key of a note: what is empty, has more than [MaxKey] bytes, is not UTF-8 or
// holds U+0000, which databases refuse. It does not quote it.
func CheckKey(key string) error {
	if key == "" || len(key) > MaxKey {
		return fmt.Errorf("store: a key or a kind has 1 to %d bytes, this one has %d", MaxKey, len(key))
	}
	if !utf8.ValidString(key) || strings.ContainsRune(key, 0) {
		return errors.New("store: a key or a kind is UTF-8 text without the character U+0000, this one is not")
	}
	return nil
}

// Message is something that was acknowledged and must be acted on. It prints without
// its payload.
type Message struct {
	Key     string // tells it from every other; it holds no personal data
	Payload []byte
}

// String names the message by its key.
func (m Message) String() string { return "message " + m.Key }

// Format prints what String says, whatever the verb.
func (m Message) Format(s fmt.State, _ rune) { redact.Write(s, m.String()) }

// LogValue is what slog shows.
func (m Message) LogValue() slog.Value { return slog.StringValue(m.String()) }

// Handler acts on a message. Its context ends after [Policy.Timeout], and when the
// worker stops. If it returns an error or panics the message is handed on again
// later, and after [Policy.Attempts] times it is discarded. The text of the error
// is kept: it should hold no personal data.
type Handler func(ctx context.Context, m Kept) error

// State says how far a message is.
type State string

// States of a message.
const (
	Waiting   State = "waiting"   // to be handed on, now or later
	Working   State = "working"   // handed on at the moment
	Done      State = "done"      // its function returned nil
	Discarded State = "discarded" // given up, by its last attempt or by a person
)

// Kept is a message in a store. It prints without its payload.
type Kept struct {
	Message
	State    State
	KeptAt   time.Time
	DueAt    time.Time // when it is handed on next; zero unless it waits
	EndedAt  time.Time // when it was done or discarded; zero before
	Attempts int       // how often it was handed on, this time included
	Failure  string    // what the last attempt that failed said
}

// String names the message by its key.
func (k Kept) String() string {
	return fmt.Sprintf("message %s (%s, attempts: %d)", k.Key, k.State, k.Attempts)
}

// Format prints what String says, whatever the verb.
func (k Kept) Format(s fmt.State, _ rune) { redact.Write(s, k.String()) }

// LogValue is what slog shows.
func (k Kept) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Counts says how many messages are in each state.
type Counts struct{ Waiting, Working, Done, Discarded int }

// Note is a value that is kept under a kind and a key. It prints without its
// value.
type Note struct {
	Kind, Key string // hold no personal data
	Value     []byte
	Expires   time.Time // zero: never
	Version   int64     // set by the store; it grows with each change, also over a deletion
}

// String names the note.
func (n Note) String() string {
	return fmt.Sprintf("note %s/%s (version %d)", n.Kind, n.Key, n.Version)
}

// Format prints what String says, whatever the verb.
func (n Note) Format(s fmt.State, _ rune) { redact.Write(s, n.String()) }

// LogValue is what slog shows.
func (n Note) LogValue() slog.Value { return slog.StringValue(n.String()) }
