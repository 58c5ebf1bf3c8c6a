package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// newKeyFile makes a key with the command, and returns its file and its public set.
func newKeyFile(t *testing.T, alg envelope.Algorithm) (path string, public *envelope.KeySet) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "key.pem")
	d := crvsctl(t, "keys", "new", "-use", string(alg.Use()), "-alg", string(alg), "-out", path)
	require.Equal(t, exitFound, d.status)
	public, err := envelope.ParseKeySet([]byte(d.stdout))
	require.NoError(t, err)
	return path, public
}

// search begins a command line that says nothing of trust.
func searching(url, profile string, rest ...string) []string {
	return append([]string{"search", "-url", url, "-sender", "mis.test", "-profile", profile, "-event", "birth", "-id", "BRN:B90MAY123"}, rest...)
}

func TestASignedQuestionIsAnsweredAndItsAnswerVerified(t *testing.T) {
	t.Parallel()
	for profile, alg := range map[string]envelope.Algorithm{
		"dci-1.0": envelope.PS256, "opencrvs-2024": envelope.RS256, "opencrvs-1.9": envelope.ES256, "openspp": envelope.EdDSA, "openg2p": envelope.EdDSA,
	} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			key, public := newKeyFile(t, alg)
			url, _ := country(t, sandbox.WithSignatures(sandbox.SignaturesRequired), sandbox.WithTrust("mis.test", public))
			base, _ := sandbox.BasePath(profile)
			url += base
			keys := fetched(t, url+keysPath)
			_, other := newKeyFile(t, envelope.EdDSA)
			otherSet, err := json.Marshal(other)
			require.NoError(t, err)
			for name, args := range map[string][]string{
				"by the published keys":  nil,
				"by the keys at a URL":   {"-verify", url + keysPath},
				"by a key set in a file": {"-verify", file(t, "set.json", keys)},
				"by a PEM key in a file": {"-verify", file(t, "key.pem", signingPEM(t, keys))},
				"not at all":             {"-verify", "off"},
			} {
				d := crvsctl(t, searching(url, profile, append(args, "-sign-key", key)...)...)
				assert.Equal(t, exitFound, d.status, "%s: %s", name, d.stderr)
				assert.Contains(t, d.stdout, "B90MAY123")
			}
			d := crvsctl(t, searching(url, profile, "-sign-key", key, "-verify", file(t, "other.json", otherSet))...)
			assert.Equal(t, exitFailed, d.status)
			assert.Contains(t, d.stderr, "signature")
			assert.Empty(t, d.stdout)

			d = crvsctl(t, searching(url, profile, "-insecure-unsigned")...)
			assert.Equal(t, exitFailed, d.status, "the registry takes signed questions only")

			d, r := probed(t, "-url", url, "-sender", "mis.test", "-sign-key", key)
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.Equal(t, profile, r.Profile, d.stdout)
			assert.Equal(t, answerYes, r.Signing.Required)
			assert.Equal(t, answerYes, r.Signing.Questions)
			assert.Equal(t, answerYes, r.Signing.Holds)
		})
	}
}

// fetched is what stands at a URL.
func fetched(t *testing.T, url string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	resp, err := new(http.Client).Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return body
}

// signingPEM is the first key for signatures in a set, as PEM.
func signingPEM(t *testing.T, set []byte) []byte {
	t.Helper()
	keys, err := envelope.ParseKeySet(set)
	require.NoError(t, err)
	for _, k := range keys.Keys() {
		if k.Use() == envelope.UseSignature {
			der, err := x509.MarshalPKIXPublicKey(k.Key())
			require.NoError(t, err)
			return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
		}
	}
	t.Fatal("the set has no key for signatures")
	return nil
}

