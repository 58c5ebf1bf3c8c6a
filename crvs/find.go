package crvs

import (
	"bytes"
	"context"
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/search"
)

// Find asks for exactly one record. If the registry has none, errors.Is(err,
// [ErrNotFound]) is true. If it has more than one, [ErrAmbiguous]: name the event with
// search.Query.In, for a person has a record of birth and may have one of death. If it
// returned a record that contradicts the question, [ErrOvermatch]. Any other [*Error]
// means that the registry could not be asked, or that its answer is incomplete
// (search.Page.Partial) or cannot be trusted. If the Match of the hit is not
// search.MatchConfirmed, the record itself does not show what was asked for.
//
// Not found means: among the records that the registry shows to this client. A
// registry may show each client what its scope allows, and no more.
//
// The query's page is ignored; its page size is at least 2. Further pages are read
// only where the first one leaves open whether there is another record.
func (c *Client) Find(ctx context.Context, q search.Query) (search.Hit, error) {
	const op = "find"
	question, err := c.question(ctx, op, q)
	if err != nil {
		return search.Hit{}, err
	}
	question.page = 1
	if q.PageSize() < 2 && !question.sizeIsOurs {
		question.size = 2 // two tell "one" from "more than one"
	}
	o, err := c.askOne(ctx, op, c.newTransaction(), question)
	if err != nil {
		return search.Hit{}, err
	}
	f := finding{client: c, first: o, question: question}
	f.add(o)
	for f.mayHaveMore() {
		if f.question.page >= c.maxPages { // records of relatives alone do not say that there is no other
			return search.Hit{}, tooManyPages(op, c.maxPages, o)
		}
		if err := f.next(ctx, op); err != nil {
			return search.Hit{}, err
		}
	}
	switch {
	// The total also counts records of relatives, so it proves a second record only if
	// there are none.
	case len(f.hits) > 1 || f.relatives == 0 && f.total > 1:
		return search.Hit{}, about(op, fault.KindAmbiguous, "more than one record matches: ask for one event, or add a condition", o)
	case f.isPartial:
		return search.Hit{}, about(op, fault.KindUnavailable, notWhole, o)
	case len(f.hits) == 0:
		e := about(op, fault.KindNotFound, "the registry was asked and has no such record", o)
		e.Hint = c.session().Profile().Habit.Scope
		return search.Hit{}, e
	default:
		return f.hits[0], nil
	}
}

// finding is the state of one [Client.Find].
type finding struct {
	client   *Client
	first    outcome
	question question // of the page read last

	hits      []search.Hit // each registration once
	total     int          // the registry's count, without repetitions; -1 if it does not count
	came      int          // records, all that came
	relatives int
	lastCame  int // records of the page read last
	isPartial bool
}

// notWhole is the message for a partial answer: it has records, but others may still
// come (internal/wire/RULES.md, rule 8).
const notWhole = "the registry has not answered this question completely yet (status pdng or part), so there may be another record: ask again later"

// add takes the records of a page. A registration that is listed twice is one.
func (f *finding) add(o outcome) {
	if f.came == 0 {
		f.total = o.Page.Total
	}
	for _, h := range o.Page.Hits {
		if slices.ContainsFunc(f.hits, func(earlier search.Hit) bool { return isRepeat(earlier, h) }) {
			f.total--
			continue
		}
		f.hits = append(f.hits, h)
	}
	f.relatives += o.Page.Relatives
	f.isPartial = f.isPartial || o.Page.Partial
	f.lastCame = len(o.Page.Hits) + o.Page.Relatives
	f.came += f.lastCame
}

// isRepeat says whether two hits are one registration, written in the same words.
func isRepeat(a, b search.Hit) bool {
	return a.RegistrationNumber != "" && key(a) == key(b) && bytes.Equal(a.Raw(), b.Raw())
}

// mayHaveMore says whether another page must be read to know if there is a second
// record. It must in three cases: the registry's page holds one record and nothing else
// is counted; it says that there is another page; or records of relatives came, which
// the total counts too.
func (f *finding) mayHaveMore() bool {
	if len(f.hits) > 1 || f.lastCame == 0 || f.client.session().Profile().Asks.NoPages {
		return false
	}
	size := f.question.size
	if f.first.Size > 0 { // see reading.count
		size = min(size, f.first.Size)
	}
	if f.relatives > 0 {
		return f.first.Page.Total > f.came || f.first.Page.Total < 0 && f.lastCame >= size
	}
	if f.question.page > 1 || len(f.hits) != 1 {
		return false
	}
	return f.first.HasMore || f.first.Size == 1 && f.question.size > 1 && f.first.Page.Total <= 1
}

func (f *finding) next(ctx context.Context, op string) error {
	f.question.page++
	if f.first.Size > 0 { // the pages are as large as the registry makes them
		f.question.size, f.question.sizeIsOurs = f.first.Size, false
	}
	o, err := f.client.askOne(ctx, op, f.first.Page.TransactionID, f.question)
	if err != nil {
		return err
	}
	if len(o.Raw) > 0 && bytes.Equal(o.Raw, f.first.Raw) {
		return nil // it knows no pages and gave the same again
	}
	f.add(o)
	return nil
}
