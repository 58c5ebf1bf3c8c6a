package callback

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// maxChallenge bounds a challenge, in bytes.
const maxChallenge = 256

// challenge is the answer to a GET with which OpenCRVS asks, before it sends webhooks,
// whether the address is ours: callback?mode=subscribe&challenge=..&topic=.. It is nil
// for every other request. Anybody may ask; what is answered is what they wrote, as
// JSON, and only for a topic of the profile.
func (r *registration) challenge(req *http.Request, below string) []byte {
	if req.Method != http.MethodGet || r.Webhook == nil || below != "" {
		return nil
	}
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil || only(query, "mode") != "subscribe" || !r.hasTopic(only(query, "topic")) {
		return nil
	}
	challenge := only(query, "challenge")
	if challenge == "" || len(challenge) > maxChallenge || strings.ContainsFunc(challenge, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return nil
	}
	answer, err := json.Marshal(map[string]string{"challenge": challenge})
	if err != nil { // it is ASCII
		return nil
	}
	return answer
}

// only is the value that stands once; "" for none and for several.
func only(query url.Values, name string) string {
	if len(query[name]) != 1 {
		return ""
	}
	return query[name][0]
}

func (r *registration) hasTopic(topic string) bool {
	for _, known := range r.Profile.Words.EventTypes {
		if topic != "" && topic == known {
			return true
		}
	}
	return false
}