// freeAddress is one of this machine at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// As an OpenCRVS peer does it: our keys are fetched below our id.
func TestARegistryFetchesOurKeysWhileWeAsk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, path string
		args       []string
	}{
		{"signed", "", nil},
		{"below a path", "/spmis", nil},
		{"signed and encrypted, with a key made for it", "", []string{"-encrypt"}},
	} {
		for _, profile := range []string{"dci-1.0", "opencrvs-2024"} {
			t.Run(tt.name+", "+profile, func(t *testing.T) {
				t.Parallel()
				key, _ := newKeyFile(t, envelope.EdDSA)
				url, got := country(t, sandbox.WithSignatures(sandbox.SignaturesRequired))
				base, _ := sandbox.BasePath(profile)
				addr := freeAddress(t)
				trust := append([]string{"-sender", "http://" + addr + tt.path, "-jwks-listen", addr, "-sign-key", key}, tt.args...)
				d := crvsctl(t, append([]string{"search", "-url", url + base, "-profile", profile, "-event", "birth", "-id", "BRN:B90MAY123"}, trust...)...)
				require.Equal(t, exitFound, d.status, d.stderr)
				assert.Contains(t, d.stdout, "B90MAY123")
				if tt.args != nil {
					for _, r := range got.seen() {
						assert.NotContains(t, r.raw, "B90MAY123", "it went in clear")
					}
				}
				url, _ = country(t, sandbox.WithSignatures(sandbox.SignaturesRequired)) // one that kept no key of ours
				d, r := probed(t, append([]string{"-url", url + base}, trust...)...)
				assert.Equal(t, profile, r.Profile, d.stderr)
				if tt.args != nil {
					assert.Equal(t, answerYes, r.Encryption.Questions)
				}
			})
		}
	}
}

func TestADecryptionKeyOfOurOwn(t *testing.T) {
	t.Parallel()
	for _, alg := range []envelope.Algorithm{envelope.RSAOAEP256, envelope.ECDHESA256KW} {
		t.Run(string(alg), func(t *testing.T) {
			t.Parallel()
			key, public := newKeyFile(t, alg)
			url, _ := country(t, sandbox.WithTrust("mis.test", public))
			base, _ := sandbox.BasePath("opencrvs-2024")
			d := crvsctl(t, searching(url+base, "opencrvs-2024", "-insecure-unsigned", "-encrypt", "-decrypt-key", key)...)
			require.Equal(t, exitFound, d.status, d.stderr)
			other, _ := newKeyFile(t, alg)
			d = crvsctl(t, searching(url+base, "opencrvs-2024", "-insecure-unsigned", "-encrypt", "-decrypt-key", other)...)
			assert.Equal(t, exitFailed, d.status)
			assert.Empty(t, d.stdout)
		})
	}
}

func TestOurKeySetIsServedAndNothingElse(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	set, err := publicSet(key, envelope.PrivateKey{})
	require.NoError(t, err)
	server := httptest.NewServer(wellKnown(set))
	t.Cleanup(server.Close)
	for _, path := range []string{keysPath, "/a/b" + keysPath} {
		got, err := envelope.ParseKeySet(fetched(t, server.URL+path))
		require.NoError(t, err)
		require.Len(t, got.Keys(), 1)
		assert.Equal(t, key.KeyID(), got.Keys()[0].KeyID())
	}
	for _, path := range []string{"/", "/.well-known/", "/.well-known/jwks.json/x"} {
		assert.NotContains(t, string(fetched(t, server.URL+path)), "kty")
	}
}

