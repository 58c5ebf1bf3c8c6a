package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

const inboxUsage = `Inbox shows and changes what is kept of the messages that a registry sent.

usage: crvsctl inbox -store FILE|URL list [-state STATE] [-json]
       crvsctl inbox -store FILE|URL show -key KEY [-payload] [-json]
       crvsctl inbox -store FILE|URL replay -key KEY | -discarded
       crvsctl inbox -store FILE|URL discard -key KEY
       crvsctl inbox -store FILE|URL purge -older AGE
       crvsctl inbox -store URL migrate
       crvsctl inbox sql

` + storeUsage + `  -state STATE          list those that are waiting, working, done or discarded (default:
                        all but done)
  -key KEY              of one message, as list prints it
  -payload              print the message too: it holds personal data
  -discarded            replay all that are discarded
  -older AGE            purge what was done or discarded so long ago: 720h; its keys are
                        forgotten, so that it is a new message if it comes again
  -json                 one line for each: {"key","state","kept_at","due_at","ended_at",
                        "attempts","failure"}; show -payload adds "payload", in base64

Replay makes a message wait again, with all its attempts; discard gives up one that waits.
Both may be done while a listener works on the store. Nothing but purge deletes what was
discarded. Migrate makes the tables in PostgreSQL, once and after an update; sql prints
what it does, for an administrator.

Exit status: 0 done, 2 bad usage, 3 no message has this key, 1 anything else.
`

func inboxCommand() command {
	return command{name: "inbox", summary: "show and change what is kept of messages", usage: inboxUsage, run: runInbox}
}

// inbox is one run as the command line gives it.
type inbox struct {
	store, key, state        string
	payload, discarded, json bool
	older                    time.Duration
}

func (i *inbox) define(f *flags) {
	f.secret(&i.store, "store")
	f.text(&i.key, "key")
	f.once("state", func(value string) error {
		i.state = value
		if !slices.Contains([]store.State{store.Waiting, store.Working, store.Done, store.Discarded}, store.State(value)) {
			return errors.New("is not one of waiting, working, done, discarded")
		}
		return nil
	})
	f.toggle(&i.payload, "payload")
	f.toggle(&i.discarded, "discarded")
	f.toggle(&i.json, "json")
	f.duration(&i.older, "older")
}

// inboxVerbs are what can be done, and the flags that each takes.
func inboxVerbs() map[string][]string {
	return map[string][]string{
		"list": {"store", "state", "json"}, "show": {"store", "key", "payload", "json"}, "replay": {"store", "key", "discarded"},
		"discard": {"store", "key"}, "purge": {"store", "older"}, "migrate": {"store"}, "sql": {},
	}
}

func (i *inbox) check(f *flags, verb string) error {
	for name := range f.given {
		if !slices.Contains(inboxVerbs()[verb], name) {
			f.fail("inbox %s takes no -%s", verb, name)
		}
	}
	takesKey := slices.Contains(inboxVerbs()[verb], "key")
	switch {
	case verb != "sql" && i.store == "":
		f.fail("-store is required: where messages are kept")
	case takesKey && (i.key == "") == !i.discarded:
		f.fail("-key is required: which message, as list prints it; replay takes -discarded instead")
	case verb == "purge" && i.older == 0:
		f.fail("-older is required: how long ago what is purged was done or discarded, 720h")
	case verb == "migrate" && !isPostgres(i.store):
		f.fail("migrate is for PostgreSQL: a file makes its tables itself")
	}
	return f.wrong
}

