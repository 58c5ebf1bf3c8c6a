package envelope_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

func decode64(t *testing.T, text string) []byte {
	t.Helper()
	out, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return out
}

// TestAnHTTPSignatureSendsWhatItsPeerWouldWriteAnew: every optional member, and
// message_ts in UTC with no or six digits.
func TestAnHTTPSignatureSendsWhatItsPeerWouldWriteAnew(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	for given, want := range map[string]string{
		"2027-03-04T05:06:07Z": "2027-03-04T05:06:07Z", "2027-03-04T10:36:07+05:30": "2027-03-04T05:06:07Z",
		"2027-03-04T05:06:07.5Z": "2027-03-04T05:06:07.500000Z", "2027-03-04T05:06:07.123456789Z": "2027-03-04T05:06:07.123456Z",
		"2027-03-04T05:06:07.000000001Z": "2027-03-04T05:06:07Z",
	} {
		sealed, err := newSigner(t, envelope.HTTPSignature, key).Sign(t.Context(), []byte(`{"meta":{},"message_ts":"`+given+`"}`), []byte(theMessage))
		require.NoError(t, err)
		parts, err := envelope.Split(sealed.Body)
		require.NoError(t, err)
		assert.Equal(t, `{"meta":{},"message_ts":"`+want+`","version":null,"sender_uri":null,"receiver_id":null,"is_msg_encrypted":null}`, string(parts.Header))
		requireBytes(t, theMessage, parts.Message)
	}
	_, err := newSigner(t, envelope.HTTPSignature, key).Sign(t.Context(), []byte(`{"message_ts":"Жанна"}`), []byte(theMessage))
	requireKind(t, err, fault.KindInvalid)
	requireSilent(t, err)
	sealed, err := newSigner(t, envelope.HTTPSignature, key, envelope.WithFilledHeader()).Sign(t.Context(), []byte(`{}`), []byte(theMessage))
	require.NoError(t, err)
	parts, err := envelope.Split(sealed.Body)
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(parts.Header), "none are filled in")
}

