package profile

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/person"
)

// errUnread says that a value is not what it should be, so that what it belongs to
// cannot be read. Nobody outside sees it: the event is then [Event.Unreadable].
var errUnread = errors.New("the value cannot be read")

// maxSome bounds a list of a document. An event of OpenCRVS has an action for each
// time that somebody looked at it.
const maxSome = 5000

// some is a list. One value stands for a list of one, and null for none.
type some[T any] []T

// UnmarshalJSONFrom reads a list.
func (s *some[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	*s = nil
	switch d.PeekKind() {
	case 'n':
		return d.SkipValue()
	case '[':
	default:
		return s.one(d)
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		if len(*s) == maxSome {
			return errUnread
		}
		if err := s.one(d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func (s *some[T]) one(d *jsontext.Decoder) error {
	var v T
	err := json.UnmarshalDecode(d, &v)
	*s = append(*s, v)
	return err
}

// loose is a text, or a number as its text. null and blanks are "", and anything else
// cannot be read.
type loose string

// UnmarshalJSONFrom reads a text.
func (l *loose) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	switch d.PeekKind() {
	case 'n':
		return d.SkipValue()
	case '"', '0':
	default:
		return errUnread
	}
	tok, err := d.ReadToken()
	if err == nil {
		*l = loose(strings.TrimSpace(tok.String()))
	}
	return err
}

// texts are those of a list that say something.
func texts(list some[loose]) []string {
	var out []string
	for _, l := range list {
		if l != "" {
			out = append(out, string(l))
		}
	}
	return out
}

// isGiven says whether there is a value, and it is not null.
func isGiven(v jsontext.Value) bool { return len(v) > 0 && v.Kind() != 'n' }

// extra holds members that package person has no field for. What is "" or null is left
// out.
func extra(members map[string]any) person.Extra {
	for name, value := range members {
		if v, ok := value.(jsontext.Value); value == "" || ok && !isGiven(v) {
			delete(members, name)
		}
	}
	text, err := json.Marshal(members, json.Deterministic(true))
	if err != nil || len(members) == 0 {
		return person.Extra{}
	}
	out, _ := person.NewExtra(text) // cannot fail: it is an object
	return out
}
