package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"

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

	mu     sync.Mutex
	active []string // codes of subscriptions, the newest last
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
	s, err := m.client.Subscribe(ctx, wish.Event.Canonical(), search.All())
	if err != nil {
		return answer{}, err
	}
	m.add(s.Code)
	return answer{TransactionID: s.TransactionID, CorrelationID: s.CorrelationID}, nil
}

func (m *mis) unsubscribe(ctx context.Context, wish struct {
	Code string `json:"subscription_code"`
},
) (answer, error) {
	code := wish.Code
	m.mu.Lock()
	if n := len(m.active); code == "" && n > 0 {
		code = m.active[n-1]
	}
	m.mu.Unlock()
	if code == "" {
		return answer{}, errTrigger{"no subscription is known: the registry tells its code with on-subscribe, or give subscription_code"}
	}
	_, err := m.client.Unsubscribe(ctx, code)
	return answer{}, err
}

// learn keeps the codes that the registry tells.
func (m *mis) learn(_ context.Context, c callback.SubscriptionChange) error {
	for _, s := range c.Subscriptions {
		if !s.Ended && s.Reason == "" {
			m.add(s.Code)
		}
	}
	return nil
}

func (m *mis) add(code string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if code != "" {
		m.active = append(m.active, code)
	}
}
