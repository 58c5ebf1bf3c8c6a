package main

import (
	"bytes"
	"context"
	"crypto"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// algorithmLine begins the line below a PEM key that says what it is used with:
// the same RSA key can be one for RS256, for PS256 and for RSA-OAEP-256. Readers
// of PEM look at nothing that stands outside of a block (RFC 7468, section 2).
const algorithmLine = "alg: "

// noted is the algorithm that a key file names outside of its key, "" if it names
// none.
func noted(text []byte) envelope.Algorithm {
	for line := range strings.Lines(string(text)) {
		if alg, ok := strings.CutPrefix(strings.TrimSpace(line), algorithmLine); ok {
			return envelope.Algorithm(alg)
		}
	}
	return ""
}

// readSignKey reads a private key for signatures. alg overrides what the file
// says outside of the key.
func readSignKey(text []byte, alg envelope.Algorithm) (envelope.PrivateKey, error) {
	if alg == "" {
		alg = noted(text)
	}
	key, err := envelope.ParsePrivateKey(text, alg)
	switch {
	case err != nil:
		return envelope.PrivateKey{}, errors.New(plain(err))
	case key.Public().Use() != envelope.UseSignature:
		return envelope.PrivateKey{}, errors.New("the key in the file is for encryption: crvsctl keys new -use sig makes one for signatures")
	}
	return key, nil
}

// readDecryptKey reads a private key for encryption. A key whose file does not say
// what it is for is used with RSA-OAEP-256, or with ECDH-ES+A256KW if it is no RSA
// key.
func readDecryptKey(text []byte) (envelope.PrivateKey, error) {
	alg := noted(text)
	if alg.Use() == envelope.UseSignature {
		return envelope.PrivateKey{}, errors.New("the key in the file is for signatures: crvsctl keys new -use enc makes one for encryption")
	}
	algs := []envelope.Algorithm{alg}
	if alg == "" {
		algs = []envelope.Algorithm{envelope.RSAOAEP256, envelope.ECDHESA256KW}
	}
	var first error
	for _, alg := range algs {
		key, err := envelope.ParsePrivateKey(text, alg)
		if err == nil {
			return key, nil
		}
		if first == nil {
			first = err
		}
	}
	return envelope.PrivateKey{}, errors.New(plain(first))
}

// readPublicKeys reads a JWK set, a JWK or a PEM public key.
func readPublicKeys(text []byte) (envelope.KeySource, error) {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		set, err := envelope.ParseKeySet(text)
		switch {
		case err != nil:
			return nil, errors.New(plain(err))
		case len(set.Keys()) == 0:
			return nil, errors.New("the file holds no public key that can be used: want RSA, EC or Ed25519, and no private key")
		}
		return set, nil
	}
	if block, _ := pem.Decode(text); block != nil && strings.Contains(block.Type, "PRIVATE KEY") {
		return nil, errors.New("the file holds a private key where the registry's public one is wanted")
	}
	key, err := envelope.ParsePublicKey(text, "")
	if err != nil {
		return nil, errors.New(plain(err))
	}
	return anyKeyID{key.Key()}, nil
}

// anyKeyID is a key without an id, as PEM has it: it is tried for every id, with
// the algorithm that the message names.
type anyKeyID struct{ key crypto.PublicKey }

// FindKeys returns the key under the id that is asked for.
func (k anyKeyID) FindKeys(_ context.Context, q envelope.KeyQuery) ([]envelope.PublicKey, error) {
	key, err := envelope.NewPublicKey(k.key, q.Algorithm)
	if err != nil || q.Use != key.Use() {
		return nil, &crvs.Error{
			Op: "verify", Kind: crvs.KindSignature,
			Err: errors.New("the answer is signed with another kind of key than that of -verify"),
		}
	}
	if q.KeyID != "" {
		key = key.WithKeyID(q.KeyID)
	}
	return []envelope.PublicKey{key}, nil
}

// plain is the text of an error of the SDK without its address, in our words.
func plain(err error) string {
	e, ok := errors.AsType[*crvs.Error](err)
	if !ok {
		return inFlags(err.Error())
	}
	text := strings.TrimPrefix(e.Error(), "crvs: ")
	return inFlags(strings.TrimPrefix(text, e.Op+": "))
}
