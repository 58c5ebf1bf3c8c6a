package envelope

import (
	"bytes"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// contentEncryption is the one way in which content is encrypted.
const contentEncryption = "A256GCM"

// maxJOSEHeader bounds the header of a JWE, in bytes.
const maxJOSEHeader = 8 << 10

// IsEncrypted says whether a message is encrypted: a JWE in flattened or general
// JSON serialization, known by its ciphertext and not by the flag in the header
// (internal/wire/RULES.md, rule 11), or one in compact serialization. It does
// not say that the JWE is sound.
func IsEncrypted(message []byte) bool {
	if text, ok := strictjson.Text(message); ok {
		return strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") == 4
	}
	return strictjson.Get(message, "ciphertext") != nil
}

// jwe is a flattened JWE (RFC 7516, section 7.2.2) whose parameters are all in one
// place.
type jwe struct {
	form                              JWEForm
	header                            []byte // JSON
	protected                         string // base64; of UnprotectedHeader it holds an epk only
	encryptedKey, iv, ciphertext, tag string // base64

	alg, enc Algorithm
	kid      string
}

// parseJWE reads a message that passed strictjson.Check.
func parseJWE(message []byte) (j jwe, err error) {
	if text, ok := strictjson.Text(message); ok {
		return parseCompactJWE(text)
	}
	if !strictjson.IsObject(message) {
		return j, undecryptable("the message is no JWE")
	}
	for name, value := range strictjson.Members(message) {
		text, isText := strictjson.Text(value)
		switch name {
		case "header":
			j.header, isText = value, strictjson.IsObject(value)
		case "protected":
			j.protected = text
		case "encrypted_key":
			j.encryptedKey = text
		case "iv":
			j.iv = text
		case "ciphertext":
			j.ciphertext = text
		case "tag":
			j.tag = text
		default:
			return j, undecryptable("the JWE holds a member that is not accepted: only header or protected, encrypted_key, iv, ciphertext and tag are")
		}
		if !isText {
			return j, undecryptable("the JWE holds a member of the wrong type")
		}
	}
	switch {
	case j.header != nil && j.protected != "":
		err = j.checkEphemeral()
	case j.protected != "":
		j.form = ProtectedHeader
		j.header, err = decodeHeader(j.protected)
	case j.header == nil:
		err = undecryptable("the JWE has no header")
	}
	if err != nil {
		return j, err
	}
	return j, j.readHeader()
}

// checkEphemeral allows a protected header beside the unprotected one only for the
// ephemeral key of ECDH-ES, and only in one of both: Node's jose, which OpenCRVS
// uses, puts it there of its own accord.
func (j *jwe) checkEphemeral() error {
	protected, err := decodeHeader(j.protected)
	if err != nil {
		return err
	}
	for name := range strictjson.Members(protected) {
		if name != "epk" || strictjson.Get(j.header, name) != nil {
			return undecryptable("the JWE has two headers, of which one is not authenticated: only an epk may stand apart from the other parameters")
		}
	}
	return nil
}

func parseCompactJWE(text string) (j jwe, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 5 {
		return j, undecryptable("the message is no JWE")
	}
	j = jwe{form: ProtectedHeader, protected: parts[0], encryptedKey: parts[1], iv: parts[2], ciphertext: parts[3], tag: parts[4]}
	if j.header, err = decodeHeader(j.protected); err != nil {
		return j, err
	}
	return j, j.readHeader()
}

func decodeHeader(protected string) ([]byte, error) {
	raw, err := decodeBase64(protected, maxJOSEHeader)
	if err == nil {
		err = strictjson.CheckObject(raw, strictjson.Limits{Bytes: maxJOSEHeader, Depth: 8})
	}
	if err != nil {
		return nil, undecryptable("the protected header of the JWE is no sound JSON object")
	}
	return raw, nil
}

// readHeader reads what the header says and refuses what it must not say. Where
// the header is not authenticated this, and our allow-list, is what keeps it from
// being bent.
func (j *jwe) readHeader() error {
	if len(j.header) > maxJOSEHeader {
		return undecryptable("the header of the JWE is too long")
	}
	for name, value := range strictjson.Members(j.header) {
		text, isText := strictjson.Text(value)
		switch name {
		case "alg":
			j.alg = Algorithm(text)
		case "enc":
			j.enc = Algorithm(text)
		case "kid":
			j.kid = text
		case "zip":
			return undecryptable("the message is compressed before encryption, which is not accepted: it gives the content away, and can blow up memory")
		case "crit", "jwk", "jku", "x5u", "x5c", "p2c", "p2s":
			return undecryptable("the header of the JWE holds " + name + ", which is not accepted")
		default:
			continue // epk, apu, apv are go-jose's to read; typ and cty change nothing
		}
		if !isText {
			return undecryptable("the header of the JWE holds an alg, enc or kid that is no string")
		}
	}
	if j.enc != contentEncryption {
		return undecryptable("the message is encrypted with enc " + j.enc.shown() + ", and only A256GCM is accepted")
	}
	return nil
}

// forJOSE writes the JWE as go-jose reads it: it takes the unprotected header only
// under the name that RFC 7516 gives to the shared one.
func (j *jwe) forJOSE() string {
	var b bytes.Buffer
	b.Grow(len(j.header) + len(j.protected) + len(j.encryptedKey) + len(j.iv) + len(j.ciphertext) + len(j.tag) + 128)
	b.WriteByte('{')
	if j.protected != "" {
		b.WriteString(`"protected":"` + j.protected + `",`)
	}
	if j.form == UnprotectedHeader {
		b.WriteString(`"unprotected":`)
		b.Write(j.header)
		b.WriteByte(',')
	}
	b.WriteString(`"encrypted_key":"` + j.encryptedKey + `","iv":"` + j.iv + `","ciphertext":"`)
	b.WriteString(j.ciphertext)
	b.WriteString(`","tag":"` + j.tag + `"}`)
	return b.String()
}

// isSound says whether every part is base64 of a sensible length. The content is
// as long as the ciphertext, since nothing is compressed.
func (j *jwe) isSound(limit int) bool {
	return len(j.ciphertext) <= limit/3*4+4 && len(j.encryptedKey) <= 4*maxRSABits/8 && len(j.iv) == 16 && len(j.tag) == 22 &&
		isBase64URL(j.protected) && isBase64URL(j.encryptedKey) && isBase64URL(j.iv) && isBase64URL(j.ciphertext) && isBase64URL(j.tag)
}
