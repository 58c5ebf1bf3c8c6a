package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	maxFaults     = 100       // at work at a time
	maxCalls      = 1_000_000 // of one fault
	maxFaultBody  = 64 << 10  // bytes
	maxDelay      = 24 * time.Hour
	maxRetryAfter = 365 * 24 * time.Hour
)

// check completes a fault and returns what it does, or an error that says what
// is allowed and never repeats what was given.
func (f *Fault) check() (behaviour, error) {
	b, ok := behaviourOf(f.Kind)
	if !ok {
		return behaviour{}, misuse("fault: kind must be one of " + kindNames())
	}
	f.Kind = b.kind
	for _, wrong := range []string{f.checkMembers(b), f.checkCalls(), f.checkPath(b), f.checkTimes(), f.checkStatus(), f.checkBody()} {
		if wrong != "" {
			return behaviour{}, misuse("fault " + string(b.kind) + ": " + wrong)
		}
	}
	return b, nil
}

// checkMembers holds the fields that are given against those that the kind takes.
func (f *Fault) checkMembers(b behaviour) string {
	given := map[string]bool{
		"delay": f.Delay != 0, "status": f.Status != 0, "retry_after": f.RetryAfter != 0,
		"body": f.Body != "", "content_type": f.ContentType != "",
	}
	for _, name := range []string{"delay", "status", "retry_after", "body", "content_type"} {
		if given[name] && !slices.Contains(b.takes, name) {
			return name + " does not belong to this kind, which takes " + strings.Join(append([]string{"calls, rate, seed, path"}, b.takes...), ", ")
		}
	}
	if b.needs != "" && !given[b.needs] {
		return b.needs + " is required"
	}
	return ""
}

func (f *Fault) checkCalls() string {
	switch {
	case f.Calls < 0 || f.Calls > maxCalls:
		return fmt.Sprintf("calls must be from 1 to %d, or left out for all calls until it is cleared", maxCalls)
	case !(f.Rate >= 0 && f.Rate <= 1): // NaN is neither
		return "rate must be above 0 and at most 1, or left out for every call"
	case f.Seed != 0 && f.Rate == 0:
		return "seed decides which calls a rate strikes: give a rate, or no seed"
	default:
		return ""
	}
}

func (f *Fault) checkPath(b behaviour) string {
	switch {
	case f.Path == "":
		return ""
	case b.at != nil && !slices.Contains(b.paths(), f.Path):
		return "path must be one of " + strings.Join(b.paths(), ", ") + ", or left out: this kind changes " + b.what + ", and strikes nowhere else"
	case !slices.Contains(paths(), f.Path):
		return "path must be one of " + strings.Join(paths(), ", ") + ", or left out"
	default:
		return ""
	}
}

func (f *Fault) checkTimes() string {
	switch {
	case f.Delay < 0 || f.Delay > maxDelay:
		return "delay must be above 0 and at most 24 hours"
	// RFC 9110, 10.2.3: a number of seconds.
	case f.RetryAfter < 0 || f.RetryAfter > maxRetryAfter || f.RetryAfter%time.Second != 0:
		return "retry_after must be whole seconds, at most 365 days"
	default:
		return ""
	}
}

func (f *Fault) checkStatus() string {
	switch {
	case f.Kind == FaultQuota && f.Status == 0:
		f.Status = http.StatusTooManyRequests
	case f.Kind == FaultQuota && f.Status != http.StatusTooManyRequests && f.Status != http.StatusPaymentRequired:
		return "status must be 429 or 402"
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return "status must be from 200 to 599"
	}
	return ""
}

func (f *Fault) checkBody() string {
	switch {
	case len(f.Body) > maxFaultBody:
		return fmt.Sprintf("body must be at most %d bytes", maxFaultBody)
	case f.Body != "" && (f.Status == http.StatusNoContent || f.Status == http.StatusNotModified):
		return "an answer with this status has no body"
	case f.ContentType != "" && f.Body == "":
		return "content_type is that of a body: give one"
	case len(f.ContentType) > 100 || strings.ContainsFunc(f.ContentType, func(r rune) bool { return r < ' ' || r > '~' }):
		return "content_type must be at most 100 characters of ASCII"
	default:
		return ""
	}
}
