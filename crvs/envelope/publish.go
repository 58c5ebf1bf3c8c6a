package envelope

import (
	"net/http"
	"strconv"
	"strings"
)

// ServeHTTP publishes the set: mount it at /.well-known/jwks.json. It answers GET
// and HEAD, lets the answer be kept for five minutes, and answers 304 to who has
// it. To rotate, serve a set with the old and the new key, then sign with the new
// one, then serve it alone.
func (s *KeySet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("ETag", s.etag)
	for tag := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == s.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	// Not application/jwk-set+json: peers that look at all look for JSON.
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(s.json)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(s.json)
	}
}
