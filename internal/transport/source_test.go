package transport_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/transport"
)

// given is a source that gives what it was given.
type given struct {
	token string
	err   error
}

func (g given) Token(context.Context) (string, error) { return g.token, g.err }

type sourceFunc func(ctx context.Context) (string, error)

func (f sourceFunc) Token(ctx context.Context) (string, error) { return f(ctx) }

// vaultError is an error type of somebody else.
type vaultError struct{ secret string }

func (e vaultError) Error() string { return "vault says " + e.secret }

func TestTheErrorOfASourceOfTheCallersOwnIsNotRepeated(t *testing.T) {
	t.Parallel()
	no := func(kind fault.Kind) error {
		return &fault.Error{Op: "s3cret", Kind: kind, Code: "s3cret", Message: "s3cret", HTTPStatus: 418, RetryAfter: time.Minute, MessageID: "s3cret"}
	}
	for _, tt := range []struct {
		name   string
		source transport.Source
		kind   fault.Kind
		says   string
	}{
		{"gives nothing", given{}, fault.KindInvalid, "empty"},
		{"gives a line break", given{token: "s3cret\n"}, fault.KindInvalid, "control character"},
		{"gives a whole header", given{token: "Bearer s3cret"}, fault.KindInvalid, `"Bearer" is not part of it`},
		{"fails", given{err: errors.New("s3cret")}, fault.KindUnavailable, "*errors.errorString"},
		{"fails and gives a token, too", given{token: "s3cret", err: vaultError{"s3cret"}}, fault.KindUnavailable, "transport_test.vaultError"},
		{"fails with a deadline of its own", given{err: fmt.Errorf("s3cret: %w", context.DeadlineExceeded)}, fault.KindTimeout, "token source failed"},
		{"says who may not", given{err: fmt.Errorf("s3cret: %w", no(fault.KindUnauthorized))}, fault.KindUnauthorized, "token source failed"},
		{"says that it finds nothing", given{err: no(fault.KindNotFound)}, fault.KindUnavailable, "token source failed"},
		{"invents a kind", given{err: no("s3cret")}, fault.KindUnavailable, "token source failed"},
		{"panics", sourceFunc(func(context.Context) (string, error) { panic("s3cret") }), fault.KindInvalid, "panic with a value of type string"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := transport.New(transport.Options{Tokens: transport.NewSource(tt.source), InsecurePlainHTTP: true})
			require.NoError(t, err)
			_, err = c.Do(t.Context(), question())
			e := faultOf(t, err, tt.kind)
			assert.Equal(t, "token", e.Op)
			assert.Contains(t, e.Message, tt.says)
			assertNoSecret(t, err, "s3cret")
			assert.NotErrorIs(t, err, fault.ErrNotFound)
		})
	}
}

func TestTheErrorOfASourceOfTheCallersOwnCanBeFound(t *testing.T) {
	t.Parallel()
	ask := func(cause error) error {
		c, err := transport.New(transport.Options{Tokens: transport.NewSource(given{err: fmt.Errorf("x: %w", cause)}), InsecurePlainHTTP: true})
		require.NoError(t, err)
		_, err = c.Do(t.Context(), question())
		return err
	}
	_, found := errors.AsType[vaultError](ask(vaultError{"s3cret"}))
	assert.True(t, found)
	sealed := errors.New("sealed")
	require.ErrorIs(t, ask(sealed), sealed)
	assert.NotErrorIs(t, ask(fault.ErrNotFound), fault.ErrNotFound, "no such record is what a registry says")
}

func TestASourceThatHangsHoldsNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		held := make(chan struct{})
		c, err := transport.New(transport.Options{InsecurePlainHTTP: true, Tokens: transport.NewSource(sourceFunc(func(context.Context) (string, error) {
			<-held
			return "t", nil
		}))})
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err = c.Do(ctx, question())
		faultOf(t, err, fault.KindTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(start))
		close(held)
	})
}

// forgetful is a source that is told of refused tokens.
type forgetful struct {
	given

	refused *[]string
	another bool
}

func (f forgetful) Forget(token string) bool {
	*f.refused = append(*f.refused, token)
	return f.another
}

func TestASourceMayBeToldThatItsTokenWasRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := listen(t, answer(401, ""))
		for _, another := range []bool{true, false} {
			var refused []string
			c := r.client(t, transport.Options{Tokens: transport.NewSource(forgetful{given{token: "t1"}, &refused, another})})
			resp, err := c.Do(t.Context(), question())
			require.NoError(t, err)
			assert.Equal(t, another, c.Forget(resp))
			assert.Equal(t, []string{"t1"}, refused)
		}
		c := r.client(t, transport.Options{Tokens: transport.NewSource(given{token: "t1"})})
		resp, err := c.Do(t.Context(), question())
		require.NoError(t, err)
		assert.True(t, c.Forget(resp), "it is asked anew for each message")
	})
}
