package envelope

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// The fixed words of an http-signature.
const (
	httpNamespace = "dci"
	httpAlgorithm = "ed25519"
	httpHeaders   = "(created) (expires) digest"
)

// maxLifetime is the longest lifetime that is believed.
const maxLifetime = 24 * time.Hour

func (s *Signer) checkHTTPSignature() error {
	switch {
	case s.key.Algorithm() != EdDSA:
		return invalid(opNew, "http-signature works with an EdDSA key only: its one known peer cannot verify others")
	case s.sender == "":
		return invalid(opNew, "http-signature names the sender: give WithSender")
	case !isParameter(s.sender) || !isParameter(s.key.KeyID()):
		return invalid(opNew, "the sender's or the key's id holds a character that an http-signature cannot carry, such as | or a quote")
	}
	return nil
}

// isParameter says whether a text can stand in kidId as it is.
func isParameter(s string) bool {
	return s != "" && len(s) <= maxKeyID && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '"' || r == '\\' || r == '|'
	})
}

func (s *Signer) signHTTPSignature(ctx context.Context, header, message []byte) (Sealed, error) {
	header, err := httpHeader(header, s.fill)
	if err != nil {
		return Sealed{}, err
	}
	created := s.now().Unix()
	p := httpParameters{
		sender: s.sender, key: s.key.KeyID(), created: created, expires: created + int64(s.lifetime/time.Second),
	}
	signature, err := s.key.signBytes(ctx, p.signingString(normalForm(header, message, s.form)))
	if err != nil {
		return Sealed{}, failed(ctx, err)
	}
	p.signature = signature
	return Sealed{Body: joinSigned(p.String(), header, message)}, nil
}

// httpHeader is the header as the peer would write it anew: every optional member
// is there, null where absent, and message_ts is in UTC with a Z and with no or
// six digits of a second. OpenSPP signs and verifies this and not what came.
func httpHeader(header []byte, fill []string) ([]byte, error) {
	out := []byte("{")
	add := func(name string, value []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(strictjson.AppendText(out, name, strictjson.Form{}), ':'), value...)
	}
	missing := slices.Clone(fill)
	for name, value := range strictjson.Members(header) {
		missing = slices.DeleteFunc(missing, func(m string) bool { return m == name })
		if name == "message_ts" {
			at, ok := parseTime(value)
			if !ok {
				return nil, invalid(opSign, "header.message_ts is no RFC 3339 time")
			}
			layout := "2006-01-02T15:04:05Z"
			if at = at.UTC().Truncate(time.Microsecond); at.Nanosecond() != 0 {
				layout = "2006-01-02T15:04:05.000000Z"
			}
			value = strictjson.AppendText(nil, at.Format(layout), strictjson.Form{})
		}
		add(name, value)
	}
	for _, name := range missing {
		add(name, []byte("null"))
	}
	return append(out, '}'), nil
}

// normalForm is what the digest is of: sorted, compact, ASCII.
func normalForm(header, message []byte, f NormalForm) []byte {
	if f.OffsetTimestamp {
		header = offsetTimestamp(header)
	}
	return strictjson.Append(nil, Join(header, message), strictjson.Form{ASCII: true, OmitNulls: f.OmitNulls})
}

func offsetTimestamp(header []byte) []byte {
	value := strictjson.Get(header, "message_ts")
	text, ok := strictjson.Text(value)
	if !ok || !strings.HasSuffix(text, "Z") {
		return header
	}
	out := []byte("{")
	for name, v := range strictjson.Members(header) {
		if name == "message_ts" {
			v = strictjson.AppendText(nil, strings.TrimSuffix(text, "Z")+"+00:00", strictjson.Form{})
		}
		out = append(append(append(strictjson.AppendText(out, name, strictjson.Form{}), ':'), v...), ',')
	}
	out[len(out)-1] = '}'
	return out
}

// httpParameters are the parameters of an http-signature.
type httpParameters struct {
	sender, key      string // of kidId: sender|key|ed25519
	created, expires int64  // seconds since 1970
	signature        []byte
}

// signingString is what is signed.
func (p httpParameters) signingString(normal []byte) []byte {
	digest := sha256.Sum256(normal)
	return []byte("(created): " + strconv.FormatInt(p.created, 10) +
		"\n(expires): " + strconv.FormatInt(p.expires, 10) +
		"\ndigest: " + base64.StdEncoding.EncodeToString(digest[:]))
}

// String is what stands in the member signature.
func (p httpParameters) String() string {
	return `namespace="` + httpNamespace + `", kidId="` + p.sender + "|" + p.key + "|" + httpAlgorithm +
		`", algorithm="` + httpAlgorithm + `", created="` + strconv.FormatInt(p.created, 10) +
		`", expires="` + strconv.FormatInt(p.expires, 10) + `", headers="` + httpHeaders +
		`", signature="` + base64.StdEncoding.EncodeToString(p.signature) + `"`
}

// parseHTTPParameters reads the parameters, in any order, each exactly once.
func parseHTTPParameters(text string) (p httpParameters, err error) {
	if len(text) > 4096 {
		return p, forged("the http-signature is longer than any is")
	}
	given := make(map[string]string, 7)
	for rest := text; rest != ""; {
		name, after, ok := strings.Cut(rest, `="`)
		value, after, closed := strings.Cut(after, `"`)
		name = strings.TrimSpace(name)
		if _, twice := given[name]; !ok || !closed || twice || len(given) == 7 {
			return p, forged(`the http-signature is not a list of seven name="value", separated by commas`)
		}
		given[name] = value
		rest = strings.TrimSpace(after)
		if rest != "" {
			if rest, ok = strings.CutPrefix(rest, ","); !ok || strings.TrimSpace(rest) == "" {
				return p, forged(`the http-signature is not a list of seven name="value", separated by commas`)
			}
		}
	}
	return p, p.fill(given)
}

func (p *httpParameters) fill(given map[string]string) (err error) {
	kid := strings.Split(given["kidId"], "|")
	switch {
	case len(given) != 7 || given["namespace"] != httpNamespace:
		return forged(`the http-signature lacks a parameter, or its namespace is not "dci"`)
	case given["algorithm"] != httpAlgorithm || len(kid) != 3 || kid[2] != httpAlgorithm:
		return forged("the http-signature is not by ed25519, or its kidId is not sender|key|ed25519: nothing else is accepted")
	case given["headers"] != httpHeaders:
		return forged(`the http-signature does not cover exactly "` + httpHeaders + `"`)
	case kid[0] == "" || kid[1] == "" || len(kid[1]) > maxKeyID:
		return forged("the http-signature names no sender or no key")
	}
	p.sender, p.key = kid[0], kid[1]
	if p.created, err = parseSeconds(given["created"]); err == nil {
		p.expires, err = parseSeconds(given["expires"])
	}
	if err != nil {
		return forged("the http-signature has a created or expires that is no number of seconds")
	}
	if p.signature, err = base64.StdEncoding.Strict().DecodeString(given["signature"]); err != nil || len(p.signature) != 64 {
		return forged("the http-signature holds no Ed25519 signature in base64")
	}
	return nil
}

// parseSeconds takes digits only: a sign, or a zero in front, is another spelling
// of what was signed.
func parseSeconds(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil && (n < 0 || n > 1<<40 || strconv.FormatInt(n, 10) != s) {
		err = strconv.ErrSyntax
	}
	return n, err
}
