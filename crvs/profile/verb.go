package profile

// Verb is something that a registry can be asked to do, or does itself.
type Verb string

// Verbs that a registry is asked. An asynchronous one is answered with an
// acknowledgement, and later at the callback.
const (
	VerbSearch      Verb = "search"              // answered at once
	VerbSearchAsync Verb = "asynchronous search" // answered by VerbOnSearch
	VerbSubscribe   Verb = "subscribe"           // answered by VerbOnSubscribe
	VerbUnsubscribe Verb = "unsubscribe"         // answered by VerbOnUnsubscribe
	VerbStatus      Verb = "status"              // answered at once
	VerbStatusAsync Verb = "asynchronous status" // answered by VerbOnStatus
	VerbLocations   Verb = "locations"           // a GET: the tree of places
	VerbKeys        Verb = "keys"                // a GET: the key set
)

// Verbs with which a registry calls back.
const (
	VerbOnSearch      Verb = "on-search"
	VerbOnSubscribe   Verb = "on-subscribe"
	VerbOnUnsubscribe Verb = "on-unsubscribe"
	VerbOnStatus      Verb = "on-status"
	VerbNotify        Verb = "notify"
)

// Paths are where a registry is asked, below its base URL, and where it calls
// back, below ours. What is not in it the registry does not have.
type Paths map[Verb]string

// standardPaths are those of CRVS 1.0.0, below the prefix of their namespace.
func standardPaths(namespace string) Paths {
	return Paths{
		VerbSearch: namespace + "/sync/search", VerbSearchAsync: namespace + "/search",
		VerbSubscribe: namespace + "/subscribe", VerbUnsubscribe: namespace + "/unsubscribe",
		VerbStatus: namespace + "/sync/txn/status", VerbStatusAsync: namespace + "/txn/status",
		VerbOnSearch: namespace + "/on-search", VerbOnSubscribe: namespace + "/on-subscribe", VerbOnUnsubscribe: namespace + "/on-unsubscribe",
		VerbOnStatus: namespace + "/txn/on-status", VerbNotify: namespace + "/notify",
		VerbLocations: "/.well-known/locations.json",
		VerbKeys:      "/.well-known/jwks.json",
	}
}

// Path is where the registry is asked to do this, or where it calls back. For a
// verb that it does not have the error is one of [Profile.Refuse]:
// errors.Is(err, crvs.ErrUnsupported).
func (p Profile) Path(v Verb) (string, error) {
	if path := p.Paths[v]; path != "" {
		return path, nil
	}
	return "", p.Refuse("it does not offer " + string(v))
}

// only keeps the paths of these verbs, for systems that have no others.
func (p Paths) only(verbs ...Verb) Paths {
	out := make(Paths, len(verbs))
	for _, v := range verbs {
		out[v] = p[v]
	}
	return out
}
