package sandbox

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// opened is a question in clear, whose signature was held against the keys of
// its sender. Only these bytes are read further.
type opened struct {
	header, message []byte
	reader          string // to whom the answer is to be encrypted, "" for nobody
}

// body is the envelope without its signature.
func (o opened) body() []byte { return envelope.Join(o.header, o.message) }

// closed is why a question could not be opened. Its text holds nothing of it.
type closed struct {
	code codes.ReasonCode
	text string
}

// status is that of HTTP in the standard's own dialect.
func (c *closed) status() int {
	if c.code == codes.ReasonSignatureMissing || c.code == codes.ReasonSignatureInvalid {
		return http.StatusUnauthorized
	}
	return http.StatusBadRequest
}

// open verifies and decrypts a question, which is strict JSON.
func (c *call) open(ctx context.Context, d *dialect, body []byte) (opened, *closed) {
	parts, err := envelope.Split(body)
	if err != nil {
		return opened{}, &closed{codes.ReasonRequestBad, "the body is no envelope"}
	}
	sender, _ := strictjson.Text(strictjson.Get(parts.Header, "sender_id"))
	out := opened{header: parts.Header, message: parts.Message}
	if c.registry.isToVerify(parts) {
		if !parts.IsSigned() {
			return opened{}, &closed{codes.ReasonSignatureMissing, "signature: this registry takes signed questions only"}
		}
		verified, err := c.verify(ctx, d, sender, body, parts)
		if err != nil {
			return opened{}, &closed{codes.ReasonSignatureInvalid, "signature: " + messageOf(err)}
		}
		out.header, out.message = verified.Header, verified.Message
	}
	if !envelope.IsEncrypted(out.message) {
		return out, nil
	}
	if d.encryption == "" {
		return opened{}, &closed{codes.ReasonEncryptionInvalid, "message: this registry takes no encrypted questions"}
	}
	if out.message, err = c.decrypt(ctx, d, out.message); err != nil {
		return opened{}, &closed{codes.ReasonEncryptionInvalid, "message: " + messageOf(err)}
	}
	out.reader = sender
	return out, nil
}

// isToVerify says whether the signature of a question decides.
func (r *Registry) isToVerify(parts envelope.Parts) bool {
	text, _ := strictjson.Text(parts.Signature)
	switch {
	case r.signatures == SignaturesOff, text != "" && slices.Contains(r.standIns, text):
		return false
	case r.signatures == SignaturesRequired:
		return true
	default:
		return parts.IsSigned()
	}
}

func (c *call) verify(ctx context.Context, d *dialect, sender string, body []byte, parts envelope.Parts) (envelope.Opened, error) {
	verifier, err := envelope.NewVerifier(d.scheme, c.registry.trust, d.freshness...)
	if err != nil {
		return envelope.Opened{}, err
	}
	if d.scheme == envelope.HTTPSignature {
		body = rewritten(parts)
	}
	return verifier.Verify(ctx, sender, envelope.Sealed{Body: body})
}

func (c *call) decrypt(ctx context.Context, d *dialect, message []byte) ([]byte, error) {
	key, err := c.registry.keys.key(d.encryption)
	if err != nil {
		return nil, err
	}
	decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
	if err != nil {
		return nil, err
	}
	return decrypter.Decrypt(ctx, message)
}

// messageOf is what an error of package envelope says: it holds nothing of the
// message.
func messageOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Message != "" {
		return e.Message
	}
	return "it could not be checked"
}
