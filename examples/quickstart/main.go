// Quickstart starts a sandbox registry in this process and asks it over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	key, err := envelope.GenerateKey(envelope.EdDSA) // crvsctl keys new writes one to a file
	if err != nil {
		return err
	}
	ours, err := envelope.NewKeySet(key.Public())
	if err != nil {
		return err
	}
	registry, err := sandbox.New(sandbox.WithToken("secret"), sandbox.WithTrust("spmis.example.org", ours), sandbox.WithSignatures(sandbox.SignaturesRequired))
	if err != nil {
		return err
	}
	server := httptest.NewServer(registry) // a real registry has a URL of its own
	defer server.Close()
	messages := 0 // that went out, counted by the audit
	client, err := crvs.New(server.URL, crvs.WithSender("spmis.example.org"), crvs.WithBearerToken("secret"),
		crvs.WithSigner(key), crvs.WithPublishedKeys(), // what is asked is signed, and what is answered is verified
		crvs.WithAudit(func(context.Context, crvs.AuditRecord) { messages++ }))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "A sandbox civil registry listens on", server.URL, "and takes signed questions only")

	fmt.Fprintln(out, "\n1. Who has birth registration number B90MAY123?")
	hit, err := client.Find(ctx, search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
	if err != nil {
		return err
	}
	p := hit.Person
	fmt.Fprintf(out, "   %s, %s, born %s (%s by the record itself)\n", p.Name().Full(), p.Sex, p.BirthDate().Text(), hit.Match)

	fmt.Fprintln(out, "\n2. Who was born in 2017? Five to a page; the next page is asked for when the loop gets there.")
	born2017 := search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth)
	before := messages
	for hit, err := range client.Search(ctx, born2017.WithPageSize(5)) {
		if err != nil {
			return err // the list is not complete
		}
		p := hit.Person
		fmt.Fprintf(out, "   page %d: %s  %s  %s\n", messages-before, hit.RegistrationNumber, p.BirthDate().Text(), p.Name().Full())
	}

	fmt.Fprintln(out, "\n3. Who has birth registration number B00NONE000?")
	_, err = client.Find(ctx, search.ByIdentifier(codes.IdentifierBRN, "B00NONE000").In(codes.VitalEventBirth))
	if !errors.Is(err, crvs.ErrNotFound) {
		return errors.Join(errors.New("not found was expected"), err)
	}
	fmt.Fprintln(out, "   not found: the registry was asked and has no such record")

	fmt.Fprintln(out, "\n4. Who was born from 2018 to 2017? A mistake, and \"nobody\" would be a wrong answer.")
	before = messages
	_, err = client.Find(ctx, search.Where(search.BirthDate.Between(person.MustDate("2018"), person.MustDate("2017"))))
	refused, ok := errors.AsType[*search.ValidationError](err)
	if !ok {
		return errors.Join(errors.New("a refusal was expected"), err)
	}
	fmt.Fprintf(out, "   refused: %v (messages sent: %d)\n", refused, messages-before)
	return nil
}
