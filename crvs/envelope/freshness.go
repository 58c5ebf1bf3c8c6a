package envelope

import (
	"time"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// timeLayouts are those of message_ts that are exact enough to judge an age by
// (internal/wire/RULES.md, rule 3). Without a zone it is UTC.
var timeLayouts = [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04:05.999999999Z07:00"}

func parseTime(value []byte) (time.Time, bool) {
	text, ok := strictjson.Text(value)
	if !ok {
		return time.Time{}, false
	}
	return ParseTime(text)
}

// ParseTime reads a time as peers write it in a message (header.message_ts, the
// timestamp of an event): RFC 3339, also without seconds or zone, which then is UTC.
// It returns false for anything else.
func ParseTime(text string) (time.Time, bool) {
	if len(text) > 64 {
		return time.Time{}, false
	}
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// checkTime holds header.message_ts, which is signed, against the clock.
func (v *Verifier) checkTime(header []byte) error {
	at, ok := parseTime(strictjson.Get(header, "message_ts"))
	if !ok {
		return forged("the signed header.message_ts is missing or cannot be read, so that nobody can say how old the message is")
	}
	switch age := v.now().Sub(at); {
	case age < -v.maxSkew:
		return forged("the message is from the future by more than " + v.maxSkew.String() + ": check both clocks")
	case age > v.maxAge && !v.ageless:
		return forged("the message is older than " + v.maxAge.String() + ": it may be a replay, or a clock is wrong")
	}
	return nil
}

// checkLifetime holds the times of an http-signature against the clock. The clocks
// may differ by the allowed skew here as well.
func (v *Verifier) checkLifetime(p httpParameters) error {
	now := v.now()
	created, expires := time.Unix(p.created, 0), time.Unix(p.expires, 0)
	switch {
	case p.expires <= p.created || expires.Sub(created) > maxLifetime:
		return forged("the http-signature expires before it is created, or lives longer than a day")
	case created.After(now.Add(v.maxSkew)):
		return forged("the http-signature was created in the future: check both clocks")
	case now.After(expires.Add(v.maxSkew)) && !v.ageless:
		return forged("the http-signature has expired: it may be a replay, or a clock is wrong")
	}
	return nil
}
