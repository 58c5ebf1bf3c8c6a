package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// sealing is the keys of both parties, and what the server opens and seals with:
// the same for both sides of a row.
type sealing struct {
	signed bool // else encrypted

	verify  *envelope.Verifier
	sign    *envelope.Signer
	decrypt *envelope.Decrypter
	encrypt map[envelope.JWEForm]*envelope.Encrypter
	keys    map[string]envelope.PrivateKey
}

func newSealing(signed bool) (*sealing, error) {
	s := &sealing{signed: signed, keys: make(map[string]envelope.PrivateKey), encrypt: make(map[envelope.JWEForm]*envelope.Encrypter)}
	for name, alg := range map[string]envelope.Algorithm{
		"our signature": envelope.EdDSA, "their signature": envelope.EdDSA,
		"our encryption": envelope.RSAOAEP256, "their encryption": envelope.RSAOAEP256,
	} {
		key, err := envelope.GenerateKey(alg)
		if err != nil {
			return nil, err
		}
		s.keys[name] = key
	}
	var err error
	if s.verify, err = envelope.NewVerifier(envelope.JWSAttached, s.set("our signature")); err != nil {
		return nil, err
	}
	if s.sign, err = envelope.NewSigner(envelope.JWSAttached, s.keys["their signature"]); err != nil {
		return nil, err
	}
	for _, form := range []envelope.JWEForm{envelope.UnprotectedHeader, envelope.ProtectedHeader} {
		if s.encrypt[form], err = envelope.NewEncrypter(s.set("our encryption"), envelope.WithForm(form)); err != nil {
			return nil, err
		}
	}
	s.decrypt, err = envelope.NewDecrypter([]envelope.PrivateKey{s.keys["their encryption"]},
		envelope.WithForms(envelope.UnprotectedHeader, envelope.ProtectedHeader))
	return s, err
}

// set is a key set of one key.
func (s *sealing) set(name string) *envelope.KeySet {
	set, err := envelope.NewKeySet(s.keys[name].Public())
	if err != nil { // a key that was just made
		return nil
	}
	return set
}

// sealedRegistry opens what it is asked and seals what the registry answers.
type sealedRegistry struct {
	*registry
	*sealing
}

func (r sealedRegistry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	b, err := r.exchange(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(b) //nolint:gosec // JSON, to a client of ours
}

func (r sealedRegistry) exchange(req *http.Request) ([]byte, error) {
	ctx := req.Context()
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	form := envelope.UnprotectedHeader
	if r.signed {
		opened, err := r.verify.Verify(ctx, "mis", envelope.Sealed{Body: body})
		if err != nil {
			return nil, err
		}
		body = opened.Payload
	} else {
		parts, err := envelope.Split(body)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(parts.Message, []byte(`"protected"`)) {
			form = envelope.ProtectedHeader
		}
		plain, err := r.decrypt.Decrypt(ctx, parts.Message)
		if err != nil {
			return nil, err
		}
		body = envelope.Join(parts.Header, plain)
	}
	answer, err := r.answer(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	answer = bytes.Replace(answer, []byte("2026-01-01T00:00:00Z"), []byte(time.Now().UTC().Format(time.RFC3339)), 1)
	parts, err := envelope.Split(answer)
	if err != nil {
		return nil, err
	}
	if r.signed {
		sealed, err := r.sign.Sign(ctx, parts.Header, parts.Message)
		return sealed.Body, err
	}
	message, err := r.encrypt[form].Encrypt(ctx, "mis", parts.Message)
	return envelope.Join(parts.Header, message), err
}

// options are those of the SDK's client.
func (s *sealing) options() []crvs.Option {
	if s.signed {
		return []crvs.Option{crvs.WithSigner(s.keys["our signature"]), crvs.WithVerifier(s.set("their signature"))}
	}
	return []crvs.Option{crvs.WithInsecureUnsigned(), crvs.WithEncryption(s.set("their encryption"), s.keys["our encryption"])}
}

// rawSealer is go-jose called directly, around the client that was written by
// hand.
type rawSealer struct {
	signer    jose.Signer
	verifying ed25519.PublicKey
	encrypter jose.Encrypter
	decrypt   *rsa.PrivateKey
}

func (s *sealing) raw() (*rawSealer, error) {
	var out rawSealer
	var err error
	private := func(name string) (any, error) {
		text, err := s.keys[name].MarshalPEM()
		if err != nil {
			return nil, err
		}
		block, _ := pem.Decode(text)
		return x509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if s.signed {
		key, err := private("our signature")
		if err != nil {
			return nil, err
		}
		out.verifying, _ = s.keys["their signature"].Public().Key().(ed25519.PublicKey)
		out.signer, err = jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: s.keys["our signature"].KeyID()}}, nil)
		return &out, err
	}
	key, err := private("our encryption")
	if err != nil {
		return nil, err
	}
	out.decrypt, _ = key.(*rsa.PrivateKey)
	theirs := s.keys["their encryption"].Public()
	out.encrypter, err = jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.RSA_OAEP_256, Key: theirs.Key(), KeyID: theirs.KeyID()}, nil)
	return &out, err
}

