package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

const statusUsage = `Status asks a registry what became of an earlier message.

usage: crvsctl status -url URL -sender ID [-profile NAME]
                      -sign-key FILE | -insecure-unsigned [flags]
                      -transaction T | -correlation C | -reference R ... | -code CODE ...

  -transaction T        the transaction_id of the message
  -correlation C        the correlation_id of its acknowledgement
  -reference R          the reference_id of an item; may be given several times
  -code CODE            the code of a subscription; may be given several times
  -of KIND              what the message did: search (default), subscribe, unsubscribe
  -json                 one line for each item: {"reference_id","status","code","records",
                        "total"} of a search, {"reference_id","code","event","state",
                        "reason"} of a subscription

The records that answer a search are not shown: crvsctl search -async waits for them.

` + connectionUsage + `
Exit status: 0 the registry said how it stands; 3 it does not know the message; 2 bad
usage, or a registry that has no status; 1 it could not be asked, or said nothing.
`

func statusCommand() command {
	return command{name: "status", summary: "ask what became of an earlier message", usage: statusUsage, run: runStatus}
}

// inquiring is one question as the command line gives it.
type inquiring struct {
	connection
	transaction, correlation string
	references, codes        []string
	of                       codes.Action
	json                     bool
}

func (a *inquiring) define(f *flags) {
	a.connection.define(f)
	f.text(&a.transaction, "transaction")
	f.text(&a.correlation, "correlation")
	each := func(list *[]string) func(string) error {
		return func(value string) error {
			if value == "" {
				return errors.New("is empty")
			}
			*list = append(*list, value)
			return nil
		}
	}
	f.each("reference", each(&a.references))
	f.each("code", each(&a.codes))
	a.of = codes.ActionSearch
	f.once("of", func(value string) error {
		for _, of := range []codes.Action{codes.ActionSearch, codes.ActionSubscribe, codes.ActionUnsubscribe} {
			if value == string(of) {
				a.of = of
				return nil
			}
		}
		return errors.New("is not one of search, subscribe, unsubscribe")
	})
	f.toggle(&a.json, "json")
}

func (a *inquiring) check(f *flags) error {
	ways := 0
	for _, name := range []string{"transaction", "correlation", "reference", "code"} {
		if f.given[name] {
			ways++
		}
	}
	if ways != 1 {
		f.fail("the message is named in one way: -transaction, -correlation, -reference or -code")
	}
	return a.connection.check(f)
}

func (a *inquiring) message() crvs.Reference {
	switch {
	case a.transaction != "":
		return crvs.ByTransaction(a.transaction)
	case a.correlation != "":
		return crvs.ByCorrelation(a.correlation)
	case len(a.references) > 0:
		return crvs.ByReferences(a.references...)
	default:
		return crvs.BySubscriptions(a.codes...)
	}
}

func runStatus(ctx context.Context, args []string, s streams) error {
	var a inquiring
	f := newFlags("status", s)
	a.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := a.check(f); err != nil {
		return err
	}
	client, watch, err := a.client(f)
	if err != nil {
		return err
	}
	defer watch.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	stop, err := a.trust.publish(ctx)
	if err != nil {
		return err
	}
	defer stop()
	status, err := client.Status(ctx, a.of, a.message())
	if e, ok := errors.AsType[*crvs.Error](err); ok && e.Code == codes.RejectReferenceIDInvalid {
		return &unknownMessage{}
	}
	if err != nil {
		return watch.hinted(err, a.trust.profile)
	}
	out := newPrinter(s.out, a.json)
	err = a.print(out, status)
	return cmp.Or(err, out.flush())
}

// unknownMessage is a message that the registry does not know.
type unknownMessage struct{}

func (*unknownMessage) Error() string {
	return "the registry does not know this message: is -of what it did, and -sender who sent it?"
}

// Lines of the output. The order of their members is promised.
type (
	searched struct {
		ReferenceID string              `json:"reference_id"`
		Status      codes.RequestStatus `json:"status"`
		Code        codes.ReasonCode    `json:"code"`
		Records     int                 `json:"records"`
		Total       int                 `json:"total"` // -1: it does not say
	}
	subscribedTo struct {
		ReferenceID string           `json:"reference_id"`
		Code        string           `json:"code"`
		Event       codes.VitalEvent `json:"event"`
		State       string           `json:"state"`
		Reason      codes.ReasonCode `json:"reason"`
	}
)

func (a *inquiring) print(out *printer, s crvs.Status) error {
	var err error
	for _, it := range s.Searches {
		switch {
		case a.json:
			err = cmp.Or(err, out.object(searched(it)))
		case it.Code != "":
			err = cmp.Or(err, out.line("%s: %s, %s", printable(it.ReferenceID), printable(string(it.Status)), printable(string(it.Code))))
		default:
			err = cmp.Or(err, out.line("%s: %s, %s", printable(it.ReferenceID), printable(string(it.Status)), records(it.Records)))
		}
	}
	var all []subscribedTo
	for _, r := range s.Subscriptions {
		line := subscribedTo{r.Subscription.ReferenceID, r.Subscription.Code, r.Subscription.Event.Canonical(), stateActive, ""}
		if e, failed := errors.AsType[*crvs.Error](r.Err); failed {
			line.State, line.Reason = string(e.Kind), e.Code
		} else if r.Subscription.Ended {
			line.State = stateEnded
		}
		all = append(all, line)
	}
	for _, e := range s.Ended {
		all = append(all, subscribedTo{e.ReferenceID, e.Code, e.Event.Canonical(), stateEnded, ""})
	}
	for _, line := range all {
		if a.json {
			err = cmp.Or(err, out.object(line))
		} else {
			err = cmp.Or(err, out.line("%s: %s", printable(cmp.Or(line.Code, line.ReferenceID)), printable(cmp.Or(string(line.Reason), line.State))))
		}
	}
	return err
}
