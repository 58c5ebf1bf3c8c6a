package judge

import (
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Locations judges the answer to the question for the tree of places. That is a
// document of the standard in every dialect: a codec reads messages, not this.
func Locations(asked Asked, reply Reply, rules Rules) (profile.Locations, *fault.Error) {
	rules.Profile.Codec = nil
	j := newJudgement(asked, reply, rules)
	received, failed := j.read()
	if failed != nil {
		return profile.Locations{}, failed
	}
	places, err := rules.Profile.DecodeLocations(reply.Payload)
	switch {
	case err != nil:
		return profile.Locations{}, j.unreadable(err)
	case places != nil:
		return *places, nil
	case firstError(received) != profile.PeerError{}:
		return profile.Locations{}, j.peer(firstError(received))
	default:
		return profile.Locations{}, j.fail(fault.KindProtocol, "the answer is JSON but holds no list of locations")
	}
}