// TestAnHTTPSignatureInThePeersOtherForms: answers without nulls, notifications
// with +00:00. What comes back is the form that was verified.
func TestAnHTTPSignatureInThePeersOtherForms(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	for name, tt := range map[string]struct {
		form envelope.NormalForm
		want string
	}{
		"as sent":               {envelope.NormalForm{}, `{"header":{"message_ts":"2027-03-04T05:06:07Z","meta":null},"message":{"a":[null],"b":null}}`},
		"without nulls":         {envelope.NormalForm{OmitNulls: true}, `{"header":{"message_ts":"2027-03-04T05:06:07Z"},"message":{"a":[null]}}`},
		"with an offset":        {envelope.NormalForm{OffsetTimestamp: true}, `{"header":{"message_ts":"2027-03-04T05:06:07+00:00","meta":null},"message":{"a":[null],"b":null}}`},
		"with both differences": {envelope.NormalForm{OmitNulls: true, OffsetTimestamp: true}, `{"header":{"message_ts":"2027-03-04T05:06:07+00:00"},"message":{"a":[null]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSigner(t, envelope.HTTPSignature, key, envelope.WithSignerNormalForm(tt.form), envelope.WithFilledHeader())
			sealed, err := s.Sign(t.Context(), []byte(`{"meta":null,"message_ts":"2027-03-04T05:06:07Z"}`), []byte(`{"b":null,"a":[null]}`))
			require.NoError(t, err)
			assert.Contains(t, string(sealed.Body), `"header":{"meta":null,"message_ts":"2027-03-04T05:06:07Z"},"message":{"b":null,"a":[null]}`, "it is sent as it was given")
			opened, err := newVerifier(t, envelope.HTTPSignature, keySet(t, key), envelope.WithVerifierNormalForm(tt.form)).Verify(t.Context(), registry, sealed)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(opened.Payload))
			other := tt.form
			other.OmitNulls = !other.OmitNulls
			_, err = newVerifier(t, envelope.HTTPSignature, keySet(t, key), envelope.WithVerifierNormalForm(other)).Verify(t.Context(), registry, sealed)
			requireForged(t, err, "does not match")
		})
	}
}

// TestNullsThatNobodySignedAreNotReturned: with nulls left out anybody could add
// some.
func TestNullsThatNobodySignedAreNotReturned(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	form := envelope.NormalForm{OmitNulls: true}
	sealed := seal(t, newSigner(t, envelope.HTTPSignature, key, envelope.WithSignerNormalForm(form)))
	sealed.Body = []byte(strings.Replace(string(sealed.Body), `"sex":`, `"death_date":null,"sex":`, 1))
	opened, err := newVerifier(t, envelope.HTTPSignature, keySet(t, key), envelope.WithVerifierNormalForm(form)).Verify(t.Context(), registry, sealed)
	require.NoError(t, err)
	assert.NotContains(t, string(opened.Payload), "death_date")
}

func TestAForgedHTTPSignatureIsRefused(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA).WithKeyID("key1")
	sealed := seal(t, newSigner(t, envelope.HTTPSignature, key))
	good := signatureIn(t, sealed)
	parts, err := envelope.Split(sealed.Body)
	require.NoError(t, err)
	at := sent.Unix()
	change := func(from, to string) string {
		out := strings.Replace(good, from, to, 1)
		require.NotEqual(t, good, out)
		return out
	}
	reordered := strings.Join(append(strings.Split(good, ", ")[1:], strings.Split(good, ", ")[0]), ",")
	for name, tt := range map[string]struct{ signature, says string }{
		"another order of parameters":   {reordered, ""},
		"a later expiry":                {change(fmt.Sprintf(`expires="%d"`, at+300), fmt.Sprintf(`expires="%d"`, at+301)), "does not match"},
		"another creation":              {change(fmt.Sprintf(`created="%d"`, at), fmt.Sprintf(`created="%d"`, at+1)), "does not match"},
		"a life of years":               {change(fmt.Sprintf(`expires="%d"`, at+300), `expires="9999999999"`), "longer than a day"},
		"an expiry before the creation": {change(fmt.Sprintf(`expires="%d"`, at+300), `expires="1"`), "before it is created"},
		"a creation in words":           {change(fmt.Sprintf(`created="%d"`, at), `created="now"`), "no number"},
		"a creation with a sign":        {change(`created="`, `created="+`), "no number"},
		"a creation with a zero":        {change(`created="`, `created="0`), "no number"},
		"a creation without end":        {change(`created="`, `created="99999999999`), "no number"},
		"another sender":                {change(registry+"|", "other.example.org|"), "another sender"},
		"no sender":                     {change(registry+"|", "|"), "no sender"},
		"another key":                   {change("key1", "key2"), "does not hold"},
		"rsa":                           {change(`algorithm="ed25519"`, `algorithm="rsa-sha256"`), "nothing else is accepted"},
		"rsa in the kidId":              {change(`|ed25519"`, `|rsa"`), "nothing else is accepted"},
		"fewer headers":                 {change(`(created) (expires) digest`, `(created) (expires)`), "does not cover"},
		"another namespace":             {change(`"dci"`, `"xyz"`), "namespace"},
		"a parameter twice":             {good + `, created="1"`, "a list of seven"},
		"a parameter too few":           {change(`namespace="dci", `, ``), "lacks a parameter"},
		"a parameter of another name":   {change(`namespace=`, `nomespace=`), "lacks a parameter"},
		"a comma too many":              {good + ",", "a list of seven"},
		"no comma":                      {change(`", kidId`, `" kidId`), "a list of seven"},
		"no quotes":                     {`namespace=dci`, "a list of seven"},
		"an open quote":                 {`namespace="dci`, "a list of seven"},
		"a signature that is cut":       {good[:len(good)-9] + `"`, "no Ed25519 signature"},
		"a stand-in":                    {"unsigned-mock", "a list of seven"},
		"an endless list":               {strings.Repeat(`a="b",`, 10000), "longer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strictjson.AppendText(nil, tt.signature, strictjson.Form{})
			body := `{"signature":` + string(text) + `,"header":` + string(parts.Header) + `,"message":` + string(parts.Message) + `}`
			_, err := newVerifier(t, envelope.HTTPSignature, keySet(t, key)).Verify(t.Context(), registry, envelope.Sealed{Body: []byte(body)})
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			requireForged(t, err, tt.says)
		})
	}
	body := strings.Replace(string(sealed.Body), "female", "male", 1)
	_, err = newVerifier(t, envelope.HTTPSignature, keySet(t, key)).Verify(t.Context(), registry, envelope.Sealed{Body: []byte(body)})
	requireForged(t, err, "does not match")
	_, err = newVerifier(t, envelope.HTTPSignature, keySet(t, key), envelope.WithAlgorithms(envelope.RS256)).Verify(t.Context(), registry, sealed)
	requireForged(t, err, "not accepted")
}

