package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// world is what is outside of the MIS: a registry that answers, and tells.
type world struct {
	box      *sandbox.Registry
	registry *httptest.Server
	mis      *httptest.Server // what the registry posts to
	signer   *envelope.Signer // the registry's
}

func newWorld(ours, theirs envelope.PrivateKey) (*world, error) {
	known, err := envelope.NewKeySet(ours.Public())
	if err != nil {
		return nil, err
	}
	box, err := sandbox.New(sandbox.WithKeys(theirs), sandbox.WithTrust("mis.example.org", known), sandbox.WithSignatures(sandbox.SignaturesRequired))
	if err != nil {
		return nil, err
	}
	signer, err := envelope.NewSigner(profile.DCI10().Signing, theirs)
	if err != nil {
		return nil, err
	}
	return &world{box: box, registry: httptest.NewServer(box), signer: signer}, nil
}

// listen lets the registry reach the MIS.
func (w *world) listen(h http.Handler) { w.mis = httptest.NewServer(h) }

func (w *world) close() {
	w.registry.Close()
	if w.mis != nil {
		w.mis.Close()
	}
}

// dies registers a death today.
func (w *world) dies(number string) (sandbox.Registration, error) {
	return w.box.RecordDeath(person.Identifier{Type: codes.IdentifierNationalID, Value: number}, person.Date{})
}

// tell posts a notification, as a registry does to those who subscribed.
func (w *world) tell(ctx context.Context, r sandbox.Registration, change profile.Change) error {
	now := time.Now().UTC().Format(time.RFC3339)
	header, err := json.Marshal(map[string]any{"version": "1.0.0", "message_id": rand.Text(), "message_ts": now, "action": "notify", "status": "succ", "total_count": 1})
	if err != nil {
		return err
	}
	message, err := json.Marshal(map[string]any{"transaction_id": rand.Text(), "notify_event": []any{map[string]any{
		"reference_id": rand.Text(), "timestamp": now, "reg_event_type": r.Event, "status": change,
		"data": map[string]any{"version": "1.0.0", "reg_record_type": "Person", "reg_records": r.Record.Person},
	}}})
	if err != nil {
		return err
	}
	sealed, err := w.signer.Sign(ctx, header, message)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.mis.URL+path, bytes.NewReader(sealed.Body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := w.mis.Client().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the notification was refused with HTTP %d", resp.StatusCode)
	}
	return nil
}
