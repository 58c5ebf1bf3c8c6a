package envelope

import (
	"context"
	"encoding/base64"
	"errors"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// Operations, as errors name them.
const (
	opSign    = "sign"
	opVerify  = "verify"
	opEncrypt = "encrypt"
	opDecrypt = "decrypt"
	opKeys    = "keys"
	opNew     = "new"
)

func invalid(op, message string) *fault.Error {
	return &fault.Error{Op: op, Kind: fault.KindInvalid, Message: message}
}

func forged(message string) *fault.Error {
	return &fault.Error{Op: opVerify, Kind: fault.KindSignature, Message: message}
}

func undecryptable(message string) *fault.Error {
	return &fault.Error{Op: opDecrypt, Kind: fault.KindEncryption, Message: message}
}

// ended is the error of a context that ended before the work was done; nil if it
// has not.
func ended(ctx context.Context, op string) error {
	err := ctx.Err()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return &fault.Error{Op: op, Kind: fault.KindTimeout, Message: "the deadline has passed", Err: err}
	default:
		return &fault.Error{Op: op, Kind: fault.KindCanceled, Message: "the caller's context was canceled", Err: err}
	}
}

// shownKeyID is a key id as an error may name it: a thumbprint, which says
// nothing about anybody. Any other could be anything.
func shownKeyID(kid string) string {
	if raw, err := base64.RawURLEncoding.DecodeString(kid); err == nil && len(raw) == 32 && len(kid) == 43 {
		return kid
	}
	if kid == "" {
		return "(no id)"
	}
	return "(an id that is no thumbprint)"
}
