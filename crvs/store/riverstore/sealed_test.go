package riverstore_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

func aead(t *testing.T, key byte) cipher.AEAD {
	t.Helper()
	block, err := aes.NewCipher(bytes.Repeat([]byte{key}, 32))
	require.NoError(t, err)
	out, err := cipher.NewGCM(block)
	require.NoError(t, err)
	return out
}

func TestWithACipherNothingOnDiskShowsAPayloadOrANote(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts  []riverstore.Option
		shown bool
	}{"with": {[]riverstore.Option{riverstore.WithCipher(aead(t, 1))}, false}, "without": {nil, true}} {
		folder := t.TempDir()
		st := openFile(t, filepath.Join(folder, "store.db"), c.opts...)
		_, err := st.Keep(t.Context(), store.Message{Key: "1", Payload: []byte("Amina Rao")})
		require.NoError(t, err)
		_, err = st.Put(t.Context(), store.Note{Kind: "k", Key: "1", Value: []byte("Amina Rao")})
		require.NoError(t, err)
		shown := false
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(folder, e.Name()))
			require.NoError(t, err)
			// The payload is in base64, after its first byte.
			shown = shown || bytes.Contains(text, []byte("Amina")) || bytes.Contains(text, []byte("AEFtaW5hIFJhbw"))
		}
		assert.Equal(t, c.shown, shown, name)
		k, err := st.Find(t.Context(), "1")
		require.NoError(t, err)
		assert.Equal(t, "Amina Rao", string(k.Payload))
	}
}

func TestWhatIsEncryptedOpensOnlyWithItsCipherAndWhatWasKeptBeforeStaysReadable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	none, one, two := openFile(t, path), openFile(t, path, riverstore.WithCipher(aead(t, 1))), openFile(t, path, riverstore.WithCipher(aead(t, 2)))
	_, err := none.Keep(t.Context(), store.Message{Key: "before", Payload: []byte("p")})
	require.NoError(t, err)
	_, err = one.Keep(t.Context(), store.Message{Key: "1", Payload: []byte("p")}, store.Message{Key: "empty"})
	require.NoError(t, err)
	k, err := one.Find(t.Context(), "before")
	require.NoError(t, err)
	assert.Equal(t, "p", string(k.Payload))
	k, err = one.Find(t.Context(), "empty")
	require.NoError(t, err)
	assert.Empty(t, k.Payload)
	_, err = none.Find(t.Context(), "1")
	require.ErrorContains(t, err, "open the store with the cipher that encrypted it")
	_, err = two.Find(t.Context(), "1")
	require.ErrorContains(t, err, "has another key")
	for k, err := range none.All(t.Context(), store.Waiting) {
		require.NoError(t, err, "%s: a list needs no cipher", k)
	}
}
