package envelope_test

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// exampleTime is when the example messages are sent.
func exampleTime() time.Time { return time.Date(2027, 3, 4, 5, 6, 7, 0, time.UTC) }

var (
	exampleHeader  = []byte(`{"message_id":"m-1","message_ts":"2027-03-04T05:06:07Z","action":"search"}`)
	exampleMessage = []byte(`{"transaction_id":"t-1"}`)
)

func exampleKey(alg envelope.Algorithm) envelope.PrivateKey {
	key, err := envelope.GenerateKey(alg)
	if err != nil {
		panic(err)
	}
	return key
}

func exampleSet(keys ...envelope.PrivateKey) *envelope.KeySet {
	var public []envelope.PublicKey
	for _, k := range keys {
		public = append(public, k.Public())
	}
	set, err := envelope.NewKeySet(public...)
	if err != nil {
		panic(err)
	}
	return set
}

func ExampleSigner_Sign() {
	signer, err := envelope.NewSigner(envelope.JWSAttached, exampleKey(envelope.ES256))
	if err != nil {
		fmt.Println(err)
		return
	}
	sealed, err := signer.Sign(context.Background(), exampleHeader, exampleMessage)
	if err != nil {
		fmt.Println(err)
		return
	}
	var body map[string]any
	fmt.Println(json.Unmarshal(sealed.Body, &body), len(body), sealed)
	// Output: <nil> 3 [sealed message, 473 bytes]
}

func ExampleVerifier_Verify() {
	key := exampleKey(envelope.EdDSA)
	signer, _ := envelope.NewSigner(envelope.JWSAttached, key)
	sealed, _ := signer.Sign(context.Background(), exampleHeader, exampleMessage)

	verifier, err := envelope.NewVerifier(envelope.JWSAttached, exampleSet(key), envelope.WithVerifierClock(exampleTime))
	if err != nil {
		fmt.Println(err)
		return
	}
	opened, err := verifier.Verify(context.Background(), "crvs.example.org", sealed)
	fmt.Println(err, string(opened.Message)) // decode opened.Payload, and nothing else

	sealed.Body = []byte(strings.Replace(string(sealed.Body), "t-1", "t-2", 1))
	_, err = verifier.Verify(context.Background(), "crvs.example.org", sealed)
	fmt.Println(errors.Is(err, crvs.ErrSignature))
	// Output:
	// <nil> {"transaction_id":"t-1"}
	// true
}

func ExampleEncrypter_Encrypt() {
	key := exampleKey(envelope.ECDHESA256KW)
	encrypter, _ := envelope.NewEncrypter(exampleSet(key)) // usually the RemoteKeys of the receiver
	encrypted, err := encrypter.Encrypt(context.Background(), "crvs.example.org", exampleMessage)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(envelope.IsEncrypted(encrypted)) // now sign it

	decrypter, _ := envelope.NewDecrypter([]envelope.PrivateKey{key})
	message, err := decrypter.Decrypt(context.Background(), encrypted)
	fmt.Println(string(message), err)
	// Output:
	// true
	// {"transaction_id":"t-1"} <nil>
}

func ExampleDecrypter_Decrypt() {
	decrypter, _ := envelope.NewDecrypter([]envelope.PrivateKey{exampleKey(envelope.ECDHESA256KW)})
	// An answer in clear to an encrypted question is not an answer.
	_, err := decrypter.Decrypt(context.Background(), exampleMessage)
	fmt.Println(err)
	// Output: crvs: decrypt: encryption: the message is not encrypted though it must be: refused, since whoever could read or change it on the way would go unnoticed
}

func ExampleIsEncrypted() {
	fmt.Println(envelope.IsEncrypted(exampleMessage), envelope.IsEncrypted([]byte(`{"ciphertext":"...","header":{}}`)))
	// Output: false true
}

func ExampleSplit() {
	parts, err := envelope.Split([]byte(`{"header":{"action":"search"},"message":{}}`))
	fmt.Println(err, parts.IsSigned(), string(parts.Header))
	_, err = envelope.Split([]byte(`{"message":{},"message":{}}`))
	fmt.Println(err)
	// Output:
	// <nil> false {"action":"search"}
	// crvs: verify: protocol: the body is no sound JSON object: a member stands twice in one object at byte 14
}

