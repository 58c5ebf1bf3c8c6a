package envelope_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"net/http"
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// ed25519Key is always the same key.
func ed25519Key() (ed25519.PublicKey, ed25519.PrivateKey) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	return key.Public().(ed25519.PublicKey), key
}

// checkOurs: every error is ours, and none is long enough to hold a message.
func checkOurs(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Peer || len(e.Error()) > 600 {
		t.Fatalf("not an error of ours: %T %s", err, err)
	}
}

// FuzzVerify: whatever the body, only what was signed opens, and what opens is
// strict JSON of the same value.
func FuzzVerify(f *testing.F) {
	_, raw := ed25519Key()
	key, err := envelope.NewPrivateKey(raw, envelope.EdDSA)
	if err != nil {
		f.Fatal(err)
	}
	set := keySet(f, key)
	var verifiers []*envelope.Verifier
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.JWSDetachedHeader, envelope.HTTPSignature} {
		verifiers = append(verifiers, newVerifier(f, scheme, set))
		sealed := seal(f, newSigner(f, scheme, key))
		f.Add(sealed.Body, sealed.Header.Get("Signature"))
	}
	f.Add([]byte(`{"signature":"a.b.c","header":{},"message":{}}`), "a..b")
	f.Add([]byte(`{"signature":"namespace=\"dci\"","header":{},"message":{}}`), "")
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		in := envelope.Sealed{Body: body, Header: http.Header{"Signature": {signature}}}
		for _, v := range verifiers {
			opened, err := v.Verify(t.Context(), registry, in)
			checkOurs(t, err)
			if err != nil {
				continue
			}
			if strictjson.Check(opened.Payload, strictjson.Limits{}) != nil || !strictjson.Equal(opened.Message, []byte(theMessage)) {
				t.Fatal("opened what was not signed")
			}
			if strictjson.Get(opened.Header, "message_id") == nil || !strictjson.Equal(opened.Payload, envelope.Join(opened.Header, opened.Message)) {
				t.Fatal("the parts are not those of the payload")
			}
		}
	})
}

// FuzzDecrypt: never a panic, and what decrypts is a strict JSON object.
func FuzzDecrypt(f *testing.F) {
	ec, rs := goldenKey(f, "ecdh-es-a256kw", envelope.ECDHESA256KW), goldenKey(f, "rsa-oaep-256", envelope.RSAOAEP256)
	d, err := envelope.NewDecrypter([]envelope.PrivateKey{ec, rs}, envelope.WithForms(envelope.UnprotectedHeader, envelope.ProtectedHeader))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"ecdh-es-a256kw.unprotected", "ecdh-es-a256kw.protected", "rsa-oaep-256.unprotected", "rsa-oaep-256.protected"} {
		f.Add(bytes.TrimSpace(goldenFile(f, name+".json")))
	}
	f.Add([]byte(`"eyJhbGciOiJkaXIifQ.b.c.d.e"`))
	f.Add([]byte(`{"header":{"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":{"kty":"EC","crv":"P-521","x":"","y":""},"apu":"A"},"encrypted_key":"AAAA","iv":"AAAAAAAAAAAAAAAA","ciphertext":"","tag":"AAAAAAAAAAAAAAAAAAAAAA"}`))
	f.Fuzz(func(t *testing.T, message []byte) {
		text, err := d.Decrypt(t.Context(), message)
		checkOurs(t, err)
		if err == nil && strictjson.CheckObject(text, strictjson.Limits{}) != nil {
			t.Fatal("decrypted what is no strict JSON")
		}
	})
}

// FuzzParseKeySet: what is read can be published and read again.
func FuzzParseKeySet(f *testing.F) {
	for name, alg := range map[string]envelope.Algorithm{"rs256": envelope.RS256, "es256": envelope.ES256, "eddsa": envelope.EdDSA, "ecdh-es-a256kw": envelope.ECDHESA256KW} {
		text, err := keySet(f, goldenKey(f, name, alg)).MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"kty":"RSA","kid":"x","n":"","e":"AQAB"}`))
	f.Add([]byte(`{"keys":[null,{},[],{"kty":"EC","crv":"P-256","x":"","y":""}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := envelope.ParseKeySet(text)
		checkOurs(t, err)
		if err != nil {
			return
		}
		out, err := set.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := envelope.ParseKeySet(out)
		if err != nil || len(again.Keys()) != len(set.Keys()) || again.Skipped() != 0 {
			t.Fatal("a set reads otherwise when it is published")
		}
	})
}

// FuzzParseKey: PEM and JWK, private and public; no error holds the text.
func FuzzParseKey(f *testing.F) {
	for _, name := range []string{"rs256", "es256", "eddsa"} {
		f.Add(goldenFile(f, name+".pem"))
	}
	f.Add([]byte(`{"kty":"OKP","crv":"Ed25519","d":"AAAA","x":"AAAA"}`))
	f.Add([]byte(`{"kty":"EC","crv":"P-256","d":"AQ","x":"AQ","y":"AQ"}`))
	f.Add([]byte(`{"kty":"RSA","n":"AQ","e":"AQ","d":"AQ","p":"AQ","q":"AQ"}`))
	f.Add([]byte("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := envelope.ParsePrivateKey(text, "")
		checkOurs(t, err)
		if err == nil && (key.KeyID() == "" || key.Public().Key() == nil) {
			t.Fatal("a key that is none")
		}
		_, err = envelope.ParsePublicKey(text, envelope.EdDSA)
		checkOurs(t, err)
	})
}

// FuzzHTTPSignature: the parameters of an http-signature, beside a sound message.
func FuzzHTTPSignature(f *testing.F) {
	_, raw := ed25519Key()
	key, err := envelope.NewPrivateKey(raw, envelope.EdDSA)
	if err != nil {
		f.Fatal(err)
	}
	v := newVerifier(f, envelope.HTTPSignature, keySet(f, key))
	sealed := seal(f, newSigner(f, envelope.HTTPSignature, key))
	parts, err := envelope.Split(sealed.Body)
	if err != nil {
		f.Fatal(err)
	}
	good, _ := strictjson.Text(parts.Signature)
	f.Add(good)
	f.Add(`namespace="dci", kidId="a|b|ed25519", algorithm="ed25519", created="1", expires="2", headers="(created) (expires) digest", signature="AAAA"`)
	f.Add(`a="b",a="b"`)
	f.Add(`="",=""`)
	f.Fuzz(func(t *testing.T, text string) {
		body := append(strictjson.AppendText([]byte(`{"signature":`), text, strictjson.Form{}), `,"header":`...)
		body = append(append(append(append(body, parts.Header...), `,"message":`...), parts.Message...), '}')
		_, err := v.Verify(t.Context(), registry, envelope.Sealed{Body: body})
		checkOurs(t, err)
	})
}

// FuzzWebhook: a header verifies only if it is what we sign.
func FuzzWebhook(f *testing.F) {
	w, err := envelope.NewWebhook("a-secret")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("sha256=00", []byte(`{"a":"é"}`))
	f.Add(w.Sign([]byte("x")), []byte("x"))
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		err := w.Verify(http.Header{envelope.WebhookHeader: {header}}, body)
		checkOurs(t, err)
		if err == nil && !bytes.EqualFold([]byte(header), []byte(w.Sign(body))) {
			t.Fatal("verified what was not signed")
		}
	})
}
