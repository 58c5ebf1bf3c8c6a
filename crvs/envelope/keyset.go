package envelope

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// Limits of a key set.
const (
	MaxKeySetBytes = 1 << 20
	MaxKeySetKeys  = 256
)

// KeySet is the public keys of one sender: ours, to be published as an
// http.Handler, or another's, as a [KeySource]. It never holds a private key. It
// is immutable and safe for concurrent use.
type KeySet struct {
	keys    []PublicKey
	skipped int
	json    []byte
	etag    string
}

// NewKeySet returns a set of these keys in this order: the first for encryption
// is the one that others encrypt to. Every key needs an id, and two keys cannot
// share one: OpenCRVS wants kid, use and alg on every key.
func NewKeySet(keys ...PublicKey) (*KeySet, error) {
	if len(keys) > MaxKeySetKeys {
		return nil, invalid(opNew, fmt.Sprintf("a key set holds at most %d keys", MaxKeySetKeys))
	}
	seen := make(map[string]bool, len(keys))
	for i, k := range keys {
		switch {
		case k.key == nil || k.alg == "" || k.use == "" || k.kid == "" || len(k.kid) > maxKeyID:
			return nil, invalid(opNew, fmt.Sprintf("key %d of the set has no kid, use or alg", i))
		case seen[k.kid]:
			return nil, invalid(opNew, fmt.Sprintf("key %d of the set has the kid of another one", i))
		}
		seen[k.kid] = true
	}
	return newKeySet(slices.Clone(keys), 0)
}

func newKeySet(keys []PublicKey, skipped int) (*KeySet, error) {
	if keys == nil {
		keys = []PublicKey{} // so that JSON says [] and not null
	}
	text, err := json.Marshal(map[string][]PublicKey{"keys": keys})
	if err != nil {
		return nil, invalid(opNew, "a key of the set cannot be written")
	}
	sum := sha256.Sum256(text)
	return &KeySet{keys: keys, skipped: skipped, json: text, etag: `"` + hex.EncodeToString(sum[:16]) + `"`}, nil
}

// ParseKeySet reads a JWK set (RFC 7517, section 5), or one JWK. Keys that we do
// not know, that are unsound, private, symmetric or revoked are skipped; a set may be
// left without keys. One that has expired, or is not valid yet (exp and nbf), is in
// the set and is not found while that is so. A text over [MaxKeySetBytes], one of more
// than [MaxKeySetKeys] keys, or one that is no key set is an error of kind invalid.
func ParseKeySet(text []byte) (*KeySet, error) {
	set, err := parseKeySet(text)
	if err != nil {
		return nil, invalid(opKeys, err.Error())
	}
	return set, nil
}

// parseKeySet returns errors that hold nothing of the text.
func parseKeySet(text []byte) (*KeySet, error) {
	if len(text) > MaxKeySetBytes {
		return nil, fmt.Errorf("the key set has more than %d bytes", MaxKeySetBytes)
	}
	if err := strictjson.CheckObject(text, strictjson.Limits{Bytes: MaxKeySetBytes}); err != nil {
		return nil, fmt.Errorf("the key set is no sound JSON (%w)", err)
	}
	list := strictjson.Get(text, "keys")
	if list == nil && strictjson.Get(text, "kty") != nil {
		list = slices.Concat([]byte("["), text, []byte("]"))
	}
	if !bytes.HasPrefix(list, []byte("[")) {
		return nil, errors.New("the text is no key set: it has no list of keys")
	}
	var keys []PublicKey
	all := 0
	for jwk := range strictjson.Elements(list) {
		if all++; all > MaxKeySetKeys {
			return nil, fmt.Errorf("the key set has more than %d keys", MaxKeySetKeys)
		}
		if k, ok := parsePeerKey(jwk); ok {
			keys = append(keys, k)
		}
	}
	return newKeySet(keys, all-len(keys))
}

