package transport

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"
)

const (
	// defaultTokenLife is for a token that does not say how long it lives.
	defaultTokenLife = 5 * time.Minute
	// maxTokenLife bounds what a token may say.
	maxTokenLife = 30 * 24 * time.Hour
)

// tokenAnswer is what a token endpoint said: a token or a refusal.
type tokenAnswer struct {
	token   Token
	refused bool
	word    string // of a refusal, by RFC 6749, section 5.2; "" for any other
}

// parseTokenAnswer reads RFC 6749, section 5.1, leniently: expires_in may be a
// number, a string or absent, the type may be spelled in any way that begins
// with bearer. The token's Expires is always set. Errors quote nothing.
func parseTokenAnswer(body []byte, now time.Time) (tokenAnswer, error) {
	var raw struct {
		AccessToken any             `json:"access_token"`
		TokenType   any             `json:"token_type"`
		ExpiresIn   json.RawMessage `json:"expires_in"`
		Error       any             `json:"error"`
	}
	if json.Unmarshal(body, &raw) != nil {
		return tokenAnswer{}, errors.New("not a JSON object")
	}
	value, _ := raw.AccessToken.(string)
	if value == "" {
		word, _ := raw.Error.(string)
		refused := raw.Error != nil && raw.Error != "" && raw.Error != false
		return tokenAnswer{refused: refused, word: knownRefusal(word)}, errors.New("no access_token in it")
	}
	if !isToken(value) {
		return tokenAnswer{}, errors.New("its access_token holds a space, a control character or one outside ASCII")
	}
	switch kind, _ := raw.TokenType.(string); strings.ToLower(kind) {
	case "mac", "dpop", "pop": // proof of possession: not to be sent as bearer
		return tokenAnswer{}, errors.New("its token_type is not bearer")
	}
	life := jsonSeconds(raw.ExpiresIn).wait
	if own := jwtLife(value, now); own > 0 && (life <= 0 || own < life) {
		life = own // whatever was promised, the token says when it ends
	}
	if life <= 0 {
		life = defaultTokenLife
	}
	return tokenAnswer{token: Token{Value: value, Expires: now.Add(min(life, maxTokenLife))}}, nil
}

// plainBody takes off what a gateway may have put around the JSON unasked: gzip,
// of which no more is unpacked than a token answer may hold, and a byte order
// mark. What cannot be unpacked is left as it is.
func plainBody(body []byte) []byte {
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			if plain, err := io.ReadAll(io.LimitReader(z, maxTokenBody+1)); err == nil && len(plain) <= maxTokenBody {
				body = plain
			}
		}
	}
	return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
}

// knownRefusal lets the words of RFC 6749, section 5.2, through, and nothing
// else: a peer may put anything there.
func knownRefusal(word string) string {
	switch word {
	case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
		"unsupported_grant_type", "invalid_scope", "access_denied":
		return word
	default:
		return ""
	}
}

// jwtLife is how long a token that is a JWT has to live, 0 if it does not say.
// Nothing is verified: this is only for timing. Where our clock disagrees with
// the issuer's, exp minus iat is believed.
func jwtLife(token string, now time.Time) time.Duration {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return 0
	}
	var claims struct {
		Exp float64 `json:"exp"`
		Iat float64 `json:"iat"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Exp <= 0 {
		return 0
	}
	left := claims.Exp - float64(now.UnixMilli())/1000
	if whole := claims.Exp - claims.Iat; claims.Iat > 0 && whole > 0 && (left <= 0 || left > whole) {
		left = whole
	}
	return time.Duration(min(max(left, 0), maxTokenLife.Seconds()) * float64(time.Second))
}
