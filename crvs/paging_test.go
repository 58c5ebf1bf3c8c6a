package crvs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
)

// list is a registry that pages through births with these numbers.
type list struct {
	brns    []string
	most    int  // records per page, whatever is asked; 0: as asked
	counts  bool // says total_count
	sizes   bool // says page_size
	pastEnd string
}

func (l list) answer() script {
	return func(w writer, a asked) {
		size := a.pageSize
		if l.most > 0 {
			size = min(size, l.most)
		}
		from := min((a.page-1)*size, len(l.brns))
		to := min(from+size, len(l.brns))
		if from == to && l.pastEnd != "" {
			says(200, l.pastEnd)(w, a)
			return
		}
		members := `"status":"succ",` + data("live_birth", births(l.brns[from:to]...))
		switch {
		case l.counts && l.sizes:
			members += "," + pagination(a.page, size, len(l.brns))
		case l.counts:
			members += fmt.Sprintf(`,"pagination":{"total_count":%d}`, len(l.brns))
		case l.sizes:
			members += fmt.Sprintf(`,"pagination":{"page_size":"%d","total_count":""}`, size)
		}
		says(200, envelope(`"status":"succ","total_count":1`, item(0, members)))(w, a)
	}
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("B%03d", i+1)
	}
	return out
}

func TestSearchReadsEveryRecordOnce(t *testing.T) {
	t.Parallel()
	nothing := envelope(`"status":"succ","total_count":0`, "")
	for _, test := range []struct {
		name  string
		list  list
		first int
		want  int // the last so many of 25
		sent  int
	}{
		{"counted", list{counts: true, sizes: true}, 1, 25, 3},
		{"counted, the size not said", list{counts: true}, 1, 25, 3},
		{"pages smaller than asked", list{counts: true, sizes: true, most: 4}, 1, 25, 7},
		{"pages smaller than asked, not said", list{counts: true, most: 4}, 1, 25, 7},
		{"not counted, the size echoed", list{sizes: true}, 1, 25, 4},
		{"not counted, pages smaller than asked", list{sizes: true, most: 4}, 1, 25, 7},
		{"neither counted nor sized", list{}, 1, 25, 4},
		{"neither counted nor sized, pages smaller than asked", list{most: 4}, 1, 25, 8},
		{"past the end it counts nothing", list{most: 5, pastEnd: nothing}, 1, 25, 6},
		{"from the second page on", list{counts: true, sizes: true}, 2, 15, 2},
		{"from the second page on, smaller than asked", list{counts: true, sizes: true, most: 4}, 2, 21, 6},
		{"from the second page on, smaller than asked, not said", list{counts: true, most: 4}, 2, 21, 7},
		{"from the second page on, past the end it counts nothing", list{counts: true, most: 4, pastEnd: nothing}, 2, 21, 7},
		{"from a page past the end", list{counts: true, sizes: true}, 9, 0, 1},
		{"one page that is full, whose count may be its own", list{counts: true, sizes: true, most: 25}, 1, 25, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				test.list.brns = numbered(25)
				size := 10
				if test.list.most == 25 {
					size = 25
				}
				reg := start(t, test.list.answer())
				hits, err := collect(reg.client(t).Search(t.Context(), bornInMay().WithPageSize(size).WithPage(test.first)))
				require.NoError(t, err)
				assert.Equal(t, numbered(25)[25-test.want:], numbers(hits))
				requests := reg.requests()
				assert.Len(t, requests, test.sent)
				for i, r := range requests {
					assert.Equal(t, requests[0].transactionID, r.transactionID, "one transaction")
					assert.Equal(t, test.first+i, r.page)
					assert.Equal(t, size, r.pageSize)
					assert.True(t, i == 0 || r.messageID != requests[i-1].messageID)
				}
			})
		})
	}
}

func TestSearchWithoutHitsYieldsNothing(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"an empty list": envelope(`"status":"succ","total_count":0`, ""),
		"an empty item": found(""),
		"counted":       counted(1, 10, 0, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(200, body))
				hits, err := collect(reg.client(t).Search(t.Context(), bornInMay()))
				require.NoError(t, err)
				assert.Empty(t, hits)
				assert.Len(t, reg.requests(), 1)
			})
		})
	}
}

func TestSearchIsLazy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, list{brns: numbered(9), counts: true}.answer())
		seq := reg.client(t).Search(t.Context(), bornInMay().WithPageSize(3))
		assert.Empty(t, reg.requests(), "nothing is asked before the loop")
		n := 0
		for _, err := range seq {
			require.NoError(t, err)
			n++
			assert.Len(t, reg.requests(), (n-1)/3+1, "no page before it is needed")
			if n == 5 {
				break
			}
		}
		assert.Len(t, reg.requests(), 2, "break stops")

		hits, err := collect(seq)
		require.NoError(t, err)
		assert.Len(t, hits, 9, "a second loop reads from the beginning")
		r := reg.requests()
		assert.NotEqual(t, r[0].transactionID, r[4].transactionID, "in a transaction of its own")
	})
}

