package envelope

import (
	"context"
	"errors"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// ErrNotSealed is what errors.Is finds in the error of [Opener.Open] when the body is not
// strict JSON, or is not signed or not encrypted although it must be. Never use such a
// body as an answer. It may only be read as a refusal, which a registry often sends in
// clear.
var ErrNotSealed = errors.New("the message is not signed, or not encrypted")

// Opener opens what arrives: it verifies the signature, then decrypts. It is
// immutable and safe for concurrent use.
type Opener struct {
	verifier  *Verifier
	decrypter *Decrypter
}

// NewOpener returns an opener that verifies and decrypts with these. With a nil
// verifier nothing is verified, with a nil decrypter nothing is decrypted.
func NewOpener(v *Verifier, d *Decrypter) *Opener { return &Opener{verifier: v, decrypter: d} }

// Verifies says whether messages are verified.
func (o *Opener) Verifies() bool { return o.verifier != nil }

// Decrypts says whether messages are decrypted.
func (o *Opener) Decrypts() bool { return o.decrypter != nil }

// Open returns the bytes to decode: those that were verified, with the message
// decrypted, and nothing of what stood beside them. For the sender see
// [Verifier.Verify]. An opener that neither verifies nor decrypts returns the
// body as it is.
//
// The errors are those of [Verifier.Verify] and [Decrypter.Decrypt]. A body that is
// not strict JSON is an error of kind protocol, as [Split] returns it. That one,
// and that of a body which is not sealed at all, is an [ErrNotSealed] too.
func (o *Opener) Open(ctx context.Context, sender string, in Sealed) ([]byte, error) {
	if o.verifier == nil && o.decrypter == nil {
		return in.Body, nil
	}
	limit := DefaultMaxBytes
	if o.verifier != nil {
		limit = max(limit, o.verifier.maxBytes) // verify has the last word on it
	}
	parts, err := split(in.Body, limit)
	if err != nil {
		return nil, notSealed(notJSON(err))
	}
	opened := Opened{Payload: in.Body, Header: parts.Header, Message: parts.Message}
	if o.verifier != nil {
		if opened, err = o.verifier.verify(ctx, sender, in, parts); err != nil {
			if !parts.IsSigned() && in.Header.Get(signatureHeader) == "" {
				err = notSealed(err)
			}
			return nil, err
		}
	}
	if o.decrypter == nil {
		return opened.Payload, nil
	}
	plain, err := o.decrypter.Decrypt(ctx, opened.Message)
	if err != nil {
		if !IsEncrypted(opened.Message) {
			err = notSealed(err)
		}
		return nil, err
	}
	return Join(opened.Header, plain), nil
}

// notSealed gives an error of ours ErrNotSealed as its cause.
func notSealed(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Err != nil {
		return err
	}
	own := *e
	own.Err = ErrNotSealed
	return &own
}
