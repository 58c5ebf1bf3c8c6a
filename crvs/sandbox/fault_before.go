package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Faults of what stands before the registry, which it does not hear of.

// delay waits, or until the request ends. The time that a server gives an answer
// begins after it.
func delay(_ *call, f Fault, w http.ResponseWriter, req *http.Request) bool {
	// A server that cannot do it has no such limit.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(f.Delay + time.Minute))
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-req.Context().Done():
		abort() // nobody is there to be answered
		return true
	}
}

func drop(*call, Fault, http.ResponseWriter, *http.Request) bool {
	abort()
	return true
}

func answerStatus(c *call, f Fault, w http.ResponseWriter, req *http.Request) bool {
	setRetryAfter(w, f)
	if f.Body == "" {
		if f.Status >= http.StatusBadRequest {
			refuse, _ := c.gateway(req)
			refuse(w, f.Status, reasonOf(f.Status), "a fault that was asked for")
		} else {
			w.WriteHeader(f.Status)
		}
		return true
	}
	w.Header().Set("Content-Type", contentType(f))
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body))
	return true
}

// gateway is who answers for the registry at a path: in the standard's own form
// at an operation of the standard, which is true in the second result.
func (c *call) gateway(req *http.Request) (voice, bool) {
	d, path := c.registry.spoken(req.URL.Path)
	if _, ok := d.operation(path); ok && d.standard {
		return d.speakingAt(path, c.registry.registryID).refuse, true
	}
	return refuse, false
}

const quotaUsedUp = "The daily quota of record searches is used up"

// answerQuota speaks in the standard's own form at the standard's operations, and
// elsewhere as the OpenCRVS DCI server (429) or as the gateway of its core (402):
// neither says when to come again.
// OpenSPP throttles by the minute, and says in the body when to come again.
func answerQuota(c *call, f Fault, w http.ResponseWriter, req *http.Request) bool {
	setRetryAfter(w, f)
	if refuse, standard := c.gateway(req); standard {
		refuse(w, f.Status, codes.ReasonRequestTooMany, quotaUsedUp)
		return true
	}
	if strings.HasPrefix(req.URL.Path, openSPP().base+"/") {
		seconds := int64(max(f.RetryAfter, time.Minute) / time.Second)
		answer(w, f.Status, map[string]any{"detail": map[string]any{"message": "Rate limit exceeded", "retry_after": seconds}})
		return true
	}
	if f.Status == http.StatusPaymentRequired {
		answer(w, f.Status, map[string]any{"statusCode": f.Status, "error": "Rate limit exceeded"})
		return true
	}
	answer(w, f.Status, map[string]any{"error": map[string]any{"code": f.Status, "message": quotaUsedUp}})
	return true
}

func setRetryAfter(w http.ResponseWriter, f Fault) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt(int64(f.RetryAfter/time.Second), 10))
	}
}

func contentType(f Fault) string {
	switch {
	case f.ContentType != "":
		return f.ContentType
	case strings.HasPrefix(strings.TrimSpace(f.Body), "<"):
		return "text/html; charset=utf-8"
	case json.Valid([]byte(f.Body)):
		return "application/json; charset=utf-8"
	default:
		return "text/plain; charset=utf-8"
	}
}

// reasonOf is the code of the standard that says the same as a status.
func reasonOf(status int) codes.ReasonCode {
	switch status {
	case http.StatusUnauthorized:
		return codes.ReasonRequestUnauthorized
	case http.StatusForbidden:
		return codes.ReasonRequestForbidden
	case http.StatusNotFound:
		return codes.ReasonRequestNotFound
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return codes.ReasonRequestTimeout
	case http.StatusTooManyRequests:
		return codes.ReasonRequestTooMany
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		return codes.ReasonServiceUnavailable
	default:
		if status >= http.StatusInternalServerError {
			return codes.ReasonInternal
		}
		return codes.ReasonRequestBad
	}
}
