package decide_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// inProcess hands requests to a registry without a network.
type inProcess struct {
	registry http.Handler
	messages *int
}

func (n inProcess) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	*n.messages++
	w := httptest.NewRecorder()
	n.registry.ServeHTTP(w, req)
	return w.Result(), nil
}

// sandboxOf is a sandbox and a client that asks it as the profile says.
func sandboxOf(t *testing.T, name string, options ...crvs.Option) (*sandbox.Registry, *crvs.Client, *int) {
	t.Helper()
	r, err := sandbox.New()
	require.NoError(t, err)
	p, ok := profile.ByName(name)
	require.True(t, ok)
	path, ok := sandbox.BasePath(name)
	require.True(t, ok)
	messages := new(int)
	c, err := crvs.New("http://registry.test"+path, append([]crvs.Option{
		crvs.WithSender("https://mis.test"), crvs.WithReceiver("crvs.test"), crvs.WithProfile(p), crvs.WithInsecureUnsigned(),
		crvs.WithHTTPClient(&http.Client{Transport: inProcess{r, messages}}), crvs.WithRetry(crvs.Retry{MaxAttempts: 1}),
	}, options...)...)
	require.NoError(t, err)
	return r, c, messages
}

func malaOfTheSandbox() person.Person {
	return known("123456789", "Mala", "Kumar", "1990-05-12")
}

func TestAWidowIsToldInTwoMessages(t *testing.T) {
	t.Parallel()
	_, c, messages := sandboxOf(t, "dci-1.0")
	v, err := decide.Ask(t.Context(), c, decide.Widowhood{Subject: malaOfTheSandbox(), On: person.MustDate("2025-12-31")},
		decide.WithLaw(decide.Law{Complete: []codes.VitalEvent{codes.VitalEventMarriage, codes.VitalEventDivorce}}), nil)
	require.NoError(t, err)
	assert.Equal(t, decide.RuleWidowed, v.Rule)
	assert.LessOrEqual(t, *messages, 2)
	require.Len(t, v.Evidence, 2)
	for _, e := range v.Evidence {
		assert.Equal(t, "crvs.test", e.Registry)
		assert.Equal(t, "dci-1.0", e.Profile)
		assert.NotEmpty(t, e.TransactionID)
		assert.NotEmpty(t, e.ReferenceID)
		assert.False(t, e.At.IsZero())
	}
}

func TestEachProfileSaysOfADeathWhatItsRegistryShows(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			_, c, _ := sandboxOf(t, p.Name)
			v, err := decide.Ask(t.Context(), c, decide.Death{Subject: known("987654321", "Ravi", "Nair", "1986-01-20"), On: day()})
			require.NoError(t, err)
			assert.Equal(t, decide.RuleDeathRecorded, v.Rule)
			assert.Equal(t, decide.ByNumberAndFacts, v.IdentifiedBy)
		})
	}
}

func TestAnErrorOfTheRegistryIsNoVerdict(t *testing.T) {
	t.Parallel()
	r, c, _ := sandboxOf(t, "dci-1.0")
	q := decide.Death{Subject: malaOfTheSandbox(), On: day()}
	for _, f := range []sandbox.Fault{{Kind: sandbox.FaultStatus, Status: 503}, {Kind: sandbox.FaultOvermatch}, {Kind: sandbox.FaultGarbage}, {Kind: sandbox.FaultMissingItems}} {
		_, err := r.Inject(f)
		require.NoError(t, err)
		v, err := decide.Ask(t.Context(), c, q)
		require.Error(t, err, f.Kind)
		require.NotErrorIs(t, err, crvs.ErrNotFound, f.Kind)
		assert.Equal(t, decide.Outcome(""), v.Outcome)
		r.ClearFaults()
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := decide.Ask(ended, c, q)
	require.ErrorIs(t, err, context.Canceled)
}

func TestWhatAskCannotAskIsAnErrorThatSaysSo(t *testing.T) {
	t.Parallel()
	_, c, messages := sandboxOf(t, "opencrvs-1.9")
	_, err := decide.Ask(t.Context(), c, decide.Marriage{Subject: malaOfTheSandbox()})
	require.ErrorIs(t, err, crvs.ErrUnsupported, "it keeps no marriages")
	_, err = decide.Ask(t.Context(), c, nil)
	require.Error(t, err)
	_, err = decide.Ask(t.Context(), nil, decide.Birth{Child: malaOfTheSandbox()})
	require.Error(t, err)
	_, err = decide.Ask(t.Context(), c, endless{})
	require.ErrorContains(t, err, "does not end")
	assert.Zero(t, *messages)
}

// endless is a question that never comes to a verdict.
type endless struct{ decide.Birth }

func (endless) Step(decide.Law, []decide.Answer) ([]search.Query, *decide.Verdict, error) {
	return nil, nil, nil
}

// Everybody born on a day in May 1990 in one page of one record each.
func TestAllPagesOfAnAnswerAreRead(t *testing.T) {
	t.Parallel()
	_, c, messages := sandboxOf(t, "dci-1.0", crvs.WithPageSize(1))
	v, err := decide.Ask(t.Context(), c, listing{search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth)})
	require.NoError(t, err)
	require.Len(t, v.Evidence, 1)
	assert.True(t, v.Evidence[0].Complete)
	assert.Greater(t, v.Evidence[0].Found, 5)
	assert.Greater(t, *messages, v.Evidence[0].Found)
}

func TestAListThatChangesWhileItIsReadIsNotComplete(t *testing.T) {
	t.Parallel()
	r, c, _ := sandboxOf(t, "dci-1.0", crvs.WithPageSize(1))
	_, err := r.Inject(sandbox.Fault{Kind: sandbox.FaultChangingTotals})
	require.NoError(t, err)
	v, err := decide.Ask(t.Context(), c, listing{search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth)})
	require.NoError(t, err)
	assert.False(t, v.Evidence[0].Complete)
}

// listing asks one query and tells what came.
type listing struct{ query search.Query }

func (listing) Name() string    { return "listing" }
func (listing) Validate() error { return nil }
func (q listing) Step(_ decide.Law, answers []decide.Answer) ([]search.Query, *decide.Verdict, error) {
	if len(answers) == 0 {
		return []search.Query{q.query}, nil, nil
	}
	return nil, &decide.Verdict{Evidence: []decide.Evidence{{Found: len(answers[0].Hits), Complete: answers[0].Complete}}}, nil
}
