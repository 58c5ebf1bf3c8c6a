package riverstore

import (
	"crypto/rand"
	"errors"
)

// The first byte of a value says how it is kept.
const (
	plain  = 0
	sealed = 1
)

var (
	errNoCipher = errors.New("riverstore: what is kept is encrypted; open the store with the cipher that encrypted it")
	errCipher   = errors.New("riverstore: what is kept does not open with this cipher: it has another key, or somebody changed what is stored")
)

// seal encrypts a value, if there is a cipher, bound to what it belongs to.
func (s *Store) seal(value []byte, belongs string) ([]byte, error) {
	if s.cipher == nil {
		return append([]byte{plain}, value...), nil
	}
	out := make([]byte, 1+s.cipher.NonceSize(), 1+s.cipher.NonceSize()+len(value)+s.cipher.Overhead())
	out[0] = sealed
	if _, err := rand.Read(out[1:]); err != nil {
		return nil, err
	}
	return s.cipher.Seal(out, out[1:], value, []byte(belongs)), nil //nolint:gosec // the nonce is random
}

// unseal is its inverse. What was removed is empty.
func (s *Store) unseal(kept []byte, belongs string) ([]byte, error) {
	switch {
	case len(kept) == 0:
		return nil, nil
	case kept[0] == plain:
		return kept[1:], nil
	case s.cipher == nil:
		return nil, errNoCipher
	case len(kept) < 1+s.cipher.NonceSize():
		return nil, errCipher
	}
	nonce, text := kept[1:1+s.cipher.NonceSize()], kept[1+s.cipher.NonceSize():]
	value, err := s.cipher.Open(nil, nonce, text, []byte(belongs))
	if err != nil {
		return nil, errCipher
	}
	return value, nil
}