func TestSearchNoticesThatTheListChangedWhileItWasRead(t *testing.T) {
	t.Parallel()
	page := func(number, total int, brns ...string) script {
		return says(200, counted(number, 2, total, births(brns...)))
	}
	plain := func(brns ...string) script { return says(200, found(births(brns...))) }
	nothing := says(200, envelope(`"status":"succ","total_count":0`, ""))
	for _, test := range []struct {
		name  string
		pages []script
		want  []string
		kind  crvs.Kind // "" for none
	}{
		{"a record on two pages", []script{page(1, 4, "B1", "B2"), page(2, 4, "B2", "B3")}, []string{"B1", "B2", "B3"}, crvs.KindUnstable},
		{"a count that grows", []script{page(1, 3, "B1", "B2"), page(2, 4, "B3", "B4")}, []string{"B1", "B2", "B3", "B4"}, crvs.KindUnstable},
		{"a count that shrinks", []script{page(1, 4, "B1", "B2"), page(2, 3, "B3")}, []string{"B1", "B2", "B3"}, crvs.KindUnstable},
		{"a record that leaves before the last page", []script{page(1, 3, "B1", "B2"), says(200, counted(2, 2, 2, ""))}, []string{"B1", "B2"}, crvs.KindUnstable},
		{"the last page is gone", []script{page(1, 3, "B1", "B2"), nothing}, []string{"B1", "B2"}, crvs.KindUnstable},
		{"fewer than counted", []script{page(1, 5, "B1", "B2"), page(2, 5, "B3"), says(200, counted(3, 2, 5, ""))}, []string{"B1", "B2", "B3"}, crvs.KindUnstable},
		{"fewer than counted, the count gone", []script{page(1, 5, "B1", "B2"), page(2, 5, "B3"), nothing}, []string{"B1", "B2", "B3"}, crvs.KindUnstable},
		{"a repeated page", []script{page(1, 6, "B1", "B2"), page(2, 6, "B1", "B2")}, []string{"B1", "B2"}, crvs.KindProtocol},
		{"a repeated page without count", []script{plain("B1", "B2"), plain("B1", "B2")}, []string{"B1", "B2"}, crvs.KindProtocol},
		{"all at once, whatever page is asked", []script{plain("B1")}, []string{"B1"}, ""},
		{"all at once, and more than asked", []script{says(200, counted(1, 2, 3, births("B1", "B2", "B3")))}, []string{"B1", "B2", "B3"}, ""},
		{"a count on the first page only", []script{page(1, 3, "B1", "B2"), plain("B3")}, []string{"B1", "B2", "B3"}, ""},
		{"a count on the second page only", []script{plain("B1", "B2"), page(2, 3, "B3")}, []string{"B1", "B2", "B3"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, test.pages...)
				hits, err := collect(reg.client(t).Search(t.Context(), bornInMay().WithPageSize(2)))
				assert.Equal(t, test.want, numbers(hits))
				if test.kind == "" {
					require.NoError(t, err)
					return
				}
				e := asError(t, err)
				assert.Equal(t, test.kind, e.Kind, "%v", err)
				assert.Equal(t, reg.requests()[0].transactionID, e.TransactionID)
			})
		})
	}
}

func TestAnErrorOnAPageComesAfterTheRecordsBeforeIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t,
			says(200, counted(1, 2, 6, births("B1", "B2"))), says(200, counted(2, 2, 6, births("B3", "B4"))),
			says(400, `{"error":{"code":400,"message":"no"}}`))
		hits, err := collect(reg.client(t).Search(t.Context(), bornInMay().WithPageSize(2)))
		assert.Equal(t, []string{"B1", "B2", "B3", "B4"}, numbers(hits))
		assert.Equal(t, crvs.KindRejected, asError(t, err).Kind)
	})
}

func TestSearchStopsWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		reg := start(t, list{brns: numbered(9), counts: true}.answer())
		var last error
		n := 0
		for _, err := range reg.client(t).Search(ctx, bornInMay().WithPageSize(3)) {
			if last = err; err == nil {
				n++
				cancel()
			}
		}
		assert.Equal(t, 3, n, "what had come")
		assert.Equal(t, crvs.KindCanceled, asError(t, last).Kind)
		require.ErrorIs(t, last, context.Canceled)
		assert.Len(t, reg.requests(), 1)
	})
}

func TestTooManyPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, list{brns: numbered(9), counts: true}.answer())
		hits, err := collect(reg.client(t, crvs.WithMaxPages(2)).Search(t.Context(), bornInMay().WithPageSize(3)))
		assert.Len(t, hits, 6)
		e := asError(t, err)
		assert.Equal(t, crvs.KindProtocol, e.Kind)
		assert.Contains(t, err.Error(), "more than 2 pages")
		assert.Len(t, reg.requests(), 2)

		hits, err = collect(reg.client(t, crvs.WithMaxPages(3)).Search(t.Context(), bornInMay().WithPageSize(3)))
		require.NoError(t, err)
		assert.Len(t, hits, 9)
	})
}

func TestARegistryWithoutEndDoesNotFillTheMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, func(w writer, a asked) {
			n := a.page * 2
			says(200, found(births(fmt.Sprint("B", n), fmt.Sprint("B", n+1))))(w, a)
		})
		_, err := collect(reg.client(t, crvs.WithMaxPages(50)).Search(t.Context(), bornInMay().WithPageSize(2)))
		assert.Equal(t, crvs.KindProtocol, asError(t, err).Kind)
		assert.Len(t, reg.requests(), 50)
		assert.NotErrorIs(t, err, errors.ErrUnsupported)
	})
}

func TestANumberThatIsTwiceOnOnePageIsNoChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(births("B1", "B1"))), says(200, envelope(`"status":"succ","total_count":0`, "")))
		hits, err := collect(reg.client(t).Search(t.Context(), bornInMay().WithPageSize(10)))
		require.NoError(t, err)
		assert.Equal(t, []string{"B1", "B1"}, numbers(hits), "a number twice in it is no sign of change")
	})
}
