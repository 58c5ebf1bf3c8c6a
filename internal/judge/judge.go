// Package judge says what an answer means for the questions that were asked: for
// each of them a page, or an error. It is pure: the same question, answer and
// rules always give the same verdict, with no I/O and no clock. Whoever has a
// question and its answer asks it: a client at once, or one that was called back.
//
// It never turns what it does not understand into "not found", and never hands
// out a record that contradicts the question. Each rule is one function that
// names what it obeys; they are tried in the order in which [Answer] and item
// list them, and the first that objects decides.
package judge

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/search"
)

// Question is one query as it was asked.
type Question struct {
	Query       search.Query
	ReferenceID string
	Page, Size  int
}

// Asked is the message that was sent.
type Asked struct {
	Op, MessageID, TransactionID string

	Questions []Question
	// Items is how many items an answer to an earlier message may have, where these
	// are not its questions.
	Items int
	// Several says that the answer may come in several messages, each with some of the
	// questions or some of the pages (internal/wire/RULES.md, rule 17).
	Several bool
	// Secrets are what must not be quoted, beside the values of the questions.
	Secrets []string
}

// Reply is what came back.
type Reply struct {
	Status      int // of HTTP; 0 if it did not come by HTTP
	ContentType string
	RetryAfter  time.Duration
	Body        []byte // as it came; nil if only the Payload was kept
	// Payload is what of the body was verified and decrypted, or the body itself
	// where nothing is verified or decrypted. Nothing else is an answer.
	Payload []byte
	// NotSealed is the error of a body that is not signed or not encrypted where
	// it must be. There is no Payload then; but the body may be a refusal, which is
	// believed in clear, for it gives no answer.
	NotSealed error
}

// Rules are those of the registry and of the one who asks.
type Rules struct {
	Profile *profile.Profile
	// Same says which identifier types mean the same number.
	Same func(a, b codes.IdentifierType) bool
	// Verified says that answers are verified: such a one must say to which
	// transaction it belongs.
	Verified bool
	Now      time.Time
}

// Verdict is what an answer means: an error for all of it, or one outcome for
// each question, in their order.
type Verdict struct {
	Failed        *fault.Error
	Outcomes      []Outcome
	CorrelationID string
}

// Outcome is what came of one question: a page, or an error.
type Outcome struct {
	Page search.Page
	Raw  []byte // the records as they came, to tell a repeated page; a part of the Payload
	Size int    // of the page, if the registry said it; else below 1
	// HasMore: the registry says, in a member of its own, that there is another page.
	HasMore bool
	Err     *fault.Error
	// Absent says that the answer has no item for the question, whatever that means.
	Absent bool
}

// judgement is one answer while it is judged.
type judgement struct {
	asked         Asked
	reply         Reply
	rules         Rules
	correlationID string
	secrets       []string          // see values
	ready         *transport.Values // see held
}

// Answer judges the answer to a search.
func Answer(asked Asked, reply Reply, rules Rules) Verdict {
	j := newJudgement(asked, reply, rules)
	received, failed := j.read()
	if failed != nil {
		return Verdict{Failed: failed, CorrelationID: j.correlationID}
	}
	return j.answer(received)
}

// answer judges an answer that was read.
func (j *judgement) answer(received *profile.Received) Verdict {
	j.replaceFixedIDs(received)
	failed := j.failsWhole(received)
	if failed == nil {
		var outcomes []Outcome
		if outcomes, failed = j.match(received); failed == nil {
			return Verdict{Outcomes: outcomes, CorrelationID: j.correlationID}
		}
	}
	return Verdict{Failed: failed, CorrelationID: j.correlationID}
}

func newJudgement(asked Asked, reply Reply, rules Rules) *judgement {
	if reply.Body == nil { // an error describes what was kept
		reply.Body = reply.Payload
	}
	return &judgement{asked: asked, reply: reply, rules: rules}
}

// read decodes the answer. A status that is not a success is an error, whatever
// the body says.
func (j *judgement) read() (*profile.Received, *fault.Error) {
	body := j.reply.Payload
	if j.reply.NotSealed != nil || !j.succeeded() {
		body = j.reply.Body
	}
	size := 0
	for _, q := range j.asked.Questions {
		size = max(size, q.Size)
	}
	received, err := j.rules.Profile.Decode(body, profile.Asked{Questions: max(len(j.asked.Questions), j.asked.Items), PageSize: size})
	if received != nil {
		j.correlationID = j.id(received.CorrelationID)
	}
	switch {
	case !j.succeeded():
		return nil, j.httpError(received)
	case err != nil:
		return nil, j.unreadable(err)
	default:
		return received, nil
	}
}

func (j *judgement) succeeded() bool {
	return j.reply.Status == 0 || j.reply.Status >= 200 && j.reply.Status <= 299
}

// failsWhole returns the error by which the answer fails for all questions at once: it
// is a refusal, an acknowledgement, of another transaction, and so on. It returns nil if
// each question can be judged by itself.
func (j *judgement) failsWhole(r *profile.Received) *fault.Error {
	failed := j.refusal(r)
	switch {
	case j.reply.NotSealed == nil:
	case failed == nil, !failed.Peer:
		// Only a refusal by the registry is believed in clear.
		return j.undelivered(j.reply.NotSealed)
	}
	if failed == nil {
		failed = j.unboundSignature(r)
	}
	return failed
}

