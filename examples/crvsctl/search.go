package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

const searchUsage = `Search asks a registry for records.

usage: crvsctl search -url URL -sender ID [-profile NAME]
                      -sign-key FILE | -insecure-unsigned [flags]
                      [-id TYPE:VALUE] [-where CONDITION ...] | -graphql TEXT

The question, of which all parts must hold; -id, -where or -graphql is required:
  -event EVENT          birth, death, marriage, ...; without it the registry decides
  -id TYPE:VALUE        the number of a person or a registration: BRN:B90MAY123
  -where CONDITION      may be given several times: 'birth_date>=1990-01-01', sex=female,
                        surname=Kumar; a date may be a year or a month, or a range:
                        birth_date=1990..1995-06; one of several: 'sex in male,female';
                        a parent: parent=UIN:537564821; one or: 'surname=Rao or surname=Row';
                        an attribute of this registry's own: custom:ward=7. The others:
                        death_date, marriage_date, divorce_date, event_date,
                        registration_date, birth_place, death_place, event_place,
                        marital_status, region_code, sub_region_code, given_name,
                        second_name, name, mother_name, father_name,
                        registration_number
  -expression           asks in the form of an expression ($and, $or, $eq, ...)
  -graphql TEXT         the question in GraphQL, as this registry has it; @FILE reads it
                        from a file. No record shows that it is the one asked for
  -one                  exactly one record must match
  -page-size N          records in one answer (default 100, or -limit)
  -limit N              stop after N records (default 0: all)

Asynchronously, where the registry answers later:
  -async                waits until the answer is there, for as long as -timeout says; it is
                        learnt from the status of the question, unless -listen is given
  -listen ADDR          is called back at ADDR (HOST:PORT), at a path that nobody can guess;
                        port 0 picks a free one. It speaks plain http
  -callback URL         the URL that the registry is told (header.sender_uri), where that is
                        not http://ADDR: with -listen, that of a proxy before it; without,
                        that of somebody else, and the status says what was answered
` + storeUsage + `                        With a crvsctl listen on the same store, and its URL as
                        -callback, what that receives is found here

The output:
  -json                 one line for each record:
                        {"event","registration_number","match","person"}
  -dry-run              print the message before it is encrypted and signed, and send
                        nothing
  -explain              say in words what is asked, without the values, and send nothing;
                        needs no registry. What -profile would misread is refused

` + connectionUsage + `
Exit status: 0 found, 3 not found, 4 more than one with -one, 2 bad usage or a
question that was refused before it was sent, 1 could not ask, or the answer cannot
be trusted (of records that were printed before, some may be missing).
`

func searchCommand() command {
	return command{name: "search", summary: "find records", usage: searchUsage, run: runSearch}
}

// asking is one search as the command line gives it.
type asking struct {
	connection
	filter
	id         person.Identifier
	graphql    string
	expression bool
	one        bool
	pageSize   int
	limit      int
	json       bool
	dryRun     bool
	explain    bool
	later      later
}

func runSearch(ctx context.Context, args []string, s streams) error {
	var a asking
	f := newFlags("search", s)
	a.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := a.check(f); err != nil {
		return err
	}
	if a.explain {
		return a.explainTo(ctx, f, newPrinter(s.out, false))
	}
	if a.later.async {
		return a.runLater(ctx, f, s)
	}
	client, watch, err := a.client(f)
	if err != nil {
		return err
	}
	defer watch.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	if !a.dryRun {
		stop, err := a.trust.publish(ctx)
		if err != nil {
			return err
		}
		defer stop()
	}

	out := newPrinter(s.out, a.json)
	err = watch.hinted(a.ask(ctx, client, out), a.trust.profile)
	if flushed := out.flush(); err == nil {
		err = flushed
	}
	return err
}

func (a *asking) define(f *flags) {
	a.connection.define(f)
	a.filter.define(f)
	f.once("id", func(value string) (err error) {
		a.id, err = parseNumber(value)
		return err
	})
	f.secret(&a.graphql, "graphql") // names may stand in it
	f.toggle(&a.expression, "expression")
	f.toggle(&a.one, "one")
	f.number(&a.pageSize, "page-size", 1)
	f.number(&a.limit, "limit", 0)
	f.toggle(&a.json, "json")
	f.toggle(&a.dryRun, "dry-run")
	f.toggle(&a.explain, "explain")
	a.later.define(f)
}

