package crvs_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// decide says what a pension office knows after it asked whether somebody died. One
// case alone says so, and one alone says that no such death is registered.
func decide(hit search.Hit, err error) string {
	switch {
	case errors.Is(err, crvs.ErrNotFound):
		return "no such death is registered there"
	case errors.Is(err, crvs.ErrAmbiguous):
		return "several records: ask a person to look, or ask more closely"
	case errors.Is(err, crvs.ErrOvermatch), errors.Is(err, crvs.ErrSignature):
		return "the answer cannot be trusted: use nothing of it, tell the registry"
	case errors.Is(err, crvs.ErrUnsupported):
		return "this registry cannot be asked this: ask in another way"
	case err != nil:
		if e, ok := errors.AsType[*crvs.Error](err); ok && e.Retryable() {
			return "nothing is known: ask again later"
		}
		return "nothing is known: the error says what to do"
	case hit.Event == codes.VitalEventDeath && hit.Match == search.MatchConfirmed:
		who := hit.Subject()
		return "died on " + who.DeathDate().Text() + ": " + who.Name().Full()
	default:
		return "a record that does not show all that was asked: ask a person to look"
	}
}

// A death check, and every outcome of Find: none of them may be taken for another.
func ExampleClient_Find_decide() {
	client, end := exampleRegistry()
	defer end()
	ctx := context.Background()
	for _, q := range []search.Query{
		search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath),
		search.ByIdentifier(codes.IdentifierDRN, "D00NONE00").In(codes.VitalEventDeath),
		search.Where(search.Sex.Is(codes.SexMale)).In(codes.VitalEventDeath),
	} {
		fmt.Println(decide(client.Find(ctx, q)))
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	fmt.Println(decide(client.Find(stopped, search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))))
	// Output:
	// died on 2024-08-03: Ravi Nair
	// no such death is registered there
	// several records: ask a person to look, or ask more closely
	// nothing is known: the error says what to do
}
