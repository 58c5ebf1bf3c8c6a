package crvs_test

import (
	"context"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// depth is the key of how many steps a context lies in.
type depth struct{}

func ExampleWithObserver() {
	client, end := exampleRegistry(crvs.WithObserver(func(ctx context.Context, s crvs.Step) (context.Context, func(crvs.StepEnd)) {
		outer, _ := ctx.Value(depth{}).(int)
		say := func(text string, about ...any) { fmt.Printf("%*s%s\n", 2*outer, "", fmt.Sprintf(text, about...)) }
		say("%s begins: %s %q", s.Kind, s.Op, s.Form)
		return context.WithValue(ctx, depth{}, outer+1), func(e crvs.StepEnd) {
			say("%s ends: %s, records: %d", s.Kind, e.Outcome, e.Records)
		}
	}))
	defer end()

	if _, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// exchange begins: find "idtype-value BRN in live_birth"
	//   token begins: token ""
	//   token ends: answered, records: 0
	// exchange ends: answered, records: 1
}