func ExampleJoin() {
	fmt.Println(string(envelope.Join([]byte(`{"action":"search"}`), []byte(`{}`))))
	// Output: {"header":{"action":"search"},"message":{}}
}

func ExampleGenerateKey() {
	key, err := envelope.GenerateKey(envelope.EdDSA)
	if err != nil {
		fmt.Println(err)
		return
	}
	pem, err := key.MarshalPEM() // for a file of mode 0600
	fmt.Println(err, strings.HasPrefix(string(pem), "-----BEGIN PRIVATE KEY-----"), len(key.KeyID()))
	// Output: <nil> true 43
}

func ExampleParsePrivateKey() {
	pem, err := os.ReadFile("testdata/golden/eddsa.pem")
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := envelope.ParsePrivateKey(pem, "")
	fmt.Println(key, err)
	// Output: [private key EdDSA THAJbYmSCOaHD07K64lJIrT0mwVy1bwbLhSZsAQaE4g] <nil>
}

func ExampleParsePublicKey() {
	key, err := envelope.ParsePublicKey([]byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`), "")
	fmt.Println(key.Algorithm(), key.KeyID(), err)
	// Output: EdDSA kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k <nil>
}

func ExampleNewPrivateKey() {
	// Any crypto.Signer will do: that of an HSM or a KMS too. This one is in memory.
	fromHSM := exampleSigner() // a crypto.Signer
	key, err := envelope.NewPrivateKey(fromHSM, envelope.EdDSA)
	fmt.Println(key.Algorithm(), err)
	// Output: EdDSA <nil>
}

func exampleSigner() crypto.Signer {
	_, key := ed25519Key()
	return key
}

func ExampleKeySet() {
	set := exampleSet(exampleKey(envelope.ES256), exampleKey(envelope.ECDHESA256KW))
	mux := http.NewServeMux()
	mux.Handle("/.well-known/jwks.json", set)

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/.well-known/jwks.json", nil))
	read, err := envelope.ParseKeySet(w.Body.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, k := range read.Keys() {
		fmt.Println(k.Use(), k.Algorithm())
	}
	// Output:
	// sig ES256
	// enc ECDH-ES+A256KW
}

func ExampleNewRemoteKeys() {
	key := exampleKey(envelope.EdDSA)
	srv := httptest.NewServer(exampleSet(key))
	defer srv.Close()

	keys, err := envelope.NewRemoteKeys(srv.URL+"/.well-known/jwks.json", envelope.WithHTTPClient(srv.Client()))
	if err != nil {
		fmt.Println(err)
		return
	}
	// At start, so that a wrong URL is noticed before the first message.
	fmt.Println(keys.Refresh(context.Background()), len(keys.Keys().Keys()))
	// Output: <nil> 1
}

func ExampleNewSenders() {
	ministry, clinic := exampleKey(envelope.EdDSA), exampleKey(envelope.EdDSA)
	senders, err := envelope.NewSenders(map[string]envelope.KeySource{
		"ministry.example.org": exampleSet(ministry), "clinic.example.org": exampleSet(clinic),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	verifier, _ := envelope.NewVerifier(envelope.JWSAttached, senders, envelope.WithVerifierClock(exampleTime))
	signer, _ := envelope.NewSigner(envelope.JWSAttached, clinic)
	sealed, _ := signer.Sign(context.Background(), exampleHeader, exampleMessage)
	for _, sender := range []string{"clinic.example.org", "ministry.example.org"} {
		_, err := verifier.Verify(context.Background(), sender, sealed)
		fmt.Println(sender, err == nil)
	}
	// Output:
	// clinic.example.org true
	// ministry.example.org false
}

func ExampleWebhook() {
	webhook, err := envelope.NewWebhook("the secret given when subscribing")
	if err != nil {
		fmt.Println(err)
		return
	}
	body := []byte(`{"event":{"hub":{"topic":"BIRTH_REGISTERED"}}}`)
	h := http.Header{envelope.WebhookHeader: {webhook.Sign(body)}}
	fmt.Println(webhook.Verify(h, body))
	fmt.Println(webhook.Verify(h, append(body, ' ')) != nil)
	// Output:
	// <nil>
	// true
}
