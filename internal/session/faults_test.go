package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/session"
)

// A token must not go to https://x.exampleregistry because a slash is missing.
func TestAPathThatCouldLeaveTheHostIsRefused(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"registry/sync/search", "//evil.example/search", "https://evil.example/search", "/search?x=1", "/search#x", ".evil.example/x", "@evil.example/x",
		":8080/x", `\\evil.example\x`, `/a\b`, " /search", "/search ", "/a%zz", "/\n",
	} {
		p := profile.DCI10()
		p.Paths[profile.VerbSearch] = path
		_, err := session.New("https://x.example", session.Options{Profile: p, Sender: "spmis.example", InsecureUnsigned: true})
		require.ErrorContains(t, err, "WithProfile", "%q", path)
		assert.NotContains(t, err.Error(), "evil")
	}
	_, err := session.New("https://x.example", session.Options{Sender: "spmis.example", InsecureUnsigned: true})
	require.ErrorContains(t, err, "empty profile")
	for _, p := range profile.All() {
		_, err := session.New("https://x.example/prefix/", session.Options{Profile: p, Sender: "spmis.example", InsecureUnsigned: true})
		require.NoError(t, err, p.Name)
	}
}

func TestKeysOfSeveralSendersNeedAReceiver(t *testing.T) {
	t.Parallel()
	senders, err := envelope.NewSenders(nil)
	require.NoError(t, err)
	key, err := envelope.GenerateKey(envelope.ES256)
	require.NoError(t, err)
	own, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	for name, trust := range map[string]session.Trust{
		"to verify with":  {Key: &key, Keys: senders},
		"to encrypt with": {Key: &key, Published: true, Encrypts: true, ReceiverKeys: senders, OwnKeys: []envelope.PrivateKey{own}},
	} {
		o := session.Options{Profile: profile.DCI10(), Sender: "spmis.example", Trust: trust}
		_, err := session.New("https://x.example", o)
		require.ErrorContains(t, err, "WithReceiver", name)
		var e *fault.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, fault.KindInvalid, e.Kind)
		o.Receiver = "crvs.example"
		_, err = session.New("https://x.example", o)
		require.NoError(t, err, name)
	}
}
