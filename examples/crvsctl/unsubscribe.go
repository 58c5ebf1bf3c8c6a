package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/openspmis/dci-crvs-go/crvs"
)

const unsubscribeUsage = `Unsubscribe ends subscriptions.

usage: crvsctl unsubscribe -url URL -sender ID [-profile NAME]
                           -sign-key FILE | -insecure-unsigned [flags]
                           -code CODE [-code CODE ...]

  -code CODE            of the subscription, as crvsctl subscribe printed it
  -callback URL         where the registry is to tell what became of it (header.sender_uri);
                        not sent by default
  -json                 one line for each: {"code","state"}; the state is ended, active, or
                        acknowledged: the registry says later what became of it

` + connectionUsage + `
Exit status: 0 ended, or acknowledged; 2 bad usage, or what was refused before anything
was sent; 1 the registry could not be asked, or it refused.
`

func unsubscribeCommand() command {
	return command{name: "unsubscribe", summary: "end a subscription", usage: unsubscribeUsage, run: runUnsubscribe}
}

// unsubscribing is one request as the command line gives it.
type unsubscribing struct {
	connection
	codes    []string
	callback string
	json     bool
}

func (a *unsubscribing) define(f *flags) {
	a.connection.define(f)
	f.each("code", func(value string) error {
		if value == "" {
			return errors.New("is empty")
		}
		a.codes = append(a.codes, value)
		return nil
	})
	f.text(&a.callback, "callback")
	f.toggle(&a.json, "json")
}

func (a *unsubscribing) check(f *flags) error {
	if len(a.codes) == 0 {
		f.fail("-code is required: the code of the subscription that is to end")
	}
	return a.connection.check(f)
}

func runUnsubscribe(ctx context.Context, args []string, s streams) error {
	var a unsubscribing
	f := newFlags("unsubscribe", s)
	a.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := a.check(f); err != nil {
		return err
	}
	var more []crvs.Option
	if a.callback != "" {
		more = append(more, crvs.WithCallbackURL(a.callback))
	}
	client, watch, err := a.client(f, more...)
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
	ended, err := client.Unsubscribe(ctx, a.codes...)
	if err != nil {
		return watch.hinted(err, a.trust.profile)
	}
	return a.print(newPrinter(s.out, a.json), ended)
}

// States of a subscription that is to end.
const (
	stateEnded        = "ended"
	stateActive       = "active"
	stateAcknowledged = "acknowledged"
)

// ending is a line of the output. The order of its members is promised.
type ending struct {
	Code  string `json:"code"`
	State string `json:"state"`
}

// print says how each subscription stands.
func (a *unsubscribing) print(out *printer, known []crvs.Subscription) error {
	var err, active error
	for _, code := range a.codes {
		state := stateOf(code, known)
		if state == stateActive {
			active = errors.New("the registry answered, and a subscription has not ended: ask its operators")
		}
		switch {
		case a.json:
			err = cmp.Or(err, out.object(ending{code, state}))
		case state == stateAcknowledged:
			err = cmp.Or(err, out.line("%s: acknowledged; the registry tells the callback what became of it", printable(code)))
		default:
			err = cmp.Or(err, out.line("%s: %s", printable(code), state))
		}
	}
	return cmp.Or(err, out.flush(), active)
}

func stateOf(code string, known []crvs.Subscription) string {
	for _, s := range known {
		switch {
		case s.Code == code && s.Ended:
			return stateEnded
		case s.Code == code:
			return stateActive
		}
	}
	return stateAcknowledged
}
