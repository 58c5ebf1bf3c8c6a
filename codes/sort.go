package codes

import "sync"

// SortOrder is the direction of a sort: member sort_order.
type SortOrder string

// Sort orders of CRVS 1.0.0.
const (
	SortAscending  SortOrder = "asc"
	SortDescending SortOrder = "desc"
)

var sortOrders = sync.OnceValue(func() Directory[SortOrder] {
	h := header{
		name:     "sort_order",
		source:   "SortOrderEnum of CRVS 1.0.0.",
		editions: []Numbering{{EditionCRVS1, "", "sort_order"}},
	}
	return newDirectory(h,
		entry(SortAscending, "ascending", "the smallest or earliest first"),
		entry(SortDescending, "descending", "the largest or latest first"),
	)
})

// SortOrders is the directory sort_order.
func SortOrders() Directory[SortOrder] { return sortOrders() }

// Canonical is the standard's code where o is an alias of it, else o as it is.
func (o SortOrder) Canonical() SortOrder { return sortOrders().Canonical(o) }

// Known says whether o is in the directory, by code or label.
func (o SortOrder) Known() bool { _, ok := sortOrders().Parse(string(o)); return ok }
