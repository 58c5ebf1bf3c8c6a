package callback_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const path = "/dci/3f9c"

// keys are made once.
var keys = sync.OnceValue(func() map[string]envelope.PrivateKey {
	out := map[string]envelope.PrivateKey{}
	for name, alg := range map[string]envelope.Algorithm{"registry": envelope.EdDSA, "stranger": envelope.EdDSA, "ours": envelope.ECDHESA256KW} {
		key, err := envelope.GenerateKey(alg)
		if err != nil {
			panic(err)
		}
		out[name] = key
	}
	return out
})

func keySet(t *testing.T, name string) *envelope.KeySet {
	t.Helper()
	set, err := envelope.NewKeySet(keys()[name].Public())
	require.NoError(t, err)
	return set
}

// unsigned is a registration that accepts everything.
func unsigned(p profile.Profile) callback.Registration {
	return callback.Registration{Name: "civil", Path: path, Profile: p, InsecureUnsigned: true}
}

func signed(t *testing.T) callback.Registration {
	t.Helper()
	return callback.Registration{Name: "civil", Path: path, Profile: profile.DCI10(), Keys: keySet(t, "registry")}
}

func newStore(t *testing.T, p store.Policy) *store.Memory {
	t.Helper()
	st, err := store.NewMemory(p)
	require.NoError(t, err)
	return st
}

// mis is a handler, its store, and what it was told.
type mis struct {
	*callback.Handler

	store *store.Memory
	mu    sync.Mutex
	told  []callback.Event
}

func newMIS(t *testing.T, r callback.Registration, options ...callback.Option) *mis {
	t.Helper()
	m := &mis{store: newStore(t, store.Policy{})}
	var err error
	m.Handler, err = callback.New(m.store, append([]callback.Option{callback.WithRegistration(r), callback.OnEvent(m.hear)}, options...)...)
	require.NoError(t, err)
	return m
}

func (m *mis) hear(_ context.Context, e callback.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told = append(m.told, e)
	return nil
}

func (m *mis) heard() []callback.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]callback.Event(nil), m.told...)
}

// work works until everything that waits was handed on.
func (m *mis) work(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Work(ctx) }()
	assert.Eventually(t, func() bool {
		c, err := m.store.Counts(ctx)
		return err == nil && c.Waiting == 0 && c.Working == 0
	}, 20*time.Second, time.Millisecond)
	cancel()
	require.NoError(t, <-ended)
}

// answer is what a sender gets.
type answer struct {
	status      int
	ack         codes.AckStatus
	code        string
	message     string
	correlation string
	header      http.Header
}

func post(t *testing.T, h http.Handler, path, body string, headers ...string) answer {
	t.Helper()
	return send(t, h, http.MethodPost, path, body, headers...)
}

func send(t *testing.T, h http.Handler, method, path, body string, headers ...string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(t, w)
}

func read(t *testing.T, w *httptest.ResponseRecorder) answer {
	t.Helper()
	var m struct {
		Message struct {
			AckStatus     codes.AckStatus `json:"ack_status"`
			Timestamp     time.Time       `json:"timestamp"`
			CorrelationID string          `json:"correlation_id"`
			Error         struct{ Code, Message string }
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &m), "%s", w.Body)
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
	assert.False(t, m.Message.Timestamp.IsZero())
	assert.NotEmpty(t, m.Message.CorrelationID)
	return answer{w.Code, m.Message.AckStatus, m.Message.Error.Code, m.Message.Error.Message, m.Message.CorrelationID, w.Header()}
}

// death is a record of a death.
func death(drn string) string {
	return `{"identifier":[{"identifier_type":"DRN","identifier_value":"` + drn + `"},{"identifier_type":"NATIONAL_ID","identifier_value":"784512369"}],` +
		`"surname":"Kumar","given_name":"Mala","birth_date":"1940-05-12","death_date":"2026-11-03","sex":"female"}`
}

// event is an item of a notification.
func event(eventType, record string) string {
	return `{"reference_id":"ref-1","timestamp":"2026-11-04T08:00:00Z","reg_event_type":"` + eventType + `","data":{"version":"1.0.0","reg_record_type":"Person","reg_records":` + record + `}}`
}

// header is that of a notification that is made now.
func header() string {
	return fmt.Sprintf(`{"version":"1.0.0","message_id":"m-1","message_ts":%q,"action":"notify","status":"succ","sender_id":"mis.example","total_count":1}`,
		time.Now().UTC().Format(time.RFC3339))
}

func message(items ...string) string {
	return `{"transaction_id":"t-1","correlation_id":"c-1","notify_event":[` + strings.Join(items, ",") + `]}`
}

func notify(items ...string) string {
	return `{"header":` + header() + `,"message":` + message(items...) + `}`
}

// sealed is a message signed with a key.
func sealed(t *testing.T, key, header, message string) string {
	t.Helper()
	signer, err := envelope.NewSigner(profile.DCI10().Signing, keys()[key])
	require.NoError(t, err)
	s, err := signer.Sign(t.Context(), []byte(header), []byte(message))
	require.NoError(t, err)
	return string(bytes.TrimSpace(s.Body))
}

// newLogger writes no time: it may hold any digits.
func newLogger(w *strings.Builder) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}
