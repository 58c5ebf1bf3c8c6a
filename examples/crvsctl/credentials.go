package main

import (
	"errors"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// credentials say who asks.
type credentials struct {
	token        string
	client       string // ID:SECRET
	clientID     string
	clientSecret string
	tokenURL     string
	tokenFormat  crvs.TokenFormat
	scope        string
	tokenHeader  crvs.TokenHeader
	basic        string
}

// whoUsage is the part of a usage text about the flags of credentials.
const whoUsage = `Who asks; -token and -client exclude each other:
  -token TOKEN          an access token
  -client ID:SECRET     gets tokens from a token endpoint
  -client-id ID -client-secret SECRET
                        the same in two parts
  -token-url URL        that endpoint (default: /oauth2/client/token below -url)
  -token-style STYLE    how it is asked: form, query (OpenCRVS up to 1.9), json, or basic
                        (id and secret in basic authentication); default: as -profile has it
  -scope SCOPE          of the tokens; none by default
  -token-header 'NAME: SCHEME'
                        where the token goes (default: as -profile has it, mostly
                        'Authorization: Bearer'); without a SCHEME it goes bare
  -basic USER:PASSWORD  basic authentication, as some mediators want it; together with a
                        token it needs a -token-header other than Authorization
The command line is seen by everybody on this machine: for TOKEN, SECRET, ID:SECRET and
USER:PASSWORD write @FILE to read them from a file, or @- from standard input.
`

func (i *credentials) define(f *flags) {
	f.secret(&i.token, "token")
	f.secret(&i.client, "client")
	f.text(&i.clientID, "client-id")
	f.secret(&i.clientSecret, "client-secret")
	f.text(&i.tokenURL, "token-url")
	f.once("token-style", func(value string) error {
		i.tokenFormat = crvs.TokenFormat(value)
		switch i.tokenFormat {
		case crvs.TokenForm, crvs.TokenQuery, crvs.TokenJSON, crvs.TokenBasic:
			return nil
		default:
			return errors.New("is not one of form, query, json, basic")
		}
	})
	f.text(&i.scope, "scope")
	f.once("token-header", func(value string) error {
		name, scheme, ok := strings.Cut(value, ":")
		name, scheme = strings.TrimSpace(name), strings.TrimSpace(scheme)
		if !ok || name == "" {
			return errors.New("wants 'NAME: SCHEME', or 'NAME:' for the token alone")
		}
		i.tokenHeader = crvs.TokenHeader{Name: name, Scheme: scheme, Bare: scheme == ""}
		return nil
	})
	f.secret(&i.basic, "basic")
}

// check finds what no single flag can say, and splits -client.
func (i *credentials) check(f *flags) {
	if f.given["client"] {
		if f.given["client-id"] || f.given["client-secret"] {
			f.fail("-client holds both: it excludes -client-id and -client-secret")
		}
		var ok bool
		if i.clientID, i.clientSecret, ok = strings.Cut(i.client, ":"); !ok || i.clientID == "" || i.clientSecret == "" {
			f.fail("-client wants ID:SECRET")
		}
	}
	asks := f.given["client"] || f.given["client-id"]
	user, _, colon := strings.Cut(i.basic, ":")
	switch {
	case f.given["token"] && asks:
		f.fail("-token and -client exclude each other")
	case f.given["basic"] && (f.given["token"] || asks) && !f.given["token-header"]:
		f.fail("-basic and a token exclude each other in the header Authorization: give one, or -token-header")
	case f.given["client-id"] && !f.given["client-secret"]:
		f.fail("-client-id needs -client-secret, which is missing")
	case f.given["client-secret"] && !f.given["client-id"]:
		f.fail("-client-secret needs -client-id, which is missing")
	case f.firstGiven("token-url", "token-style", "scope") != "" && !asks:
		f.fail("%s needs -client, which is missing", f.firstGiven("token-url", "token-style", "scope"))
	case f.given["token-header"] && !f.given["token"] && !asks:
		f.fail("-token-header needs -token or -client")
	case f.given["basic"] && (!colon || user == ""):
		f.fail("-basic wants USER:PASSWORD")
	}
}

// options are those of the client. What no flag says of tokens, the profile does.
func (i *credentials) options(f *flags, p profile.Profile) []crvs.Option {
	var options []crvs.Option
	switch {
	case f.given["token"]:
		options = append(options, crvs.WithBearerToken(i.token))
	case i.clientID != "":
		options = append(options, crvs.WithClientCredentials(i.clientID, i.clientSecret),
			crvs.WithTokenURL(i.tokenURL), crvs.WithScope(i.scope))
		if f.given["token-style"] {
			style := p.Token
			style.As = i.tokenFormat
			options = append(options, crvs.WithTokenStyle(style))
		}
	}
	if f.given["token-header"] {
		options = append(options, crvs.WithTokenHeader(i.tokenHeader))
	}
	if f.given["basic"] {
		user, password, _ := strings.Cut(i.basic, ":")
		options = append(options, crvs.WithBasicAuth(user, password))
	}
	return options
}
