package crvs

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"

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
	switch {
	case len(o.Page.Hits) == 0:
		return search.Hit{}, about(op, fault.KindNotFound, "the registry was asked and has no such record", o)
	case len(o.Page.Hits) > 1 || o.Page.Total > 1:
		return search.Hit{}, about(op, fault.KindAmbiguous, "more than one record matches: ask for one event, or add a condition", o)
	default:
		return o.Page.Hits[0], nil
	}
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
		r := reading{client: c, transactionID: c.newTransaction(), next: question, seed: maphash.MakeSeed(), total: -1}
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

// remembered is how many of the last records a reading remembers to notice one
// that comes twice. It bounds the memory of a long reading.
const remembered = 1 << 14

// reading is the state of one [Client.Search].
type reading struct {
	client        *Client
	transactionID string
	next          question
	first         int // number of the first page read
	pages         int
	done          bool

	seed     maphash.Seed
	lastPage uint64 // hash of the page before
	probing  bool   // the page before was short, and nothing says that it was the last
	seen     map[string]struct{}
	order    []string // of seen, a ring
	oldest   int

	skipped int // records before the first page read, as far as is known
	came    int // records that came, doubles included
	doubles int
	total   int // the registry's last count, -1 if it does not count
	changed bool
	lastOne outcome
}

// page reads the next page and returns its hits without doubles.
func (r *reading) page(ctx context.Context) ([]search.Hit, error) {
	if r.pages >= r.client.maxPages {
		return nil, about("search", fault.KindProtocol,
			fmt.Sprintf("more than %d pages: narrow the question, or raise WithMaxPages", r.client.maxPages), r.lastOne)
	}
	o, err := r.client.askOne(ctx, "search", r.transactionID, r.next)
	if err != nil {
		return nil, err
	}
	hash := maphash.Bytes(r.seed, o.Raw)
	if r.pages > 0 && len(o.Page.Hits) > 0 && hash == r.lastPage {
		if r.probing { // it knows no pages and gave everything at once
			r.done = true
			return nil, nil
		}
		return nil, about("search", fault.KindProtocol, "the registry sent the same page again instead of the next one", o)
	}
	r.lastPage = hash
	r.count(o)
	hits := r.withoutDoubles(o.Page.Hits)
	r.pages++
	r.next.page++
	return hits, nil
}

// count keeps the books and decides whether there is another page.
func (r *reading) count(o outcome) {
	p, size := o.Page, r.next.size
	if o.Size > 0 {
		size = o.Size
	}
	r.lastOne = o
	r.lastOne.Raw, r.lastOne.Page.Hits = nil, nil // only its ids are wanted
	r.came += len(p.Hits)
	// Past the end a registry may count what it gives: nothing.
	if r.pages == 0 || len(p.Hits) > 0 {
		r.skipped = (r.first - 1) * size
		r.changed = r.changed || r.total >= 0 && p.Total >= 0 && p.Total != r.total
		if p.Total >= 0 {
			r.total = p.Total
		}
	}
	// What was skipped is known where nothing was, or where the registry says
	// how large its pages are: it may give fewer than asked.
	isSure := r.first == 1 || o.Size > 0
	isFull := len(p.Hits) >= size
	r.probing = false
	switch {
	case len(p.Hits) == 0, r.client.session.Profile().Asks.NoPages:
		r.done = true
	case r.total >= 0 && isSure:
		r.done = r.skipped+r.came >= r.total
	case o.Size > 0 && o.Size != r.next.size:
		r.done = !isFull
	default:
		// A short page may be the last one, or all that this registry ever gives
		// at once, for the size that it names is only the one we asked for.
		r.probing = !isFull
	}
}

// withoutDoubles drops the hits whose registration was handed on lately. A hit
// without registration number is never taken for a double: two people may look
// the same.
func (r *reading) withoutDoubles(hits []search.Hit) []search.Hit {
	if r.done && r.pages == 0 {
		return hits // one page is one answer: the registry's own list
	}
	if r.seen == nil {
		r.seen = make(map[string]struct{})
	}
	if r.probing && r.pages == 0 { // so may this be
		for _, h := range hits {
			r.remember(key(h))
		}
		return hits
	}
	out := hits[:0:0]
	for _, h := range hits {
		if h.RegistrationNumber == "" {
			out = append(out, h)
			continue
		}
		if _, double := r.seen[key(h)]; double {
			r.doubles++
			continue
		}
		r.remember(key(h))
		out = append(out, h)
	}
	return out
}

func key(h search.Hit) string { return string(h.Event) + " " + h.RegistrationNumber }

func (r *reading) remember(key string) {
	if _, known := r.seen[key]; known {
		return
	}
	r.seen[key] = struct{}{}
	if len(r.order) < remembered {
		r.order = append(r.order, key)
		return
	}
	delete(r.seen, r.order[r.oldest])
	r.order[r.oldest] = key
	r.oldest = (r.oldest + 1) % remembered
}

// verdict says at the end whether the reading can be trusted to be complete.
func (r *reading) verdict() error {
	missing := r.skipped+r.came < r.total
	if r.doubles == 0 && !r.changed && !missing {
		return nil
	}
	return about("search", fault.KindUnstable, fmt.Sprintf(
		"the result changed while it was read (%d records came, %d of them twice; the registry's last count is %d): "+
			"a record may have been missed, read again", r.came, r.doubles, r.total), r.lastOne)
}
