package crvs_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

// secrets are values of the questions and records of these tests, and the
// credentials they are asked with: none may appear in an error, a log or an
// audit.
func secrets() []string {
	return []string{
		"B90MAY123", "123456789", "1990-05-12", "1990-05-01", "Mala", "Kumar", "+919714838469", "Ravi", "987654321",
		"s3cr3t", "mail@example.org",
	}
}

// assertClean checks that nothing that prints shows a secret.
func assertClean(t *testing.T, v any) {
	t.Helper()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", slog.Any("v", v))
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", slog.Any("v", v))
	texts := []string{fmt.Sprint(v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v), fmt.Sprintf("%q", v), log.String()}
	if err, ok := v.(error); ok {
		for ; err != nil; err = errors.Unwrap(err) {
			texts = append(texts, err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err))
		}
	}
	for _, text := range texts {
		text = madeIDs.ReplaceAllString(text, "id") // one may spell a name by chance
		for _, secret := range secrets() {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(secret))
		}
	}
}

func sentinels() map[crvs.Kind]error {
	return map[crvs.Kind]error{
		crvs.KindNotFound: crvs.ErrNotFound, crvs.KindAmbiguous: crvs.ErrAmbiguous, crvs.KindOvermatch: crvs.ErrOvermatch,
		crvs.KindUnsupported: crvs.ErrUnsupported, crvs.KindSignature: crvs.ErrSignature, crvs.KindReplay: crvs.ErrReplay,
		crvs.KindRateLimited: crvs.ErrRateLimited, crvs.KindUnauthorized: crvs.ErrUnauthorized, crvs.KindUnstable: crvs.ErrUnstable,
	}
}

// asError checks what holds of every error of the package and returns it.
func asError(t *testing.T, err error) *crvs.Error {
	t.Helper()
	require.Error(t, err)
	e, ok := errors.AsType[*crvs.Error](err)
	require.True(t, ok, "every error is a *crvs.Error: %T", err)
	assert.NotEmpty(t, e.Kind)
	assert.NotEmpty(t, e.Op)
	for kind, sentinel := range sentinels() {
		assert.Equal(t, e.Kind == kind, errors.Is(err, sentinel), "%s against the sentinel of %s", e.Kind, kind)
	}
	assertClean(t, err)
	return e
}

// want is what an error must be.
type want struct {
	kind      crvs.Kind
	code      codes.ReasonCode
	status    int
	peer      bool
	retryable bool
	says      string // a part of its text
}

// assertError checks an error that an answer of the registry caused.
func (w want) assertError(t *testing.T, err error) {
	t.Helper()
	_ = w.of(t, err)
}

// of checks the error and returns it.
func (w want) of(t *testing.T, err error) *crvs.Error {
	t.Helper()
	e := asError(t, err)
	assert.Equal(t, w.kind, e.Kind, "%v", err)
	assert.Equal(t, w.code, e.Code, "%v", err)
	assert.Equal(t, w.status, e.HTTPStatus, "%v", err)
	assert.Equal(t, w.peer, e.Peer, "%v", err)
	assert.Equal(t, w.retryable, e.Retryable(), "%v", err)
	assert.Contains(t, err.Error(), w.says)
	return e
}

// refusal is one way in which a registry does not answer.
type refusal struct {
	name    string
	answers []script // of the search endpoint
	want    want
	sent    int // how many messages the registry gets
}

// run asks by each verb; each must return the same error.
func (r refusal) run(t *testing.T, options ...crvs.Option) {
	t.Helper()
	t.Run(r.name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			reg := start(t, r.answers...)
			c := reg.client(t, options...)
			e := r.want.of(t, find(t.Context(), c, malaByBRN()))
			requests := reg.requests()
			require.Len(t, requests, r.sent)
			last := requests[len(requests)-1]
			assert.Equal(t, last.messageID, e.MessageID)
			assert.Equal(t, last.transactionID, e.TransactionID)
			assert.Equal(t, "find", e.Op)
		})
		synctest.Test(t, func(t *testing.T) {
			c := start(t, r.answers...).client(t, options...)
			e := r.want.of(t, searchPage(t.Context(), c, malaByBRN()))
			assert.Equal(t, "search", e.Op)
		})
		synctest.Test(t, func(t *testing.T) {
			c := start(t, r.answers...).client(t, options...)
			r.want.assertError(t, searchAll(t.Context(), c, malaByBRN()))
		})
	})
}

func asType[T error](err error) (T, bool) { return errors.AsType[T](err) }
