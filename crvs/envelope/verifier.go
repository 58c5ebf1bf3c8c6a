package envelope

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// Verifier opens what arrives signed. It is immutable and safe for concurrent
// use.
type Verifier struct {
	scheme Scheme
	keys   KeySource
	verifierConfig
}

// NewVerifier returns a verifier by this scheme with these keys: a [KeySet] or
// [RemoteKeys] of the one sender that is asked, or [Senders]. What does not go
// together is an error of kind invalid.
func NewVerifier(scheme Scheme, keys KeySource, opts ...VerifierOption) (*Verifier, error) {
	scheme, err := scheme.known()
	if err != nil {
		return nil, err
	}
	if keys == nil {
		return nil, invalid(opNew, "verifying needs the sender's keys")
	}
	config, err := configured("NewVerifier", verifierConfig{
		algorithms: signatureAlgorithms[:], maxAge: DefaultMaxAge, maxSkew: DefaultMaxSkew, maxBytes: DefaultMaxBytes, now: time.Now,
	}, opts)
	if err != nil {
		return nil, err
	}
	if err := config.check(scheme); err != nil {
		return nil, err
	}
	return &Verifier{scheme: scheme, keys: keys, verifierConfig: config}, nil
}

// Verify returns what the sender signed. The sender is the one that was asked, or
// that the endpoint belongs to; its keys and no others count. "" is for a key
// source that is somebody's by itself, a [KeySet] or [RemoteKeys]; of [Senders] it
// finds nobody: who may have signed is never the message's to say. What the header in
// the message says of its sender does not count: real registries put the
// receiver's own id there. Whether the message answers the question that was
// asked is for the caller to see, by its transaction id and reference ids.
//
// A message that does not hold is an error of kind signature that says which check
// failed; keys that could not be had are an error of the kind that says why, and
// is retryable where that helps. No error holds anything of the message.
func (v *Verifier) Verify(ctx context.Context, sender string, in Sealed) (Opened, error) {
	parts, err := split(in.Body, v.maxBytes)
	if err != nil {
		return Opened{}, forged("the body is no sound JSON object, so its signature means nothing: " + err.Error())
	}
	return v.verify(ctx, sender, in, parts)
}

// verify is Verify of a body that was split already, perhaps with another limit.
func (v *Verifier) verify(ctx context.Context, sender string, in Sealed, parts Parts) (opened Opened, err error) {
	if err := ended(ctx, opVerify); err != nil {
		return Opened{}, err
	}
	if len(in.Body) > v.maxBytes {
		return Opened{}, forged("the message is longer than is verified: see WithMaxBytes")
	}
	switch v.scheme {
	case HTTPSignature:
		opened, err = v.verifyHTTPSignature(ctx, sender, parts)
	case JWSDetached:
		opened, err = v.verifyDetached(ctx, sender, parts)
	case JWSDetachedHeader:
		opened, err = v.verifyHeader(ctx, sender, in)
	default:
		opened, err = v.verifyAttached(ctx, sender, in.Body, parts)
	}
	if err != nil {
		return Opened{}, err
	}
	if err := v.checkTime(opened.Header); err != nil {
		return Opened{}, err
	}
	return opened, nil
}

// signatureOf returns the member signature.
func (v *Verifier) signatureOf(parts Parts) (string, error) {
	text, isText := strictjson.Text(parts.Signature)
	switch {
	case !parts.IsSigned():
		return "", forged("the message carries no signature, and by " + string(v.scheme) + " it must: check that the sender signs, and that no gateway removes it")
	case !isText:
		return "", forged("the member signature is no string")
	default:
		return text, nil
	}
}

func (v *Verifier) verifyAttached(ctx context.Context, sender string, body []byte, parts Parts) (Opened, error) {
	text, err := v.signatureOf(parts)
	if err != nil {
		return Opened{}, err
	}
	c, err := parseCompact(text)
	switch {
	case err != nil:
		return Opened{}, err
	case c.payload == "":
		return Opened{}, forged("the signature is detached where jws-attached is expected: check the profile's signing scheme")
	}
	payload, err := v.verifyJWS(ctx, sender, c, text, nil)
	if err != nil {
		return Opened{}, err
	}
	opened, err := readPayload(payload, body, parts, v.maxBytes)
	if err != nil {
		return Opened{}, err
	}
	opened.KeyID, opened.Algorithm = c.kid, c.alg
	return opened, nil
}

// readPayload holds a verified payload against the members beside the signature,
// value by value.
func readPayload(payload, body []byte, parts Parts, limit int) (Opened, error) {
	h, m := len(joinStart)+len(parts.Header), len(payload)-1
	if !parts.others && len(payload) == h+len(joinMiddle)+len(parts.Message)+1 && bytes.Equal(payload, Join(parts.Header, parts.Message)) {
		// The usual case: the same bytes, which were checked in the body.
		return whole(payload, payload[len(joinStart):h], payload[h+len(joinMiddle):m])
	}
	if err := strictjson.CheckObject(payload, strictjson.Limits{Bytes: limit}); err != nil {
		return Opened{}, forged("the signed payload is no sound JSON object: " + err.Error())
	}
	members := 0
	for name, value := range strictjson.Members(body) {
		if name == "signature" {
			continue
		}
		signed := strictjson.Get(payload, name)
		if signed == nil || !strictjson.Equal(value, signed) {
			return Opened{}, forged("the body beside the signature is not what was signed: somebody changed it on the way, or the sender signs other values than it sends")
		}
		members++
	}
	for range strictjson.Members(payload) {
		members--
	}
	if members != 0 {
		return Opened{}, forged("something that was signed is missing beside the signature: somebody removed it on the way")
	}
	return whole(payload, strictjson.Get(payload, "header"), strictjson.Get(payload, "message"))
}

