package envelope_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// forge makes a compact JWS of anything, signed by sign.
func forge(protected, payload string, sign func([]byte) []byte) string {
	input := base64.RawURLEncoding.EncodeToString([]byte(protected)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	return input + "." + base64.RawURLEncoding.EncodeToString(sign([]byte(input)))
}

// rawKey is a key pair whose owner does what he likes with it.
type rawKey struct {
	private crypto.Signer
	key     envelope.PrivateKey
}

func newRawEd(tb testing.TB) rawKey {
	tb.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(tb, err)
	key, err := envelope.NewPrivateKey(private, envelope.EdDSA)
	require.NoError(tb, err)
	return rawKey{private, key}
}

func (k rawKey) sign(input []byte) []byte {
	out, _ := k.private.Sign(rand.Reader, input, crypto.Hash(0))
	return out
}

func (k rawKey) header() string { return `{"alg":"EdDSA","kid":"` + k.key.KeyID() + `"}` }

const thePayload = `{"header":` + theHeader + `,"message":` + theMessage + `}`

// signed puts a signature before the members of an envelope.
func signed(signature, unsigned string) envelope.Sealed {
	return envelope.Sealed{Body: []byte(`{"signature":"` + signature + `",` + unsigned[1:])}
}

// requireForged requires an error of kind signature that says why, and that
// nothing of the message is in it.
func requireForged(t *testing.T, err error, says string) {
	t.Helper()
	require.ErrorIs(t, err, fault.ErrSignature)
	requireKind(t, err, fault.KindSignature)
	assert.Contains(t, err.Error(), says)
	requireSilent(t, err)
}

func requireSilent(t *testing.T, err error) {
	t.Helper()
	for _, secret := range []string{"Жанна", "ጸሐይ", "สมชาย", "مريم", "female", "t-1", "r-1", "PRIVATE"} {
		assert.NotContains(t, fmt.Sprintf("%+v %#v", err, err), secret)
	}
}

func TestAForgedMessageIsRefused(t *testing.T) {
	t.Parallel()
	k, rs := newRawEd(t), goldenKey(t, "rs256", envelope.RS256)
	der, err := x509.MarshalPKIXPublicKey(rs.Public().Key())
	require.NoError(t, err)
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	jwk, err := rs.Public().MarshalJSON()
	require.NoError(t, err)
	mac := func(secret []byte) func([]byte) []byte {
		return func(input []byte) []byte {
			m := hmac.New(sha256.New, secret)
			m.Write(input)
			return m.Sum(nil)
		}
	}
	with := func(member string) string { return strings.TrimSuffix(k.header(), "}") + "," + member + "}" }
	change := func(from, to string) string { return strings.Replace(thePayload, from, to, 1) }
	good := forge(k.header(), thePayload, k.sign)
	kidRS := `"kid":"` + rs.KeyID() + `"}`

	for name, tt := range map[string]struct {
		signature, unsigned, says string
	}{
		"alg none":                                  {forge(`{"alg":"none",`+kidRS, thePayload, func([]byte) []byte { return []byte("x") }), thePayload, "signed with none"},
		"alg none without a signature":              {strings.TrimRight(forge(`{"alg":"none",`+kidRS, thePayload, func([]byte) []byte { return nil }), "="), thePayload, "has no header or no signature"},
		"no alg":                                    {forge(`{`+kidRS, thePayload, k.sign), thePayload, "signed with no algorithm"},
		"alg of another case":                       {forge(`{"alg":"eddsa","kid":"`+k.key.KeyID()+`"}`, thePayload, k.sign), thePayload, "an unknown algorithm"},
		"HS256 with the public key as PEM":          {forge(`{"alg":"HS256",`+kidRS, thePayload, mac(publicPEM)), thePayload, "signed with HS256"},
		"HS256 with the public key as a JWK":        {forge(`{"alg":"HS256",`+kidRS, thePayload, mac(jwk)), thePayload, "signed with HS256"},
		"HS256 with an empty secret":                {forge(`{"alg":"HS256",`+kidRS, thePayload, mac(nil)), thePayload, "signed with HS256"},
		"an Ed25519 key under the name of RS256":    {forge(`{"alg":"RS256","kid":"`+k.key.KeyID()+`"}`, thePayload, k.sign), thePayload, "does not hold"},
		"an embedded jwk":                           {forge(with(`"jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`), thePayload, k.sign), thePayload, "holds jwk"},
		"a jku":                                     {forge(with(`"jku":"https://evil.example/jwks.json"`), thePayload, k.sign), thePayload, "holds jku"},
		"an x5u":                                    {forge(with(`"x5u":"https://evil.example/cert"`), thePayload, k.sign), thePayload, "holds x5u"},
		"an x5c":                                    {forge(with(`"x5c":["AAAA"]`), thePayload, k.sign), thePayload, "holds x5c"},
		"a crit":                                    {forge(with(`"crit":["b64"]`), thePayload, k.sign), thePayload, "holds crit"},
		"an unencoded payload":                      {forge(with(`"b64":false`), thePayload, k.sign), thePayload, "holds b64"},
		"a duplicate alg":                           {forge(with(`"alg":"EdDSA"`), thePayload, k.sign), thePayload, "no sound JSON"},
		"a kid that is a number":                    {forge(`{"alg":"EdDSA","kid":1}`, thePayload, k.sign), thePayload, "no string"},
		"no kid":                                    {forge(`{"alg":"EdDSA"}`, thePayload, k.sign), thePayload, "names no key"},
		"a kid that nobody has":                     {forge(`{"alg":"EdDSA","kid":"Жанна"}`, thePayload, k.sign), thePayload, "an id that is no thumbprint"},
		"a header that is no JSON":                  {forge(`alg`, thePayload, k.sign), thePayload, "no sound JSON"},
		"a header that is too long":                 {forge(with(`"typ":"`+strings.Repeat("x", 5000)+`"`), thePayload, k.sign), thePayload, "too long"},
		"a signature by another key":                {forge(k.header(), thePayload, newRawEd(t).sign), thePayload, "does not match"},
		"a signature that was cut":                  {good[:len(good)-4], thePayload, "does not match"},
		"a line break inside":                       {good[:50] + `\n` + good[50:], thePayload, "characters that no JWS holds"},
		"four parts":                                {good + ".x", thePayload, "characters that no JWS holds"},
		"two parts":                                 {"a.b", thePayload, "no JWS of three parts"},
		"a JWS as JSON":                             {`{\"payload\":\"\",\"signatures\":[]}`, thePayload, "no JWS"},
		"a stand-in":                                {"unsigned-stub", thePayload, "stand-in"},
		"an empty signature":                        {"", thePayload, "no signature"},
		"a valid signature over another body":       {forge(k.header(), change("t-1", "t-2"), k.sign), thePayload, "not what was signed"},
		"a valid signature over something else":     {forge(k.header(), `[]`, k.sign), thePayload, "no sound JSON"},
		"a valid signature over less":               {forge(k.header(), `{"header":`+theHeader+`}`, k.sign), thePayload, "not what was signed"},
		"one value that differs":                    {good, change(`"female"`, `"male"`), "not what was signed"},
		"one digit that differs":                    {good, change(`1.50`, `1.51`), "not what was signed"},
		"one number that became a string":           {good, change(`1.50`, `"1.50"`), "not what was signed"},
		"one duplicate member":                      {good, change(`"sex":"female"`, `"sex":"female","sex":"female"`), "stands twice"},
		"one duplicate member, escaped":             {good, change(`"sex":"female"`, `"sex":"female","s\u0065x":"male"`), "stands twice"},
		"a second message":                          {good, thePayload[:len(thePayload)-1] + `,"message":{}}`, "stands twice"},
		"a second signature":                        {good, thePayload[:len(thePayload)-1] + `,"signature":"x"}`, "stands twice"},
		"one Unicode form that differs":             {forge(k.header(), change("Жанна", "Zo\u00e9"), k.sign), change("Жанна", "Zoe\u0301"), "not what was signed"},
		"an extra member that is null":              {good, change(`"sex":`, `"dead":null,"sex":`), "not what was signed"},
		"an extra member beside the message":        {good, thePayload[:len(thePayload)-1] + `,"error":null}`, "not what was signed"},
		"a member removed":                          {good, change(`"sex":"female",`, ``), "not what was signed"},
		"the header removed":                        {good, `{"message":` + theMessage + `}`, "is missing"},
		"a duplicate member in what was signed":     {forge(k.header(), change(`"sex":"female"`, `"sex":"male","sex":"female"`), k.sign), thePayload, "stands twice"},
		"invalid UTF-8 in what was signed":          {forge(k.header(), change("Жанна", "\xff"), k.sign), thePayload, "not valid UTF-8"},
		"half a surrogate pair":                     {good, change("😀", `\ud83d`), "half of a surrogate pair"},
		"a signature inside of what was signed":     {forge(k.header(), `{"signature":"x",`+thePayload[1:], k.sign), thePayload, "is missing"},
		"a signed message without a header":         {forge(k.header(), `{"message":`+theMessage+`}`, k.sign), `{"message":` + theMessage + `}`, "no header"},
		"a signed message whose header is a string": {forge(k.header(), `{"header":"","message":{}}`, k.sign), `{"header":"","message":{}}`, "no header"},
		"a detached signature":                      {strings.Split(good, ".")[0] + ".." + strings.Split(good, ".")[2], thePayload, "detached where jws-attached is expected"},
		"nesting without end":                       {good, `{"header":` + strings.Repeat("[", 100000) + `}`, "too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVerifier(t, envelope.JWSAttached, keySet(t, k.key, rs))
			_, err := v.Verify(t.Context(), registry, signed(tt.signature, tt.unsigned))
			requireForged(t, err, tt.says)
		})
	}
	opened, err := newVerifier(t, "", keySet(t, k.key)).Verify(t.Context(), registry, signed(good, thePayload))
	require.NoError(t, err, "what the attacks start from holds")
	requireBytes(t, thePayload, opened.Payload)
	requireBytes(t, theMessage, opened.Message)
	requireBytes(t, theHeader, opened.Header)
}

