package transport

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// Check returns the error with which [Client.Do] would refuse to send to this URL
// or to the token endpoint, nil if it would not. No URL is quoted.
func (c *Client) Check(op, url string) error {
	if _, err := c.target(Request{Op: op, URL: url}); err != nil {
		return err
	}
	cc, ok := c.o.Tokens.(*ClientCredentials)
	if !ok {
		return nil
	}
	_, err := cc.client.target(cc.request)
	if e, ours := errors.AsType[*fault.Error](err); ours {
		e.Op = op
	}
	return err
}

// target refuses besides to send credentials where everybody on the way reads
// them (RFC 6749, section 2.3.1 and RFC 6750, section 5.3, require TLS).
func (c *Client) target(r Request) (*url.URL, error) {
	u, err := r.target()
	switch {
	case err != nil:
		return nil, err
	case u.Scheme == "http" && c.carriesSecrets && !c.o.InsecurePlainHTTP && !isLoopback(u.Hostname()):
		what := "the base URL"
		if r.Op == opToken {
			what = "the token URL"
		}
		return nil, invalid(r.Op, "credentials would go over plain http, where everybody on the way can read them: "+
			"use https in "+what+", or accept it (WithInsecurePlainHTTP)")
	default:
		return u, nil
	}
}

// isLoopback says whether a host is this machine, by its name alone: RFC 6761,
// section 6.3, reserves localhost.
func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// carrySecrets says whether requests hold credentials. Headers of the caller's own
// are judged by their names.
func (o Options) carrySecrets() bool {
	if o.Tokens != nil || o.Username != "" || o.Password != "" {
		return true
	}
	for name := range o.Header {
		if isSecretHeader(name) {
			return true
		}
	}
	return false
}

func isSecretHeader(name string) bool {
	name = http.CanonicalHeaderKey(name)
	for _, word := range []string{"Auth", "Cookie", "Key", "Password", "Secret", "Token"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// Basic is the value of basic authentication, as it is sent; "" if there is none.
func (o Options) Basic() string {
	if o.Username == "" && o.Password == "" {
		return ""
	}
	return basicValue(o.Username, o.Password)
}

// secrets are the credentials among the options. The user name is none.
func (o Options) secrets() []string {
	out := []string{o.Password, o.Basic()}
	for name, values := range o.Header {
		if !isSecretHeader(name) {
			continue
		}
		for _, v := range values {
			out = append(append(out, v), strings.Fields(v)...)
		}
	}
	return out
}
