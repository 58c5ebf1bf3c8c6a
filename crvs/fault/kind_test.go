package fault_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

func TestKindOfEveryCodeOfTheTable(t *testing.T) {
	t.Parallel()
	want := map[codes.ReasonCode]fault.Kind{ // every other is a refusal
		codes.ReasonRequestUnauthorized:   fault.KindUnauthorized,
		codes.ReasonAuthMissingHeader:     fault.KindUnauthorized,
		codes.ReasonRequestForbidden:      fault.KindForbidden,
		codes.ReasonRequestNotFound:       fault.KindProtocol, // of an endpoint, never of a person
		codes.ReasonRequestTimeout:        fault.KindUnavailable,
		codes.ReasonServiceUnavailable:    fault.KindUnavailable,
		codes.ReasonInternal:              fault.KindUnavailable,
		codes.ReasonRequestTooMany:        fault.KindRateLimited,
		codes.ReasonEncryptionInvalid:     fault.KindEncryption,
		codes.ReasonSignatureMissing:      fault.KindSignature,
		codes.ReasonSignatureInvalid:      fault.KindSignature,
		codes.ReasonVerifierNotConfigured: fault.KindSignature,
	}
	count := 0
	for r := range codes.Reasons() {
		count++
		kind, ok := want[r.Code]
		if !ok {
			kind = fault.KindRejected
		}
		assert.Equal(t, kind, fault.KindOfCode(r.Code), r.Code)
		assert.NotEqual(t, fault.KindNotFound, fault.KindOfCode(r.Code), "no code says that a person is not found")
	}
	assert.Greater(t, count, 40)
	assert.Equal(t, fault.KindRateLimited, fault.KindOfCode(" ERR.Request.Too_Many_Requests "))
}

func TestKindOfNumbersAsCodes(t *testing.T) {
	t.Parallel()
	for code, want := range map[codes.ReasonCode]fault.Kind{
		"400": fault.KindRejected, "401": fault.KindUnauthorized, "402": fault.KindRateLimited, "403": fault.KindForbidden,
		"404": fault.KindProtocol, "429": fault.KindRateLimited, "500": fault.KindUnavailable, "503": fault.KindUnavailable,
		" 429 ": fault.KindRateLimited,
		"567":   fault.KindRejected, // the 2022 workshop's one error
		// What only looks like a status is a word of the registry's own.
		"": fault.KindRejected, "200": fault.KindRejected, "600": fault.KindRejected, "999": fault.KindRejected,
		"4:0": fault.KindRejected, "3:0": fault.KindRejected, "abc": fault.KindRejected, "٤٠٤": fault.KindRejected,
		"4.0": fault.KindRejected, "0x1F4": fault.KindRejected, "99999999999999999999": fault.KindRejected,
	} {
		assert.Equal(t, want, fault.KindOfCode(code), "%q", code)
	}
}

func TestKindOfEveryStatus(t *testing.T) {
	t.Parallel()
	want := map[int]fault.Kind{
		400: fault.KindRejected, 401: fault.KindUnauthorized, 402: fault.KindRateLimited, 403: fault.KindForbidden,
		407: fault.KindUnauthorized, 408: fault.KindUnavailable, 409: fault.KindRejected, 413: fault.KindRejected,
		422: fault.KindRejected, 429: fault.KindRateLimited,
	}
	for status := 300; status < 600; status++ {
		kind, ok := want[status]
		switch {
		case ok:
		case status >= 500:
			kind = fault.KindUnavailable
		default:
			kind = fault.KindProtocol
		}
		assert.Equal(t, kind, fault.KindOfStatus(status), strconv.Itoa(status))
	}
}
