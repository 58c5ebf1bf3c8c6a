package main

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

func TestKeysNewWritesAPrivateKeyAndPrintsItsPublicSet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want envelope.Algorithm
	}{
		{"nothing said", nil, envelope.EdDSA},
		{"for encryption", []string{"-use", "enc"}, envelope.RSAOAEP256},
		{"RS256", []string{"-use", "sig", "-alg", "RS256"}, envelope.RS256},
		{"PS256", []string{"-use", "sig", "-alg", "PS256"}, envelope.PS256},
		{"ES256", []string{"-use", "sig", "-alg", "ES256"}, envelope.ES256},
		{"EdDSA", []string{"-alg", "EdDSA"}, envelope.EdDSA},
		{"RSA-OAEP-256", []string{"-alg", "RSA-OAEP-256", "-use", "enc"}, envelope.RSAOAEP256},
		{"ECDH-ES+A256KW", []string{"-alg", "ECDH-ES+A256KW", "-use", "enc"}, envelope.ECDHESA256KW},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "key.pem")
			args := append([]string{"keys", "new", "-out", path}, tt.args...)
			d := crvsctl(t, args...)
			require.Equal(t, exitFound, d.status)

			info, err := os.Stat(path)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode())
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			block, _ := pem.Decode(content)
			require.NotNil(t, block)
			assert.Equal(t, "PRIVATE KEY", block.Type)
			assert.Empty(t, block.Headers)

			set, err := envelope.ParseKeySet([]byte(d.stdout))
			require.NoError(t, err)
			require.Len(t, set.Keys(), 1)
			public := set.Keys()[0]
			assert.Equal(t, tt.want, public.Algorithm())
			assert.Equal(t, tt.want.Use(), public.Use())
			assert.NotContains(t, d.stdout, `"d":`)

			// It comes back as what it was made for, and as nothing else.
			signs, signErr := readSignKey(content, "")
			decrypts, decryptErr := readDecryptKey(content)
			if tt.want.Use() == envelope.UseSignature {
				require.NoError(t, signErr)
				assert.Equal(t, public.KeyID(), signs.KeyID())
				assert.Equal(t, tt.want, signs.Algorithm())
				require.ErrorContains(t, decryptErr, "-use enc")
			} else {
				require.NoError(t, decryptErr)
				assert.Equal(t, public.KeyID(), decrypts.KeyID())
				assert.Equal(t, tt.want, decrypts.Algorithm())
				require.ErrorContains(t, signErr, "-use sig")
			}

			d = crvsctl(t, args...)
			assert.Equal(t, exitFailed, d.status)
			assert.Contains(t, d.stderr, "it is not overwritten")
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, content, after)
		})
	}
}

func TestAKeyWithoutAWordIsReadByItsKind(t *testing.T) {
	t.Parallel()
	for alg, want := range map[envelope.Algorithm]envelope.Algorithm{envelope.RS256: envelope.RSAOAEP256, envelope.ES256: envelope.ECDHESA256KW} {
		key, err := envelope.GenerateKey(alg)
		require.NoError(t, err)
		text, err := key.MarshalPEM()
		require.NoError(t, err)
		signs, err := readSignKey(text, "")
		require.NoError(t, err)
		assert.Equal(t, alg, signs.Algorithm())
		decrypts, err := readDecryptKey(text)
		require.NoError(t, err)
		assert.Equal(t, want, decrypts.Algorithm())
	}
}

func TestBadUsageOfKeysMakesNone(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "key.pem")
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"no verb", nil, exitUsage, "missing: new"},
		{"another verb", []string{"show"}, exitUsage, "missing: new"},
		{"no file", []string{"new"}, exitUsage, "-out FILE is required"},
		{"an empty name", []string{"new", "-out", ""}, exitUsage, "-out FILE is required"},
		{"a use that is none", []string{"new", "-out", out, "-use", "both"}, exitUsage, "-use is not one of sig, enc"},
		{"an algorithm that is none", []string{"new", "-out", out, "-alg", "HS256"}, exitUsage, "-alg is not one of RS256"},
		{"no algorithm at all", []string{"new", "-out", out, "-alg", "none"}, exitUsage, "-alg is not one of"},
		{"a use and an algorithm that differ", []string{"new", "-out", out, "-use", "enc", "-alg", "RS256"}, exitUsage, "-alg RS256 is for -use sig"},
		{"the other way round", []string{"new", "-out", out, "-use", "sig", "-alg", "RSA-OAEP-256"}, exitUsage, "-alg RSA-OAEP-256 is for -use enc"},
		{"a folder that is not there", []string{"new", "-out", "/nowhere/key.pem"}, exitFailed, "-out names a file that cannot be written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"keys"}, tt.args...)...)
			assert.Equal(t, tt.status, d.status)
			assert.Contains(t, d.stderr, tt.want)
			assert.Empty(t, d.stdout)
		})
	}
	_, err := os.Stat(out)
	require.ErrorIs(t, err, os.ErrNotExist)
	d := crvsctl(t, "keys", "-h")
	assert.Equal(t, keysUsage, d.stdout)
}
