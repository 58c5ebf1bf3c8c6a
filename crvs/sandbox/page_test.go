package sandbox_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

func births2017(t *testing.T) wire.SearchCriteria {
	t.Helper()
	return where(t, "live_birth", "birth_date ge 2017-01-01", "birth_date le 2017-12-31")
}

func numbersOf2017() []string {
	return []string{
		"B17APR008", "B17AUG016", "B17DEC031", "B17FEB003", "B17JAN001", "B17JAN014",
		"B17JUL004", "B17JUN009", "B17MAR021", "B17MAR022", "B17MAY011", "B17OCT002",
	}
}

func TestWithoutPagesEverythingIsOnOne(t *testing.T) {
	t.Parallel()
	item := setup(t).ask(t, births2017(t))
	assert.Equal(t, numbersOf2017(), numbers(t, item))
	assert.Equal(t, wire.Pagination{PageNumber: 1, PageSize: 1000, TotalCount: 12}, item.Pagination)
}

func TestPagesHoldEveryRecordOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, size := range []int{1, 2, 5, 6, 11, 12, 13, 1000} {
		var got []string
		pages := (12 + size - 1) / size
		for number := 1; number <= pages; number++ {
			c := births2017(t)
			c.Pagination = wire.PageRequest{PageNumber: number, PageSize: size}
			item := b.ask(t, c)
			assert.Equal(t, wire.Pagination{PageNumber: number, PageSize: size, TotalCount: 12}, item.Pagination)
			assert.LessOrEqual(t, len(item.Data.RegRecords), size)
			got = append(got, numbers(t, item)...)
		}
		assert.Equal(t, numbersOf2017(), got, "pages of %d", size)

		c := births2017(t)
		c.Pagination = wire.PageRequest{PageNumber: pages + 1, PageSize: size}
		item := b.ask(t, c)
		assert.Empty(t, item.Data.RegRecords, "past the last page")
		assert.Equal(t, 12, item.Pagination.TotalCount)
	}
}

func TestThePageWithTheHighestNumberIsEmpty(t *testing.T) {
	t.Parallel()
	c := births2017(t)
	c.Pagination = wire.PageRequest{PageNumber: 1<<31 - 1, PageSize: 1000}
	assert.Empty(t, setup(t).found(t, c))
}

func TestThePageIsTheFirstUnlessTheQuestionSaysOtherwise(t *testing.T) {
	t.Parallel()
	c := births2017(t)
	c.Pagination = wire.PageRequest{PageSize: 5}
	item := setup(t).ask(t, c)
	assert.Equal(t, numbersOf2017()[:5], numbers(t, item))
	assert.Equal(t, 1, item.Pagination.PageNumber)
}

func TestSorting(t *testing.T) {
	t.Parallel()
	of := func(attribute string, order wire.SortOrder) wire.SortItem {
		return wire.SortItem{AttributeName: attribute, SortOrder: order}
	}
	reversed := func(s ...string) []string { slices.Reverse(s); return s }
	byDay := []string{
		"B17JAN001", "B17JAN014", "B17FEB003", "B17MAR021", "B17MAR022", "B17APR008",
		"B17MAY011", "B17JUN009", "B17JUL004", "B17AUG016", "B17OCT002", "B17DEC031",
	}
	deaths := where(t, "death", "death_date le 2100-01-01")
	weddings := where(t, "marriage", "marriage_date ge 2015-01-01")
	namesakes := where(t, "birth", "birth_date ge 1990-05-01", "birth_date le 1990-05-31")
	cases := []struct {
		name     string
		criteria wire.SearchCriteria
		sort     []wire.SortItem
		want     []string
	}{
		{"by birth, the order not named", births2017(t), []wire.SortItem{{AttributeName: "birth_date"}}, byDay},
		{"by birth, ties by number", births2017(t), []wire.SortItem{of("birth_date", "asc")}, byDay},
		{"by birth, the latest first, ties still by number", births2017(t), []wire.SortItem{of("birth_date", "desc")}, func() []string {
			out := reversed(slices.Clone(byDay)...)
			i := slices.Index(out, "B17MAR022")
			out[i], out[i+1] = out[i+1], out[i]
			return out
		}()},
		{"by death", deaths, []wire.SortItem{of("death_date", "desc")}, []string{
			"D24AUG007", "D24AUG009", "D23FEB011", "D21MAY002", "D20JUL018", "D19OCT030", "D17NOV019", "D98XXX001",
		}},
		{"by birth, those without a date last", deaths, []wire.SortItem{of("birth_date", "desc")}, []string{
			"D17NOV019", "D24AUG007", "D21MAY002", "D23FEB011", "D19OCT030", "D24AUG009", "D98XXX001", "D20JUL018",
		}},
		{"by marriage", weddings, []wire.SortItem{of("marriage_date", "asc")}, []string{"M15FEB042", "M15NOV011", "M16JAN020", "M21JAN017"}},
		{"by surname, then by given name", namesakes, []wire.SortItem{of("surname", "asc"), of("given_name", "desc")}, []string{"B90MAY140", "B90MAY123", "B90MAY132"}},
		{"by given name, then by surname", namesakes, []wire.SortItem{of("given_name", "asc"), of("surname", "desc")}, []string{"B90MAY132", "B90MAY123", "B90MAY140"}},
	}
	b := setup(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.criteria.Sort = tc.sort
			assert.Equal(t, tc.want, b.found(t, tc.criteria))
		})
	}
}
