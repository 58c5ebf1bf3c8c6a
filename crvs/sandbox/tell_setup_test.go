package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// subscriber is who is told: it keeps what comes, and answers as it is told to.
type subscriber struct {
	bundle

	mu      sync.Mutex
	got     []message
	answers func(n int) int // the HTTP status of the n-th, counted from 1; nil: 200
}

// message is what a registry sent of its own accord.
type message struct {
	url, contentType string
	authorization    string
	closes           bool
	body             string
	header           struct {
		MessageID string `json:"message_id"`
		Action    string `json:"action"`
		Status    string `json:"status"`
		SenderID  string `json:"sender_id"`
		Receiver  string `json:"receiver_id"`
		Total     *int   `json:"total_count"`
	}
	content map[string]any
}

// RoundTrip is the network to the subscriber.
func (s *subscriber) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	m := message{url: req.URL.String(), contentType: req.Header.Get("Content-Type"), authorization: req.Header.Get("Authorization"), closes: req.Close, body: string(body)}
	var parts struct {
		Header  json.RawMessage `json:"header"`
		Message map[string]any  `json:"message"`
	}
	if err := json.Unmarshal(body, &parts); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(parts.Header, &m.header); err != nil {
		return nil, err
	}
	m.content = parts.Message
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, m)
	w := httptest.NewRecorder()
	if s.answers != nil {
		status := s.answers(len(s.got))
		if status == 0 {
			return nil, io.ErrUnexpectedEOF
		}
		w.WriteHeader(status)
	}
	return w.Result(), nil
}

// answer sets the HTTP status of each answer, 0 for none.
func (s *subscriber) answer(with func(n int) int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = with
}

// messages takes what came so far, of one action if it is given.
func (s *subscriber) messages(action string) []message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []message
	for _, m := range s.got {
		if action == "" || m.header.Action == action {
			out = append(out, m)
		}
	}
	return out
}

// events are the events that came, in their order.
func (s *subscriber) events() []map[string]any {
	var out []map[string]any
	for _, m := range s.messages("notify") {
		if list, ok := m.content["notify_event"].([]any); ok {
			for _, e := range list {
				out = append(out, e.(map[string]any))
			}
			continue
		}
		out = append(out, m.content)
	}
	return out
}

const callbackURL = "http://localhost:7/dci/3f9c?x=1"

// telling is a registry that delivers to a subscriber. It is called in a bubble.
func telling(t *testing.T, opts ...sandbox.Option) *subscriber {
	t.Helper()
	s := new(subscriber)
	s.bundle = setup(t, append([]sandbox.Option{sandbox.WithCallbackHTTPClient(&http.Client{Transport: s})}, opts...)...)
	s.run(t)
	return s
}

// run delivers until the test ends.
func (s *subscriber) run(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.registry.Deliver(ctx) }()
	synctest.Wait()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-ended)
	})
}

// subscribing is a message that subscribes; cases replace parts of it.
const subscribing = `{"header":{"version":"1.0.0","message_id":"m-1","message_ts":"2026-11-23T08:00:00Z","action":"subscribe","sender_id":"mis.test","sender_uri":"` + callbackURL + `","total_count":1},` +
	`"message":{"transaction_id":"t-1","subscribe_request":[{"reference_id":"r-1","timestamp":"2026-11-23T08:00:00Z","locale":"eng","subscribe_criteria":` +
	`{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"death","filter_type":"predicate","filter":[],"notify_record_type":"spdci-extensions-dci:Person"}}]}}`

const unsubscribing = `{"header":{"version":"1.0.0","message_id":"m-2","message_ts":"2026-11-23T08:00:00Z","action":"unsubscribe","sender_id":"mis.test","sender_uri":"` + callbackURL + `","total_count":1},` +
	`"message":{"transaction_id":"t-2","timestamp":"2026-11-23T08:00:00Z","subscription_codes":["CODE"]}}`

const askingStatus = `{"header":{"version":"1.0.0","message_id":"m-3","message_ts":"2026-11-23T08:00:00Z","action":"txn-status","sender_id":"mis.test","sender_uri":"` + callbackURL + `","total_count":1},` +
	`"message":{"transaction_id":"t-3","txnstatus_request":{"reference_id":"r-3","txn_type":"subscribe","attribute_type":"transaction_id","attribute_value":"t-1","locale":"eng"}}}`

// changed replaces parts of a message, pair by pair.
func changed(t *testing.T, body string, pairs ...string) string {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		require.Contains(t, body, pairs[i])
		body = strings.Replace(body, pairs[i], pairs[i+1], 1)
	}
	return body
}

// acknowledged posts a message and holds that it is acknowledged as registry
// clients expect it. It returns the correlation_id.
func (b bundle) acknowledged(t *testing.T, path, body string) string {
	t.Helper()
	resp := b.send(t, http.MethodPost, path, strings.NewReader(body))
	require.Equal(t, http.StatusAccepted, resp.status, resp.text)
	var out struct {
		Message map[string]any `json:"message"`
	}
	require.NoError(t, json.NewDecoder(bytes.NewReader([]byte(resp.text))).Decode(&out))
	assert.Equal(t, "ACK", out.Message["ack_status"])
	assert.Regexp(t, `(Z|[+-]\d\d:\d\d)$`, out.Message["timestamp"])
	assert.NotContains(t, out.Message, "error")
	correlation, _ := out.Message["correlation_id"].(string)
	assert.NotEmpty(t, correlation)
	assert.LessOrEqual(t, len(correlation), 99)
	return correlation
}

// subscribed subscribes, and returns the first item of what is called back.
func (s *subscriber) subscribed(t *testing.T, body string) map[string]any {
	t.Helper()
	return s.calledBack(t, "/registry/subscribe", body, "on-subscribe")["subscribe_response"].([]any)[0].(map[string]any)
}

// calledBack posts a message, and returns the content of what is called back.
func (s *subscriber) calledBack(t *testing.T, path, body, action string) map[string]any {
	t.Helper()
	before := len(s.messages(action))
	correlation := s.acknowledged(t, path, body)
	<-later(t)
	got := s.messages(action)
	require.Len(t, got, before+1)
	assert.Equal(t, correlation, got[before].content["correlation_id"])
	return got[before].content
}

// code is that of the subscription of an item.
func code(t *testing.T, item map[string]any) string {
	t.Helper()
	require.Equal(t, "succ", item["status"], "%v", item)
	subscription := item["subscriptions"].([]any)[0].(map[string]any)
	assert.Equal(t, "subscribe", subscription["status"])
	return subscription["code"].(string)
}

// dies registers the death of one of the people who are always there.
func (s *subscriber) dies(t *testing.T, nationalID string) sandbox.Registration {
	t.Helper()
	reg, err := s.registry.RecordDeath(person.Identifier{Type: "NATIONAL_ID", Value: nationalID}, person.Date{})
	require.NoError(t, err)
	synctest.Wait()
	return reg
}

// later is when callbacks have come: they wait for their acknowledgement.
func later(t *testing.T) <-chan time.Time {
	t.Helper()
	return time.After(500 * time.Millisecond)
}

var times = regexp.MustCompile(`"timestamp":"[^"]*",`)

func withoutTimes(text string) string { return times.ReplaceAllString(text, "") }

func sandboxBRN(number string) person.Identifier {
	return person.Identifier{Type: "BRN", Value: number}
}

var sandboxNobody person.Identifier