func TestAMessageWithoutASignatureIsRefused(t *testing.T) {
	t.Parallel()
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader, envelope.HTTPSignature} {
		v := newVerifier(t, scheme, keySet(t, newKey(t, envelope.EdDSA)))
		for _, body := range []string{thePayload, `{"signature":null,` + thePayload[1:], `{"signature":1,` + thePayload[1:], `{"signature":{},` + thePayload[1:], ``, `[]`, `<html>`} {
			_, err := v.Verify(t.Context(), registry, envelope.Sealed{Body: []byte(body)})
			requireForged(t, err, "")
		}
	}
}

func TestAnAlgorithmThatIsNotAcceptedIsRefused(t *testing.T) {
	t.Parallel()
	rs, ps := goldenKey(t, "rs256", envelope.RS256), goldenKey(t, "ps256", envelope.PS256)
	onlyPS := newVerifier(t, envelope.JWSAttached, keySet(t, rs, ps), envelope.WithAlgorithms(envelope.PS256))
	_, err := onlyPS.Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, rs)))
	requireForged(t, err, "signed with RS256, which is not accepted")
	_, err = onlyPS.Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, ps)))
	require.NoError(t, err)

	// The same key, but published for PS256 only.
	pem, err := rs.MarshalPEM()
	require.NoError(t, err)
	asPS, err := envelope.ParsePrivateKey(pem, envelope.PS256)
	require.NoError(t, err)
	require.Equal(t, rs.KeyID(), asPS.KeyID())
	_, err = newVerifier(t, envelope.JWSAttached, keySet(t, asPS)).Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, rs)))
	requireForged(t, err, "does not hold")
}

