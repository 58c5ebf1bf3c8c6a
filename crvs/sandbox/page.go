package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// order is one key to sort by.
type order struct {
	key        func(person.Person) string // "" sorts last, whatever the direction
	descending bool
}

func (p *plan) readSort(c criteria) *rejection {
	for i, s := range c.Sort {
		key := sortKey(s.Attribute)
		if key == nil {
			return &rejection{wire.SearchReasonCodeSortInvalid, fmt.Sprintf(
				"search_criteria.sort[%d].attribute_name: this registry sorts by birth_date, death_date, marriage_date, surname and given_name", i)}
		}
		p.order = append(p.order, order{key: key, descending: s.Order == string(codes.SortDescending)})
	}
	return nil
}

// sortKey is the text by which the record's person is put in order, nil if this
// registry does not sort by this attribute. Names are ordered by their letters'
// numbers, which is no language's own order.
func sortKey(attribute string) func(person.Person) string {
	switch attribute {
	case search.BirthDate.Name():
		return func(p person.Person) string { return spanOf(p.BirthDate()).first }
	case search.DeathDate.Name():
		return func(p person.Person) string { return spanOf(p.DeathDate()).first }
	case search.MarriageDate.Name():
		return func(p person.Person) string { return spanOf(p.MarriageDate()).first }
	case search.FamilyName.Name():
		return func(p person.Person) string { return strings.ToLower(p.Name().FamilyName()) }
	case search.GivenName.Name():
		return func(p person.Person) string { return strings.ToLower(p.Name().GivenName()) }
	default:
		return nil
	}
}

// sort puts records, which come by registration number, in the order asked for;
// ties stay by registration number, in both directions.
func (p *plan) sort(found []*entry) {
	slices.SortStableFunc(found, func(a, b *entry) int {
		for _, o := range p.order {
			if c := o.compare(o.key(a.record.Person), o.key(b.record.Person)); c != 0 {
				return c
			}
		}
		return 0
	})
}

func (o order) compare(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	case o.descending:
		return strings.Compare(b, a)
	default:
		return strings.Compare(a, b)
	}
}

// readPage: pages count from 1 (wire.md, rule 6); without pagination everything
// is on one page.
func (p *plan) readPage(c criteria) *rejection {
	p.page, p.size = 1, maxRecords
	if c.Pagination == nil {
		return nil
	}
	p.paged = true
	if c.Pagination.Size > maxRecords {
		return &rejection{wire.SearchReasonCodePaginationInvalid, fmt.Sprintf("search_criteria.pagination.page_size: must be at most %d", maxRecords)}
	}
	p.size = int(c.Pagination.Size)
	if c.Pagination.Number > 0 {
		p.page = int(c.Pagination.Number)
	}
	return nil
}

// cut is the page asked for, empty past the last one.
func (p *plan) cut(found []*entry) []*entry {
	if p.page-1 > len(found)/p.size { // before a product that could overflow
		return nil
	}
	from := min((p.page-1)*p.size, len(found))
	return found[from:min(from+p.size, len(found))]
}
