package callback_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/internal/pending"
)

// asked is a question that is pending in the store of an MIS.
func asked(t *testing.T, st store.Notes, place string) *pending.Question {
	t.Helper()
	q := &pending.Question{Owner: "registry", TransactionID: "t-1", CallbackPlace: place, AskedAt: time.Now(), Deadline: time.Now().Add(time.Hour)}
	require.NoError(t, pending.Keep(t.Context(), st, q))
	return q
}

func searchHeader() string { return strings.Replace(header(), `"notify"`, `"on-search"`, 1) }

const searchMessage = `{"transaction_id":"t-1","correlation_id":"c-1","search_response":[]}`

func TestAnAnswerToAPendingQuestionIsKeptBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		registration callback.Registration
		body         string
		status       int
		code         string
		outcome      callback.Outcome
		verified     bool
	}{
		"signed": {
			registration: signed(t), body: sealed(t, "registry", searchHeader(), searchMessage), status: 200, outcome: callback.OutcomeKept, verified: true,
		},
		"signed by somebody else": {
			registration: signed(t), body: sealed(t, "stranger", searchHeader(), searchMessage), status: 401, code: "err.signature.invalid", outcome: callback.OutcomeRefused,
		},
		"not signed where it must be": {
			registration: signed(t), body: `{"header":` + searchHeader() + `,"message":` + searchMessage + `}`, status: 401, code: "err.signature.missing", outcome: callback.OutcomeRefused,
		},
		"not signed where that is accepted": {
			registration: unsigned(profile.DCI10()), body: `{"header":` + searchHeader() + `,"message":` + searchMessage + `}`, status: 200, outcome: callback.OutcomeKept,
		},
		"of another transaction": {
			registration: unsigned(profile.DCI10()), body: `{"header":` + searchHeader() + `,"message":` + strings.Replace(searchMessage, "t-1", "t-2", 1) + `}`, status: 200, outcome: callback.OutcomeUnasked,
		},
		"of no transaction": {
			registration: unsigned(profile.DCI10()), body: `{"header":` + searchHeader() + `,"message":` + strings.Replace(searchMessage, `"t-1"`, `""`, 1) + `}`, status: 200, outcome: callback.OutcomeUnasked,
		},
		"under an id that is none of ours": {
			registration: unsigned(profile.DCI10()), body: `{"header":` + searchHeader() + `,"message":` + strings.Replace(searchMessage, `"t-1"`, `"../t-1\u0000"`, 1) + `}`, status: 200, outcome: callback.OutcomeUnasked,
		},
		"of its status": {
			registration: unsigned(profile.DCI10()), status: 200, outcome: callback.OutcomeKept,
			body: `{"header":` + strings.Replace(searchHeader(), "on-search", "txn-on-status", 1) + `,"message":{"transaction_id":"s-1","txnstatus_response":{"txn_type":"search","txn_status":` + searchMessage + `}}}`,
		},
		"the empty one of an encrypted question to OpenCRVS": {
			registration: callback.Registration{Name: "civil", Path: path, Profile: profile.OpenCRVS2024(), InsecureUnsigned: true},
			body:         `{"header":{"action":"search","status":"succ","total_count":1},"message":{}}`, status: 200, outcome: callback.OutcomeUnasked,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var ended []callback.StepEnd
			m := newMIS(t, tt.registration, callback.WithObserver(func(ctx context.Context, _ callback.Step) (context.Context, func(callback.StepEnd)) {
				return ctx, func(e callback.StepEnd) { ended = append(ended, e) }
			}))
			q := asked(t, m.store, path)
			got := post(t, m, path, tt.body, "Content-Type", "text/plain;charset=UTF-8")
			assert.Equal(t, []any{tt.status, tt.code}, []any{got.status, got.code}, got.message)
			require.Len(t, ended, 1)
			assert.Equal(t, tt.outcome, ended[0].Outcome)
			answers, _, err := q.Answers(t.Context(), m.store)
			require.NoError(t, err)
			if tt.outcome != callback.OutcomeKept {
				assert.Empty(t, answers)
				return
			}
			require.Len(t, answers, 1)
			assert.Equal(t, tt.verified, answers[0].Verified)
			assert.False(t, answers[0].Decrypted)
			if tt.verified { // the bytes that were verified, and no others
				assert.NotContains(t, string(answers[0].Opened), "signature")
			} else {
				assert.Equal(t, tt.body, string(answers[0].Opened))
			}
			assert.Equal(t, codes.AckAccepted, post(t, m, path, tt.body).ack)
			assert.Equal(t, callback.OutcomeKnown, ended[1].Outcome)
			counts, err := m.store.Counts(t.Context())
			require.NoError(t, err)
			assert.Zero(t, counts, "it is no message to act on")
		})
	}
}