func (a *asking) check(f *flags) error {
	asked := f.given["id"] || len(a.conditions) > 0
	switch {
	case f.given["graphql"] && (asked || a.expression):
		f.fail("-graphql excludes -id, -where and -expression: write all of the question in its text")
	case !f.given["graphql"] && !asked:
		f.fail("nothing is asked: give -id, -where or -graphql")
	}
	if a.explain && a.dryRun {
		f.fail("-explain and -dry-run exclude each other")
	}
	if a.later.async && (a.explain || a.dryRun) {
		f.fail("-async excludes -explain and -dry-run, which send nothing")
	}
	a.later.check(f, a.insecureHTTP)
	if a.explain {
		return f.wrong
	}
	return a.connection.check(f)
}

// query is the question, with the page size that is asked for in fact: a dry run
// shows what would be sent, and no more is asked for than is wanted.
func (a *asking) query() search.Query {
	q := search.Where(a.conditions...)
	switch {
	case a.graphql != "":
		q = search.GraphQL(a.graphql)
	case a.id.Value != "":
		q = search.ByIdentifier(a.id.Type, a.id.Value).And(a.conditions...)
	}
	if a.expression {
		q = q.AsExpression()
	}
	if a.event != "" {
		q = q.In(a.event)
	}
	switch {
	case a.later.async && a.pageSize == 0: // everything, however it is paged
		return q
	case a.one:
		return q.WithPageSize(max(2, a.pageSize)) // two tell "one" from "more than one"
	case a.pageSize > 0:
		return q.WithPageSize(a.pageSize)
	case a.limit > 0 && a.limit < 100:
		return q.WithPageSize(a.limit)
	default:
		return q
	}
}

// explainTo says what is asked, if it can be asked in this profile. A client for
// nobody finds that out as one for somebody would, and sends nothing.
func (a *asking) explainTo(ctx context.Context, f *flags, out *printer) error {
	q := a.query()
	if err := q.Validate(); err != nil {
		return usageError(err.Error(), f.see)
	}
	nobody, err := crvs.New("https://registry.invalid", crvs.WithProfile(a.trust.profile),
		crvs.WithSender("https://"+program+".invalid"), crvs.WithInsecureUnsigned())
	if err != nil {
		return err
	}
	if _, err := nobody.Preview(ctx, q); err != nil {
		return err
	}
	if err := out.line("%s", inWords(q)); err != nil {
		return err
	}
	return out.flush()
}

func (a *asking) ask(ctx context.Context, client *crvs.Client, out *printer) error {
	switch q := a.query(); {
	case a.dryRun:
		message, err := client.Preview(ctx, q)
		if err != nil {
			return err
		}
		return out.message(message)
	case a.one:
		hit, err := client.Find(ctx, q)
		if err != nil {
			return err
		}
		return out.hit(hit)
	default:
		return a.list(ctx, client, q, out)
	}
}

// list prints every record up to the limit. An error after some of them means
// that the list is not complete.
func (a *asking) list(ctx context.Context, client *crvs.Client, q search.Query, out *printer) error {
	for hit, err := range client.Search(ctx, q) {
		switch {
		case err != nil && out.hits > 0 && !errors.Is(err, crvs.ErrUnstable):
			return &partialError{out.hits, err}
		case err != nil:
			return err
		}
		if err := out.hit(hit); err != nil {
			return err
		}
		if out.hits == a.limit {
			return out.count(true)
		}
	}
	if out.hits == 0 {
		return crvs.ErrNotFound
	}
	return out.count(false)
}

// message prints a message as it would be sent, indented for people.
func (p *printer) message(message []byte) error {
	if !p.json {
		var b bytes.Buffer
		if err := json.Indent(&b, message, "", "  "); err != nil {
			return err
		}
		message = b.Bytes()
	}
	return p.line("%s", message)
}
