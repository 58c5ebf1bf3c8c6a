package judge

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// Came is one message that came for an asynchronous search. Its reply has a Payload alone.
type Came struct {
	Reply    Reply
	IsStatus bool // it answers a question for the status of the search
	// Distrusted is why the message cannot be taken for an answer of the registry.
	Distrusted *fault.Error
}

// Gathered is what came of one question so far.
type Gathered struct {
	Pages []search.Page // in the order in which they came
	Err   *fault.Error  // that the question ends with
	// Open says that the answer is not complete: more may come.
	Open  bool
	Came  int // records on the pages, those of relatives too
	Total int // the registry's count; [profile.Unknown] if it does not say

	raw [][]byte // of each of Pages
}

// Gathering is what came of an asynchronous search so far.
type Gathering struct {
	Questions     []Gathered // in their order
	CorrelationID string
	// Unknown is the error of a status that says that the registry does not know the
	// search; nil if none says so. It may know it later.
	Unknown *fault.Error

	asked    Asked
	isStatus bool // of the message that is added
}

// NewGathering is that of a search for which nothing came yet.
func NewGathering(asked Asked) *Gathering {
	asked.Several = true
	g := &Gathering{asked: asked, Questions: make([]Gathered, len(asked.Questions))}
	for i := range g.Questions {
		g.Questions[i] = Gathered{Open: true, Total: profile.Unknown}
	}
	return g
}

// IsOpen says whether an answer is not complete.
func (g *Gathering) IsOpen() bool {
	return slices.ContainsFunc(g.Questions, func(q Gathered) bool { return q.Open })
}

// Add puts together what came, in the order in which it came (internal/wire/RULES.md,
// rule 17). Every message is judged as an answer that comes at once is. The first thing
// that ends a question decides.
func (g *Gathering) Add(c Came, rules Rules) {
	j := newJudgement(g.asked, c.Reply, rules)
	if c.Distrusted != nil {
		g.add(j, Verdict{Failed: j.undelivered(c.Distrusted)})
		return
	}
	g.isStatus = c.IsStatus
	g.add(j, j.one(c, g))
}

// addWhole is for a status, which tells all that there is so far: it counts if it is
// complete alone.
func (q *Gathered) addWhole(j *judgement, asked Question, o Outcome) {
	whole := Gathered{Open: true, Total: profile.Unknown}
	if whole.add(j, asked, o); !whole.Open {
		*q = whole
	}
}

// one judges one message. A verdict without outcomes says nothing yet.
func (j *judgement) one(c Came, g *Gathering) Verdict {
	r, failed := j.read()
	if failed == nil && c.IsStatus {
		if r, failed = j.ofStatus(r); failed == nil && j.isUnknown(r) {
			g.Unknown = j.peer(profile.PeerError{Code: r.Items[0].ReasonCode, Message: r.Items[0].ReasonMessage})
			return Verdict{}
		}
	}
	switch {
	case failed != nil:
		return Verdict{Failed: failed}
	case r == nil, !r.HasItems && r.Ack.Status == codes.AckAccepted && !saysError(r):
		return Verdict{} // it was only acknowledged again
	default:
		return j.answer(r)
	}
}

// ofStatus is the answer to the earlier message that a status holds, nil if it holds
// none yet.
func (j *judgement) ofStatus(r *profile.Received) (*profile.Received, *fault.Error) {
	for _, rule := range [...]func(*judgement, *profile.Received) *fault.Error{
		(*judgement).tooMuch,
		(*judgement).encrypted,
		(*judgement).rejected,
		(*judgement).notAcknowledged,
	} {
		if failed := rule(j, r); failed != nil {
			return nil, failed
		}
	}
	switch {
	case r.Status == nil:
		return nil, nil
	case r.Status.Of != "" && r.Status.Of != codes.ActionSearch:
		return nil, j.fail(fault.KindProtocol, "the status is not that of a search (txn_type)")
	case !r.Status.Answer.HasItems:
		return nil, nil
	}
	earlier := *r.Status.Answer
	earlier.TransactionID = cmp.Or(earlier.TransactionID, j.asked.TransactionID) // the status was asked by it
	// What the header says is said of the status, and its count is one of statuses.
	earlier.Header.TotalCount = profile.Unknown
	earlier.TooMuch = earlier.TooMuch || r.TooMuch
	earlier.Items = joined(earlier.Items)
	return &earlier, nil
}

