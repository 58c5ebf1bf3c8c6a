package envelope

import (
	"context"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// KeyQuery says which key is wanted.
type KeyQuery struct {
	// Sender is whose key it must be. A [KeySet] and [RemoteKeys] belong to one
	// sender and do not look at it; [Senders] does.
	Sender string
	// KeyID is the id that the message names; "" is any, for encryption.
	KeyID string
	// Algorithm is what the message names; "" is any of the use.
	Algorithm Algorithm
	Use       Use
}

// KeySource finds public keys. It must be safe for concurrent use.
type KeySource interface {
	// FindKeys returns the keys that fit, in the order of the set: usually one.
	// If none does, the error is a *fault.Error: of kind signature or encryption
	// where the sender has no such key, else it says why the keys could not be had.
	FindKeys(ctx context.Context, q KeyQuery) ([]PublicKey, error)
}

// fits says whether the key is one that is asked for. Id, algorithm and use must
// all agree; what a peer's key does not say is taken from its type.
func (q KeyQuery) fits(k PublicKey) bool {
	switch {
	case q.KeyID != "" && k.kid != q.KeyID,
		k.use != "" && k.use != q.Use,
		k.alg != "" && (k.alg.Use() != q.Use || q.Algorithm != "" && k.alg != q.Algorithm):
		return false
	case q.Algorithm != "":
		return k.suits(q.Algorithm)
	default:
		return k.algorithm(q.Use) != ""
	}
}

// algorithm is the one to use the key with, for a use.
func (k PublicKey) algorithm(use Use) Algorithm {
	if k.alg != "" {
		return k.alg
	}
	all := signatureAlgorithms[:]
	if use == UseEncryption {
		all = encryptionAlgorithms[:]
	}
	for _, alg := range all {
		if k.suits(alg) {
			return alg
		}
	}
	return ""
}

// unknown is the error for a key that a sender does not have.
func (q KeyQuery) unknown(why string) *fault.Error {
	if q.Use == UseEncryption {
		return &fault.Error{
			Op: opEncrypt, Kind: fault.KindEncryption,
			Message: "the receiver publishes no key to encrypt to" + why + ": its key set needs one with use enc and alg RSA-OAEP-256 or ECDH-ES+A256KW",
		}
	}
	return forged("the message names key " + shownKeyID(q.KeyID) + " for " + q.Algorithm.shown() +
		", which the sender's key set does not hold, or not as valid now" + why + ": check that the key set belongs to this sender, and that its kid, use and alg are right")
}