func TestAnAnswerIsNotTakenAtThePathOfAnotherRegistry(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()), callback.WithRegistration(callback.Registration{
		Name: "another", Path: "/dci/another", Profile: profile.DCI10(), InsecureUnsigned: true,
	}))
	asked(t, m.store, path)
	body := `{"header":` + searchHeader() + `,"message":` + searchMessage + `}`
	for _, at := range []string{"/dci/another", "/dci/another/registry/on-search"} {
		assert.Equal(t, 200, post(t, m, at, body).status)
	}
	assert.Equal(t, callback.Counts{Unasked: 2}, m.Counts())
	assert.Equal(t, 200, post(t, m, path+"/registry/on-search", body).status)
	assert.Equal(t, int64(1), m.Counts().Kept)
}

// failing is a store whose notes cannot be written.
type failing struct {
	*store.Memory

	get, put error
}

func (f failing) Get(ctx context.Context, kind, key string) (store.Note, error) {
	if f.get != nil {
		return store.Note{}, f.get
	}
	return f.Memory.Get(ctx, kind, key)
}

func (f failing) Put(context.Context, store.Note) (store.Note, error) { return store.Note{}, f.put }

func TestAnAnswerThatCannotBeKeptIsSentAgain(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	for name, tt := range map[string]struct {
		profile  profile.Profile
		get, put error
		status   int
	}{
		"the question cannot be read":              {profile.DCI10(), full, nil, 503},
		"the answer cannot be written":             {profile.DCI10(), nil, full, 503},
		"to a registry that dies of an HTTP error": {profile.OpenCRVS2024(), nil, full, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := newStore(t, store.Policy{})
			asked(t, st, path)
			h, err := callback.New(failing{st, tt.get, tt.put}, callback.WithRegistration(unsigned(tt.profile)), callback.WithoutEvents())
			require.NoError(t, err)
			got := post(t, h, path, `{"header":`+searchHeader()+`,"message":`+searchMessage+`}`)
			assert.Equal(t, []any{tt.status, codes.AckError, "err.service.unavailable"}, []any{got.status, got.ack, got.code})
		})
	}
}

func TestAHandlerWithoutEventsRefusesThem(t *testing.T) {
	t.Parallel()
	h, err := callback.New(newStore(t, store.Policy{}), callback.WithRegistration(unsigned(profile.DCI10())), callback.WithoutEvents())
	require.NoError(t, err)
	got := post(t, h, path, notify(event("death", death("D1"))))
	assert.Equal(t, []any{400, "err.request.bad"}, []any{got.status, got.code})
	_, err = callback.New(newStore(t, store.Policy{}), callback.WithRegistration(unsigned(profile.DCI10())), callback.WithoutEvents(),
		callback.OnDeath(func(context.Context, callback.Event) error { return nil }))
	assert.ErrorContains(t, err, "exclude each other")
}

func TestTheAnswersToOneQuestionAreBounded(t *testing.T) {
	t.Parallel()
	st := newStore(t, store.Policy{})
	q := asked(t, st, path)
	for i := range 10_000 {
		known, err := q.Add(t.Context(), st, pending.Answer{Opened: fmt.Append(nil, i)})
		require.NoError(t, err)
		require.False(t, known)
	}
	_, err := q.Add(t.Context(), st, pending.Answer{Opened: []byte("x")})
	require.ErrorIs(t, err, pending.ErrTooMany)
	known, err := q.Add(t.Context(), st, pending.Answer{Opened: []byte("1")})
	require.NoError(t, err)
	assert.True(t, known)
	answers, _, err := q.Answers(t.Context(), st)
	require.NoError(t, err)
	assert.Len(t, answers, 10_000)
	require.NoError(t, q.Drop(t.Context(), st))
	_, err = q.Add(t.Context(), st, pending.Answer{Opened: []byte("late")})
	require.ErrorIs(t, err, pending.ErrNone)
	for _, kind := range []string{"crvs.question", "crvs.answer", "crvs.bell/registry"} {
		for n, err := range st.List(t.Context(), kind, "") {
			require.NoError(t, err)
			assert.Fail(t, "a note is left", n.String())
		}
	}
}
