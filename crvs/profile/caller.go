package profile

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Callers lists the profiles of what only calls, and is never asked: OpenCRVS webhooks
// and event documents. A registration of package callback takes one; a client that is
// given one is refused every question with crvs.ErrUnsupported.
func Callers() []Profile { return []Profile{OpenCRVSWebhooks(), OpenCRVS2Events()} }

// CallerByName is the profile of this name among those that may call, which are
// [Callers] and [All]; false if there is none.
func CallerByName(name string) (Profile, bool) {
	for _, p := range Callers() {
		if p.Name == name {
			return p, true
		}
	}
	return ByName(name)
}

// caller is the half of a [Codec] that writes, of what is never asked.
type caller struct{}

// Encode refuses: nothing is asked.
func (caller) Encode(p Profile, _ Message) (Encoded, error) {
	return Encoded{}, p.Refuse("it only calls, and is asked nothing")
}

// called reads the JSON of a body into in, beside the standard's reader, which says
// what is not JSON. text is the body without a byte order mark; ok is false if a member
// is not what it should be.
func called(p Profile, body []byte, asked Asked, in any) (text []byte, ok bool, err error) {
	if _, err := p.read(body, asked); err != nil {
		return nil, false, err
	}
	text = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	return text, json.Unmarshal(text, in) == nil, nil
}

// saysWho says whether a record can tell whom it is about. Who died must have a name
// or a number of their own: the number of the registration alone names nobody, and
// systems leave out what a client may not see.
func saysWho(p *person.Person, event codes.VitalEvent) bool {
	if event != codes.VitalEventDeath {
		return !isBlank(p)
	}
	return len(p.Names) > 0 || slices.ContainsFunc(p.Identifiers, func(id person.Identifier) bool {
		return id.Type.Registers() != event && !id.IsPlaceholder()
	})
}
