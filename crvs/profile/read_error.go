package profile

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// peerError reads {"code":...,"message":...} and appends it.
func (d *decoder) peerError(a *Received) error {
	var e PeerError
	err := d.errorInto(&e)
	a.add(e)
	return err
}

// add keeps an error, if it says anything: the first few are enough.
func (a *Received) add(e PeerError) {
	if e != (PeerError{}) && len(a.Errors) < 16 {
		a.Errors = append(a.Errors, e)
	}
}

// peerErrors reads a list of errors, or what stands in its place.
func (d *decoder) peerErrors(a *Received) error {
	if d.dec.PeekKind() != '[' {
		return d.peerError(a)
	}
	return d.list(func() error { return d.peerError(a) })
}

// spelledError reads an error that is written in members of the one it befell. A
// code of 0 says that there is none.
func (d *decoder) spelledError(name []byte) (e PeerError, err error) {
	if bytes.HasSuffix(name, []byte("ode")) {
		err = into(d, &e.Code)
	} else {
		err = into(d, &e.Message)
	}
	if e.Code == "0" {
		e.Code = ""
	}
	return e, err
}

// fill gives a reason what it does not say itself.
func (e PeerError) fill(code *codes.ReasonCode, message *string) {
	*code, *message = cmp.Or(*code, e.Code), cmp.Or(*message, e.Message)
}

// errorInto reads an error in whatever shape: an object, a text, or a list of them.
// One of a shape that nobody knows is an error all the same, and so are true and a
// number other than 0.
func (d *decoder) errorInto(e *PeerError) error {
	given := (d.isStructured() || d.dec.PeekKind() == '"') && !d.isEmpty()
	if kind := d.dec.PeekKind(); kind == 't' || kind == '0' {
		text, err := d.text()
		if kind == '0' && text != "0" {
			e.Code = codes.ReasonCode(text)
		}
		if text != "0" {
			e.Message = "an error without a message"
		}
		return err
	}
	var err error
	if d.dec.PeekKind() == '[' {
		err = d.list(func() error { // the first that says something is enough
			if *e != (PeerError{}) {
				return d.dec.SkipValue()
			}
			return d.oneError(e)
		})
	} else {
		err = d.oneError(e)
	}
	if given && *e == (PeerError{}) {
		e.Message = "an error without code or message"
	}
	return err
}

// oneError reads an object or a text.
func (d *decoder) oneError(e *PeerError) error {
	switch d.dec.PeekKind() {
	case '{':
		return d.object(func(name []byte) error {
			switch string(name) {
			case "code", "error_code", "errorCode":
				return into(d, &e.Code)
			case "message", "error_message", "errorMessage", "description", "reason":
				return into(d, &e.Message)
			default:
				return d.dec.SkipValue()
			}
		})
	case '"':
		return into(d, &e.Message)
	default:
		return d.dec.SkipValue()
	}
}

// detail reads what FastAPI and its like write: a text, an object, or a list of
// {"loc":[...],"msg":...}, of which the first is enough.
func (d *decoder) detail(a *Received, flat *PeerError) error {
	switch d.dec.PeekKind() {
	case '{', '[':
		return d.list(func() error {
			e := PeerError{}
			var loc string
			err := d.object(func(name []byte) error {
				switch string(name) {
				case "msg", "message":
					return into(d, &e.Message)
				case "code", "type":
					return into(d, &e.Code)
				case "loc":
					var err error
					loc, err = d.errorLocation()
					return err
				default:
					return d.dec.SkipValue()
				}
			})
			if loc != "" {
				e.Message = loc + ": " + e.Message
			}
			a.add(e)
			return err
		})
	default:
		if flat.Message != "" {
			return d.dec.SkipValue()
		}
		return into(d, &flat.Message)
	}
}

// maxLocation is how many parts of a location are read.
const maxLocation = 16

// errorLocation reads ["body","message",0] as body.message.
func (d *decoder) errorLocation() (string, error) {
	if d.dec.PeekKind() != '[' {
		return "", d.dec.SkipValue()
	}
	var parts []string
	err := d.list(func() error {
		if d.dec.PeekKind() != '"' || len(parts) == maxLocation {
			return d.dec.SkipValue()
		}
		part, err := d.text()
		parts = append(parts, part)
		return err
	})
	return strings.Join(parts, "."), err
}
