package sandbox

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// order is one key to sort by.
type order struct {
	attribute  string
	descending bool
}

func (p *plan) readSort(c criteria) *rejection {
	for i, s := range c.Sort {
		if !isSortKey(s.Attribute) {
			return &rejection{wire.SearchReasonCodeSortInvalid, fmt.Sprintf(
				"search_criteria.sort[%d].attribute_name: this registry sorts by %s, surname and given_name", i, strings.Join(dateAttributes(), ", "))}
		}
		o := order{attribute: s.Attribute, descending: s.Order == string(codes.SortDescending)}
		// A second key of the same name decides nothing.
		if !slices.ContainsFunc(p.order, func(before order) bool { return before.attribute == o.attribute }) {
			p.order = append(p.order, o)
		}
	}
	return nil
}

func isSortKey(attribute string) bool {
	return attribute == attrSurname || attribute == attrGivenName || slices.Contains(dateAttributes(), attribute)
}

// sortKey is that by which the record's person is put in order: a day or a text.
// What is missing sorts last, whatever the direction. Names are ordered by their
// letters' numbers, which is no language's own order.
type sortKey struct {
	missing bool
	day     day
	text    string
}

func dayKey(s span) sortKey { return sortKey{missing: !s.is, day: s.first} }

func textKey(lower string) sortKey { return sortKey{missing: lower == "", text: lower} }

// sortKey is that of a record: of the first whom it is about.
func (w *world) sortKey(attribute string, k key) sortKey {
	var r row
	w.rowsAt(k.event(), k.ord(), func(first row) bool { r = first; return false })
	switch attribute {
	case attrSurname:
		return textKey(w.names.lowers[w.rowName(r).family])
	case attrGivenName:
		return textKey(w.names.lowers[w.rowName(r).given])
	default:
		return dayKey(w.rowDate(attribute, r))
	}
}

// sort puts records, which come by registration number, in the order asked for;
// ties stay by registration number, in both directions.
func (w *world) sort(found []key, by []order) {
	if len(by) == 0 {
		return
	}
	type keyed struct {
		key  key
		keys []sortKey
	}
	list, keys := make([]keyed, len(found)), make([]sortKey, 0, len(found)*len(by))
	for i, k := range found {
		for _, o := range by {
			keys = append(keys, w.sortKey(o.attribute, k))
		}
		list[i] = keyed{k, keys[len(keys)-len(by):]}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		for i, o := range by {
			if c := o.compare(a.keys[i], b.keys[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	for i, k := range list {
		found[i] = k.key
	}
}

func (o order) compare(a, b sortKey) int {
	switch {
	case a == b, a.missing && b.missing:
		return 0
	case a.missing:
		return 1
	case b.missing:
		return -1
	}
	if o.descending {
		a, b = b, a
	}
	return cmp.Or(cmp.Compare(a.day, b.day), strings.Compare(a.text, b.text))
}

// readPage: pages count from 1 (internal/wire/RULES.md, rule 6); without
// pagination everything is on one page.
func (p *plan) readPage(c criteria) *rejection {
	p.page, p.size = 1, maxRecords
	if c.Pagination == nil {
		return nil
	}
	p.paged = true
	// The document keeps most of this from the standard's own questions, and
	// nothing keeps it from those of other dialects.
	size, number := c.Pagination.Size, c.Pagination.Number
	switch {
	case size > maxRecords:
		return &rejection{wire.SearchReasonCodePaginationInvalid, fmt.Sprintf("search_criteria.pagination.page_size: must be at most %d", maxRecords)}
	case !(size >= 1) || size != math.Trunc(size):
		return &rejection{wire.SearchReasonCodePaginationInvalid, "search_criteria.pagination.page_size: must be a whole number from 1"}
	case number < 0 || number != math.Trunc(number):
		return &rejection{wire.SearchReasonCodePaginationInvalid, "search_criteria.pagination.page_number: must be a whole number from 1"}
	}
	p.size = int(size)
	if number > 0 {
		p.page = int(min(number, maxPage))
	}
	return nil
}

// maxPage is past the end of every list.
const maxPage = 1 << 30

// cut is the page asked for, empty past the last one.
func (p *plan) cut(found []key) []key {
	if p.page-1 > len(found)/p.size { // before a product that could overflow
		return nil
	}
	from := min((p.page-1)*p.size, len(found))
	return found[from:min(from+p.size, len(found))]
}
