package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// seal encrypts and signs a message, in this order.
func (p *prober) seal(ctx context.Context, m profile.Encoded, scheme envelope.Scheme, encrypted bool) ([]byte, http.Header, error) {
	if encrypted {
		if p.keySet == nil {
			return nil, nil, errors.New("the registry publishes no key set")
		}
		encrypter, err := envelope.NewEncrypter(p.keySet)
		if err != nil {
			return nil, nil, err
		}
		if m.Message, err = encrypter.Encrypt(ctx, p.receiver, m.Message); err != nil {
			return nil, nil, err
		}
	}
	if scheme == "" {
		return m.Body(), nil, nil
	}
	signer, err := envelope.NewSigner(scheme, p.trust.signKey, envelope.WithSender(p.sender))
	if err != nil {
		return nil, nil, err
	}
	sealed, err := signer.Sign(ctx, m.Header, m.Message)
	return sealed.Body, sealed.Header, err
}

// Signatures of answers that are no scheme.
const (
	signedNot     = "none"
	signedLiteral = "literal"
	signedUnknown = "unknown"
)

// schemeOf says how an answer is signed, without verifying it.
func (r reply) schemeOf() string {
	signature, given := r.at("signature").(string)
	if h := r.header.Get("Signature"); !given && strings.Count(h, ".") == 2 {
		return string(envelope.JWSDetachedHeader)
	}
	parts := strings.Split(signature, ".")
	switch {
	case signature == "":
		return signedNot
	case strings.Contains(signature, `signature="`) && strings.Contains(signature, `algorithm="`):
		return string(envelope.HTTPSignature)
	case len(parts) == 3 && parts[0] != "" && parts[1] == "" && parts[2] != "":
		return string(envelope.JWSDetached)
	case len(parts) == 3 && parts[0] != "" && parts[1] != "" && parts[2] != "":
		return string(envelope.JWSAttached)
	case strings.HasPrefix(signature, "unsigned"):
		return signedLiteral
	default:
		return signedUnknown
	}
}

// holds says whether the signature of an answer holds by the keys that the
// registry publishes, or that -verify names.
func (p *prober) holds(ctx context.Context, r reply, as profile.Profile) string {
	scheme := envelope.Scheme(r.schemeOf())
	keys := p.verifier
	if keys == nil && p.keySet != nil {
		keys = p.keySet
	}
	if keys == nil || p.trust.verify == verifyOff {
		return answerUnknown
	}
	var options []envelope.VerifierOption
	if scheme == envelope.HTTPSignature && as.AnswerForm != (envelope.NormalForm{}) {
		options = append(options, envelope.WithVerifierNormalForm(as.AnswerForm))
	}
	verifier, err := envelope.NewVerifier(scheme, keys, options...)
	if err != nil {
		return answerUnknown
	}
	if _, err := verifier.Verify(ctx, p.receiver, envelope.Sealed{Body: r.body, Header: r.header}); err != nil {
		return answerNo
	}
	return answerYes
}

// decrypts says whether an answer is encrypted, to us.
func (p *prober) decrypts(ctx context.Context, r reply) bool {
	parts, err := envelope.Split(r.body)
	if err != nil || !envelope.IsEncrypted(parts.Message) || p.trust.decryptKey.IsZero() {
		return false
	}
	decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{p.trust.decryptKey})
	if err != nil {
		return false
	}
	_, err = decrypter.Decrypt(ctx, parts.Message)
	return err == nil
}
