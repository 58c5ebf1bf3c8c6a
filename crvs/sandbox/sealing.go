package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// sealing is an answer on its way to be encrypted and signed.
type sealing struct {
	registry        *Registry
	dialect         *dialect
	header, message []byte
	reader          string // to whom it is encrypted, "" for nobody

	another bool             // whether a key signs that is not the published one
	clock   func() time.Time // of the signature
	// notifies says that it is no answer but sent of the registry's own accord.
	notifies bool
	// bent is what becomes of a JWE, sent of the whole.
	bent, sent func([]byte) []byte
}

// send seals an answer as the dialect does, with what faults make of it, and
// sends it. An answer that cannot be sealed is refused.
func (c *call) send(w http.ResponseWriter, req *http.Request, d *dialect, header, message any, reader string) {
	s := &sealing{registry: c.registry, dialect: d, reader: reader, clock: time.Now}
	var err error
	if s.header, err = compact(header); err == nil {
		s.message, err = compact(message)
	}
	if err != nil {
		d.refuse(w, http.StatusInternalServerError, codes.ReasonInternal, "the answer could not be written")
		return
	}
	for _, a := range c.faults {
		if a.does.seal != nil && (a.does.bends == nil || a.does.bends(s)) && c.strikes(a) {
			a.does.seal(s)
		}
	}
	body, err := s.seal(req.Context())
	if err != nil {
		d.refuse(w, statusOfEncryption(d), codes.ReasonEncryptionInvalid,
			"the answer could not be encrypted or signed: does the sender publish a key for encryption?")
		return
	}
	answerBytes(w, http.StatusOK, body)
}

// statusOfEncryption: every such fault is a 500 in OpenCRVS.
func statusOfEncryption(d *dialect) int {
	if d.signature == envelope.RS256 {
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// compact is v as JSON without what HTML would need.
func compact(v any) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(body.Bytes(), []byte("\n")), err
}

// seal encrypts first and signs then.
func (s *sealing) seal(ctx context.Context) ([]byte, error) {
	if s.reader != "" {
		encrypter, err := envelope.NewEncrypter(s.registry.trust)
		if err != nil {
			return nil, err
		}
		if s.message, err = encrypter.Encrypt(ctx, s.reader, s.message); err != nil {
			return nil, err
		}
		if s.bent != nil {
			s.message = s.bent(s.message)
		}
	}
	body := envelope.Join(s.header, s.message)
	if s.dialect.scheme != "" {
		signer, err := s.signer()
		if err != nil {
			return nil, err
		}
		sealed, err := signer.Sign(ctx, s.header, s.message)
		if err != nil {
			return nil, err
		}
		body = sealed.Body
	}
	if s.sent != nil {
		body = s.sent(body)
	}
	return body, nil
}

func (s *sealing) signer() (*envelope.Signer, error) {
	key, err := s.registry.keys.key(s.dialect.signature)
	if err != nil {
		return nil, err
	}
	if s.another {
		if key, err = s.registry.keys.pretender(key); err != nil {
			return nil, err
		}
	}
	opts := []envelope.SignerOption{envelope.WithSignerClock(s.clock)}
	if s.dialect.scheme == envelope.HTTPSignature {
		// OpenSPP signs with nulls left out, and what it sends to others with +00:00.
		form := envelope.NormalForm{OmitNulls: true, OffsetTimestamp: s.notifies}
		opts = append(opts, envelope.WithSender(s.registry.registryID), envelope.WithSignerNormalForm(form))
	}
	return envelope.NewSigner(s.dialect.scheme, key, opts...)
}
