package sandbox_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// registry is one for an example.
func registry() *sandbox.Registry {
	reg, err := sandbox.New()
	if err != nil {
		panic(err)
	}
	return reg
}

func show(r sandbox.Registration, err error) {
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Seq, r.Change, r.RegistrationNumber, r.Record.Person.Name().Full())
}

// A child is born to Mala Kumar.
func ExampleRegistry_RecordBirth() {
	reg := registry()
	show(reg.RecordBirth(sandbox.Birth{
		Given: "Uma", Family: "Nair", Sex: codes.SexFemale, On: person.MustDate("2025-12-01"), Place: "Ernakulam Harbour Hospital",
		Mother: person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"},
	}))
	show(reg.RecordBirth(sandbox.Birth{Given: "Uma", On: person.MustDate("2030-01-01")}))
	// Output:
	// 1 birth B2025-0000001 Uma Nair
	// crvs: sandbox: invalid: the day of the event is in the future of the registry's clock, which can be moved on
}

// Somebody dies, and is found in the register of deaths at once.
func ExampleRegistry_RecordDeath() {
	reg := registry()
	id := person.Identifier{Type: codes.IdentifierNationalID, Value: "200000102"}
	show(reg.RecordDeath(id, person.MustDate("2025-12-01")))
	show(reg.RecordDeath(id, person.MustDate("2025-12-02")))
	// Output:
	// 1 death D2025-0000001 Nilesh Patel
	// crvs: sandbox: invalid: the death of this person is registered already
}

func ExampleRegistry_RecordMarriage() {
	reg := registry()
	deepak := person.Identifier{Type: codes.IdentifierNationalID, Value: "200000207"}
	neha := person.Identifier{Type: codes.IdentifierNationalID, Value: "200000210"}
	show(reg.RecordMarriage(deepak, neha, person.MustDate("2025-12-01")))
	show(reg.RecordMarriage(deepak, deepak, person.Date{}))
	// Output:
	// 1 marriage M2025-0000001 Neha Gowda
	// crvs: sandbox: invalid: the bride or the groom is married already, or was on that day
}

func ExampleRegistry_RecordDivorce() {
	reg := registry()
	show(reg.RecordDivorce(person.Identifier{Type: codes.IdentifierNationalID, Value: "200000101"}, person.Date{}))
	show(reg.RecordDivorce(person.Identifier{Type: codes.IdentifierNationalID, Value: "200000207"}, person.Date{}))
	// Output:
	// 1 divorce M13DEC005 Kavita Patel
	// crvs: sandbox: invalid: this person is not married
}

func ExampleRegistry_RecordAdoption() {
	reg := registry()
	child := person.Identifier{Type: codes.IdentifierBRN, Value: "B17JUN009"}
	mother := person.Identifier{Type: codes.IdentifierNationalID, Value: "200000101"}
	show(reg.RecordAdoption(child, mother, person.Identifier{}, person.MustDate("2025-12-01")))
	show(reg.RecordAdoption(mother, child, person.Identifier{}, person.Date{}))
	// Output:
	// 1 adoption B17JUN009 Asha Nair
	// crvs: sandbox: invalid: the mother is too young to be one
}

func ExampleRegistry_Correct() {
	reg := registry()
	show(reg.Correct("B17JUN009", sandbox.Correction{Given: "Aasha", On: person.MustDate("2017-06-29")}))
	// Output: 1 correction B17JUN009 Aasha Nair
}

// A death that was registered by mistake is cancelled: nobody finds it any more.
func ExampleRegistry_Cancel() {
	reg := registry()
	show(reg.Cancel("D24AUG007"))
	_, err := reg.Cancel("D24AUG007")
	fmt.Println(errors.Is(err, fault.ErrNotFound))
	// Output:
	// 1 cancellation D24AUG007 Ravi Nair
	// true
}

// Time passes only when it is told to.
func ExampleRegistry_AdvanceTo() {
	reg := registry()
	fmt.Println(reg.AdvanceTo(person.MustDate("2026-07-01")), reg.Today().Text())
	fmt.Println(reg.AdvanceTo(person.MustDate("2026-06-30")))
	// Output:
	// <nil> 2026-07-01
	// crvs: sandbox: invalid: the clock moves on to a whole date (2006-01-02), not before today and at most to the end of 2100
}

// Whatever was registered is told in order: a notifier remembers the last Seq.
func ExampleRegistry_Registrations() {
	reg := registry()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if _, err := reg.RecordBirth(sandbox.Birth{Given: "Uma", Family: "Nair"}); err != nil {
		fmt.Println(err)
	}
	for r := range reg.Registrations(ctx, 0) {
		fmt.Println(r.Seq, r.Change, r.Event, r.RegistrationNumber, r.On.Text())
		cancel() // or wait for more
	}
	// Output: 1 birth live_birth B2025-0000001 2025-12-31
}
