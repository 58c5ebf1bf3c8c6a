package profile

import (
	"net/url"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// CheckSender says what is wrong with a sender_id under which questions are to be
// signed or encrypted, as an error of kind invalid: a registry that fetches our
// keys below it answers 500 to a signed question of a sender whose id is no URL.
// It returns nil for every id where the registry has our keys from elsewhere. The
// client does not call it: a deployment may have been told our keys by hand.
func (p Profile) CheckSender(id string) error {
	if !p.Habit.KeysAtSender {
		return nil
	}
	u, err := url.Parse(id)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return &fault.Error{
			Kind: fault.KindInvalid,
			Message: "sender_id: " + p.System + " fetches our keys at sender_id/.well-known/jwks.json: " +
				"for signed and encrypted questions it must be the URL below which our key set is published (https://spmis.example.org)",
		}
	}
	return nil
}
