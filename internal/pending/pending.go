// Package pending is where a client that asked without waiting and the callback that is
// told the answer meet: the notes that both write and read in one store. Neither knows
// the other.
//
// Before a question is sent the client keeps it ([Keep]). The callback keeps a verified
// and opened answer to it ([Question.Add]) before it is acknowledged. The client reads
// the answers ([Question.Answers]), judges them, and waits for the next one
// ([Question.Watch]). What is answered is dropped ([Question.Drop]); what is forgotten
// expires.
package pending

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

// The kinds of the notes. A transaction has one question and one bell, and as many
// answers as messages came; an owner has one door.
const (
	kindQuestion = "crvs.question" // key: the transaction
	kindAnswer   = "crvs.answer"   // key: the transaction, a slash, the digest of the answer
	kindBell     = "crvs.bell/"    // and the owner; key: the transaction
	kindDoor     = "crvs.door"     // key: the owner
)

// version is the form in which questions and answers are kept.
const version = 1

// maxAnswers bounds the messages that may come for one transaction.
const maxAnswers = 10_000

// Grace is how long the notes are kept after the deadline: who resumes a little late
// still learns what came.
const Grace = time.Hour

// Errors.
var (
	ErrNone    = errors.New("this question is no longer pending: its answer was taken, or its time was over long ago")
	ErrVersion = errors.New("this question was kept by another version of this SDK")
	ErrTooMany = errors.New("more messages came for this transaction than one answer may have")
)

// Question is one asynchronous search as it was asked. It holds personal data.
type Question struct {
	Version       int       `json:"v"`
	Owner         string    `json:"owner"` // which registry is asked, and as whom
	TransactionID string    `json:"transaction_id"`
	MessageID     string    `json:"message_id"`
	CallbackPlace string    `json:"callback_place,omitempty"` // the [Place] where the registry was told to answer; "" for nowhere
	AskedAt       time.Time `json:"asked_at"`
	Deadline      time.Time `json:"deadline"`
	Items         []Item    `json:"items"`
}

// Item is one query of it.
type Item struct {
	Query       search.Query `json:"query"`
	ReferenceID string       `json:"reference_id"`
	// Page and Size are those that were asked for; Size is 0 if the query leaves it to
	// the registry, and then every page answers it.
	Page int `json:"page"`
	Size int `json:"size,omitempty"`
}

// Answer is one message that came for it. It holds personal data.
type Answer struct {
	Key        string    `json:"-"` // of the note: the same for the same bytes
	Version    int       `json:"v"`
	ReceivedAt time.Time `json:"received_at"`
	IsStatus   bool      `json:"is_status,omitempty"` // it is the answer to a question for the status
	Verified   bool      `json:"verified,omitempty"`
	Decrypted  bool      `json:"decrypted,omitempty"`
	// Opened are the bytes that were verified and decrypted: only these are decoded.
	Opened []byte `json:"opened"`
}

// bell is rung by each answer.
type bell struct {
	Deadline time.Time `json:"deadline"`
	Answers  int       `json:"answers,omitempty"`
	Taken    time.Time `json:"taken,omitzero"` // until then somebody acts on it
}

func (q *Question) expires() time.Time { return q.Deadline.Add(Grace) }

// Keep keeps a question before it is sent.
func Keep(ctx context.Context, st store.Notes, q *Question) error {
	q.Version = version
	value, err := json.Marshal(q)
	if err != nil {
		return err
	}
	if err := q.ring(ctx, st, bell{Deadline: q.Deadline}, 0); err != nil {
		return err
	}
	_, err = st.Put(ctx, store.Note{Kind: kindQuestion, Key: q.TransactionID, Value: value, Expires: q.expires()})
	return err
}

func (q *Question) ring(ctx context.Context, st store.Notes, b bell, over int64) error {
	value, err := json.Marshal(b)
	if err != nil {
		return err
	}
	_, err = st.Swap(ctx, store.Note{Kind: kindBell + q.Owner, Key: q.TransactionID, Value: value, Expires: q.expires(), Version: over})
	return err
}

