package sandbox

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// Faults of a signature or an encryption: what a forger does, and what a registry
// does that keeps its keys badly.

func isForReader(s *sealing) bool { return s.reader != "" }

func signWithAnotherKey(s *sealing) { s.another = true }

func rotate(s *sealing) { s.registry.keys.rotate() }

func leaveInClear(s *sealing) { s.reader = "" }

// afterwards adds to what becomes of the whole answer.
func (s *sealing) afterwards(change func([]byte) []byte) {
	before := s.sent
	s.sent = func(body []byte) []byte {
		if before != nil {
			body = before(body)
		}
		return change(body)
	}
}

// tamper counts one more answer than was signed: the header is never encrypted.
func tamper(s *sealing) {
	s.afterwards(func(body []byte) []byte {
		total := strictjson.Get(strictjson.Get(body, "header"), "total_count")
		old := append([]byte(`"total_count":`), total...)
		return bytes.Replace(body, old, append([]byte(`"total_count":1`), total...), 1)
	})
}

// doubleHeader puts a member in front of the one of the same name.
func doubleHeader(s *sealing) {
	s.afterwards(func(body []byte) []byte {
		return append([]byte(`{"header":{"status":"succ"},`), bytes.TrimPrefix(body, []byte("{"))...)
	})
}

// algNone is {"alg":"none"}.
const algNone = "eyJhbGciOiJub25lIn0"

func unsign(s *sealing) {
	s.afterwards(func(body []byte) []byte {
		signature, _ := strictjson.Text(strictjson.Get(body, "signature"))
		parts := strings.Split(signature, ".")
		if len(parts) != 3 {
			return body
		}
		return bytes.Replace(body, []byte(signature), []byte(algNone+"."+parts[1]+"."), 1)
	})
}

var messageTime = regexp.MustCompile(`"message_ts":"[^"]*"`)

// signYesterday makes an answer that held a day ago.
func signYesterday(s *sealing) {
	yesterday := time.Now().Add(-24 * time.Hour)
	s.clock = func() time.Time { return yesterday }
	s.header = messageTime.ReplaceAll(s.header, []byte(`"message_ts":"`+yesterday.UTC().Format("2006-01-02T15:04:05Z")+`"`))
}

func weaken(s *sealing) {
	s.bent = func(message []byte) []byte {
		return bytes.Replace(message, []byte(`"enc":"A256GCM"`), []byte(`"enc":"A128CBC-HS256"`), 1)
	}
}
