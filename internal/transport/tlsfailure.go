package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// classifyTLS gives each way in which TLS goes wrong its own sentence, because
// each has its own remedy. None of them passes by itself.
func classifyTLS(err error) (finding, bool) {
	if message := certificateTrouble(err); message != "" {
		return finding{kind: fault.KindUnavailable, message: message}, true
	}
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	if noTLS || errors.Is(err, http.ErrSchemeMismatch) {
		return finding{kind: fault.KindUnavailable, message: "the server does not speak TLS on this port: check scheme and port of the base URL"}, true
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "remote error" || op.Op == "local error") {
		// crypto/tls reports alerts so; their texts are constants.
		return finding{kind: fault.KindUnavailable, message: alertTrouble(op)}, true
	}
	return finding{}, false
}

func certificateTrouble(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the server's certificate is not signed by an authority that is trusted here: give the CA that signed it (an http.Client with RootCAs)"
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the server's certificate is not for the host %s: check the base URL, or the server needs a certificate with that name", printable(e.Host))
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired {
			return "the server's certificate has expired or is not yet valid: check this machine's clock, or the server needs a new one"
		}
		return fmt.Sprintf("the server's certificate, or one that signed it, is not usable for this (x509 reason %d)", int(e.Reason))
	}
	if _, ok := errors.AsType[x509.SystemRootsError](err); ok {
		return "this machine has no list of trusted authorities: install its CA certificates, or give the CA that signed the server's (an http.Client with RootCAs)"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server's certificate cannot be verified"
	}
	return ""
}

func alertTrouble(op *net.OpError) string {
	alert := op.Err.Error()
	message := "the TLS handshake failed (" + alert + ")"
	switch {
	case strings.Contains(alert, "certificate"):
		return message + ": the server wants a client certificate that it trusts (an http.Client with Certificates)"
	case strings.Contains(alert, "version"), strings.Contains(alert, "handshake failure"):
		return message + ": the two have no TLS version or cipher in common, or the server wants a client certificate"
	default:
		return message
	}
}