// Find gives the question of a transaction, or [ErrNone].
func Find(ctx context.Context, st store.Notes, transactionID string) (*Question, error) {
	if !isKey(transactionID) {
		return nil, ErrNone
	}
	n, err := st.Get(ctx, kindQuestion, transactionID)
	if errors.Is(err, store.ErrNoNote) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	q := new(Question)
	if err := json.Unmarshal(n.Value, q); err != nil || q.Version != version {
		return nil, ErrVersion
	}
	return q, nil
}

// isKey says whether a text can be one of our transaction ids: letters, digits and
// hyphens. A peer may write anything.
func isKey(id string) bool {
	return id != "" && len(id) <= 99 && !strings.ContainsFunc(id, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// Place is a path of ours without that of the verb at its end, which a registry may put
// there.
func Place(path, verb string) string {
	path = strings.TrimRight(path, "/")
	if short, ok := strings.CutSuffix(path, verb); ok && strings.Trim(short, "/") != "" {
		return short
	}
	return path
}

// IsToldAt says whether the registry was told to answer at this [Place]. What stands
// before us may cut something off the front of a path, or put something there: the end
// must agree.
func (q *Question) IsToldAt(place string) bool {
	asked, ours := segments(q.CallbackPlace), segments(place)
	n := min(len(asked), len(ours))
	return n > 0 && slices.Equal(asked[len(asked)-n:], ours[len(ours)-n:])
}

func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// Add keeps an answer and says whether it was known. It returns [ErrNone] if the
// question was dropped meanwhile, and [ErrTooMany] for more than one question may have.
func (q *Question) Add(ctx context.Context, st store.Notes, a Answer) (known bool, err error) {
	digest := sha256.Sum256(a.Opened)
	key := q.TransactionID + "/" + base64.RawURLEncoding.EncodeToString(digest[:])
	switch _, err := st.Get(ctx, kindAnswer, key); {
	case err == nil:
		known = true // and who waits may not have been told: the sender sent it again
	case !errors.Is(err, store.ErrNoNote):
		return false, err
	}
	if !known {
		a.Version = version
		value, err := json.Marshal(a)
		if err != nil {
			return false, err
		}
		if _, err := st.Put(ctx, store.Note{Kind: kindAnswer, Key: key, Value: value, Expires: q.expires()}); err != nil {
			return false, err
		}
	}
	if err := q.tell(ctx, st, known); err != nil {
		if errors.Is(err, ErrNone) || errors.Is(err, ErrTooMany) {
			_ = st.Delete(ctx, kindAnswer, key) // if it stays it expires
		}
		return false, err
	}
	return known, nil
}

// tell rings the bell of the question and then that of its owner.
func (q *Question) tell(ctx context.Context, st store.Notes, known bool) error {
	for {
		n, b, err := q.bell(ctx, st)
		switch {
		case err != nil:
			return err
		case known && b.Answers > 0:
		case b.Answers >= maxAnswers:
			return ErrTooMany
		default:
			b.Answers++
		}
		err = q.ring(ctx, st, b, n.Version)
		switch {
		case err == nil:
			_, err = st.Put(ctx, store.Note{Kind: kindDoor, Key: q.Owner, Value: []byte("{}"), Expires: q.expires()})
			return err
		case !errors.Is(err, store.ErrChanged):
			return err
		}
	}
}

func (q *Question) bell(ctx context.Context, st store.Notes) (store.Note, bell, error) {
	var b bell
	n, err := st.Get(ctx, kindBell+q.Owner, q.TransactionID)
	if errors.Is(err, store.ErrNoNote) {
		return n, b, ErrNone
	}
	if err == nil && json.Unmarshal(n.Value, &b) != nil {
		err = ErrVersion
	}
	return n, b, err
}

// Answers gives what came so far, in the order in which it came, and the version after
// which [Question.Watch] waits for more. It returns [ErrNone] if the question was
// dropped.
func (q *Question) Answers(ctx context.Context, st store.Notes) ([]Answer, int64, error) {
	n, _, err := q.bell(ctx, st) // before the answers: one that comes meanwhile is not missed
	if err != nil {
		return nil, 0, err
	}
	var out []Answer
	for note, err := range st.List(ctx, kindAnswer, q.TransactionID+"/") {
		if err != nil {
			return nil, 0, err
		}
		var a Answer
		if json.Unmarshal(note.Value, &a) != nil || a.Version != version {
			return nil, 0, ErrVersion
		}
		a.Key = note.Key
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Answer) int { return a.ReceivedAt.Compare(b.ReceivedAt) })
	return out, n.Version, nil
}

// Watch waits until there is more than at this version, or ctx ends.
func (q *Question) Watch(ctx context.Context, st store.Notes, version int64) error {
	_, err := st.Watch(ctx, kindBell+q.Owner, q.TransactionID, version)
	return err
}

// Drop removes the question and all that came for it. An answer that is being kept at
// the same time expires later.
func (q *Question) Drop(ctx context.Context, st store.Notes) error {
	err := st.Delete(ctx, kindQuestion, q.TransactionID)
	err = errors.Join(err, st.Delete(ctx, kindBell+q.Owner, q.TransactionID))
	var keys []string
	for note, listed := range st.List(ctx, kindAnswer, q.TransactionID+"/") {
		if listed != nil {
			return errors.Join(err, listed)
		}
		keys = append(keys, note.Key)
	}
	for _, key := range keys {
		err = errors.Join(err, st.Delete(ctx, kindAnswer, key))
	}
	return err
}

// Bell is a question of which something may be known.
type Bell struct {
	TransactionID string
	Version       int64 // another one after each answer
	IsOver        bool  // its time is over
}

// Rung are the questions of an owner to which an answer came, or whose time is over, and
// on which nobody acts. next is how long it is until there may be another, though no
// answer comes. door is the version for [WatchDoor].
func Rung(ctx context.Context, st store.Notes, owner string, now time.Time) (rung []Bell, next time.Duration, door int64, err error) {
	if n, err := st.Get(ctx, kindDoor, owner); err == nil { // before the bells: one that is rung meanwhile is not missed
		door = n.Version
	} else if !errors.Is(err, store.ErrNoNote) {
		return nil, 0, 0, err
	}
	next = time.Minute
	for n, err := range st.List(ctx, kindBell+owner, "") {
		if err != nil {
			return nil, 0, 0, err
		}
		var b bell
		if json.Unmarshal(n.Value, &b) != nil {
			continue // of another version
		}
		left := b.Deadline.Sub(now)
		switch {
		case b.Taken.After(now):
			next = min(next, b.Taken.Sub(now))
		case b.Answers > 0, left <= 0:
			rung = append(rung, Bell{n.Key, n.Version, left <= 0})
		}
		if left > 0 {
			next = min(next, left)
		}
	}
	return rung, next, door, nil
}

// WatchDoor waits until an answer came for any question of an owner.
func WatchDoor(ctx context.Context, st store.Notes, owner string, door int64) error {
	_, err := st.Watch(ctx, kindDoor, owner, door)
	return err
}

// Take says whether the caller may act on a question until the time that is given: no
// two may at the same time.
func (q *Question) Take(ctx context.Context, st store.Notes, until time.Time) (bool, error) {
	n, b, err := q.bell(ctx, st)
	if errors.Is(err, ErrNone) {
		return false, nil
	}
	if err != nil || b.Taken.After(time.Now()) {
		return false, err
	}
	b.Taken = until
	switch err := q.ring(ctx, st, b, n.Version); {
	case errors.Is(err, store.ErrChanged):
		return false, nil
	default:
		return err == nil, err
	}
}

// Token names a question for another process. It holds no personal data.
func Token(transactionID, correlationID string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(version) + "\n" + transactionID + "\n" + correlationID))
}

// ParseToken reads a token; false if it is none.
func ParseToken(token string) (transactionID, correlationID string, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(text), "\n")
	if err != nil || len(parts) != 3 || parts[0] != strconv.Itoa(version) || !isKey(parts[1]) {
		return "", "", false
	}
	return parts[1], parts[2], true
}
