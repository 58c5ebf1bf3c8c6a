package crvs

import "github.com/openspmis/dci-crvs-go/crvs/fault"

// Error is what every verb returns when it has no answer for the caller. Get at
// it with errors.AsType[*crvs.Error](err).
type Error = fault.Error

// Kind says what sort of error an [Error] is.
type Kind = fault.Kind

// Kinds of error.
const (
	KindInvalid      = fault.KindInvalid      // the question or the configuration is wrong; nothing was sent
	KindUnsupported  = fault.KindUnsupported  // this registry cannot be asked this safely; nothing was sent
	KindUnauthorized = fault.KindUnauthorized // the registry does not accept our credentials
	KindForbidden    = fault.KindForbidden    // our credentials do not allow this question
	KindNotFound     = fault.KindNotFound     // the registry was asked, understood, and has no such record among those that it shows to this client
	KindAmbiguous    = fault.KindAmbiguous    // more than one record where one was asked for
	KindRateLimited  = fault.KindRateLimited  // too many requests, or the quota is used up
	KindUnavailable  = fault.KindUnavailable  // no answer: network, DNS, TLS, 5xx, or not answered yet
	KindTimeout      = fault.KindTimeout      // no answer in time
	KindCanceled     = fault.KindCanceled     // the caller's context was canceled
	KindRejected     = fault.KindRejected     // the registry refused the question
	KindSignature    = fault.KindSignature    // a signature is missing or wrong
	KindEncryption   = fault.KindEncryption   // encryption failed, or an answer is encrypted for somebody else
	KindReplay       = fault.KindReplay       // a message was seen before
	KindProtocol     = fault.KindProtocol     // the answer is not what the standard promises and cannot be trusted
	KindOvermatch    = fault.KindOvermatch    // the registry returned a record that contradicts the question
	KindUnstable     = fault.KindUnstable     // the result changed while it was read page by page
)

// Sentinels for the decisions that callers take, to be compared with errors.Is.
var (
	ErrNotFound     = fault.ErrNotFound
	ErrAmbiguous    = fault.ErrAmbiguous
	ErrOvermatch    = fault.ErrOvermatch
	ErrUnsupported  = fault.ErrUnsupported
	ErrSignature    = fault.ErrSignature
	ErrReplay       = fault.ErrReplay
	ErrRateLimited  = fault.ErrRateLimited
	ErrUnauthorized = fault.ErrUnauthorized
	ErrUnstable     = fault.ErrUnstable
)
