package profile

import (
	"bytes"

	"github.com/go-json-experiment/json"
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
// what is not JSON. It returns false if a member is not what it should be.
func called(p Profile, body []byte, asked Asked, in any) (ok bool, err error) {
	if _, err := p.read(body, asked); err != nil {
		return false, err
	}
	return json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), in) == nil, nil
}