// joined makes one item of those with one reference_id that hold records. In a status
// reg_records is one record by the published document (TxnStatusResponse), so that
// several records need several items.
func joined(items []profile.AnswerItem) []profile.AnswerItem {
	var out []profile.AnswerItem
	at := map[string]int{}
	for _, it := range items {
		i, again := at[it.ReferenceID]
		if !again || !holdsRecords(it) || !holdsRecords(out[i]) {
			at[it.ReferenceID] = len(out)
			out = append(out, it)
			continue
		}
		one := &out[i]
		one.Records, one.Raw = slices.Concat(one.Records, it.Records), slices.Concat(one.Raw, it.Raw)
		one.Total = max(one.Total, it.Total)
		one.PageNumber, one.PageSize = profile.Unknown, profile.Unknown
	}
	return out
}

func holdsRecords(it profile.AnswerItem) bool {
	return len(it.Records) > 0 && !it.Unreadable && !it.HasError && it.Status != codes.StatusRejected
}

// isUnknown says whether the registry does not know what is asked for: it rejects the
// question for the status, whose reference_id is none of the search.
func (j *judgement) isUnknown(r *profile.Received) bool {
	if r == nil || len(r.Items) != 1 || r.Items[0].Status != codes.StatusRejected || r.Items[0].ReasonCode != codes.RejectReferenceIDInvalid {
		return false
	}
	return !slices.ContainsFunc(j.asked.Questions, func(q Question) bool { return q.ReferenceID == r.Items[0].ReferenceID })
}

// add takes what one message says of the questions that are open.
func (g *Gathering) add(j *judgement, v Verdict) {
	g.CorrelationID = cmp.Or(g.CorrelationID, v.CorrelationID)
	for i := range g.Questions {
		q := &g.Questions[i]
		if !q.Open || v.Failed != nil && waits(v.Failed) {
			continue
		}
		switch {
		case v.Failed != nil:
			q.end(about(j.asked.Questions[i], new(*v.Failed)).Err)
		case v.Outcomes != nil && g.isStatus:
			q.addWhole(j, j.asked.Questions[i], v.Outcomes[i])
		case v.Outcomes != nil:
			q.add(j, j.asked.Questions[i], v.Outcomes[i])
		}
	}
}

// waits says whether an error of our own judgement is that there is no answer yet: of
// what was kept no other is of this kind.
func waits(e *fault.Error) bool { return e.Kind == fault.KindUnavailable && !e.Peer }

func (q *Gathered) end(e *fault.Error) { q.Open, q.Err, q.Pages = false, e, nil }

// add takes a page, or an error, or that there is nothing.
func (q *Gathered) add(j *judgement, asked Question, o Outcome) {
	unstable := func(message string) { q.end(about(asked, j.fail(fault.KindUnstable, message)).Err) }
	switch {
	case o.Err != nil && (o.Absent || waits(o.Err)):
		return // its item may stand in another message
	case o.Err != nil:
		q.end(o.Err)
		return
	case o.Absent && len(q.Pages) > 0:
		return
	}
	same := slices.IndexFunc(q.Pages, func(p search.Page) bool { return p.Number == o.Page.Number })
	switch {
	case same < 0:
	case q.Pages[same].Partial: // of one that was not complete the newer one counts
		q.Came -= len(q.Pages[same].Hits) + q.Pages[same].Relatives
		q.Pages, q.raw = slices.Delete(q.Pages, same, same+1), slices.Delete(q.raw, same, same+1)
	case bytes.Equal(q.raw[same], o.Raw):
		return // it came twice
	default:
		unstable("two messages hold other records under one page number: a record may have been missed, ask again")
		return
	}
	if q.Total >= 0 && o.Page.Total >= 0 && q.Total != o.Page.Total {
		unstable("the registry's count differs from page to page: a record may have been missed, ask again")
		return
	}
	q.Total = max(q.Total, o.Page.Total)
	q.Pages, q.raw = append(q.Pages, o.Page), append(q.raw, o.Raw)
	q.Came += len(o.Page.Hits) + o.Page.Relatives
	switch {
	case q.Total >= 0 && q.Came > q.Total && asked.Size == 0:
		unstable("more records came than the registry counts: ask again")
	default:
		q.Open = !isComplete(*q, asked, j.rules.Profile.Habit)
	}
}

// isComplete: internal/wire/RULES.md, rule 17. A question for one page is answered by
// that page, and so is one to a registry that sends no other. A registry that does not
// count says with the status whether more comes.
func isComplete(q Gathered, asked Question, habit profile.Habit) bool {
	last := q.Pages[len(q.Pages)-1]
	switch {
	case asked.Size > 0, habit.AnswersOnce:
		return !last.Partial || q.Came >= q.Total && q.Total >= 0
	case q.Total < 0:
		return !last.Partial
	default:
		return q.Came >= q.Total
	}
}
