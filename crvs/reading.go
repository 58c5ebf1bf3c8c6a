package crvs

import (
	"context"
	"fmt"
	"hash/maphash"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/search"
)

// reading is the state of one [Client.Search].
type reading struct {
	client        *Client
	transactionID string
	next          question
	first         int // number of the first page read
	pages         int
	done          bool

	lastPage uint64 // hash of the page before
	probing  bool   // nothing says whether the page before was the last one
	seen     registrations

	skipped int // records before the first page read, as far as is known
	came    int // records that came, doubles included
	doubles int
	total   int // the registry's last count, -1 if it does not count
	// countsPage: the first page was full and counted as many as it held, and so did
	// each page since. Such a count may be that of the page.
	countsPage bool
	isSure     bool // what was skipped is known
	changed    bool
	isPartial  bool
	lastOne    outcome
}

// page reads the next page and returns its hits without doubles.
func (r *reading) page(ctx context.Context) ([]search.Hit, error) {
	if r.pages >= r.client.maxPages {
		return nil, tooManyPages("search", r.client.maxPages, r.lastOne)
	}
	o, err := r.client.askOne(ctx, "search", r.transactionID, r.next)
	if err != nil {
		return nil, err
	}
	hash := maphash.Bytes(r.seen.seed, o.Raw)
	if r.pages > 0 && len(o.Raw) > 0 && len(o.Page.Hits)+o.Page.Relatives > 0 && hash == r.lastPage {
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

func tooManyPages(op string, limit int, last outcome) *Error {
	return about(op, fault.KindProtocol, fmt.Sprintf("more than %d pages: narrow the question, or raise WithMaxPages", limit), last)
}

// count keeps the books and decides whether there is another page.
func (r *reading) count(o outcome) {
	p, size := o.Page, r.next.size
	if o.Size > 0 {
		size = o.Size
	}
	r.isPartial = r.isPartial || p.Partial
	r.lastOne = o
	r.lastOne.Raw, r.lastOne.Page.Hits = nil, nil // only its ids are wanted
	came := len(p.Hits) + p.Relatives
	r.came += came
	// What a registry says of its size may be that of its largest page: one that
	// gives as many as it was asked for may have more.
	isFull := came >= min(size, r.next.size)
	// Past the end a registry may count what it gives: nothing.
	if r.pages == 0 || came > 0 {
		r.skipped = (r.first - 1) * size
		r.countsPage = p.Total == came && (r.countsPage || r.pages == 0 && isFull)
		r.changed = r.changed || !r.countsPage && r.total >= 0 && p.Total >= 0 && p.Total != r.total
		if p.Total >= 0 {
			r.total = p.Total
		}
	}
	// What was skipped is known where nothing was, or where the registry says
	// how large its pages are: it may give fewer than asked.
	r.isSure = r.first == 1 || o.Size > 0
	r.probing = false
	switch {
	case came == 0, r.client.session().Profile().Asks.NoPages:
		r.done = true
	case r.countsPage:
		r.done, r.probing = !isFull, isFull
	case r.total >= 0 && r.isSure:
		r.done = r.skipped+r.came >= r.total
	case o.Size > 0 && o.Size != r.next.size:
		r.done, r.probing = !isFull, isFull && came < size
	default:
		// A short page may be the last one, or all that this registry ever gives
		// at once, for the size that it names is only the one we asked for.
		r.probing = !isFull
	}
}

// withoutDoubles drops the hits whose registration was handed on lately. A hit
// without registration number is never taken for a double: two people may look
// the same. Nor is the registration of another person with the same number, for
// two offices may count alike.
func (r *reading) withoutDoubles(hits []search.Hit) []search.Hit {
	if r.pages == 0 { // one page is one answer: the registry's own list
		if !r.done {
			for _, h := range hits {
				r.seen.remember(h)
			}
		}
		return hits
	}
	out := hits[:0:0]
	for _, h := range hits {
		if r.seen.isKnown(h) {
			r.doubles++
			continue
		}
		r.seen.remember(h)
		out = append(out, h)
	}
	return out
}

// verdict says at the end whether the reading can be trusted to be complete.
func (r *reading) verdict() error {
	counted := r.total >= 0 && !r.countsPage
	missing := counted && r.skipped+r.came < r.total
	surplus := counted && r.isSure && r.came > 0 && r.skipped+r.came > r.total
	switch {
	case r.doubles == 0 && !r.changed && !missing && !surplus && r.isPartial:
		return about("search", fault.KindUnavailable, notWhole, r.lastOne)
	case r.doubles == 0 && !r.changed && !missing && !surplus:
		return nil
	}
	return about("search", fault.KindUnstable, fmt.Sprintf(
		"the result changed while it was read (%d records came, %d of them twice; the registry's last count is %d): "+
			"a record may have been missed, read again", r.came, r.doubles, r.total), r.lastOne)
}
