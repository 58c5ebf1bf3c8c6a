package crvs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

const (
	asyncPath = prefix + "/registry/search"

	ackBody = `{"message":{"ack_status":"ACK","timestamp":"2026-11-23T08:00:00Z","correlation_id":"corr-1"}}`
)

// mis is a client that shares its store with a handler.
type mis struct {
	*crvs.Client

	registry *registry
	store    *store.Memory
	handler  *callback.Handler
}

// later is an MIS of a registry that answers an asynchronous search so. change changes
// the registration.
func later(t *testing.T, p profile.Profile, answer script, change func(*callback.Registration), options ...crvs.Option) mis {
	t.Helper()
	st, err := store.NewMemory(store.Policy{})
	require.NoError(t, err)
	r := callback.Registration{Name: "civil", Path: "/dci/3f9c", Profile: p, InsecureUnsigned: true}
	if change != nil {
		change(&r)
	}
	h, err := callback.New(st, callback.WithoutEvents(), callback.WithRegistration(r))
	require.NoError(t, err)
	reg := start(t).on(asyncPath, answer)
	return mis{reg.client(t, append([]crvs.Option{
		crvs.WithProfile(p), crvs.WithStore(st), crvs.WithCallbackURL("http://spmis.example/dci/3f9c"), crvs.WithAnswerDeadline(time.Hour),
	}, options...)...), reg, st, h}
}

// asked is the last asynchronous search that the registry got.
func (m mis) asked() asked {
	all := m.registry.all()
	return all[len(all)-1]
}

// told is a message of the registry to the callback.
func (m mis) told(t *testing.T, body string) int {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/dci/3f9c", strings.NewReader(m.asked().fill(body)))
	req.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, req)
	return w.Code
}

func TestAnAsynchronousSearchThatCannotBeAskedLeavesNothingPending(t *testing.T) {
	t.Parallel()
	q := []search.Query{malaByBRN()}
	key := replayKeys()["client's encryption"]
	for name, tt := range map[string]struct {
		profile profile.Profile
		queries []search.Query
		options []crvs.Option
		answer  script
		kind    crvs.Kind
		says    string
		sent    bool
	}{
		"no store":                           {profile.DCI10(), q, []crvs.Option{crvs.WithStore(nil)}, nil, crvs.KindInvalid, "WithStore", false},
		"no callback and no status":          {profile.OpenCRVS2024(), q, []crvs.Option{crvs.WithCallbackURL("")}, nil, crvs.KindInvalid, "WithCallbackURL", false},
		"what comes back encrypted is lost":  {profile.OpenCRVS2024(), q, []crvs.Option{crvs.WithEncryption(nil, key)}, nil, crvs.KindUnsupported, "comes back empty", false},
		"a registry without it":              {profile.Workshop2022(), q, nil, nil, crvs.KindUnsupported, "asynchronous search", false},
		"nothing is asked":                   {profile.DCI10(), nil, nil, nil, crvs.KindInvalid, "nothing is asked", false},
		"a query that is refused":            {profile.DCI10(), []search.Query{{}}, nil, nil, crvs.KindInvalid, "", false},
		"more than one message takes":        {profile.OpenSPP(), append(q, q...), nil, nil, crvs.KindUnsupported, "at most 1", false},
		"more than the client takes":         {profile.DCI10(), append(q, q...), []crvs.Option{crvs.WithMaxBatch(1)}, nil, crvs.KindInvalid, "WithMaxBatch", false},
		"an ERR":                             {profile.DCI10(), q, nil, says(200, `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"no"}}}`), crvs.KindRejected, "", true},
		"a 500":                              {profile.DCI10(), q, nil, says(500, `{}`), crvs.KindUnavailable, "", true},
		"no JSON":                            {profile.DCI10(), q, nil, says(200, `<html>`), crvs.KindProtocol, "", true},
		"neither answer nor acknowledgement": {profile.DCI10(), q, nil, says(200, `{}`), crvs.KindProtocol, "neither an acknowledgement", true},
		"OpenCRVS with a bad signature":      {profile.OpenCRVS2024(), q, nil, says(500, `{"error":{"code":500,"message":"Internal Server Error"}}`), crvs.KindUnavailable, "signature", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := later(t, tt.profile, tt.answer, nil, tt.options...)
				_, err := m.SearchAsync(t.Context(), tt.queries...)
				e := asError(t, err)
				assert.Equal(t, tt.kind, e.Kind, "%v", e)
				assert.Contains(t, e.Error(), tt.says)
				assert.Equal(t, tt.sent, len(m.registry.all()) > 0)
				assertNoNotes(t, m.store)
			})
		})
	}
}

func assertNoNotes(t *testing.T, st *store.Memory) {
	t.Helper()
	for _, kind := range []string{"crvs.question", "crvs.answer"} {
		for n, err := range st.List(t.Context(), kind, "") {
			require.NoError(t, err)
			assert.Fail(t, "a note is left", n.String())
		}
	}
}

