package transport

import (
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzMask(f *testing.F) {
	f.Add("no record for Mala Kumar", "Mala Kumar", "B90MAY123")
	f.Add("KELVIN \u212Aelvin ſtraße", "kelvin", "strasse")
	f.Add("a  b\nc\xff", "a b c", "aaaa")
	f.Add("abcdabcdabcd", "bcda", "\u0130stanbul")
	f.Add("no Zo&euml; %C3%AB \\\\u00eb here", "Zo\u00eb", "1990-05-12")
	f.Add("value TWFsYQ== of B90<b>MAY</b>123", "Mala", "B90MAY123")
	f.Add("born 12 mai 1990, 19 90 05", "1990-05-12", "M\u00fcller")
	f.Add(strings.Repeat("%41", 99), "AAAA", "")
	f.Fuzz(func(t *testing.T, message, one, two string) {
		got := Mask(message, []string{one, two})
		if n := utf8.RuneCountInString(got); n > maxQuote {
			t.Fatalf("%d runes", n)
		}
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		for _, v := range []string{one, two} {
			if NewValues([]string{v}).HeldBy(strings.ReplaceAll(got, maskText, "\x00")) {
				t.Fatalf("%q is left in %q", v, got)
			}
		}
		_ = Excerpt(one, []byte(message), []string{two})
	})
}

func FuzzTokenAnswer(f *testing.F) {
	f.Add([]byte(`{"access_token":"t","token_type":"Bearer","expires_in":"3600"}`))
	f.Add([]byte(`{"access_token":"h.eyJleHAiOjE3fQ.s"}`))
	f.Add([]byte(`{"error":"invalid_client"}`))
	f.Add([]byte(`{"access_token":"t","expires_in":-1e999}`))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := parseTokenAnswer(body, now)
		if (err == nil) != (a.token.Value != "") {
			t.Fatalf("neither a token nor an error, or both: %v", err)
		}
		if err != nil {
			return
		}
		if !isToken(a.token.Value) {
			t.Fatalf("%q cannot stand in a header", a.token.Value)
		}
		if life := a.token.Expires.Sub(now); life <= 0 || life > maxTokenLife {
			t.Fatalf("a life of %s", life)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", []byte(`{"retry_after":3}`))
	f.Add("Sun, 06 Nov 1994 08:49:37 GMT", []byte(`{"detail":{"retry_after":"3"}}`))
	f.Add("-1", []byte(`{"error":{"retry_after":1e400}}`))
	f.Add("99999999999999999999999", []byte(`[]`))
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		h := http.Header{"Retry-After": {header}}
		for _, a := range []asked{retryAfter(h, 503, body, time.Unix(0, 0)), retryAfterBody(body)} {
			if a.wait < 0 || a.wait > forever || a.wait > 0 && !a.given {
				t.Fatalf("%+v", a)
			}
		}
	})
}
