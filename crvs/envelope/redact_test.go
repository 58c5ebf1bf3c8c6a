package envelope_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// Go asks a type how it prints neither under %p nor in an unexported field: nothing
// must be found there either.
func TestNoSecretIsPrintedUnderAnyVerbNorFromAnUnexportedField(t *testing.T) {
	t.Parallel()
	const secret = "webhook-Secret-0123456789"
	webhook, err := envelope.NewWebhook(secret)
	require.NoError(t, err)
	keys, err := envelope.NewRemoteKeys("https://crvs.example.org/jwks?token=" + secret)
	require.NoError(t, err)
	signing, err := envelope.GenerateKey(envelope.ES256)
	require.NoError(t, err)
	decrypting, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	signer, err := envelope.NewSigner(envelope.JWSAttached, signing)
	require.NoError(t, err)
	verifier, err := envelope.NewVerifier(envelope.JWSAttached, keys)
	require.NoError(t, err)
	encrypter, err := envelope.NewEncrypter(keys)
	require.NoError(t, err)
	decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{decrypting})
	require.NoError(t, err)
	senders, err := envelope.NewSenders(map[string]envelope.KeySource{"a": keys})
	require.NoError(t, err)
	opener := envelope.NewOpener(verifier, decrypter)

	secrets := []string{secret}
	for _, k := range []envelope.PrivateKey{signing, decrypting} {
		pem, err := k.MarshalPEM()
		require.NoError(t, err)
		d := privateNumber(t, pem)
		secrets = append(secrets, d.String(), fmt.Sprintf("%x", d), fmt.Sprint(d.Bits()))
	}
	type holder struct{ v any }
	type pointers struct {
		webhook   envelope.Webhook
		key       envelope.PrivateKey
		signer    *envelope.Signer
		decrypter *envelope.Decrypter
		opener    *envelope.Opener
		keys      *envelope.RemoteKeys
	}
	all := pointers{webhook, signing, signer, decrypter, opener, keys}
	for _, v := range []any{
		webhook, &webhook, keys, signing, &signing, decrypting, signer, verifier, encrypter, decrypter, senders, opener,
		holder{webhook},
		holder{keys},
		holder{signing},
		holder{signer},
		holder{verifier},
		holder{encrypter},
		holder{decrypter},
		holder{senders},
		holder{opener},
		all, &all,
	} {
		var b bytes.Buffer
		for verb := rune('A'); verb <= 'z'; verb++ {
			_, _ = fmt.Fprintf(&b, "%"+string(verb)+"%+"+string(verb)+"%#"+string(verb)+"\n", v, v, v)
		}
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", slog.Any("v", v))
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", slog.Any("v", v))
		_ = json.NewEncoder(&b).Encode(v)
		for _, s := range secrets {
			assert.NotContains(t, b.String(), s, "%T", v)
			assert.NotContains(t, b.String(), fmt.Sprintf("%x", s), "%T", v)
			assert.NotContains(t, b.String(), fmt.Sprintf("%d", []byte(s)), "%T", v)
		}
	}
}

// privateNumber is the secret number of an elliptic key.
func privateNumber(t *testing.T, text []byte) *big.Int {
	t.Helper()
	block, _ := pem.Decode(text)
	require.NotNil(t, block)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	raw, err := key.(*ecdsa.PrivateKey).Bytes()
	require.NoError(t, err)
	return new(big.Int).SetBytes(raw)
}
