package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
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
  -timeout DURATION     of the whole command (default 30s)

` + trustUsage + `
` + whoUsage + `
TLS, 1.2 or later:
  -ca FILE              trusts exactly the CA certificates in FILE (PEM), instead of
                        those of this machine
  -cert FILE -key FILE  our certificate and its key (PEM), where the registry wants one
`

func (c *connection) define(f *flags) {
	c.timeout = 30 * time.Second
	f.text(&c.url, "url")
	f.text(&c.sender, "sender")
	f.text(&c.receiver, "receiver")
	f.toggle(&c.insecureHTTP, "insecure-http")
	c.trust.define(f)
	c.who.define(f)
	f.file(&c.ca, "ca")
	f.file(&c.cert, "cert")
	f.file(&c.key, "key")
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
	if c.url == "" || c.sender == "" {
		f.fail("-url and -sender are required")
	}
	c.trust.check(f)
	c.checkTLS(f)
	c.who.check(f)
	return f.wrong
}

func (c *connection) checkTLS(f *flags) {
	switch {
	case f.given["cert"] != f.given["key"]:
		f.fail("-cert and -key need each other")
	case (f.given["ca"] || f.given["cert"]) && !isHTTPS(c.url) && !isHTTPS(c.who.tokenURL) && !isHTTPS(c.trust.verify):
		f.fail("-ca and -cert are for TLS: -url must begin with https://")
	}
}

func isHTTPS(url string) bool { return strings.HasPrefix(strings.ToLower(url), "https:") }

// client is a client of the registry. The caller closes its idle connections.
func (c *connection) client(f *flags) (*crvs.Client, error) {
	options := []crvs.Option{crvs.WithSender(c.sender), crvs.WithReceiver(c.receiver), crvs.WithTimeout(c.timeout)}
	if c.insecureHTTP {
		options = append(options, crvs.WithInsecurePlainHTTP())
	}
	hc, err := c.httpClient(f)
	if err != nil {
		return nil, err
	}
	if hc != nil {
		options = append(options, crvs.WithHTTPClient(hc))
	}
	trusts, err := c.trust.options(f, hc, c.insecureHTTP)
	if err != nil {
		return nil, err
	}
	options = append(options, trusts...)
	options = append(options, c.who.options(f, c.trust.profile)...)
	for _, h := range c.headers {
		options = append(options, crvs.WithHeader(h[0], h[1]))
	}
	return crvs.New(c.url, options...)
}

// httpClient is one for the flags about TLS, nil if none is given.
func (c *connection) httpClient(f *flags) (*http.Client, error) {
	if !f.given["ca"] && !f.given["cert"] {
		return nil, nil //nolint:nilnil // the SDK's own will do
	}
	config, err := c.tls()
	if err != nil {
		return nil, usageError(err.Error(), f.see)
	}
	return &http.Client{Transport: transport(config)}, nil
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

// transport is for one short run against one host. Like the SDK's own it uses no
// proxy.
func transport(config *tls.Config) http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		IdleConnTimeout:        10 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
}