func runInbox(ctx context.Context, args []string, s streams) error {
	f := newFlags("inbox", s)
	var i inbox
	i.define(f)
	at := slices.IndexFunc(args, func(arg string) bool { _, ok := inboxVerbs()[arg]; return ok })
	if at < 0 {
		if err := f.parse(args); err != nil {
			return err
		}
		f.fail("what is to be done is missing: list, show, replay, discard, purge, migrate or sql")
		return f.wrong
	}
	verb := args[at]
	if err := f.parse(slices.Concat(args[:at], args[at+1:])); err != nil {
		return err
	}
	if err := i.check(f, verb); err != nil {
		return err
	}
	out := newPrinter(s.out, i.json)
	switch verb {
	case "sql":
		text, err := riverstore.SQL()
		return cmp.Or(err, out.line("%s", text), out.flush())
	case "migrate":
		return i.migrate(ctx)
	}
	if !isPostgres(i.store) { // a file that is not there would be made
		if _, err := os.Stat(i.store); errors.Is(err, fs.ErrNotExist) {
			return errors.New("-store names no file that is there: the one that listen -store was given has the messages")
		}
	}
	st, closeStore, err := openStore(ctx, i.store, store.Policy{})
	if err != nil {
		return err
	}
	defer closeStore()
	return cmp.Or(i.do(ctx, verb, st, out), out.flush())
}

func (i *inbox) migrate(ctx context.Context) error {
	pool, err := openPool(ctx, i.store)
	if err != nil {
		return err
	}
	defer pool.Close()
	return riverstore.Migrate(ctx, pool)
}

func (i *inbox) do(ctx context.Context, verb string, st store.Store, out *printer) error {
	switch verb {
	case "list":
		return i.list(ctx, st, out)
	case "show":
		k, err := st.Find(ctx, i.key)
		if err != nil {
			return err
		}
		return i.print(out, k)
	case "discard":
		return st.Discard(ctx, i.key)
	case "replay":
		if !i.discarded {
			return st.Replay(ctx, i.key)
		}
		n := 0
		for k, err := range st.All(ctx, store.Discarded) {
			if err == nil {
				err = st.Replay(ctx, k.Key)
			}
			if err != nil && !errors.Is(err, store.ErrForgotten) {
				return fmt.Errorf("after %d messages: %w", n, err)
			}
			n++
		}
		return out.line("%d replayed", n)
	default: // purge
		n, err := st.Purge(ctx, time.Now().Add(-i.older))
		return cmp.Or(err, out.line("%d purged", n))
	}
}

func (i *inbox) list(ctx context.Context, st store.Store, out *printer) error {
	states := []store.State{store.Discarded, store.Working, store.Waiting}
	if i.state != "" {
		states = []store.State{store.State(i.state)}
	}
	for _, state := range states {
		for k, err := range st.All(ctx, state) {
			if err = cmp.Or(err, i.print(out, k)); err != nil {
				return err
			}
		}
	}
	c, err := st.Counts(ctx)
	if err != nil || i.json {
		return err
	}
	return out.line("%d waiting, %d working, %d done, %d discarded", c.Waiting, c.Working, c.Done, c.Discarded)
}

// keptMessage is a line of the output. The order of its members is promised.
type keptMessage struct {
	Key      string      `json:"key"`
	State    store.State `json:"state"`
	KeptAt   time.Time   `json:"kept_at"`
	DueAt    time.Time   `json:"due_at,omitzero"`
	EndedAt  time.Time   `json:"ended_at,omitzero"`
	Attempts int         `json:"attempts"`
	Failure  string      `json:"failure,omitempty"`
	Payload  []byte      `json:"payload,omitempty"`
}

func (i *inbox) print(out *printer, k store.Kept) error {
	if !i.payload {
		k.Payload = nil
	}
	if i.json {
		return out.object(keptMessage{k.Key, k.State, k.KeptAt, k.DueAt, k.EndedAt, k.Attempts, k.Failure, k.Payload})
	}
	text := fmt.Sprintf("%s  %s  kept %s  attempts: %d", printable(k.Key), k.State, k.KeptAt.Format(time.RFC3339), k.Attempts)
	switch {
	case !k.DueAt.IsZero():
		text += "  due " + k.DueAt.Format(time.RFC3339)
	case !k.EndedAt.IsZero():
		text += "  ended " + k.EndedAt.Format(time.RFC3339)
	}
	if k.Failure != "" {
		text += "  " + printable(k.Failure)
	}
	if len(k.Payload) > 0 {
		text += "\n" + printable(string(k.Payload))
	}
	return out.line("%s", text)
}
