package envelope_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// benchMessage is an answer with some records.
func benchMessage(records int) []byte {
	list := make([]string, records)
	for i := range list {
		list[i] = fmt.Sprintf(`{"identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY%d"}],"name":{"surname":"Kumar","given_name":"Asha"},"sex":"female","birth_date":"1990-05-12","birth_place":"Lakeview"}`, i)
	}
	return []byte(`{"transaction_id":"t-1","search_response":[{"reference_id":"r-1","status":"succ","data":{"reg_records":[` + strings.Join(list, ",") + `]}}]}`)
}

// BenchmarkSigned is Ed25519, signed and verified, against go-jose called directly.
func BenchmarkSigned(b *testing.B) {
	for _, records := range []int{1, 100} {
		message := benchMessage(records)
		key := goldenKey(b, "eddsa", envelope.EdDSA)
		b.Run(fmt.Sprintf("records=%d/by=envelope", records), func(b *testing.B) {
			s, v := newSigner(b, "", key), newVerifier(b, "", keySet(b, key))
			b.ReportAllocs()
			for b.Loop() {
				sealed, err := s.Sign(b.Context(), []byte(theHeader), message)
				require.NoError(b, err)
				_, err = v.Verify(b.Context(), registry, sealed)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("records=%d/by=go-jose", records), func(b *testing.B) {
			_, raw := ed25519Key()
			signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: raw, KeyID: key.KeyID()}}, nil)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				payload := envelope.Join([]byte(theHeader), message)
				signed, err := signer.Sign(payload)
				require.NoError(b, err)
				compact, err := signed.CompactSerialize()
				require.NoError(b, err)
				body, err := json.Marshal(map[string]json.RawMessage{"signature": json.RawMessage(`"` + compact + `"`), "header": json.RawMessage(theHeader), "message": message})
				require.NoError(b, err)
				var got struct{ Signature string }
				require.NoError(b, json.Unmarshal(body, &got))
				jws, err := jose.ParseSignedCompact(got.Signature, []jose.SignatureAlgorithm{jose.EdDSA})
				require.NoError(b, err)
				_, err = jws.Verify(raw.Public())
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkEncrypted is RSA-OAEP-256, encrypted and decrypted, against go-jose
// called directly.
func BenchmarkEncrypted(b *testing.B) {
	for _, records := range []int{1, 100} {
		message := benchMessage(records)
		key := goldenKey(b, "rsa-oaep-256", envelope.RSAOAEP256)
		pem := goldenFile(b, "rsa-oaep-256.pem")
		b.Run(fmt.Sprintf("records=%d/by=envelope", records), func(b *testing.B) {
			e, err := envelope.NewEncrypter(keySet(b, key))
			require.NoError(b, err)
			d, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				out, err := e.Encrypt(b.Context(), registry, message)
				require.NoError(b, err)
				_, err = d.Decrypt(b.Context(), out)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("records=%d/by=go-jose", records), func(b *testing.B) {
			private := rawRSA(b, pem)
			e, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.RSA_OAEP_256, Key: &private.PublicKey, KeyID: key.KeyID()}, nil)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				sealed, err := e.Encrypt(message)
				require.NoError(b, err)
				got, err := jose.ParseEncryptedJSON(sealed.FullSerialize(), []jose.KeyAlgorithm{jose.RSA_OAEP_256}, []jose.ContentEncryption{jose.A256GCM})
				require.NoError(b, err)
				_, err = got.Decrypt(private)
				require.NoError(b, err)
			}
		})
	}
}