// TestAnHTTPSignatureExpires under the clock of the machine, and by the skew later.
func TestAnHTTPSignatureExpires(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		s, err := envelope.NewSigner(envelope.HTTPSignature, key, envelope.WithSender(registry), envelope.WithLifetime(time.Minute))
		require.NoError(t, err)
		header := `{"message_ts":"` + time.Now().Format(time.RFC3339) + `"}`
		sealed, err := s.Sign(t.Context(), []byte(header), []byte(theMessage))
		require.NoError(t, err)
		v, err := envelope.NewVerifier(envelope.HTTPSignature, keySet(t, key), envelope.WithMaxSkew(10*time.Second))
		require.NoError(t, err)
		old, err := envelope.NewVerifier(envelope.HTTPSignature, keySet(t, key), envelope.WithoutAgeLimit())
		require.NoError(t, err)
		after(t, 70*time.Second)
		_, err = v.Verify(t.Context(), registry, sealed)
		require.NoError(t, err)
		after(t, time.Second)
		_, err = v.Verify(t.Context(), registry, sealed)
		requireForged(t, err, "expired")
		_, err = old.Verify(t.Context(), registry, sealed)
		require.NoError(t, err)
	})
	early := newSigner(t, envelope.HTTPSignature, key, envelope.WithSignerClock(func() time.Time { return sent.Add(time.Hour) }))
	_, err := newVerifier(t, envelope.HTTPSignature, keySet(t, key)).Verify(t.Context(), registry, seal(t, early))
	requireForged(t, err, "created in the future")
}

func TestWhatDoesNotGoTogetherIsNotMade(t *testing.T) {
	t.Parallel()
	ed, rs := newKey(t, envelope.EdDSA), goldenKey(t, "rs256", envelope.RS256)
	sender := envelope.WithSender(registry)
	form := envelope.NormalForm{OmitNulls: true}
	for name, make := range map[string]func() (any, error){
		"no key":                        func() (any, error) { return envelope.NewSigner("", envelope.PrivateKey{}) },
		"an unknown scheme":             func() (any, error) { return envelope.NewSigner("Жанна", ed) },
		"a webhook with a key":          func() (any, error) { return envelope.NewSigner(envelope.HMACWebhook, ed) },
		"an empty kid":                  func() (any, error) { return envelope.NewSigner("", ed.WithKeyID("")) },
		"http-signature with RSA":       func() (any, error) { return envelope.NewSigner(envelope.HTTPSignature, rs, sender) },
		"http-signature without sender": func() (any, error) { return envelope.NewSigner(envelope.HTTPSignature, ed) },
		"a sender with a bar":           func() (any, error) { return envelope.NewSigner(envelope.HTTPSignature, ed, envelope.WithSender("a|b")) },
		"a kid with a quote":            func() (any, error) { return envelope.NewSigner(envelope.HTTPSignature, ed.WithKeyID(`"`), sender) },
		"a lifetime of nothing": func() (any, error) {
			return envelope.NewSigner(envelope.HTTPSignature, ed, sender, envelope.WithLifetime(1))
		},
		"a form for a JWS":            func() (any, error) { return envelope.NewSigner("", ed, envelope.WithSignerNormalForm(form)) },
		"no clock":                    func() (any, error) { return envelope.NewSigner("", ed, envelope.WithSignerClock(nil)) },
		"no keys":                     func() (any, error) { return envelope.NewVerifier("", nil) },
		"an unknown scheme to verify": func() (any, error) { return envelope.NewVerifier("x", keySet(t)) },
		"no algorithms":               func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithAlgorithms()) },
		"none accepted":               func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithAlgorithms("none")) },
		"HS256 accepted":              func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithAlgorithms("HS256")) },
		"a negative age":              func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithMaxAge(-1)) },
		"a negative skew":             func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithMaxSkew(-1)) },
		"no size":                     func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithMaxBytes(0)) },
		"a form to verify a JWS":      func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithVerifierNormalForm(form)) },
		"no clock to verify":          func() (any, error) { return envelope.NewVerifier("", keySet(t), envelope.WithVerifierClock(nil)) },
		"no receiver's keys":          func() (any, error) { return envelope.NewEncrypter(nil) },
		"an unknown form":             func() (any, error) { return envelope.NewEncrypter(keySet(t), envelope.WithForm("x")) },
		"dir to encrypt":              func() (any, error) { return envelope.NewEncrypter(keySet(t), envelope.WithEncryptionAlgorithms("dir")) },
		"no decryption keys":          func() (any, error) { return envelope.NewDecrypter(nil) },
		"a signing key to decrypt":    func() (any, error) { return envelope.NewDecrypter([]envelope.PrivateKey{ed}) },
		"no secret":                   func() (any, error) { return envelope.NewWebhook("") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := make()
			requireKind(t, err, fault.KindInvalid)
			requireSilent(t, err)
		})
	}
}