// parsePeerKey reads a key that a peer publishes; false if we cannot or should
// not use it.
func parsePeerKey(jwk []byte) (k PublicKey, ok bool) {
	if !strictjson.IsObject(jwk) {
		return k, false
	}
	plain := []byte("{") // what makes the key, and nothing else: no certificates
	var ops []byte
	for name, value := range strictjson.Members(jwk) {
		if strictjson.IsNull(value) {
			continue // how some programs write what is not there
		}
		text, isText := strictjson.Text(value)
		switch name {
		case "revoked":
			return k, false // whenever that was
		case "nbf":
			k.notBefore, isText = numericDate(value)
		case "exp":
			k.notAfter, isText = numericDate(value)
		case "d", "k", "p", "q", "dp", "dq", "qi", "priv": // whoever can read it can sign
			return k, false
		case "kid":
			k.kid = text
		case "use":
			k.use = Use(text)
		case "alg":
			k.alg = Algorithm(text)
		case "key_ops":
			ops = value
			isText = true
		case "kty", "n", "e", "crv", "x", "y":
			plain = append(append(strictjson.AppendText(plain, name, strictjson.Form{}), ':'), value...)
			plain = append(plain, ',')
		default:
			isText = true
		}
		if !isText {
			return k, false
		}
	}
	plain[len(plain)-1] = '}'
	var parsed jose.JSONWebKey
	if len(plain) < 2 || parsed.UnmarshalJSON(plain) != nil || !parsed.IsPublic() || checkPublic(parsed.Key) != nil {
		return k, false
	}
	k.key = parsed.Key
	if k.use == "" && k.alg == "" {
		k.use = useOf(ops)
	}
	return k, k.isUsable() && allows(ops, k.use)
}

// maxNumericDate is a time that no clock will show, in milliseconds too.
const maxNumericDate = 1e15

// numericDate reads a time in seconds (RFC 7519, section 2); false if it is none.
func numericDate(value []byte) (time.Time, bool) {
	seconds, err := strconv.ParseFloat(string(value), 64)
	if err != nil || seconds < 0 || seconds > maxNumericDate {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// isValidAt says whether the key's owner lets it be used at a time, by the exp and nbf
// of a key in OpenID Federation 1.0.
func (k PublicKey) isValidAt(now time.Time) bool {
	return !now.Before(k.notBefore) && (k.notAfter.IsZero() || now.Before(k.notAfter))
}

// useOf is what the key is for by its key_ops, "" if they say both or nothing.
func useOf(ops []byte) Use {
	switch signs, encrypts := allows(ops, UseSignature), allows(ops, UseEncryption); {
	case signs == encrypts:
		return ""
	case signs:
		return UseSignature
	default:
		return UseEncryption
	}
}

func (k PublicKey) isUsable() bool {
	switch {
	case k.kid == "", len(k.kid) > maxKeyID, k.use != "" && k.use != UseSignature && k.use != UseEncryption:
		return false
	case k.alg == "":
		return true
	default:
		return k.suits(k.alg) && (k.use == "" || k.use == k.alg.Use())
	}
}

// allows says whether key_ops (RFC 7517, section 4.3), where given, allow what
// the key is for.
func allows(ops []byte, use Use) bool {
	if ops == nil {
		return true
	}
	for op := range strictjson.Elements(ops) {
		switch name, _ := strictjson.Text(op); name {
		case "verify":
			if use != UseEncryption {
				return true
			}
		case "wrapKey", "encrypt", "deriveKey", "deriveBits":
			if use == UseEncryption {
				return true
			}
		}
	}
	return false
}

// Keys returns the keys, in their order.
func (s *KeySet) Keys() []PublicKey { return slices.Clone(s.keys) }

// Skipped is how many keys of the text could not be used.
func (s *KeySet) Skipped() int { return s.skipped }

// MarshalJSON writes the set as it is published.
func (s *KeySet) MarshalJSON() ([]byte, error) { return bytes.Clone(s.json), nil }

// FindKeys returns the keys that fit.
func (s *KeySet) FindKeys(_ context.Context, q KeyQuery) ([]PublicKey, error) {
	if found := s.find(q); len(found) > 0 {
		return found, nil
	}
	return nil, q.unknown("")
}

// maxCandidates bounds how many keys of one id are tried.
const maxCandidates = 4

func (s *KeySet) find(q KeyQuery) (found []PublicKey) {
	now := time.Now()
	for _, k := range s.keys {
		if q.fits(k) && k.isValidAt(now) {
			if found = append(found, k); len(found) == maxCandidates {
				break
			}
		}
	}
	return found
}
