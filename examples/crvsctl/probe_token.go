package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// authorize says who asks.
func (p *prober) authorize(req *http.Request, withToken bool) {
	user, password, ok := strings.Cut(p.who.basic, ":")
	if ok && strings.HasPrefix(req.URL.String(), p.base+"/") {
		req.SetBasicAuth(user, password)
	}
	if !withToken || p.token == "" {
		return
	}
	name, value := "Authorization", "Bearer "+p.token
	if h := p.who.tokenHeader; p.given["token-header"] {
		name, value = h.Name, p.token
		if !h.Bare {
			value = h.Scheme + " " + p.token
		}
	}
	req.Header.Set(name, value)
}

// getToken asks for a token with -client, in one style after another if none is
// given.
func (p *prober) getToken(ctx context.Context) {
	if p.who.clientID == "" {
		return
	}
	styles := []crvs.TokenFormat{crvs.TokenForm, crvs.TokenQuery, crvs.TokenJSON, crvs.TokenBasic}
	if p.given["token-style"] {
		styles = []crvs.TokenFormat{p.who.tokenFormat}
	}
	for _, style := range styles {
		req, err := p.tokenRequest(ctx, style)
		if err != nil {
			return
		}
		r := p.do(req, false)
		if token := r.text("access_token"); token != "" && r.status < http.StatusMultipleChoices && isOneWord(token) {
			p.token, p.tokenStyle = token, string(style)
			return
		}
	}
	if p.stopped == "" && p.answered > 0 {
		p.stopped = "no token was given: check -client, -token-url and -token-style"
	}
}

func isOneWord(token string) bool {
	return strings.IndexFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

func (p *prober) tokenRequest(ctx context.Context, style crvs.TokenFormat) (*http.Request, error) {
	target, err := url.Parse(p.who.tokenURL)
	if p.who.tokenURL == "" {
		target, err = url.Parse(p.base + profile.DefaultTokenPath)
	}
	if err != nil {
		return nil, err
	}
	values := url.Values{"grant_type": {"client_credentials"}}
	if p.who.scope != "" {
		values.Set("scope", p.who.scope)
	}
	if style != crvs.TokenBasic {
		values.Set("client_id", p.who.clientID)
		values.Set("client_secret", p.who.clientSecret)
	}
	var body []byte
	media := "application/x-www-form-urlencoded"
	switch style {
	case crvs.TokenQuery:
		target.RawQuery, media = values.Encode(), ""
	case crvs.TokenJSON:
		object := make(map[string]string)
		for name := range values {
			object[name] = values.Get(name)
		}
		if body, err = json.Marshal(object); err != nil {
			return nil, err
		}
		media = bodyOfRequest
	default:
		body = []byte(values.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if style == crvs.TokenBasic {
		req.SetBasicAuth(url.QueryEscape(p.who.clientID), url.QueryEscape(p.who.clientSecret))
	}
	return req, nil
}
