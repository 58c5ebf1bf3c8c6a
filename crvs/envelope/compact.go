package envelope

import (
	"encoding/base64"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// maxProtected bounds a protected header, in base64.
const maxProtected = 4096

// compact is a JWS in compact serialization (RFC 7515, section 7.1) of which only
// the header was read.
type compact struct {
	alg     Algorithm
	kid     string
	payload string // base64; "" where it is detached
}

func parseCompact(text string) (c compact, err error) {
	protected, rest, ok := strings.Cut(text, ".")
	payload, signature, more := strings.Cut(rest, ".")
	switch {
	case !ok || !more:
		return c, forged("the signature is no JWS of three parts: check the profile's signing scheme, and that it is no stand-in for a signature")
	case protected == "" || signature == "" || len(protected) > maxProtected:
		return c, forged("the JWS has no header or no signature, or its header is too long")
	case !isBase64URL(protected) || !isBase64URL(payload) || !isBase64URL(signature):
		return c, forged("the JWS holds characters that no JWS holds")
	}
	header, err := base64.RawURLEncoding.Strict().DecodeString(protected)
	if err == nil {
		err = strictjson.CheckObject(header, strictjson.Limits{Bytes: maxProtected, Depth: 8})
	}
	if err != nil {
		return c, forged("the protected header of the JWS is no sound JSON object")
	}
	c.payload = payload
	return c, c.readHeader(header)
}

// readHeader reads alg and kid. A message does not say how it is to be verified:
// what would bring a key along or change the meaning of the signature is refused.
func (c *compact) readHeader(header []byte) error {
	for name, value := range strictjson.Members(header) {
		text, isText := strictjson.Text(value)
		switch name {
		case "alg":
			c.alg = Algorithm(text)
		case "kid":
			c.kid = text
		case "jwk", "jku", "x5u", "x5c", "crit", "b64", "zip":
			return forged("the protected header holds " + name + ", which is not accepted: keys come from the sender's key set, and signatures are plain")
		default:
			continue // a hint (typ, cty) that changes nothing
		}
		if !isText {
			return forged("the protected header holds an alg or a kid that is no string")
		}
	}
	if c.kid == "" || len(c.kid) > maxKeyID {
		return forged("the protected header names no key: a kid is needed")
	}
	return nil
}

func isBase64URL(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
