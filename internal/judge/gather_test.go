package judge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// pageOf is a message with one page of the answer to question r-0: n records, of total.
func pageOf(number, n, total int) string {
	var records []string
	for i := range n {
		records = append(records, fmt.Sprintf(`{"identifier":[{"identifier_type":"BRN","identifier_value":"B%d%d"}],"birth_date":"1990-05-12"}`, number, i))
	}
	return envelope(`"status":"succ","total_count":1`, fmt.Sprintf(
		`"search_response":[{"reference_id":"r-0","status":"succ","data":{"reg_event_type":"live_birth","reg_records":[%s]},"pagination":{"page_number":%d,"page_size":2,"total_count":%d}}]`,
		strings.Join(records, ","), number, total))
}

// itemFor is a message with the answer to one question alone.
func itemFor(reference, rest string) string {
	return envelope(`"status":"succ","total_count":1`, `"search_response":[{"reference_id":"`+reference+`",`+rest+`}]`)
}

const nobodyThere = `"status":"succ","data":{"reg_records":[]},"pagination":{"page_number":1,"page_size":2,"total_count":0}`

func born() search.Query {
	return search.Where(search.Sex.In(codes.SexMale, codes.SexFemale)).In(codes.VitalEventBirth)
}

func TestWhatComesInSeveralMessagesIsPutTogether(t *testing.T) {
	t.Parallel()
	pending := itemFor("r-0", `"status":"pdng"`)
	for name, tt := range map[string]struct {
		came      []string
		questions int
		size      int
		change    func(*profile.Profile)
		records   int // of question r-0
		open      bool
		kind      fault.Kind
	}{
		"nothing came":                                 {open: true},
		"one page with everything":                     {came: []string{pageOf(1, 2, 2)}, records: 2},
		"pages in order":                               {came: []string{pageOf(1, 2, 5), pageOf(2, 2, 5), pageOf(3, 1, 5)}, records: 5},
		"pages in another order":                       {came: []string{pageOf(3, 1, 5), pageOf(1, 2, 5), pageOf(2, 2, 5)}, records: 5},
		"a page twice":                                 {came: []string{pageOf(1, 2, 3), pageOf(1, 2, 3), pageOf(2, 1, 3)}, records: 3},
		"a page is missing":                            {came: []string{pageOf(1, 2, 5), pageOf(3, 1, 5)}, records: 3, open: true},
		"a page twice and one is missing":              {came: []string{pageOf(1, 2, 4), pageOf(1, 2, 4)}, records: 2, open: true},
		"none found":                                   {came: []string{itemFor("r-0", nobodyThere)}},
		"none found by the whole answer":               {came: []string{envelope(`"status":"succ","total_count":0`, `"search_response":[]`)}},
		"an empty message beside pages":                {came: []string{pageOf(1, 2, 3), envelope(`"status":"succ","total_count":0`, `"search_response":[]`)}, records: 2, open: true},
		"not yet, and then the answer":                 {came: []string{pending, pageOf(1, 2, 2)}, records: 2},
		"not yet as a whole":                           {came: []string{envelope(`"status":"pdng"`, `"x":1`)}, open: true},
		"only acknowledged again":                      {came: []string{envelope(`"status":"succ"`, `"ack_status":"ACK"`)}, open: true},
		"a count that changes":                         {came: []string{pageOf(1, 2, 5), pageOf(2, 2, 6)}, kind: fault.KindUnstable},
		"two pages of one number":                      {came: []string{pageOf(1, 2, 5), strings.Replace(pageOf(1, 2, 5), "B10", "B77", 1)}, kind: fault.KindUnstable},
		"more than is counted":                         {came: []string{pageOf(1, 2, 3), pageOf(2, 2, 3)}, kind: fault.KindUnstable},
		"a rejection":                                  {came: []string{itemFor("r-0", `"status":"rjct","status_reason_code":"rjct.search_criteria.invalid"`)}, kind: fault.KindRejected},
		"a rejection after the answer changes nothing": {came: []string{pageOf(1, 2, 2), itemFor("r-0", `"status":"rjct"`)}, records: 2},
		"a rejection of the whole":                     {came: []string{envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid"`, `"search_response":[]`)}, kind: fault.KindRejected},
		"an answer to somebody else":                   {came: []string{itemFor("r-9", nobodyThere)}, kind: fault.KindProtocol},
		"an answer of another transaction":             {came: []string{strings.Replace(pageOf(1, 2, 2), "t-1", "t-2", 1)}, kind: fault.KindProtocol},
		"a message for the other question":             {came: []string{itemFor("r-1", nobodyThere)}, questions: 2, open: true},
		"one that drops misses may send another":       {came: []string{itemFor("r-1", nobodyThere)}, questions: 2, open: true, change: func(p *profile.Profile) { p.Habit.DropsMisses = true }},
		"one that drops misses and answers once":       {came: []string{itemFor("r-1", nobodyThere)}, questions: 2, change: func(p *profile.Profile) { p.Habit.DropsMisses, p.Habit.AnswersOnce = true, true }},
		"one page of one that sends no other":          {came: []string{pageOf(1, 2, 9)}, records: 2, change: func(p *profile.Profile) { p.Habit.AnswersOnce = true }},
		"the page that was asked for":                  {came: []string{pageOf(1, 2, 9)}, records: 2, size: 2},
		"another page than the one asked for":          {came: []string{pageOf(2, 2, 9)}, size: 2, kind: fault.KindProtocol},
		"a page that is not complete, and again":       {came: []string{strings.Replace(pageOf(1, 1, -1), `"reference_id":"r-0","status":"succ"`, `"reference_id":"r-0","status":"part"`, 1), pageOf(1, 2, 2)}, records: 2},
		"a page that is not complete":                  {came: []string{strings.Replace(pageOf(1, 1, -1), `"reference_id":"r-0","status":"succ"`, `"reference_id":"r-0","status":"part"`, 1)}, records: 1, open: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene("", max(tt.questions, 1))
			for i := range s.asked.Questions {
				s.asked.Questions[i].Query, s.asked.Questions[i].Size = born(), tt.size
			}
			if tt.change != nil {
				tt.change(s.rules.Profile)
			}
			s.rules.Verified = true
			g := judge.NewGathering(s.asked)
			for _, body := range tt.came {
				g.Add(judge.Came{Reply: judge.Reply{Payload: []byte(body)}}, s.rules)
			}
			q := g.Questions[0]
			assert.Equal(t, tt.open, q.Open)
			if tt.kind != "" {
				require.NotNil(t, q.Err)
				assert.Equal(t, tt.kind, q.Err.Kind)
				assert.Equal(t, "r-0", q.Err.ReferenceID)
				assert.Empty(t, q.Pages)
				return
			}
			require.Nil(t, q.Err)
			assert.Equal(t, tt.records, q.Came)
		})
	}
}

func TestWhatIsDistrustedEndsTheQuestion(t *testing.T) {
	t.Parallel()
	s := newScene("", 1)
	g := judge.NewGathering(s.asked)
	g.Add(judge.Came{Reply: judge.Reply{Payload: []byte(pageOf(1, 2, 2))}, Distrusted: &fault.Error{Kind: fault.KindSignature, Message: "no"}}, s.rules)
	require.NotNil(t, g.Questions[0].Err)
	assert.Equal(t, fault.KindSignature, g.Questions[0].Err.Kind)
	assert.Equal(t, "t-1", g.Questions[0].Err.TransactionID)
}

// statusOf is the answer to a question for the status of a search.
func statusOf(items string) string {
	return `{"header":{"status":"succ","total_count":1,"action":"txn-on-status"},"message":{"transaction_id":"t-9","txnstatus_response":{"txn_type":"search","txn_status":{"transaction_id":"t-1","search_response":[` + items + `]}}}}`
}

func TestAStatusIsJudgedAsTheAnswer(t *testing.T) {
	t.Parallel()
	one := func(number string) string { // reg_records is an object in a status, by the published document
		return `{"reference_id":"r-0","status":"succ","data":{"reg_records":{"identifier":[{"identifier_type":"BRN","identifier_value":"` + number + `"}],"birth_date":"1990-05-12"}},"pagination":{"page_number":1,"page_size":3,"total_count":2}}`
	}
	for name, tt := range map[string]struct {
		before  string // came as a callback
		body    string
		records int
		open    bool
		unknown bool
		kind    fault.Kind
	}{
		"records, each in an item":        {body: statusOf(one("B1") + "," + one("B2")), records: 2},
		"all, though a page came before":  {before: pageOf(1, 1, 2), body: statusOf(one("B1") + "," + one("B2")), records: 2},
		"not all, though a page came":     {before: pageOf(1, 1, 2), body: statusOf(one("B1")), records: 1, open: true},
		"none":                            {body: statusOf(`{"reference_id":"r-0","status":"succ"}`)},
		"an empty list is no answer yet":  {body: statusOf(``), open: true},
		"pending":                         {body: statusOf(`{"reference_id":"r-0","status":"pdng"}`), open: true},
		"not known":                       {body: statusOf(`{"reference_id":"s-1","status":"rjct","status_reason_code":"rjct.reference_id.invalid"}`), open: true, unknown: true},
		"rejected":                        {body: statusOf(`{"reference_id":"r-0","status":"rjct","status_reason_code":"rjct.search_criteria.invalid"}`), kind: fault.KindRejected},
		"of another kind":                 {body: strings.Replace(statusOf(one("B1")), `"txn_type":"search"`, `"txn_type":"subscribe"`, 1), kind: fault.KindProtocol},
		"of another search":               {body: strings.Replace(statusOf(one("B1")), "t-1", "t-2", 1), kind: fault.KindProtocol},
		"a record of somebody else":       {body: strings.ReplaceAll(statusOf(one("B1")+","+one("B2")), "1990-05-12", "1960-01-01"), kind: fault.KindOvermatch},
		"an acknowledgement and no more":  {body: envelope(`"status":"succ"`, `"ack_status":"ACK"`), open: true},
		"one item with a record, one bad": {body: statusOf(one("B1") + `,{"reference_id":"r-0","status":"rjct"}`), kind: fault.KindProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene("", 1)
			s.asked.Questions[0].Query = search.Where(search.BirthDate.Between(person.MustDate("1990-01-01"), person.MustDate("1991-01-01"))).In(codes.VitalEventBirth)
			s.asked.Questions[0].Size = 0
			s.rules.Verified = true
			g := judge.NewGathering(s.asked)
			if tt.before != "" {
				g.Add(judge.Came{Reply: judge.Reply{Payload: []byte(tt.before)}}, s.rules)
			}
			g.Add(judge.Came{Reply: judge.Reply{Payload: []byte(tt.body)}, IsStatus: true}, s.rules)
			q := g.Questions[0]
			assert.Equal(t, tt.unknown, g.Unknown != nil)
			assert.Equal(t, tt.open, q.Open)
			assert.Equal(t, tt.open, g.IsOpen())
			if tt.kind != "" {
				require.NotNil(t, q.Err)
				assert.Equal(t, tt.kind, q.Err.Kind)
				return
			}
			require.Nil(t, q.Err)
			assert.Equal(t, tt.records, q.Came)
		})
	}
}
