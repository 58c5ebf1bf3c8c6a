package crvstest_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/search"
)

// A test has a registry and a client that is ready to ask it in two lines.
func ExampleStart() {
	t := &exampleT{} // in your test it is the *testing.T
	defer t.end()

	reg := crvstest.Start(t)
	client := reg.Client(t)

	hit, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath))
	if err != nil {
		t.Fatalf("%v", err)
	}
	fmt.Println(hit.Person.Name().Full(), "died on", hit.Person.DeathDate().Text())
	// Output: Ravi Nair died on 2024-08-03
}

// exampleT is a test for an example, which has none.
type exampleT struct {
	testing.TB

	cleanups []func()
}

func (*exampleT) Helper()                           {}
func (*exampleT) Context() context.Context          { return context.Background() }
func (t *exampleT) Cleanup(f func())                { t.cleanups = append(t.cleanups, f) }
func (*exampleT) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (*exampleT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (t *exampleT) end() {
	for _, f := range slices.Backward(t.cleanups) {
		f()
	}
}