func TestWhatIsNotSoundIsNotSigned(t *testing.T) {
	t.Parallel()
	s := newSigner(t, "", newKey(t, envelope.EdDSA))
	assert.Equal(t, envelope.JWSAttached, s.Scheme())
	for _, tt := range [][2]string{{``, `{}`}, {`[]`, `{}`}, {`{}`, ``}, {`{"a":1,"a":2}`, `{}`}, {`{}`, `{"Жанна":1,"Жанна":2}`}, {`{}`, "{\"a\":\"\xff\"}"}, {`{}`, `{"a":"\ud800"}`}} {
		_, err := s.Sign(t.Context(), []byte(tt[0]), []byte(tt[1]))
		requireKind(t, err, fault.KindInvalid)
		requireSilent(t, err)
	}
}

func TestAWebhookIsVerifiedByItsSecret(t *testing.T) {
	t.Parallel()
	w, err := envelope.NewWebhook("a-secret")
	require.NoError(t, err)
	other, err := envelope.NewWebhook("another")
	require.NoError(t, err)
	body := []byte(`{"name":"Жанна ጸሐይ -_.!~*'() %\"<>&+=/?#[]@:;, 😀"}`)
	good := w.Sign(body)
	require.NoError(t, w.Verify(http.Header{envelope.WebhookHeader: {good}}, body))
	require.NoError(t, w.Verify(http.Header{envelope.WebhookHeader: {"sha256=" + strings.ToUpper(good[7:])}}, body))
	for name, tt := range map[string]struct {
		header []string
		body   string
	}{
		"no header":          {nil, string(body)},
		"an empty header":    {[]string{""}, string(body)},
		"two headers":        {[]string{good, good}, string(body)},
		"another body":       {[]string{good}, string(body) + " "},
		"another secret":     {[]string{other.Sign(body)}, string(body)},
		"sha1":               {[]string{"sha1=" + good[7:]}, string(body)},
		"no prefix":          {[]string{good[7:]}, string(body)},
		"half a signature":   {[]string{good[:39]}, string(body)},
		"no hexadecimal":     {[]string{"sha256=" + strings.Repeat("x", 64)}, string(body)},
		"a body of no UTF-8": {[]string{w.Sign([]byte("\xff"))}, "\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireForged(t, w.Verify(http.Header{envelope.WebhookHeader: tt.header}, []byte(tt.body)), "")
		})
	}
	require.Error(t, envelope.Webhook{}.Verify(http.Header{envelope.WebhookHeader: {envelope.Webhook{}.Sign(body)}}, body))
}
