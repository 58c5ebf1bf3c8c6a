package profile

import (
	"strings"
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

// errorInto reads an error in whatever shape: an object, a text, or a list of them.
// One of a shape that nobody knows is an error all the same.
func (d *decoder) errorInto(e *PeerError) error {
	given := (d.isStructured() || d.dec.PeekKind() == '"') && !d.isEmpty()
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
