package crvs

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/search"
)

// Find asks for exactly one record. It returns an error for which
// errors.Is(err, [ErrNotFound]) if the registry has none, [ErrAmbiguous] if it
// has more than one (name the event with search.Query.In: a person has a record
// of birth and may have one of death), and any other [*Error] if it could not be
// asked. A hit whose Match is not search.MatchConfirmed does not itself show
// what was asked for.
//
// The query's page is ignored; its page size is at least 2.
func (c *Client) Find(ctx context.Context, q search.Query) (search.Hit, error) {
	const op = "find"
	question, err := c.question(op, q)
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
	hits, total := withoutRepeats(o.Page)
	if len(hits) == 1 && total <= 1 && c.mayHaveMore(o, question) {
		if hits, o, err = c.next(ctx, op, hits, o, question); err != nil {
			return search.Hit{}, err
		}
	}
	switch {
	case len(hits) == 0:
		return search.Hit{}, about(op, fault.KindNotFound, "the registry was asked and has no such record", o)
	case len(hits) > 1 || total > 1:
		return search.Hit{}, about(op, fault.KindAmbiguous, "more than one record matches: ask for one event, or add a condition", o)
	default:
		return hits[0], nil
	}
}

// withoutRepeats are the hits of a page, one that is listed twice only once, and
// the registry's count without it.
func withoutRepeats(p search.Page) (hits []search.Hit, total int) {
	total = p.Total
	for _, h := range p.Hits {
		if slices.ContainsFunc(hits, func(earlier search.Hit) bool { return isRepeat(earlier, h) }) {
			total--
			continue
		}
		hits = append(hits, h)
	}
	return hits, total
}

// isRepeat says whether two hits are one registration, written in the same words.
func isRepeat(a, b search.Hit) bool {
	return a.RegistrationNumber != "" && key(a) == key(b) && bytes.Equal(a.Raw(), b.Raw())
}

// mayHaveMore says whether a page of one record is full, so that nothing shows that
// it is the only one: the registry gives one record a page, and counts none, or
// those of the page.
func (c *Client) mayHaveMore(o outcome, q question) bool {
	return o.Size == 1 && q.size > 1 && o.Page.Total <= len(o.Page.Hits) && !c.session.Profile().Asks.NoPages
}

// next adds what the next page has.
func (c *Client) next(ctx context.Context, op string, hits []search.Hit, first outcome, q question) ([]search.Hit, outcome, error) {
	q.page, q.size, q.sizeIsOurs = 2, first.Size, false
	o, err := c.askOne(ctx, op, first.Page.TransactionID, q)
	if err != nil {
		return nil, first, err
	}
	for _, h := range o.Page.Hits {
		if !isRepeat(hits[0], h) {
			hits = append(hits, h)
		}
	}
	return hits, first, nil
}

// SearchPage asks for one page. Nothing found is a page without hits and no
// error; so is a page past the last one. An [*Error] means that the registry
// could not be asked or that its answer cannot be trusted.
func (c *Client) SearchPage(ctx context.Context, q search.Query) (search.Page, error) {
	const op = "search"
	question, err := c.question(op, q)
	if err != nil {
		return search.Page{}, err
	}
	o, err := c.askOne(ctx, op, c.newTransaction(), question)
	return o.Page, err
}

// Search asks for every record, page by page from the query's page on, when the
// loop wants the next one: one page is in flight and one in memory. Nothing
// found is no iteration. The first error ends the sequence.
//
// Pages are no snapshot. A registration that comes on two pages, among the last
// 16,384, is handed on once (a record without number is never taken for a double). If records
// came twice, or the registry's count changed while it was read, or fewer
// records came than it counts, the sequence ends, after all that came, with an
// error for which errors.Is(err, [ErrUnstable]): a record may have been missed;
// read again. A page that repeats the one before it, and more pages than
// [WithMaxPages] allows, end it at once.
//
// Of a registry that neither counts nor says how large its pages are, it asks
// one page more than there are: a short page need not be the last.
func (c *Client) Search(ctx context.Context, q search.Query) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		question, err := c.question("search", q)
		if err != nil {
			yield(search.Hit{}, err)
			return
		}
		r := reading{client: c, transactionID: c.newTransaction(), next: question, seen: newRegistrations(), total: -1}
		r.first = r.next.page
		for !r.done {
			hits, err := r.page(ctx)
			for _, h := range hits {
				if !yield(h, nil) {
					return
				}
			}
			if err != nil {
				yield(search.Hit{}, err)
				return
			}
		}
		if err := r.verdict(); err != nil {
			yield(search.Hit{}, err)
		}
	}
}
