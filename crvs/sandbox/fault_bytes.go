package sandbox

import (
	"bytes"
	"cmp"
	"maps"
	"net/http"
	"strconv"
)

// Faults of the way back: the registry has answered, and other bytes arrive.

// reply is an answer that is held back until faults have spoiled it. It is the
// [http.ResponseWriter] that the registry writes to.
type reply struct {
	status int // 0 if the registry has not answered
	header http.Header
	body   bytes.Buffer
	broken bool // the connection ends where the body does, before its announced end
	whole  int  // bytes that are announced, if broken
}

// newReply begins with the header that is set already.
func newReply(h http.Header) *reply { return &reply{header: h.Clone()} }

func (a *reply) Header() http.Header { return a.header }

func (a *reply) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *reply) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// sendTo writes what has become of the answer.
func (a *reply) sendTo(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	if a.broken {
		w.Header().Set("Content-Length", strconv.Itoa(a.whole))
	}
	w.WriteHeader(cmp.Or(a.status, http.StatusOK))
	_, _ = w.Write(a.body.Bytes()) // the peer may be gone
	if a.broken {
		_ = http.NewResponseController(w).Flush() // so that the first half arrives
		abort()
	}
}

// cut lets the connection end in the middle of the body.
func cut(_ Fault, a *reply) {
	if !a.broken {
		a.broken, a.whole = true, max(a.body.Len(), 1)
	}
	a.body.Truncate(a.body.Len() / 2)
}

// truncate sends half of the body as if it were the whole.
func truncate(_ Fault, a *reply) { a.body.Truncate(a.body.Len() / 2) }

// garbage is what comes of an answer that is compressed and says so nowhere.
const garbage = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\xce\x4f\x49\x55\xb2"

func garble(f Fault, a *reply) {
	a.body.Reset()
	if f.Body == "" {
		a.body.WriteString(garbage)
		return
	}
	a.header.Set("Content-Type", contentType(f))
	a.body.WriteString(f.Body)
}