func TestAKeyOfAnotherSenderIsRefused(t *testing.T) {
	t.Parallel()
	ours, theirs := newKey(t, envelope.EdDSA), newKey(t, envelope.EdDSA)
	senders, err := envelope.NewSenders(map[string]envelope.KeySource{registry: keySet(t, ours), "other.example.org": keySet(t, theirs)})
	require.NoError(t, err)
	v := newVerifier(t, envelope.JWSAttached, senders)
	forged := seal(t, newSigner(t, envelope.JWSAttached, theirs))
	_, err = v.Verify(t.Context(), registry, forged)
	requireForged(t, err, "does not hold")
	_, err = v.Verify(t.Context(), "nobody.example.org", forged)
	requireForged(t, err, "is not known here")
	_, err = v.Verify(t.Context(), "other.example.org", forged)
	require.NoError(t, err)
	// Nor does it help to take the other's kid.
	_, err = v.Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, theirs.WithKeyID(ours.KeyID()))))
	requireForged(t, err, "does not match")
}

func TestAKeyForEncryptionSignsNothing(t *testing.T) {
	t.Parallel()
	rsaKey := goldenKey(t, "rs256", envelope.RS256)
	public, err := envelope.NewPublicKey(rsaKey.Public().Key(), envelope.RSAOAEP256)
	require.NoError(t, err)
	set, err := envelope.NewKeySet(public)
	require.NoError(t, err)
	_, err = newVerifier(t, envelope.JWSAttached, set).Verify(t.Context(), registry, seal(t, newSigner(t, envelope.JWSAttached, rsaKey)))
	requireForged(t, err, "does not hold")
	_, err = envelope.NewSigner(envelope.JWSAttached, newKey(t, envelope.ECDHESA256KW))
	requireKind(t, err, fault.KindInvalid)
}

func TestAMessageOfAnotherTimeIsRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	for name, tt := range map[string]struct {
		timestamp string
		opts      []envelope.VerifierOption
		says      string // "" if it holds
	}{
		"just in time":                     {`"2027-03-04T05:01:07Z"`, nil, ""},
		"stale":                            {`"2027-03-04T05:01:06.999Z"`, nil, "older than 5m0s"},
		"just not too far ahead":           {`"2027-03-04T05:11:07Z"`, nil, ""},
		"from the future":                  {`"2027-03-04T05:11:07.001Z"`, nil, "from the future"},
		"in another zone":                  {`"2027-03-04T10:36:07+05:30"`, nil, ""},
		"stale in another zone":            {`"2027-03-04T05:06:07+05:30"`, nil, "older"},
		"without a zone":                   {`"2027-03-04T05:06:07"`, nil, ""},
		"without seconds":                  {`"2027-03-04T05:06Z"`, nil, ""},
		"a day only":                       {`"2027-03-04"`, nil, "cannot be read"},
		"empty":                            {`""`, nil, "cannot be read"},
		"null":                             {`null`, nil, "cannot be read"},
		"a number":                         {`1804136767`, nil, "cannot be read"},
		"stale for a shorter age":          {`"2027-03-04T05:05:06Z"`, []envelope.VerifierOption{envelope.WithMaxAge(time.Minute)}, "older than 1m0s"},
		"ahead of a smaller skew":          {`"2027-03-04T05:06:09Z"`, []envelope.VerifierOption{envelope.WithMaxSkew(time.Second)}, "future"},
		"old where age does not count":     {`"2020-01-01T00:00:00Z"`, []envelope.VerifierOption{envelope.WithoutAgeLimit()}, ""},
		"future where age does not count":  {`"2028-01-01T00:00:00Z"`, []envelope.VerifierOption{envelope.WithoutAgeLimit()}, "future"},
		"so old that a duration overflows": {`"0001-01-01T00:00:00Z"`, nil, "older"},
		"so far that a duration overflows": {`"9999-12-31T23:59:59Z"`, nil, "future"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sealed, err := newSigner(t, envelope.JWSAttached, key).Sign(t.Context(), []byte(`{"message_ts":`+tt.timestamp+`}`), []byte(theMessage))
			require.NoError(t, err)
			_, err = newVerifier(t, envelope.JWSAttached, keySet(t, key), tt.opts...).Verify(t.Context(), registry, sealed)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			requireForged(t, err, tt.says)
		})
	}
}

func TestOneSchemeIsNotTakenForAnother(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	schemes := []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader, envelope.HTTPSignature}
	for _, by := range schemes {
		for _, expected := range schemes {
			_, err := newVerifier(t, expected, keySet(t, key)).Verify(t.Context(), registry, seal(t, newSigner(t, by, key)))
			if by == expected {
				require.NoError(t, err, by)
				continue
			}
			says := ""
			if by == envelope.JWSAttached && expected == envelope.JWSDetached {
				says = "attached where a detached one is expected"
			}
			requireForged(t, err, says)
		}
	}
}

func TestADetachedSignatureCoversWhatIsReturned(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	sealed := seal(t, newSigner(t, envelope.JWSDetached, key))
	v := newVerifier(t, envelope.JWSDetached, keySet(t, key))
	// Order, space and members that are not signed do not matter, nor are they returned.
	body := strings.Replace(string(sealed.Body), `{"signature"`, ` { "smuggled" : true , "signature"`, 1)
	opened, err := v.Verify(t.Context(), registry, envelope.Sealed{Body: []byte(body)})
	require.NoError(t, err)
	assert.NotContains(t, string(opened.Payload), "smuggled")
	assert.JSONEq(t, thePayload, string(opened.Payload))
	for from, to := range map[string]string{`"female"`: `"male"`, `"sex"`: `"dead":null,"sex"`, `1.50`: `1.5`} {
		_, err := v.Verify(t.Context(), registry, envelope.Sealed{Body: []byte(strings.Replace(body, from, to, 1))})
		requireForged(t, err, "does not match")
	}

	sealed = seal(t, newSigner(t, envelope.JWSDetachedHeader, key))
	v = newVerifier(t, envelope.JWSDetachedHeader, keySet(t, key))
	_, err = v.Verify(t.Context(), registry, envelope.Sealed{Body: append(sealed.Body, ' '), Header: sealed.Header})
	requireForged(t, err, "does not match")
	two := http.Header{"Signature": {sealed.Header.Get("Signature"), sealed.Header.Get("Signature")}}
	_, err = v.Verify(t.Context(), registry, envelope.Sealed{Body: sealed.Body, Header: two})
	requireForged(t, err, "several")
}
