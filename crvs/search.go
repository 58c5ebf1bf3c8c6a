package crvs

import (
	"context"
	"iter"

	"github.com/openspmis/dci-crvs-go/search"
)

// SearchPage asks for one page. Nothing found is a page without hits and no
// error; so is a page past the last one. An [*Error] means that the registry
// could not be asked or that its answer cannot be trusted.
func (c *Client) SearchPage(ctx context.Context, q search.Query) (search.Page, error) {
	const op = "search"
	question, err := c.question(ctx, op, q)
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
// read again. Where a page is not answered completely (search.Page.Partial) the last
// error says so, and asking again may help. A page that repeats the one before it, and more pages than
// [WithMaxPages] allows, end it at once.
//
// Of a registry that neither counts nor says how large its pages are, it asks
// one page more than there are: a short page need not be the last.
func (c *Client) Search(ctx context.Context, q search.Query) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		question, err := c.question(ctx, "search", q)
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
