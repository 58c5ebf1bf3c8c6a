package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// call is one request on its way through the registry, where it is logged or
// may be struck by a fault.
type call struct {
	registry *Registry
	faults   []*activeFault // that may strike it, as injected
	struck   []string       // ids of those that did
	isLater  bool           // the answer to a search is called back
}

// serve answers with what faults leave of the answer, and logs the exchange.
func (c *call) serve(w http.ResponseWriter, req *http.Request) {
	body := readAhead(req)
	if log := c.registry.exchanges; log != nil {
		seen := &watcher{ResponseWriter: w}
		w = seen
		started := time.Now()
		// Before the answer ends, so that whoever has read it finds it logged.
		defer func() { log.add(c.exchange(req, body, seen, started)) }()
	}
	if c.before(w, req) {
		return
	}
	spoilers := c.spoilers()
	if len(spoilers) == 0 {
		c.route(w, req)
		return
	}
	held := newReply(w.Header())
	c.route(held, req)
	for _, a := range spoilers {
		a.does.spoil(a.fault, held)
	}
	held.sendTo(w)
}

// strikes says whether the fault strikes this call.
func (c *call) strikes(a *activeFault) bool {
	if !c.registry.faults.strikes(a) {
		return false
	}
	c.struck = append(c.struck, a.id)
	return true
}

// before lets those act that come before the registry, and says whether one of
// them has answered. Delays are first, whenever they were injected.
func (c *call) before(w http.ResponseWriter, req *http.Request) (answered bool) {
	for _, delays := range []bool{true, false} {
		for _, a := range c.faults {
			if a.does.before == nil || (a.fault.Kind == FaultDelay) != delays || !c.strikes(a) {
				continue
			}
			if a.does.before(c, a.fault, w, req) {
				return true
			}
		}
	}
	return false
}

// retold is the answer that those make of it which change what is found. A fault
// that had nothing to change is not counted.
func (c *call) retold(in *asked, out wire.SearchResponseEnvelope) wire.SearchResponseEnvelope {
	for _, a := range c.faults {
		if a.does.retell == nil {
			continue
		}
		other, changed := a.does.retell(telling{registry: c.registry, in: in, out: out})
		if changed && c.strikes(a) {
			out = other
		}
	}
	return out
}

// spoilers are those that spoil the bytes of this answer.
func (c *call) spoilers() []*activeFault {
	var out []*activeFault
	for _, a := range c.faults {
		if a.does.spoil != nil && c.strikes(a) {
			out = append(out, a)
		}
	}
	return out
}

// readAhead reads the body, as far as the registry would, and puts it back: the
// log shows it even if it is refused unread, and a server notices a peer that
// goes away while it is delayed only once the body is read.
func readAhead(req *http.Request) []byte {
	if req.Body == nil {
		return nil
	}
	rest := req.Body
	// What ends it before its end comes again when the registry reads on.
	body, _ := io.ReadAll(io.LimitReader(rest, maxBody+1))
	req.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), rest), rest}
	return body
}
