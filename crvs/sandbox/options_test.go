package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// keeping returns the option, which also hands out the config that it is applied
// to. No caller can name the type of that config, but type inference lets one keep
// a pointer to it, and so apply another option when the registry is long in use.
func keeping[C any, O ~func(*C)](option O) (O, func(later O)) {
	var kept *C
	keeps := func(c *C) {
		kept = c
		option(c)
	}
	return keeps, func(later O) { later(kept) }
}

func TestAnOptionAppliedLaterDoesNotChangeARegistry(t *testing.T) {
	t.Parallel()
	s := speeches()[0]
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	option, apply := keeping(sandbox.WithSignatures(sandbox.SignaturesRequired))
	b := setupSigned(t, option)
	before := b.published(t, s).Keys()
	apply(sandbox.WithSignatures(sandbox.SignaturesOff))
	apply(sandbox.WithStandIns("unsigned"))
	apply(sandbox.WithTrust(askerID, b.stranger.keys(t)))
	apply(sandbox.WithKeys(key))
	apply(sandbox.WithToken("secret"))
	apply(sandbox.WithRegistryID("another"))
	apply(sandbox.WithAdmin())
	apply(sandbox.WithExchangeLog(1))

	header, message := s.question(time.Now())
	w := b.put(t, s.path(), b.asker.sign(t, s.scheme, header, message))
	assert.Contains(t, w.Body.String(), s.found)
	refused(t, s, "err.signature.missing", b.put(t, s.path(), envelope.Join(s.question(time.Now()))))
	assert.Equal(t, before, b.published(t, s).Keys())
	assert.Contains(t, b.send(t, http.MethodGet, "/healthz", nil).text, "crvs.sandbox")
	assert.Equal(t, http.StatusNotFound, b.send(t, http.MethodGet, "/_sandbox/faults", nil).status)
	assert.Empty(t, b.registry.Exchanges())
}

func TestAnOptionCopiesTheSliceThatItIsGiven(t *testing.T) {
	t.Parallel()
	s := speeches()[0]
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	keys, texts := []envelope.PrivateKey{key}, []string{"unsigned"}
	given := []sandbox.Option{sandbox.WithKeys(keys...), sandbox.WithStandIns(texts...), sandbox.WithSignatures(sandbox.SignaturesRequired)}
	keys[0], texts[0] = envelope.PrivateKey{}, "another"
	for range 2 { // the same options make any number of registries
		b := setupSigned(t, given...)
		assert.Equal(t, key.KeyID(), b.published(t, s).Keys()[0].KeyID())
		body := envelope.Join(s.question(time.Now()))
		w := b.put(t, s.path(), append([]byte(`{"signature":"unsigned",`), body[1:]...))
		assert.Contains(t, w.Body.String(), s.found)
	}
}

func TestAnOptionThatIsNilIsNamedByItsPlace(t *testing.T) {
	t.Parallel()
	_, err := sandbox.New(sandbox.WithAdmin(), sandbox.WithToken("secret"), nil)
	require.ErrorContains(t, err, "New: option 3 is nil")
}

func TestOfTwoOptionsThatSetTheSameThingTheLastHolds(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithRegistryID("first"), sandbox.WithRegistryID("second"))
	assert.Contains(t, b.send(t, http.MethodGet, "/healthz", nil).text, "second")
	_, err := sandbox.New(sandbox.WithRegistryID(""), sandbox.WithRegistryID("second"))
	require.ErrorContains(t, err, "WithRegistryID: the id is empty", "an option that is wrong is wrong wherever it stands")
}
