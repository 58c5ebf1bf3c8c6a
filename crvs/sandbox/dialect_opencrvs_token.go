package sandbox

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// openCRVSToken hands out a token, as OpenCRVS passes it on from its own: read
// from the query, or from a JSON or form body; a JWT that says itself when it
// ends; and of no content type that says JSON.
func (c *call) openCRVSToken(w http.ResponseWriter, req *http.Request) {
	form := openCRVSTokenForm(w, req)
	g := c.registry.guard
	switch {
	case form.Get("grant_type") != string(wire.GrantTypeClientCredentials):
		answerOctets(w, http.StatusBadRequest, wire.TokenError{Error: "unsupported_grant_type"})
		return
	case !g.knows(digestOf(form.Get("client_id")), digestOf(form.Get("client_secret"))):
		answerOctets(w, http.StatusUnauthorized, map[string]any{"statusCode": http.StatusUnauthorized, "error": "Unauthorized", "message": "Unauthorized"})
		return
	}
	now := time.Now()
	token, err := c.registry.newJWT(form.Get("client_id"), now)
	if err != nil {
		refuseOpenCRVS(w, http.StatusInternalServerError, codes.ReasonInternal)
		return
	}
	g.remember(digestOf(token), now)
	answerOctets(w, http.StatusOK, struct {
		Token string `json:"access_token"`
		Type  string `json:"token_type"`
	}{token, "Bearer"})
}

// answerOctets writes JSON and does not say that it is some.
func answerOctets(w http.ResponseWriter, status int, v any) {
	body, err := compact(v)
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// openCRVSTokenForm reads the body first, and the query for what is not in it.
func openCRVSTokenForm(w http.ResponseWriter, req *http.Request) url.Values {
	form := req.URL.Query()
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxTokenBody))
	if err != nil {
		return form
	}
	media, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	var fields map[string]string
	switch media {
	case "application/json":
		if json.Unmarshal(body, &fields) != nil {
			return form
		}
		for name, value := range fields {
			form.Set(name, value)
		}
	case "application/x-www-form-urlencoded":
		if posted, err := url.ParseQuery(string(body)); err == nil {
			maps.Copy(form, posted)
		}
	}
	return form
}

// newJWT is a token as the authorization server of OpenCRVS makes them.
func (r *Registry) newJWT(client string, now time.Time) (string, error) {
	key, err := r.rsaKey()
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{
		"scope": []string{"recordsearch"}, "iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "jti": newUUID(),
		"aud": []string{"opencrvs:gateway-user", "opencrvs:search-user", "opencrvs:auth-user"},
		"iss": "opencrvs:auth-service", "sub": client,
	})
	if err != nil {
		return "", err
	}
	jws, err := signer.Sign(claims)
	if err != nil {
		return "", err
	}
	return jws.CompactSerialize()
}

// rsaKey is the key for RS256, or a new one where that is in a safe of its own.
func (r *Registry) rsaKey() (*rsa.PrivateKey, error) {
	key, err := r.keys.key(envelope.RS256)
	if err != nil {
		return nil, err
	}
	text, err := key.MarshalPEM()
	if err != nil {
		if key, err = envelope.GenerateKey(envelope.RS256); err != nil {
			return nil, err
		}
		if text, err = key.MarshalPEM(); err != nil {
			return nil, err
		}
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, misuse("the key for RS256 cannot be read")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	made, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, misuse("the key for RS256 is no RSA key")
	}
	return made, nil
}