func TestAnAnswerThatComesBeforeTheAcknowledgementIsTaken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m mis
		m = later(t, profile.DCI10(), func(w writer, a asked) {
			assert.Equal(t, http.StatusOK, m.told(t, found(malaRecord)))
			says(202, ackBody)(w, a)
		}, nil)
		p, err := m.SearchAsync(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.Equal(t, "corr-1", p.CorrelationID())
		results, err := p.Wait(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "B90MAY123", results[0].Page.Hits[0].RegistrationNumber)
		assertNoNotes(t, m.store)
		assert.Equal(t, int64(1), m.handler.Counts().Kept)
		m.told(t, found(malaRecord))
		assert.Equal(t, int64(1), m.handler.Counts().Unasked, "it was answered")
	})
}

func TestARegistryThatAnswersAnAsynchronousSearchAtOnceIsUnderstood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := later(t, profile.DCI10(), says(200, found(malaRecord)), nil)
		p, err := m.SearchAsync(t.Context(), malaByBRN())
		require.NoError(t, err)
		results, err := p.Wait(t.Context())
		require.NoError(t, err)
		assert.Len(t, results[0].Page.Hits, 1)
	})
}

// What the callback took is judged by the client: as in Search.
func TestTheAnswerToAnAsynchronousSearchIsJudgedByTheClient(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		kind crvs.Kind
	}{
		"somebody else's record":   {found(record("B91JUN321")), crvs.KindOvermatch},
		"a question nobody asked":  {strings.ReplaceAll(found(malaRecord), "$REF0", "nobody"), crvs.KindProtocol},
		"a rejection":              {envelope(`"status":"succ","total_count":1`, item(0, `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid"`)), crvs.KindRejected},
		"a rejection of the whole": {envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid"`, ""), crvs.KindRejected},
		"data that is none":        {envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ","data":{"reg_records":["x"]}`)), crvs.KindProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := later(t, profile.DCI10(), says(202, ackBody), nil)
				p, err := m.SearchAsync(t.Context(), malaByBRN())
				require.NoError(t, err)
				assert.Equal(t, http.StatusOK, m.told(t, tt.body), "the callback does not judge")
				results, err := p.Wait(t.Context())
				require.NoError(t, err)
				e := asError(t, results[0].Err)
				assert.Equal(t, tt.kind, e.Kind, "%v", e)
				assert.Equal(t, p.TransactionID(), e.TransactionID)
				for _, value := range malaByBRN().Values() {
					assert.NotContains(t, e.Error(), value)
				}
			})
		})
	}
}

// A client that verifies, or encrypts, does not take what came to a callback that does
// not.
func TestAClientTakesNoAnswerThatItsCallbackDidNotVerify(t *testing.T) {
	t.Parallel()
	keys := replaySet(t, "registry")
	for name, tt := range map[string]struct {
		options []crvs.Option
		kind    crvs.Kind
	}{
		"it verifies": {[]crvs.Option{crvs.WithVerifier(keys)}, crvs.KindSignature},
		"it encrypts": {[]crvs.Option{crvs.WithEncryption(replaySet(t, "registry's encryption"), replayKeys()["client's encryption"])}, crvs.KindEncryption},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := later(t, profile.DCI10(), says(202, ackBody), nil, tt.options...)
				p, err := m.SearchAsync(t.Context(), malaByBRN())
				require.NoError(t, err)
				body := found(malaRecord)
				if name == "it encrypts" { // our ids stand in a message that the registry decrypts
					body = strings.NewReplacer("$TX", p.TransactionID(), "$MSG", "m-2", "$REF0", "r").Replace(body)
				}
				require.Equal(t, http.StatusOK, m.told(t, body))
				results, err := p.Wait(t.Context())
				require.NoError(t, err)
				assert.Equal(t, tt.kind, asError(t, results[0].Err).Kind)
			})
		})
	}
}

func TestOnlyTheRegistrationThatWasToldOfAQuestionAnswersIt(t *testing.T) {
	t.Parallel()
	for at, answers := range map[string]bool{
		"http://spmis.example/dci/3f9c":                      true,
		"http://spmis.example/dci/3f9c/":                     true,
		"http://spmis.example/dci/3f9c/registry/on-search":   true,
		"https://proxy.example/mis/dci/3f9c":                 true, // a proxy that cuts a prefix off
		"https://proxy.example/3f9c":                         true, // and one that adds one
		"http://spmis.example/dci/another":                   false,
		"http://spmis.example/other/3f9d/registry/on-search": false,
		"http://spmis.example":                               false,
	} {
		synctest.Test(t, func(t *testing.T) {
			m := later(t, profile.DCI10(), says(202, ackBody), nil, crvs.WithCallbackURL(at))
			_, err := m.SearchAsync(t.Context(), malaByBRN())
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, m.told(t, found(malaRecord)))
			assert.Equal(t, answers, m.handler.Counts().Kept == 1, at)
			assert.Equal(t, !answers, m.handler.Counts().Unasked == 1, at)
		})
	}
}

func TestAQuestionIsResumedByItsTokenAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := later(t, profile.DCI10(), says(202, ackBody), nil)
		p, err := m.SearchAsync(t.Context(), malaByBRN())
		require.NoError(t, err)
		again, err := m.Resume(t.Context(), p.Token())
		require.NoError(t, err)
		assert.Equal(t, []any{p.Token(), p.TransactionID(), "corr-1"}, []any{again.Token(), again.TransactionID(), again.CorrelationID()})
		assert.True(t, p.Deadline().Equal(again.Deadline()))
		for _, bad := range []string{"", "x", "MQphCmI!", "MQphLwpi", "Mgphb2UKYg"} {
			_, err := m.Resume(t.Context(), bad)
			assert.Equal(t, crvs.KindInvalid, asError(t, err).Kind, bad)
		}
		other := m.registry.client(t, crvs.WithStore(m.store), crvs.WithSender("other.example"))
		_, err = other.Resume(t.Context(), p.Token())
		require.ErrorContains(t, err, "another registry, or by another sender")
		_, err = m.registry.client(t).Resume(t.Context(), p.Token())
		require.ErrorContains(t, err, "WithStore")
		for _, text := range []string{fmt.Sprintf("%v %+v %#v %s", p, p, p, p), p.Token()} {
			assert.NotContains(t, text, "B90MAY123")
		}
	})
}

func TestWhoWaitsEndsWithTheContextOrTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := later(t, profile.DCI10(), says(202, ackBody), nil)
		p, err := m.SearchAsync(t.Context(), bornInMay(), malaByBRN())
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		results, err := p.Wait(ctx)
		assert.Nil(t, results)
		assert.Equal(t, crvs.KindCanceled, asError(t, err).Kind)
		require.ErrorIs(t, err, context.Canceled)
		m.told(t, strings.Replace(counted(1, 2, 5, births("B1", "B2")), `"total_count":1}`, `"total_count":1}`, 1))
		m.told(t, strings.Replace(counted(3, 2, 5, births("B5")), `"total_count":1}`, `"total_count":1}`, 1))
		results, err = p.Wait(t.Context())
		require.Len(t, results, 2)
		e := asError(t, err)
		assert.Equal(t, crvs.KindTimeout, e.Kind)
		assert.Contains(t, e.Error(), "question 1 of 2: 3 of 5 records came (of the pages, by number: [1 3]); question 2 of 2: nothing came")
		assert.Contains(t, results[0].Err.Error(), "3 of 5 records came")
		assert.Empty(t, results[0].Page.Hits)
		assert.Equal(t, "corr-1", e.CorrelationID)
		assertNoNotes(t, m.store)
	})
}

func TestARegistrationOnTwoPagesIsUnstable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := later(t, profile.DCI10(), says(202, ackBody), nil)
		p, err := m.SearchAsync(t.Context(), bornInMay())
		require.NoError(t, err)
		m.told(t, counted(1, 2, 3, births("B1", "B2")))
		m.told(t, counted(2, 2, 3, births("B2")))
		results, err := p.Wait(t.Context())
		require.NoError(t, err)
		assert.ErrorIs(t, results[0].Err, crvs.ErrUnstable)
	})
}

func TestAPollSaysWhyItKnowsNothing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status script
		done   bool
		err    string
	}{
		"pending":      {says(200, statusSays(`{"reference_id":"$REF0","status":"pdng"}`)), false, ""},
		"answered":     {says(200, statusSays(`{"reference_id":"$REF0","status":"succ","data":{"reg_event_type":"live_birth","reg_records":`+malaRecord+`}}`)), true, ""},
		"not known":    {says(200, statusSays(`{"reference_id":"x","status":"rjct","status_reason_code":"rjct.reference_id.invalid"}`)), false, "rejected"},
		"acknowledged": {says(202, ackBody), false, ""},
		"a 500":        {says(500, "{}"), false, "unavailable"},
		"no status":    {nil, false, "no such endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := later(t, profile.DCI10(), says(202, ackBody), nil)
				p, err := m.SearchAsync(t.Context(), malaByBRN())
				require.NoError(t, err)
				question := m.asked()
				if tt.status != nil {
					m.registry.on(statusPath, func(w writer, a asked) {
						question := question
						question.messageID = a.messageID
						body := &filled{ResponseWriter: w, question: question, status: a.transactionID}
						tt.status(body, asked{})
					})
				}
				results, done, err := p.Poll(t.Context())
				assert.Equal(t, tt.done, done)
				if tt.err != "" {
					require.ErrorContains(t, err, tt.err)
					assert.NotContains(t, err.Error(), "B90MAY123")
					return
				}
				require.NoError(t, err)
				assert.Equal(t, tt.done, len(results) == 1)
			})
		})
	}
}

