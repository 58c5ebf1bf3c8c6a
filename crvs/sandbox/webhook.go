package sandbox

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// OpenCRVS tells of registrations by webhooks, and not by the standard's subscriptions:
// who has a token gives an address, a topic and a secret.

const (
	pathWebhooks  = "/webhooks" // DELETE /webhooks/{id} ends one
	hookAttempts  = 3           // and only where nobody answered
	maxSaid       = 64 << 10    // bytes of the answer to a challenge
	hubSubscribes = "subscribe"
)

// webhook is what makes a subscription one of OpenCRVS.
type webhook struct {
	topic  string
	change Change // of which the topic tells
	secret envelope.Webhook
}

// hookTopics are those of OpenCRVS, and what each tells of.
func hookTopics() map[string]Change {
	return map[string]Change{"BIRTH_REGISTERED": ChangeBirth, "DEATH_REGISTERED": ChangeDeath}
}

// webhooks answers at the paths of webhooks.
func (c *call) webhooks(d *dialect, w http.ResponseWriter, req *http.Request, path string) {
	id, named := strings.CutPrefix(path, pathWebhooks+"/")
	switch {
	case !c.hasToken(d, w, req):
	case named && req.Method == http.MethodDelete:
		c.endWebhook(d, w, id)
	case !named && req.Method == http.MethodPost:
		c.addWebhook(d, w, req)
	default:
		d.refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound)
	}
}

func (c *call) endWebhook(d *dialect, w http.ResponseWriter, id string) {
	k := c.registry.desk
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.byCode[id]
	if s == nil || s.hook == nil || s.dialect.name != d.name {
		d.refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound)
		return
	}
	k.end(s)
	delete(k.byCode, id)
	w.WriteHeader(http.StatusNoContent)
}

// addWebhook makes a subscription if the address answers a challenge: before that
// nothing is known of it.
func (c *call) addWebhook(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	var in struct {
		Hub struct {
			Callback string `json:"callback"`
			Mode     string `json:"mode"`
			Topic    string `json:"topic"`
			Secret   string `json:"secret"`
		} `json:"hub"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		d.refuse(w, http.StatusBadRequest, reasonShape, "hub: must hold callback, mode, topic and secret, as texts")
		return
	}
	k := c.registry.desk
	change, known := hookTopics()[in.Hub.Topic]
	secret, err := envelope.NewWebhook(in.Hub.Secret)
	wrong := ""
	switch {
	case in.Hub.Mode != hubSubscribes:
		wrong = "hub.mode: must be subscribe"
	case !known:
		wrong = "hub.topic: must be BIRTH_REGISTERED or DEATH_REGISTERED"
	case err != nil:
		wrong = "hub.secret: is required"
	case !k.isAllowed(in.Hub.Callback):
		wrong = "hub.callback: this registry may not post there"
	case !c.registry.agrees(req.Context(), in.Hub.Callback, in.Hub.Topic):
		wrong = "hub.callback: it did not answer the challenge"
	}
	if wrong != "" {
		d.refuse(w, http.StatusBadRequest, reasonShape, wrong)
		return
	}
	s := &subscription{
		code: newUUID(), dialect: d, event: codes.VitalEventBirth, told: c.registry.people.feed.length(),
		hook: &webhook{topic: in.Hub.Topic, change: change, secret: secret},
	}
	if change == ChangeDeath {
		s.event = codes.VitalEventDeath
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.byCode) >= maxSubscriptions {
		d.refuse(w, http.StatusInternalServerError, codes.ReasonInternal)
		return
	}
	s.to = k.lane(d, "", in.Hub.Callback)
	k.byCode[s.code] = s
	k.active = append(k.active, s)
	w.WriteHeader(http.StatusAccepted)
}

// agrees asks an address whether it wants to be told, as OpenCRVS does: it must answer
// with the challenge.
func (r *Registry) agrees(ctx context.Context, callback, topic string) bool {
	ctx, cancel := context.WithTimeout(ctx, sendPatience)
	defer cancel()
	u, err := url.Parse(callback)
	if err != nil {
		return false
	}
	challenge := rand.Text()
	query := u.Query()
	query.Set("mode", hubSubscribes)
	query.Set("challenge", challenge)
	query.Set("topic", topic)
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return false
	}
	req.Close = true
	started := time.Now()
	resp, err := r.courier.Do(req)
	if err != nil {
		r.note(req, nil, nil, nil, started)
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxSaid))
	r.note(req, nil, resp, said, started)
	var out struct {
		Challenge string `json:"challenge"`
	}
	return err == nil && resp.StatusCode == http.StatusOK && json.Unmarshal(said, &out) == nil && out.Challenge == challenge
}

// seal writes and signs what is posted, with another secret if that is wanted.
func (h *webhook) seal(message any, another bool) parcel {
	body, err := compact(message)
	if err != nil {
		return parcel{} // it cannot be: it is made of texts
	}
	secret := h.secret
	if another {
		if secret, err = envelope.NewWebhook(rand.Text()); err != nil {
			return parcel{}
		}
	}
	return parcel{body: body, signature: secret.Sign(body)}
}

// delivery is one webhook.
type delivery struct {
	Timestamp string `json:"timestamp"`
	ID        string `json:"id"` // of the subscription, and so the same in each
	Event     struct {
		Hub struct {
			Topic string `json:"topic"`
		} `json:"hub"`
		Context []fhir `json:"context"`
	} `json:"event"`
}

// deliveryOfOpenCRVS tells of one registration.
func deliveryOfOpenCRVS(s *subscription, e entry) (any, error) {
	out := delivery{Timestamp: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), ID: s.code}
	out.Event.Hub.Topic = s.hook.topic
	out.Event.Context = []fhir{documentOf(e.document.record)}
	return out, nil
}
