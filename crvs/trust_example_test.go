package crvs_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/search"
)

// trustingServer is a sandbox on a port that knows our keys and takes signed
// questions only.
func trustingServer(ours ...env.PrivateKey) *httptest.Server {
	var public []env.PublicKey
	for _, k := range ours {
		public = append(public, k.Public())
	}
	set, err := env.NewKeySet(public...)
	if err != nil {
		panic(err)
	}
	box, err := sandbox.New(sandbox.WithTrust("spmis.example.org", set), sandbox.WithSignatures(sandbox.SignaturesRequired))
	if err != nil {
		panic(err)
	}
	return httptest.NewServer(box)
}

func newKey(alg env.Algorithm) env.PrivateKey {
	key, err := env.GenerateKey(alg)
	if err != nil {
		panic(err)
	}
	return key
}

// What is asked is signed, and what is answered is verified with the keys that
// the registry publishes.
func ExampleWithSigner() {
	key := newKey(env.EdDSA)
	server := trustingServer(key)
	defer server.Close()
	client, err := crvs.New(server.URL, crvs.WithSender("spmis.example.org"), crvs.WithSigner(key), crvs.WithPublishedKeys())
	if err != nil {
		fmt.Println(err)
		return
	}
	hit, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
	fmt.Println(hit.Person.Name().Full(), err)

	_, err = crvs.New(server.URL, crvs.WithSender("spmis.example.org"), crvs.WithSigner(key))
	fmt.Println(err)
	// Output:
	// Mala S Kumar <nil>
	// crvs: new: invalid: no verifier: give WithVerifier or WithPublishedKeys; WithInsecureUnsigned is the option that accepts unverified answers
}

// An answer that somebody else signed is no answer.
func ExampleWithVerifier() {
	key, stranger := newKey(env.EdDSA), newKey(env.EdDSA)
	server := trustingServer(key)
	defer server.Close()
	pinned, err := env.NewKeySet(stranger.Public())
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := crvs.New(server.URL, crvs.WithSender("spmis.example.org"), crvs.WithSigner(key), crvs.WithVerifier(pinned))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Find(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
	fmt.Println(errors.Is(err, crvs.ErrSignature), errors.Is(err, crvs.ErrNotFound))
	// Output: true false
}

// Questions and answers are encrypted besides.
func ExampleWithEncryption() {
	signing, decrypting := newKey(env.EdDSA), newKey(env.ECDHESA256KW)
	server := trustingServer(signing, decrypting)
	defer server.Close()
	client, err := crvs.New(server.URL, crvs.WithSender("spmis.example.org"),
		crvs.WithSigner(signing), crvs.WithPublishedKeys(), crvs.WithEncryption(nil, decrypting))
	if err != nil {
		fmt.Println(err)
		return
	}
	hit, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath))
	fmt.Println(hit.Person.Name().Full(), err)
	// Output: Ravi Nair <nil>
}

// A registry that would misread a question is not asked.
func ExampleWithProfile() {
	client, err := crvs.New("https://dci.example.org", crvs.WithProfile(profile.OpenCRVS2024()),
		crvs.WithSender("spmis.example.org"), crvs.WithInsecureUnsigned())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Find(context.Background(), search.Where(search.Sex.Is(codes.SexFemale)).In(codes.VitalEventBirth))
	fmt.Println(errors.Is(err, crvs.ErrUnsupported))
	// Output: true
}