func statusSays(item string) string {
	return `{"header":{"action":"txn-on-status","status":"succ","total_count":1},"message":{"transaction_id":"$STATUS","correlation_id":"corr-2",` +
		`"txnstatus_response":{"txn_type":"search","txn_status":{"transaction_id":"$TX","correlation_id":"corr-1","search_response":[` + item + `]}}}}`
}

// filled fills in the ids of an earlier question.
type filled struct {
	http.ResponseWriter

	question asked
	status   string
}

func (f *filled) Write(b []byte) (int, error) {
	return f.ResponseWriter.Write([]byte(f.question.fill(strings.ReplaceAll(string(b), "$STATUS", f.status))))
}

func (f *filled) WriteString(s string) (int, error) { return f.Write([]byte(s)) }

func TestAnAnswerIsHandedToTheAudit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var records []crvs.AuditRecord
		m := later(t, profile.DCI10(), says(202, ackBody), nil, crvs.WithAudit(func(_ context.Context, r crvs.AuditRecord) { records = append(records, r) }))
		p, err := m.SearchAsync(t.Context(), malaByBRN())
		require.NoError(t, err)
		m.told(t, found(malaRecord))
		_, err = p.Wait(t.Context())
		require.NoError(t, err)
		require.Len(t, records, 2)
		assert.Equal(t, []any{"search async", "accepted"}, []any{records[0].Op, records[0].Questions[0].Outcome})
		assert.Equal(t, []any{"search async answer", "found", 1}, []any{records[1].Op, records[1].Questions[0].Outcome, records[1].Questions[0].Records})
		assert.Equal(t, records[0].Questions[0].ReferenceID, records[1].Questions[0].ReferenceID)
	})
}

// The callbacks of OpenCRVS as they were captured: text/plain, without a token, under the
// ids of the question, and unsigned here, for the captured signature is over other ids.
func TestACapturedCallbackAnswersOurQuestion(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]int{"125-async-birth-unsigned.json": 1, "126-async-zero-hits.json": 0} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			r := captured(t, file)
			var body map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(r.Callbacks[0].Body, &body))
			delete(body, "signature")
			unsigned, err := json.Marshal(body)
			require.NoError(t, err)
			synctest.Test(t, func(t *testing.T) {
				m := later(t, profile.OpenCRVS2024(), r.answers(), nil)
				p, err := m.SearchAsync(t.Context(), okelloByBRN())
				require.NoError(t, err)
				require.Equal(t, http.StatusOK, m.told(t, r.withOurIDs(unsigned)))
				results, err := p.Wait(t.Context())
				require.NoError(t, err)
				require.NoError(t, results[0].Err)
				assert.Len(t, results[0].Page.Hits, want)
			})
		})
	}
}

// The sample messages of every process flow, as answers that are called back.
func TestTheSamplesOfEveryProcessFlowAnswerAQuestion(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with samples in it")
	}
	files, err := filepath.Glob(filepath.Join(dir, "samples", "processflow*res.json"))
	require.NoError(t, err)
	require.Len(t, files, 6)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			ids := strings.NewReplacer(`"transaction_id": ""`, `"transaction_id": "$TX"`, `"reference_id": ""`, `"reference_id": "$REF0"`)
			synctest.Test(t, func(t *testing.T) {
				m := later(t, profile.DCI10(), says(202, ackBody), nil)
				p, err := m.SearchAsync(t.Context(), search.ByIdentifier(codes.IdentifierUIN, "847951632"))
				require.NoError(t, err)
				require.Equal(t, http.StatusOK, m.told(t, ids.Replace(string(text))))
				results, err := p.Wait(t.Context())
				require.NoError(t, err)
				require.NoError(t, results[0].Err)
				assert.Len(t, results[0].Page.Hits, 1)
			})
		})
	}
}

// fullStore is a store that fails.
type fullStore struct{ *store.Memory }

func (fullStore) Put(context.Context, store.Note) (store.Note, error) {
	return store.Note{}, errors.New("the disk is full")
}

func TestNothingIsAskedThatCannotBeKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := later(t, profile.DCI10(), says(202, ackBody), nil)
		c := m.registry.client(t, crvs.WithStore(fullStore{m.store}), crvs.WithCallbackURL("http://spmis.example/dci/3f9c"))
		_, err := c.SearchAsync(t.Context(), malaByBRN())
		assert.Equal(t, crvs.KindUnavailable, asError(t, err).Kind)
		assert.Empty(t, m.registry.all())
	})
}
