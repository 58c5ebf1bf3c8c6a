package transport

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// asked is how long the server asked us to wait.
type asked struct {
	wait  time.Duration // not negative; a time in the past is 0
	given bool
}

// forever is the longest wait that is reported: 146 years, half of what a
// Duration holds, so that adding to it is safe.
const forever = time.Duration(math.MaxInt64 / 2)

// hintBytes is how much of an unsuccessful body is looked at for a Retry-After
// or the word quota.
const hintBytes = 64 << 10

// retryAfter reads the header (RFC 9110, section 10.2.3: seconds or a date) and,
// where that says nothing, the JSON body of an answer that is not a success.
func retryAfter(h http.Header, status int, body []byte, now time.Time) asked {
	if a := retryAfterHeader(h, now); a.given {
		return a
	}
	if status < http.StatusBadRequest {
		return asked{}
	}
	return retryAfterBody(body)
}

func retryAfterHeader(h http.Header, now time.Time) asked {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return asked{}
	}
	if a := seconds(value); a.given {
		return a
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return asked{}
	}
	// A date is by the server's clock; its Date header tells that clock.
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return asked{wait: min(max(0, at.Sub(now)), forever), given: true}
}

// retryAfterBody knows the three places in which registries and their gateways
// were seen to write it.
func retryAfterBody(body []byte) asked {
	if len(body) > hintBytes {
		return asked{}
	}
	type hint struct {
		RetryAfter json.RawMessage `json:"retry_after"`
	}
	var outer struct {
		hint

		Detail json.RawMessage `json:"detail"`
		Error  json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return asked{}
	}
	if a := jsonSeconds(outer.RetryAfter); a.given {
		return a
	}
	for _, raw := range []json.RawMessage{outer.Detail, outer.Error} {
		var inner hint
		if len(raw) > 0 && json.Unmarshal(raw, &inner) == nil {
			if a := jsonSeconds(inner.RetryAfter); a.given {
				return a
			}
		}
	}
	return asked{}
}

// jsonSeconds reads a number or a string that holds one.
func jsonSeconds(raw json.RawMessage) asked {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return seconds(strings.TrimSpace(text))
	}
	return seconds(string(raw))
}

// seconds reads a decimal number; one too large for a Duration is the longest.
func seconds(text string) asked {
	if text == "" || strings.Trim(text, "+-.0123456789eE") != "" {
		return asked{} // ParseFloat would also take "inf", "nan", "0x1p-2", "1_0"
	}
	s, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(s, 0) {
		return asked{}
	}
	switch {
	case s <= 0:
		return asked{given: true}
	case s >= forever.Seconds():
		return asked{wait: forever, given: true}
	}
	return asked{wait: time.Duration(s * float64(time.Second)), given: true}
}

// mentionsQuota is true for what no waiting cures within a call.
func mentionsQuota(body []byte) bool {
	return bytes.Contains(bytes.ToLower(body[:min(len(body), hintBytes)]), []byte("quota"))
}
