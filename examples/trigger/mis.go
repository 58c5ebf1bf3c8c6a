package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/search"
)

// mis is the client under test.
type mis struct {
	client *crvs.Client
	path   string           // where the registry calls back
	keys   *envelope.KeySet // ours, nil if nothing is signed

	mu    sync.Mutex
	asked string        // the reference_id of the last subscription that was asked for
	code  string        // of the last subscription, "" until the registry tells it
	told  chan struct{} // closed when it does; nil if nothing is awaited
}

func (m *mis) routes(handler http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(m.path, handler)
	mux.Handle(m.path+"/", handler)
	if m.keys != nil {
		mux.Handle("GET /.well-known/jwks.json", m.keys)
	}
	mux.HandleFunc("POST /test/trigger/search", trigger(m.search))
	mux.HandleFunc("POST /test/trigger/subscribe", trigger(m.subscribe))
	mux.HandleFunc("POST /test/trigger/unsubscribe", trigger(m.unsubscribe))
	return mux
}

// answer is what a suite is told.
type answer struct {
	Status        codes.AckStatus `json:"ack_status"`
	TransactionID string          `json:"transaction_id,omitempty"`
	CorrelationID string          `json:"correlation_id,omitempty"`
	Error         *trouble        `json:"error,omitempty"`
}

type trouble struct {
	Code    codes.ReasonCode `json:"code"`
	Message string           `json:"message"`
}

// errTrigger is a trigger that cannot be carried out: nothing was sent.
type errTrigger struct{ text string }

func (e errTrigger) Error() string { return e.text }

// trigger carries out what a suite asks for and answers when it is done.
func trigger[T any](act func(context.Context, T) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var wish T
		status := http.StatusOK
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&wish)
		if err != nil && r.ContentLength != 0 {
			err = errTrigger{"the trigger is not JSON as this program reads it"}
		} else {
			err = nil
		}
		var out answer
		if err == nil {
			out, err = act(r.Context(), wish)
		}
		if err == nil {
			out.Status = codes.AckAccepted
		} else {
			out = answer{Status: codes.AckError, Error: &trouble{Code: codes.ReasonRequestBad, Message: err.Error()}}
			status = http.StatusBadGateway
			if e, ok := errors.AsType[*crvs.Error](err); ok && e.Code != "" {
				out.Error.Code = e.Code
			}
			if _, ok := errors.AsType[errTrigger](err); ok {
				status = http.StatusBadRequest
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(out)
	}
}

func (m *mis) search(ctx context.Context, wish question) (answer, error) {
	q, err := wish.query()
	if err != nil {
		return answer{}, errTrigger{err.Error()}
	}
	p, err := m.client.SearchAsync(ctx, q)
	if err != nil {
		return answer{}, err
	}
	return answer{TransactionID: p.TransactionID(), CorrelationID: p.CorrelationID()}, nil
}

func (m *mis) subscribe(ctx context.Context, wish struct {
	Event codes.VitalEvent `json:"event_type"`
},
) (answer, error) {
	m.mu.Lock()
	m.code, m.asked, m.told = "", "", make(chan struct{})
	m.mu.Unlock()
	s, err := m.client.Subscribe(ctx, wish.Event.Canonical(), search.All())
	if err != nil {
		return answer{}, err
	}
	m.mu.Lock()
	m.asked = s.ReferenceID
	m.mu.Unlock()
	m.learnt(s.Code)
	return answer{TransactionID: s.TransactionID, CorrelationID: s.CorrelationID}, nil
}

func (m *mis) unsubscribe(ctx context.Context, wish struct {
	Code string `json:"subscription_code"`
},
) (answer, error) {
	_, err := m.client.Unsubscribe(ctx, cmp.Or(wish.Code, m.awaitCode(ctx), m.lastAsked(), "unknown"))
	return answer{}, err
}

// patience is how long a code is waited for that the registry tells with on-subscribe.
const patience = 2 * time.Second

// awaitCode is the code of the last subscription, "" if it is not told in time, or if
// nothing was subscribed.
func (m *mis) awaitCode(ctx context.Context) string {
	m.mu.Lock()
	told := m.told
	m.mu.Unlock()
	if told == nil {
		return ""
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-told:
	case <-timer.C:
	case <-ctx.Done():
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.code
}

// lastAsked stands for a code that was never told: a suite looks at the message, and a
// registry refuses it.
func (m *mis) lastAsked() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked
}

// learn keeps the codes that the registry tells.
func (m *mis) learn(_ context.Context, c callback.SubscriptionChange) error {
	for _, s := range c.Subscriptions {
		if !s.Ended && s.Reason == "" {
			m.learnt(s.Code)
		}
	}
	return nil
}

func (m *mis) learnt(code string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if code == "" {
		return
	}
	if m.code == "" && m.told != nil {
		close(m.told)
	}
	m.code = code
}