func TestWhatDoesNotGoTogetherIsSaid(t *testing.T) {
	t.Parallel()
	sig, _ := newKeyFile(t, envelope.ES256)
	enc, _ := newKeyFile(t, envelope.ECDHESA256KW)
	garbage := file(t, "garbage", []byte("S3CRET"))
	for _, tt := range []struct {
		name, profile string
		args          []string
		want          string
	}{
		{"a profile that nobody knows", "S3CRET", nil, "-profile is not one of dci-1.0, opencrvs-2024, opencrvs-1.9, openspp, openg2p, workshop-2022, bare-crvs"},
		{"no key and no word", "dci-1.0", nil, "signed with -sign-key FILE"},
		{"answers unverified is not questions unsigned", "dci-1.0", []string{"-verify", "off"}, "signed with -sign-key FILE"},
		{"signatures where there are none", "workshop-2022", []string{"-sign-key", sig}, "workshop-2022 has no signatures"},
		{"verified where there is nothing to verify", "bare-crvs", []string{"-insecure-unsigned", "-verify", "https://x.example"}, "bare-crvs has no signatures"},
		{"encryption where there is none", "openspp", []string{"-insecure-unsigned", "-encrypt"}, "openspp takes no encrypted questions"},
		{"encryption to us without a key of ours", "dci-1.0", []string{"-sign-key", sig, "-encrypt"}, "give -decrypt-key FILE, or -jwks-listen ADDR"},
		{"a key that nothing decrypts with", "dci-1.0", []string{"-sign-key", sig, "-decrypt-key", enc}, "-decrypt-key is of no use"},
		{"no key to publish", "dci-1.0", []string{"-insecure-unsigned", "-jwks-listen", "127.0.0.1:0"}, "-jwks-listen has no key to publish"},
		{"an algorithm without a key", "dci-1.0", []string{"-insecure-unsigned", "-sign-alg", "PS256"}, "-sign-alg needs -sign-key"},
		{"an algorithm that is none", "dci-1.0", []string{"-sign-key", sig, "-sign-alg", "HS256"}, "-sign-alg is not one of"},
		{"an algorithm of another kind of key", "dci-1.0", []string{"-sign-key", sig, "-sign-alg", "PS256"}, "-sign-key: "},
		{"a key for encryption that is to sign", "dci-1.0", []string{"-sign-key", enc}, "-sign-key: the key in the file is for encryption"},
		{"a key for signatures that is to decrypt", "dci-1.0", []string{"-sign-key", sig, "-encrypt", "-decrypt-key", sig}, "-decrypt-key: the key in the file is for signatures"},
		{"a text that is no key", "dci-1.0", []string{"-sign-key", garbage}, "-sign-key: invalid: there is no private key in the text"},
		{"a text that is no public key", "dci-1.0", []string{"-sign-key", sig, "-verify", garbage}, "-verify: "},
		{"our private key as the registry's", "dci-1.0", []string{"-sign-key", sig, "-verify", sig}, "-verify: the file holds a private key"},
		{"a key set over plain http", "dci-1.0", []string{"-sign-key", sig, "-verify", "http://keys.example/S3CRET"}, "-verify: "},
		{"a key set of nothing", "dci-1.0", []string{"-sign-key", sig, "-verify", file(t, "set", []byte(`{"keys":[]}`))}, "holds no public key that can be used"},
		{"a scheme that the key is not for", "openspp", []string{"-sign-key", sig}, "EdDSA"},
		{"a file that is not there", "dci-1.0", []string{"-sign-key", "/nowhere/S3CRET"}, "-sign-key names a file that cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, searching("https://registry.example", tt.profile, tt.args...)...)
			assert.Equal(t, exitUsage, d.status, d.stderr)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stderr, "S3CRET")
			assert.Empty(t, d.stdout)
		})
	}
	busy := strings.TrimPrefix(registry(t), "http://")
	d := crvsctl(t, searching("https://registry.example", "dci-1.0", "-sign-key", sig, "-jwks-listen", strings.TrimSuffix(busy, prefix))...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "-jwks-listen: our keys cannot be published there")
}

func TestASystemWithoutAHeaderNeedsNoSender(t *testing.T) {
	t.Parallel()
	url, _ := country(t)
	d := crvsctl(t, "search", "-url", url, "-profile", "workshop-2022", "-insecure-unsigned", "-event", "birth", "-id", "BRN:B90MAY123")
	assert.Equal(t, exitFound, d.status, d.stderr)
	d = crvsctl(t, "search", "-url", url+"/bare", "-profile", "bare-crvs", "-insecure-unsigned", "-event", "birth", "-id", "BRN:B90MAY123", "-dry-run")
	assert.Equal(t, exitFound, d.status, d.stderr)
}
