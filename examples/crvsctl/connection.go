package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
)

// connection is how a registry is reached, and as whom. All commands that ask
// share its flags.
type connection struct {
	url, sender, receiver string
	insecureHTTP          bool
	trust                 trust
	who                   credentials
	ca, cert, key         []byte
	headers               [][2]string
	timeout               time.Duration // of the whole command
}

// connectionUsage is the part of a usage text about the flags of connection.
const connectionUsage = `The registry:
  -url URL              its base URL, with the path prefix if it has one
  -sender ID            our id, as registered there (header.sender_id); not needed with
                        workshop-2022 and bare-crvs, which have no header
  -receiver ID          the registry's id (header.receiver_id); not sent by default
  -insecure-http        tokens, secrets and passwords may go over plain http, where
                        everybody on the way reads them; not needed on this machine
  -header 'NAME: VALUE' one more HTTP header; may be given several times
  -timeout DURATION     of the whole command (default 30s; of a probe 2m0s, of which one
                        request may take 15s)

` + trustUsage + `
` + whoUsage + `
TLS, 1.2 or later:
  -ca FILE              trusts exactly the CA certificates in FILE (PEM), instead of
                        those of this machine
  -cert FILE -key FILE  our certificate and its key (PEM), where the registry wants one

The proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name are used, never for a host that
is this machine. A private key or a secret in a file that everybody on this machine may
read is used, with a warning; a group may read it, as services and containers share keys
so: keep out whom you do not trust.
`

// Times for a whole command if -timeout is not given.
const (
	timeoutOfSearch = 30 * time.Second
	timeoutOfProbe  = 2 * time.Minute // of many questions
)

func (c *connection) define(f *flags) {
	c.timeout = timeoutOfSearch
	f.text(&c.url, "url")
	f.text(&c.sender, "sender")
	f.text(&c.receiver, "receiver")
	f.toggle(&c.insecureHTTP, "insecure-http")
	c.trust.define(f)
	c.who.define(f)
	f.file(&c.ca, "ca")
	f.file(&c.cert, "cert")
	f.privateFile(&c.key, "key")
	f.duration(&c.timeout, "timeout")
	f.each("header", func(value string) error {
		name, value, ok := strings.Cut(value, ":")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return errors.New("wants 'NAME: VALUE'")
		}
		c.headers = append(c.headers, [2]string{name, strings.TrimSpace(value)})
		return nil
	})
}

// check finds what no single flag can say. It must run after the flags are read.
func (c *connection) check(f *flags) error {
	if c.trust.profile.Signing == "" && c.sender == "" {
		c.sender = program // it is not sent: there is no header
	}
	switch {
	case c.url == "" && c.sender == "":
		f.fail("-url and -sender are required")
	case c.url == "":
		f.fail("-url is required")
	case c.sender == "":
		f.fail("-sender is required: our id, as the registry has it")
	}
	c.trust.check(f)
	c.checkTLS(f)
	c.who.check(f)
	return f.wrong
}

func (c *connection) checkTLS(f *flags) {
	switch {
	case f.given["cert"] && !f.given["key"]:
		f.fail("-cert needs -key, which is missing")
	case f.given["key"] && !f.given["cert"]:
		f.fail("-key needs -cert, which is missing (a key to sign with is -sign-key)")
	case (f.given["ca"] || f.given["cert"]) && !isHTTPS(c.url) && !isHTTPS(c.who.tokenURL) && !isHTTPS(c.trust.verify):
		f.fail("%s is for TLS: -url must begin with https://", f.firstGiven("ca", "cert"))
	}
}

func isHTTPS(url string) bool { return strings.HasPrefix(strings.ToLower(url), "https:") }

// client is a client of the registry, with options of the command beside those of
// the flags. The caller closes the idle connections of its transport.
func (c *connection) client(f *flags, more ...crvs.Option) (*crvs.Client, *watcher, error) {
	options := []crvs.Option{crvs.WithSender(c.sender), crvs.WithReceiver(c.receiver), crvs.WithTimeout(c.timeout)}
	if c.insecureHTTP {
		options = append(options, crvs.WithInsecurePlainHTTP())
	}
	hc, watch, err := c.httpClient(f)
	if err != nil {
		return nil, nil, err
	}
	options = append(options, crvs.WithHTTPClient(hc))
	trusts, err := c.trust.options(f, hc, c.insecureHTTP)
	if err != nil {
		return nil, nil, err
	}
	options = append(options, trusts...)
	options = append(options, c.who.options(f, c.trust.profile)...)
	for _, h := range c.headers {
		options = append(options, crvs.WithHeader(h[0], h[1]))
	}
	client, err := crvs.New(c.url, append(options, more...)...)
	return client, watch, err
}

// httpClient is one for the flags about TLS and for the proxies of the environment.
func (c *connection) httpClient(f *flags) (*http.Client, *watcher, error) {
	config, err := c.tls()
	if err != nil {
		return nil, nil, usageError(err.Error(), f.see)
	}
	watch := &watcher{Transport: transport(config)}
	return &http.Client{Transport: watch}, watch, nil
}

func (c *connection) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.ca != nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(c.ca) {
			return nil, errors.New("-ca names a file without a PEM certificate")
		}
	}
	if c.cert != nil {
		pair, err := tls.X509KeyPair(c.cert, c.key)
		if err != nil {
			return nil, fmt.Errorf("-cert and -key do not name a PEM certificate and its PEM key (%w)", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// transport is for one short run against one host. A program takes the proxies of
// its environment, which the SDK does not read.
func transport(config *tls.Config) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		IdleConnTimeout:        10 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
}

// proxy is the one that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for a request, nil
// for none. What runs on this machine is never asked through one: a token over plain
// http is allowed there because it does not leave the machine.
func proxy(req *http.Request) (*url.URL, error) {
	if isLoopback(req.URL.Hostname()) {
		return nil, nil //nolint:nilnil // no proxy is an answer
	}
	via, err := http.ProxyFromEnvironment(req)
	if err != nil {
		return nil, errors.New("HTTP_PROXY or HTTPS_PROXY is no URL of a proxy") // its value may hold a password
	}
	return via, nil
}

// isLoopback says whether a host is this machine by its name alone: localhost is
// reserved for that (RFC 6761, section 6.3).
func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