// whole refuses what is signed but is no envelope.
func whole(payload, header, message []byte) (Opened, error) {
	if !strictjson.IsObject(header) || message == nil {
		return Opened{}, forged("what is signed has no header or no message")
	}
	return Opened{Payload: payload, Header: header, Message: message}, nil
}

func (v *Verifier) verifyDetached(ctx context.Context, sender string, parts Parts) (Opened, error) {
	text, err := v.signatureOf(parts)
	if err != nil {
		return Opened{}, err
	}
	if !strictjson.IsObject(parts.Header) || parts.Message == nil {
		return Opened{}, forged("the message has no header or no message, which the signature must cover")
	}
	return v.verifyDetachedText(ctx, sender, text, strictjson.Append(nil, Join(parts.Header, parts.Message), strictjson.Form{}))
}

func (v *Verifier) verifyHeader(ctx context.Context, sender string, in Sealed) (Opened, error) {
	values := in.Header.Values(signatureHeader)
	if len(values) != 1 || values[0] == "" {
		return Opened{}, forged("the message carries no HTTP header Signature, or several, and by jws-detached-header it must carry one")
	}
	return v.verifyDetachedText(ctx, sender, values[0], in.Body)
}

func (v *Verifier) verifyDetachedText(ctx context.Context, sender, text string, payload []byte) (Opened, error) {
	c, err := parseCompact(text)
	switch {
	case err != nil:
		return Opened{}, err
	case c.payload != "":
		return Opened{}, forged("the signature is attached where a detached one is expected: check the profile's signing scheme")
	}
	if _, err := v.verifyJWS(ctx, sender, c, text, payload); err != nil {
		return Opened{}, err
	}
	opened, err := whole(payload, strictjson.Get(payload, "header"), strictjson.Get(payload, "message"))
	if err != nil {
		return Opened{}, err
	}
	opened.KeyID, opened.Algorithm = c.kid, c.alg
	return opened, nil
}

// errWrong is the one error of a signature that does not verify.
func errWrong() error {
	return forged("the signature does not match: the message was changed on the way, or signed with another key")
}

// verifyJWS checks a JWS over its own payload, or over a detached one.
func (v *Verifier) verifyJWS(ctx context.Context, sender string, c compact, text string, detached []byte) ([]byte, error) {
	if !slices.Contains(v.algorithms, c.alg) {
		return nil, forged("the message is signed with " + c.alg.shown() + ", which is not accepted: accept it by name if the registry really uses it")
	}
	keys, err := v.keys.FindKeys(ctx, KeyQuery{Sender: sender, KeyID: c.kid, Algorithm: c.alg, Use: UseSignature})
	if err != nil {
		return nil, err
	}
	allowed := []jose.SignatureAlgorithm{c.alg.signing()}
	var jws *jose.JSONWebSignature
	if detached == nil {
		jws, err = jose.ParseSignedCompact(text, allowed)
	} else {
		jws, err = jose.ParseDetached(text, detached, allowed)
	}
	if err != nil {
		return nil, forged("the signature is no sound JWS")
	}
	for _, k := range keys {
		if payload, err := jws.Verify(k.key); err == nil {
			return payload, nil
		}
	}
	return nil, errWrong()
}

func (v *Verifier) verifyHTTPSignature(ctx context.Context, sender string, parts Parts) (Opened, error) {
	text, err := v.signatureOf(parts)
	if err != nil {
		return Opened{}, err
	}
	p, err := parseHTTPParameters(text)
	switch {
	case err != nil:
		return Opened{}, err
	case sender != "" && p.sender != sender:
		return Opened{}, forged("the http-signature is by another sender than the one expected")
	case !slices.Contains(v.algorithms, EdDSA):
		return Opened{}, forged("the message is signed with EdDSA, which is not accepted")
	case !strictjson.IsObject(parts.Header) || parts.Message == nil:
		return Opened{}, forged("the message has no header or no message, which the signature must cover")
	}
	if err := v.checkLifetime(p); err != nil {
		return Opened{}, err
	}
	keys, err := v.keys.FindKeys(ctx, KeyQuery{Sender: sender, KeyID: p.key, Algorithm: EdDSA, Use: UseSignature})
	if err != nil {
		return Opened{}, err
	}
	normal := normalForm(parts.Header, parts.Message, v.form)
	signed := p.signingString(normal)
	for _, k := range keys {
		if key, ok := k.key.(ed25519.PublicKey); ok && ed25519.Verify(key, signed, p.signature) {
			// The normal form is what was verified, so it is what is decoded: the body
			// may hold nulls that the signature does not cover.
			opened, err := whole(normal, strictjson.Get(normal, "header"), strictjson.Get(normal, "message"))
			opened.KeyID, opened.Algorithm = p.key, EdDSA
			return opened, err
		}
	}
	return Opened{}, errWrong()
}