func (j *judgement) refusal(r *profile.Received) *fault.Error {
	for _, rule := range [...]func(*judgement, *profile.Received) *fault.Error{
		(*judgement).tooMuch,
		(*judgement).encrypted,
		(*judgement).rejected,
		(*judgement).errorInPlaceOfAnswers,
		(*judgement).acknowledgedOnly,
		(*judgement).notYetAnswered,
		(*judgement).noAnswer,
		(*judgement).otherTransaction,
	} {
		if failed := rule(j, r); failed != nil {
			return failed
		}
	}
	return nil
}

// match gives each question its answer by reference_id (internal/wire/RULES.md,
// rule 7).
func (j *judgement) match(r *profile.Received) ([]Outcome, *fault.Error) {
	questions := j.asked.Questions
	index := make(map[string]int, len(questions))
	for i, q := range questions {
		index[q.ReferenceID] = i
	}
	invented := j.rules.Profile.Habit.InventsReferenceIDs && len(questions) == 1 && len(r.Items) == 1
	answers := make([]*profile.AnswerItem, len(questions))
	times := make([]int, len(questions))
	for i := range r.Items {
		n, ok := index[r.Items[i].ReferenceID]
		if !ok && !invented { // one that is invented can only be the answer to question 0
			return nil, j.fail(fault.KindProtocol, "the registry answered a question that was not asked (unknown reference_id): the whole answer is discarded")
		}
		if times[n]++; times[n] == 1 {
			answers[n] = &r.Items[i]
		}
	}
	outcomes := make([]Outcome, len(questions))
	sound := true // every question that was answered has an answer that holds
	for n, q := range questions {
		switch {
		case times[n] == 1:
			outcomes[n] = j.item(q, answers[n], r)
		case times[n] > 1:
			outcomes[n] = about(q, j.fail(fault.KindProtocol, "the registry answered this question more than once"))
		}
		sound = sound && outcomes[n].Err == nil
	}
	nothing := sound && j.saysNothingFound(r)
	for n, q := range questions {
		switch {
		case times[n] > 0:
		case nothing:
			none := profile.AnswerItem{PageNumber: profile.Unknown, PageSize: profile.Unknown}
			if q.Page > 1 { // past the end, or there is nothing at all: how much there is it does not say
				none.Total = profile.Unknown
			}
			outcomes[n] = Outcome{Page: j.page(q, &none), Absent: true}
		default:
			outcomes[n] = about(q, j.unanswered(r))
			outcomes[n].Absent = true
		}
	}
	return outcomes, nil
}

func about(q Question, e *fault.Error) Outcome {
	e.ReferenceID = q.ReferenceID
	return Outcome{Err: e}
}

// item judges the answer to one question.
func (j *judgement) item(q Question, it *profile.AnswerItem, r *profile.Received) Outcome {
	if j.asked.Several && q.Size == 0 { // every page answers it
		q.Page = max(q.Page, it.PageNumber)
	}
	a := answered{question: q, item: it, received: r}
	for _, rule := range [...]func(*judgement, answered) *fault.Error{
		(*judgement).byStatus,
		(*judgement).unreadableRecords,
		(*judgement).anotherPage,
		(*judgement).countedAndWithheld,
		(*judgement).noneOfAnotherEvent,
	} {
		if failed := rule(j, a); failed != nil {
			return about(q, failed)
		}
	}
	page := j.page(q, it)
	if failed := j.hold(q, it, &page); failed != nil {
		return about(q, failed)
	}
	return Outcome{Page: page, Raw: it.Raw, Size: it.PageSize, HasMore: it.HasMore}
}

func (j *judgement) page(q Question, it *profile.AnswerItem) search.Page {
	p := search.Page{
		Number: it.PageNumber, Size: it.PageSize, Total: it.Total,
		TransactionID: j.asked.TransactionID, CorrelationID: j.correlationID, ReferenceID: q.ReferenceID,
		Partial: it.Partial || it.Status == codes.StatusPending || it.Status == codes.StatusPartial,
	}
	if p.Number < 1 {
		p.Number = q.Page
	}
	if p.Size < 1 {
		p.Size = q.Size
	}
	// What is less than what came counts something else.
	if p.Total < len(it.Records) || p.Total == profile.Uncountable {
		p.Total = profile.Unknown
	}
	return p
}

// hold turns the records into hits, each held against the question. At the first
// one that contradicts it the page is refused.
func (j *judgement) hold(q Question, it *profile.AnswerItem, page *search.Page) *fault.Error {
	habit := &j.rules.Profile.Habit
	rules := search.Holding{
		Now: j.rules.Now, Same: j.rules.Same,
		Placeholders: habit.Placeholders, Words: j.rules.Profile.Words.Reading(), UntypedSpouse: habit.UntypedSpouse,
	}
	page.Hits = slices.Grow(page.Hits, len(it.Records))
	for _, r := range it.Records {
		hit, contradiction := search.NewHit(q.Query, r, rules)
		if contradiction != "" && j.isOfRelative(q, contradiction) {
			page.Relatives++
			continue
		}
		if contradiction != "" {
			return j.fail(fault.KindOvermatch, "the registry returned a record whose "+attributeName(contradiction)+
				" is not the one asked for; the whole answer is refused (does this registry understand the question?)")
		}
		// A record that does not name its event and confirms the one asked for
		// is a record of that.
		if hit.Event == "" && hit.Match == search.MatchConfirmed && q.Query.Event().Known() {
			hit.SetEvent(q.Query.Event())
		}
		hit.TransactionID, hit.CorrelationID, hit.ReferenceID = page.TransactionID, page.CorrelationID, page.ReferenceID
		page.Hits = append(page.Hits, hit)
	}
	return nil
}