// seal makes the body of a question.
func (s *rawSealer) seal(r rawRequest) ([]byte, error) {
	payload, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	if s.signer != nil {
		jws, err := s.signer.Sign(payload)
		if err != nil {
			return nil, err
		}
		compact, err := jws.CompactSerialize()
		if err != nil {
			return nil, err
		}
		return json.Marshal(struct {
			Signature string `json:"signature"`
			rawRequest
		}{compact, r})
	}
	message, err := json.Marshal(r.Message)
	if err != nil {
		return nil, err
	}
	jwe, err := s.encrypter.Encrypt(message)
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Header  rawRequestHeader `json:"header"`
		Message json.RawMessage  `json:"message"`
	}{r.Header, json.RawMessage(jwe.FullSerialize())})
}

// open reads an answer.
func (s *rawSealer) open(body []byte) (*rawAnswer, error) {
	var a rawAnswer
	if s.signer != nil {
		if err := json.Unmarshal(body, &a); err != nil {
			return nil, err
		}
		jws, err := jose.ParseSignedCompact(a.Signature, []jose.SignatureAlgorithm{jose.EdDSA})
		if err != nil {
			return nil, err
		}
		payload, err := jws.Verify(s.verifying)
		if err != nil {
			return nil, err
		}
		a = rawAnswer{}
		return &a, json.Unmarshal(payload, &a)
	}
	var sealed struct {
		Message json.RawMessage `json:"message"`
	}
	if err := json.Unmarshal(body, &sealed); err != nil {
		return nil, err
	}
	jwe, err := jose.ParseEncryptedJSON(string(sealed.Message), []jose.KeyAlgorithm{jose.RSA_OAEP_256}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return nil, err
	}
	plain, err := jwe.Decrypt(s.decrypt)
	if err != nil {
		return nil, err
	}
	return &a, json.Unmarshal(plain, &a.Message)
}

func sealedRoundTrip(signed bool) func(context.Context) (sdk, raw func() error, stop func(), err error) {
	return func(ctx context.Context) (func() error, func() error, func(), error) {
		keys, err := newSealing(signed)
		if err != nil {
			return nil, nil, nil, err
		}
		reg, err := newRegistry(1)
		if err != nil {
			return nil, nil, nil, err
		}
		url, stop, err := listen(ctx, sealedRegistry{reg, keys})
		if err != nil {
			return nil, nil, nil, err
		}
		c, err := newSDK(url, &http.Transport{}, keys.options()...)
		if err != nil {
			stop()
			return nil, nil, nil, err
		}
		sealer, err := keys.raw()
		if err != nil {
			stop()
			return nil, nil, nil, fmt.Errorf("go-jose: %w", err)
		}
		sdk, raw := find(ctx, c, rawClient{url: url, http: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}, sealer: sealer}, 1)
		return sdk, raw, stop, nil
	}
}
