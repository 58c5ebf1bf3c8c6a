package fault

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Kind says what sort of thing went wrong, in few words that a program can
// switch on.
type Kind string

// Kinds of error.
const (
	KindInvalid      Kind = "invalid"      // the question or the configuration is wrong; nothing was sent
	KindUnsupported  Kind = "unsupported"  // the question is sound, but this registry cannot be asked it safely; nothing was sent
	KindUnauthorized Kind = "unauthorized" // the registry does not accept our credentials
	KindForbidden    Kind = "forbidden"    // our credentials do not allow this question
	KindNotFound     Kind = "not_found"    // the registry was asked, understood, and has no such record among those that it shows to this client
	KindAmbiguous    Kind = "ambiguous"    // more than one record where one was asked for
	KindRateLimited  Kind = "rate_limited" // too many requests, or the quota is used up
	KindUnavailable  Kind = "unavailable"  // no answer: network, DNS, TLS, or a 5xx
	KindTimeout      Kind = "timeout"      // no answer in time
	KindCanceled     Kind = "canceled"     // the caller's context was canceled
	KindRejected     Kind = "rejected"     // the registry understood us and refused
	KindSignature    Kind = "signature"    // a signature is missing or wrong, ours or theirs
	KindEncryption   Kind = "encryption"   // encryption failed, ours or theirs
	KindReplay       Kind = "replay"       // a message was seen before
	KindProtocol     Kind = "protocol"     // the answer is not what the standard promises and cannot be trusted
	KindOvermatch    Kind = "overmatch"    // the registry returned a record that contradicts the question
	KindUnstable     Kind = "unstable"     // the result changed while it was read page by page
)

// KindOfCode is the kind of an error that a registry names by code. HTTP
// statuses as text ("429", as OpenCRVS writes) are read as such.
func KindOfCode(code codes.ReasonCode) Kind {
	c := codes.ReasonCode(strings.ToLower(strings.TrimSpace(string(code))))
	switch c {
	case codes.ReasonRequestUnauthorized, codes.ReasonAuthMissingHeader:
		return KindUnauthorized
	case codes.ReasonRequestForbidden:
		return KindForbidden
	case codes.ReasonRequestNotFound:
		return KindProtocol
	case codes.ReasonRequestTimeout, codes.ReasonServiceUnavailable, codes.ReasonInternal:
		return KindUnavailable
	case codes.ReasonRequestTooMany:
		return KindRateLimited
	case codes.ReasonEncryptionInvalid:
		return KindEncryption
	case codes.ReasonSignatureMissing, codes.ReasonSignatureInvalid, codes.ReasonVerifierNotConfigured:
		return KindSignature
	case codes.ReasonWorkshopInvalidRequest: // a number, but no HTTP status
		return KindRejected
	default:
		if status, err := strconv.Atoi(string(c)); err == nil && status >= 400 && status < 600 {
			return KindOfStatus(status)
		}
		return KindRejected
	}
}

// KindOfStatus is the kind of an HTTP status that is not a success. A 404
// speaks of an endpoint, never of a person (internal/wire/RULES.md, rule 21): it
// is a protocol error, not [KindNotFound].
func KindOfStatus(status int) Kind {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusProxyAuthRequired:
		return KindUnauthorized
	case status == http.StatusForbidden:
		return KindForbidden
	case status == http.StatusTooManyRequests, status == http.StatusPaymentRequired:
		return KindRateLimited
	case status == http.StatusRequestTimeout:
		return KindUnavailable
	case status >= 500:
		return KindUnavailable
	case status == http.StatusBadRequest, status == http.StatusConflict,
		status == http.StatusRequestEntityTooLarge, status == http.StatusUnprocessableEntity:
		return KindRejected
	default:
		return KindProtocol
	}
}
