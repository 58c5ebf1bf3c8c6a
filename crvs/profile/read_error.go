package profile

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// peerError reads {"code":...,"message":...} and appends it.
func (d *decoder) peerError(a *Received) {
	var e PeerError
	d.errorInto(&e)
	a.add(e)
}

// errorBeside reads a member that tells of errors where the standard has none: in the
// header, in the message or around them. It reads nothing and returns false if the name
// is not that of one. What the member error means is for the place to say.
func (d *decoder) errorBeside(a *Received, name []byte) bool {
	switch string(name) {
	case "errors", "exception", "exceptions", "fault", "failure", "failures":
		d.peerErrors(a)
	case "error_code", "errorCode", "error_message", "errorMessage":
		a.add(d.spelledError(name))
	default:
		return false
	}
	return true
}

// add keeps an error, if it says anything: the first few are enough.
func (a *Received) add(e PeerError) {
	if e != (PeerError{}) && len(a.Errors) < 16 {
		a.Errors = append(a.Errors, e)
	}
}

// peerErrors reads a list of errors, or what stands in its place.
func (d *decoder) peerErrors(a *Received) {
	if d.Peek() != '[' {
		d.peerError(a)
		return
	}
	d.list(func() { d.peerError(a) })
}

// spelledError reads an error that is written in members of the one it befell. A
// code of 0 says that there is none.
func (d *decoder) spelledError(name []byte) (e PeerError) {
	if bytes.HasSuffix(name, []byte("ode")) {
		into(d, &e.Code)
	} else {
		into(d, &e.Message)
	}
	if e.Code == "0" {
		e.Code = ""
	}
	return e
}

// fill gives a reason what it does not say itself.
func (e PeerError) fill(code *codes.ReasonCode, message *string) {
	*code, *message = cmp.Or(*code, e.Code), cmp.Or(*message, e.Message)
}

// errorInto reads an error in whatever shape: an object, a text, or a list of them.
// One of a shape that nobody knows is an error all the same, and so are true and a
// number other than 0.
func (d *decoder) errorInto(e *PeerError) {
	switch isNumber := d.isNumber(); {
	case isNumber || d.Peek() == 't':
		text := d.text()
		if isNumber && text != "0" {
			e.Code = codes.ReasonCode(text)
		}
		if text != "0" {
			e.Message = "an error without a message"
		}
		return
	case !d.isStructured() && d.Peek() != '"' || d.isEmpty():
		d.Skip()
		return
	}
	if d.Peek() == '"' {
		into(d, &e.Message)
	} else {
		d.list(func() {
			if *e == (PeerError{}) { // the first that says something is enough
				d.oneError(e)
			} else {
				d.Skip()
			}
		})
	}
	if *e == (PeerError{}) {
		e.Message = "an error without code or message"
	}
}

// oneError reads an object or a text.
func (d *decoder) oneError(e *PeerError) {
	if d.Peek() == '"' {
		into(d, &e.Message)
		return
	}
	d.object(func(name []byte) {
		switch string(name) {
		case "code", "error_code", "errorCode":
			into(d, &e.Code)
		case "message", "error_message", "errorMessage", "description", "reason":
			into(d, &e.Message)
		default:
			d.Skip()
		}
	})
}

// detail reads what FastAPI and its like write: a text, an object, or a list of
// {"loc":[...],"msg":...}, of which the first is enough.
func (d *decoder) detail(a *Received, flat *PeerError) {
	switch {
	case d.isStructured():
		d.list(func() { a.add(d.oneDetail()) })
	case flat.Message != "":
		d.Skip()
	default:
		into(d, &flat.Message)
	}
}

func (d *decoder) oneDetail() (e PeerError) {
	var loc string
	d.object(func(name []byte) {
		switch string(name) {
		case "msg", "message":
			into(d, &e.Message)
		case "code", "type":
			into(d, &e.Code)
		case "loc":
			loc = d.errorLocation()
		default:
			d.Skip()
		}
	})
	if loc != "" {
		e.Message = loc + ": " + e.Message
	}
	return e
}

// maxLocation is how many parts of a location are read.
const maxLocation = 16

// errorLocation reads ["body","message",0] as body.message.
func (d *decoder) errorLocation() string {
	if d.Peek() != '[' {
		d.Skip()
		return ""
	}
	var parts []string
	d.list(func() {
		if d.Peek() != '"' || len(parts) == maxLocation {
			d.Skip()
		} else {
			parts = append(parts, d.text())
		}
	})
	return strings.Join(parts, ".")
}
