// Package load is a registry that tells of deaths, for the soak and the bench.
package load

import (
	"context"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Path is where it tells.
const Path = "/dci/3f9c"

// Registry signs what it tells. It is safe for concurrent use.
type Registry struct {
	Key    envelope.PrivateKey
	signer *envelope.Signer
}

// New returns a registry with a key of its own.
func New() (*Registry, error) {
	key, err := envelope.GenerateKey(envelope.EdDSA)
	if err != nil {
		return nil, err
	}
	signer, err := envelope.NewSigner(profile.DCI10().Signing, key)
	return &Registry{key, signer}, err
}

// Number is the registration number of the i-th death.
func Number(i int) string { return fmt.Sprintf("D26-%07d", i) }

// Notify is a signed message that tells of the i-th death. Each call signs it anew.
func (r *Registry) Notify(ctx context.Context, i int) ([]byte, error) {
	now := time.Now().UTC().Format(time.RFC3339Nano)
	header := fmt.Sprintf(`{"version":"1.0.0","message_id":"m-%d","message_ts":%q,"action":"notify","status":"succ","sender_id":"crvs.example","total_count":1}`, i, now)
	message := fmt.Sprintf(`{"transaction_id":"t-%d","correlation_id":"c-%d","notify_event":[{"reference_id":"ref-1","timestamp":"2026-11-04T08:00:00Z","reg_event_type":"death",`+
		`"data":{"version":"1.0.0","reg_record_type":"Person","reg_records":{"identifier":[{"identifier_type":"DRN","identifier_value":"%s"},{"identifier_type":"NATIONAL_ID","identifier_value":"%d"}],`+
		`"surname":"Kumar","given_name":"Mala","birth_date":"1940-05-12","death_date":"2026-11-03","sex":"female"}}}]}`, i, i, Number(i), 700000000+i)
	sealed, err := r.signer.Sign(ctx, []byte(header), []byte(message))
	return sealed.Body, err
}

// Registration is whom a receiver trusts that knows the registry's key.
func Registration(key envelope.PrivateKey) (callback.Registration, error) {
	keys, err := envelope.NewKeySet(key.Public())
	return callback.Registration{Name: "civil", Path: Path, Profile: profile.DCI10(), Keys: keys}, err
}
