package profile_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

func encoded(t *testing.T, p profile.Profile, m profile.Message) profile.Encoded {
	t.Helper()
	plan, err := p.Plan(search.ByIdentifier("BRN", "B-7").In("birth"))
	require.NoError(t, err)
	m.MessageID, m.TransactionID, m.SenderID, m.At = "m", "t", "spmis.example", time.Now()
	m.Body = profile.Search{plan}
	e, err := p.Encode(m)
	require.NoError(t, err)
	return e
}

func members(t *testing.T, object []byte) map[string]json.RawMessage {
	t.Helper()
	var out map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(object, &out))
	return out
}

// OpenSPP verifies a header that it writes again itself: a signed one has every
// member. An unsigned one has no null, which the schema forbids.
func TestTheHeaderOfOpenSPP(t *testing.T) {
	t.Parallel()
	e := encoded(t, profile.OpenSPP(), profile.Message{})
	assert.Equal(t, "false", string(members(t, e.Header)["is_msg_encrypted"]))
	assert.NotContains(t, string(e.Body()), "null")

	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	signer, err := envelope.NewSigner(profile.OpenSPP().Signing, key, envelope.WithSender("spmis.example"))
	require.NoError(t, err)
	sealed, err := signer.Sign(t.Context(), e.Header, e.Message)
	require.NoError(t, err)
	header := members(t, members(t, sealed.Body)["header"])
	for name, want := range map[string]string{"is_msg_encrypted": "false", "sender_uri": "null", "receiver_id": "null", "meta": "null", "version": `"1.0.0"`} {
		assert.Equal(t, want, string(header[name]), name)
	}
}

func TestTheHeaderSaysWhatIsEncryptedAndWhereToCallBack(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		if p.Form.Bare || p.Codec != nil {
			continue
		}
		header := members(t, encoded(t, p, profile.Message{Encrypted: true, ReceiverID: "crvs.example", SenderURI: "https://spmis.example/dci"}).Header)
		assert.Equal(t, "true", string(header["is_msg_encrypted"]), p.Name)
		assert.Equal(t, `"https://spmis.example/dci"`, string(header["sender_uri"]), p.Name)
		assert.Equal(t, `"crvs.example"`, string(header["receiver_id"]), p.Name)
		assert.Equal(t, "1", string(header["total_count"]), p.Name)
	}
	for _, p := range []profile.Profile{profile.BareCRVS(), profile.Workshop2022()} {
		p.Form.NumericIDs = false
		assert.Nil(t, encoded(t, p, profile.Message{}).Header, "it has no envelope")
	}
}
