package sandbox

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const (
	tokenLife    = 600 * time.Second
	maxTokens    = 10_000  // tokens alive at a time; the oldest ends early
	maxTokenBody = 1 << 16 // bytes
)

// guard knows who may ask, and hands out tokens.
type guard struct {
	token  *digest
	client *client

	mu     sync.Mutex
	issued map[digest]time.Time // when each ends
	order  []digest             // as issued
}

func newGuard(token *digest, c *client) *guard {
	return &guard{token: token, client: c, issued: make(map[digest]time.Time)}
}

// objects says why the request is not admitted, "" if it is: it needs a token
// that is accepted. The scheme before it may be written in any case, unless it
// must be exact.
func (g *guard) objects(req *http.Request, exact bool) (code codes.ReasonCode, text string) {
	if g.token == nil && g.client == nil {
		return "", ""
	}
	header := req.Header.Get("Authorization")
	if header == "" {
		return codes.ReasonAuthMissingHeader, "the Authorization header is missing"
	}
	scheme, token, ok := strings.Cut(header, " ")
	switch {
	case !ok || token == "" || !strings.EqualFold(scheme, "Bearer") || exact && scheme != "Bearer":
		return codes.ReasonRequestUnauthorized, `the Authorization header must be "Bearer " and a token`
	case !g.accepts(digestOf(token)):
		return codes.ReasonRequestUnauthorized, "the token is not known, or has expired"
	default:
		return "", ""
	}
}

func (g *guard) accepts(token digest) bool {
	if g.token != nil && subtle.ConstantTimeCompare(token[:], g.token[:]) == 1 {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	end, ok := g.issued[token]
	return ok && time.Now().Before(end)
}

// issue is the token endpoint: RFC 6749, 4.4 and 5.
func (g *guard) issue(w http.ResponseWriter, req *http.Request) {
	form, problem := tokenForm(w, req)
	if problem != "" {
		answer(w, http.StatusBadRequest, wire.TokenError{Error: "invalid_request", ErrorDescription: problem})
		return
	}
	if form.Get("grant_type") != string(wire.GrantTypeClientCredentials) {
		answer(w, http.StatusBadRequest, wire.TokenError{Error: "unsupported_grant_type", ErrorDescription: "grant_type must be client_credentials"})
		return
	}
	id, secret := digestOf(form.Get("client_id")), digestOf(form.Get("client_secret"))
	// RFC 6749, 2.3.1: the credentials may stand in the header instead.
	if u, p, ok := req.BasicAuth(); ok {
		id, secret = digestOf(unescape(u)), digestOf(unescape(p))
	}
	if !g.knows(id, secret) {
		w.Header().Set("WWW-Authenticate", "Basic")
		answer(w, http.StatusUnauthorized, wire.TokenError{Error: "invalid_client", ErrorDescription: "the client is not known, or its secret is another"})
		return
	}
	token := rand.Text()
	g.remember(digestOf(token), time.Now())
	answer(w, http.StatusOK, wire.TokenResponse{AccessToken: token, TokenType: "Bearer", ExpiresIn: int(tokenLife / time.Second)})
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// tokenForm reads the form from the body alone: a secret in a URL ends up in
// logs.
func tokenForm(w http.ResponseWriter, req *http.Request) (form url.Values, problem string) {
	if !isOfType(req, "application/x-www-form-urlencoded") {
		return nil, "the body must be application/x-www-form-urlencoded"
	}
	req.Body = http.MaxBytesReader(w, req.Body, maxTokenBody)
	if err := req.ParseForm(); err != nil {
		return nil, "the form is too large, or cannot be read"
	}
	return req.PostForm, ""
}

func (g *guard) knows(id, secret digest) bool {
	if g.client == nil {
		return false
	}
	sameID := subtle.ConstantTimeCompare(id[:], g.client.id[:])
	sameSecret := subtle.ConstantTimeCompare(secret[:], g.client.secret[:])
	return sameID&sameSecret == 1
}

// remember keeps a token, and drops those that have ended and, beyond the limit,
// the oldest.
func (g *guard) remember(token digest, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	// Tokens end in the order in which they were issued.
	for len(g.order) > 0 && (len(g.order) >= maxTokens || !now.Before(g.issued[g.order[0]])) {
		delete(g.issued, g.order[0])
		g.order = g.order[1:]
	}
	g.issued[token] = now.Add(tokenLife)
	g.order = append(g.order, token)
}
