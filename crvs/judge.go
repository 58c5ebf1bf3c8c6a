package crvs

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/answer"
	"github.com/openspmis/dci-crvs-go/search"
)

// judge decides what the answer means: an error for the whole message, or one
// outcome for each question. It never turns what it does not understand into
// "not found".
func (x *exchange) judge(ctx context.Context) {
	if x.response.Status < 200 || x.response.Status > 299 {
		a, _ := x.decode(x.response.Body)
		x.failed = x.httpError(a)
		return
	}
	body, bare, sealed := x.client.trust.open(ctx, x.client.config.receiver, x.response.Body, x.response.Header)
	if sealed != nil && !bare {
		x.failed = x.transportError(sealed)
		return
	}
	if sealed != nil {
		body = x.response.Body
	}
	a, err := x.decode(body)
	if err != nil {
		x.failed = x.unreadable(err)
		return
	}
	x.correlationID = x.id(a.CorrelationID)
	x.failed = x.refused(a)
	switch {
	// A refusal is believed unsigned, for it gives no answer.
	case x.failed != nil && (sealed == nil || x.failed.Peer):
	case sealed != nil:
		x.failed = x.transportError(sealed)
	// A signature says who wrote the answer, and this says to which question.
	case x.client.trust.verifier != nil && a.TransactionID == "":
		x.failed = x.fail(fault.KindProtocol, "the signed answer does not say which question it is to (transaction_id is missing): it is discarded")
	default:
		x.match(a)
	}
}

func (x *exchange) decode(body []byte) (*profile.Answer, error) {
	size := 0
	for _, q := range x.questions {
		size = max(size, q.size)
	}
	return x.client.config.profile.Decode(body, profile.Asked{Questions: len(x.questions), PageSize: size})
}

// refused is the error of an answer that is one as a whole, nil if the answer
// holds an answer for each question.
func (x *exchange) refused(a *profile.Answer) *Error {
	switch {
	case a.TooMuch:
		return x.fail(fault.KindProtocol, "the answer holds far more items or records than were asked for: does this registry page?")
	case a.Encrypted:
		return x.fail(fault.KindEncryption, "the answer is encrypted and this client has no decryption key")
	case a.Header.Status == codes.StatusRejected && a.Header.ReasonCode != "":
		return x.peer(answer.Error{Code: a.Header.ReasonCode, Message: a.Header.ReasonMessage})
	case a.Ack.Status == codes.AckError, a.Header.Status == codes.StatusRejected:
		return x.peer(firstError(a))
	// An error beside an empty list is an error: the list does not say "none".
	case len(a.Items) == 0 && (a.Ack.Error != answer.Error{} || len(a.Errors) > 0 || refuses(a.Header.ReasonCode)):
		return x.peer(firstError(a))
	case !a.HasItems && a.Ack.Status != "":
		return x.fail(fault.KindProtocol, "the registry acknowledged the question and did not answer it: is this its asynchronous endpoint?")
	case !a.HasItems && (a.Header.Status == codes.StatusReceived || a.Header.Status == codes.StatusPending):
		return x.notYet(a.Header.Status)
	case !a.HasItems:
		return x.fail(fault.KindProtocol, "the answer is JSON but no answer of the standard: message.search_response is missing")
	// Rule 10: empty means not given.
	case a.TransactionID != "" && a.TransactionID != x.transactionID:
		return x.fail(fault.KindProtocol, "the answer belongs to another transaction (transaction_id differs): it is discarded")
	}
	return nil
}

// match gives each question its answer by reference_id (wire.md, rule 7).
func (x *exchange) match(a *profile.Answer) {
	index := make(map[string]int, len(x.questions))
	for i, q := range x.questions {
		index[q.referenceID] = i
	}
	habit := x.client.config.profile.Habit
	if habit.InventsReferenceIDs && len(x.questions) == 1 && len(a.Items) == 1 {
		a.Items[0].ReferenceID = x.questions[0].referenceID
	}
	x.outcomes = make([]outcome, len(x.questions))
	answered := make([]int, len(x.questions))
	for i := range a.Items {
		n, ok := index[a.Items[i].ReferenceID]
		if !ok {
			x.outcomes = nil
			x.failed = x.fail(fault.KindProtocol, "the registry answered a question that was not asked (unknown reference_id): the whole answer is discarded")
			return
		}
		if answered[n]++; answered[n] == 1 {
			x.outcomes[n] = x.item(x.questions[n], &a.Items[i], a)
		}
	}
	// The whole answer says that nothing was found: rule 7 b. Or the registry is
	// known to leave out the questions that have no record: rule 7 a.
	count := a.Header.TotalCount
	nothing := a.Header.Status == codes.StatusSuccess &&
		(len(a.Items) == 0 && count == 0 || habit.DropsMisses && a.HasItems && (count == len(a.Items) || count == answer.Unknown))
	for n := range x.questions {
		switch {
		case answered[n] == 1:
		case answered[n] > 1:
			x.outcomes[n] = outcome{err: x.about(n, x.fail(fault.KindProtocol, "the registry answered this question more than once"))}
		case nothing:
			x.outcomes[n] = outcome{page: x.page(x.questions[n], &answer.Item{PageNumber: answer.Unknown, PageSize: answer.Unknown, Total: 0}), messageID: x.messageID, status: x.response.Status}
		case a.Header.Status == codes.StatusReceived || a.Header.Status == codes.StatusPending:
			x.outcomes[n] = outcome{err: x.about(n, x.notYet(a.Header.Status))}
		default:
			x.outcomes[n] = outcome{err: x.about(n, x.fail(fault.KindProtocol,
				"the registry left this question unanswered (no item with its reference_id): that is not the same as nothing found"))}
		}
	}
}

func (x *exchange) about(n int, e *Error) *Error {
	e.ReferenceID = x.questions[n].referenceID
	return e
}

// item judges the answer to one question: wire.md, rule 8.
func (x *exchange) item(q question, it *answer.Item, a *profile.Answer) outcome {
	bad := func(e *Error) outcome {
		e.ReferenceID = q.referenceID
		return outcome{err: e}
	}
	switch it.Status {
	case codes.StatusRejected:
		return bad(x.peer(answer.Error{Code: it.ReasonCode, Message: it.ReasonMessage}))
	case codes.StatusReceived, codes.StatusPending, codes.StatusPartial:
		if len(it.Records) == 0 && !it.Unreadable {
			return bad(x.notYet(it.Status))
		}
	case codes.StatusSuccess:
		if len(it.Records) == 0 && (it.HasError || refuses(it.ReasonCode)) {
			return bad(x.peer(answer.Error{Code: it.ReasonCode, Message: it.ReasonMessage}))
		}
		// An error beside an empty item is an error, as beside an empty list.
		if said := firstError(a); len(it.Records) == 0 && (a.Ack.Error != answer.Error{} || len(a.Errors) > 0) {
			return bad(x.peer(said))
		}
	case "":
		if len(it.Records) == 0 && !it.Unreadable {
			return bad(x.fail(fault.KindProtocol, "the answer has neither a status nor records"))
		}
	default:
		return bad(x.fail(fault.KindProtocol, "the answer has a status outside the standard"))
	}
	if it.Unreadable {
		return bad(x.fail(fault.KindProtocol, "the data holds something that is no record, or an empty one, where reg_records is to hold records"))
	}
	// A smaller number is that of a registry that does not page: a page that
	// comes again tells.
	if it.PageNumber > q.page {
		return bad(x.fail(fault.KindProtocol, "the answer is another page than the one asked for (pagination.page_number): does this registry count pages from 1?"))
	}
	if len(it.Records) == 0 && it.Total > (q.page-1)*max(q.size, it.PageSize) {
		kind := fault.KindProtocol
		if q.page > 1 { // there may have been more when the page before was read
			kind = fault.KindUnstable
		}
		return bad(x.fail(kind, "the registry counts matching records and hands out none"))
	}
	page := x.page(q, it)
	if err := x.hold(q, it, &page); err != nil {
		return bad(err)
	}
	return outcome{page: page, raw: it.Raw, size: it.PageSize, messageID: x.messageID, status: x.response.Status}
}

// refuses says whether a reason code is one of a refusal, of the standard or of a
// registry's own making.
func refuses(c codes.ReasonCode) bool {
	return c.Known() || strings.HasPrefix(string(c), "err.") || strings.HasPrefix(string(c), "rjct.")
}

func (x *exchange) page(q question, it *answer.Item) search.Page {
	p := search.Page{
		Number: it.PageNumber, Size: it.PageSize, Total: it.Total,
		TransactionID: x.transactionID, CorrelationID: x.correlationID, ReferenceID: q.referenceID,
	}
	if p.Number < 1 {
		p.Number = q.page
	}
	if p.Size < 1 {
		p.Size = q.size
	}
	if p.Total < len(it.Records) { // what is less than what came counts something else
		p.Total = answer.Unknown
	}
	return p
}

// hold turns the records into hits, each held against the question: law 2. At
// the first one that contradicts it the page is refused.
func (x *exchange) hold(q question, it *answer.Item, page *search.Page) *Error {
	rules := search.Holding{Now: time.Now(), Same: x.client.config.same}
	page.Hits = slices.Grow(page.Hits, len(it.Records))
	for _, r := range it.Records {
		hit, contradiction := search.NewHit(q.query, r, rules)
		if contradiction != "" {
			return x.fail(fault.KindOvermatch, "the registry returned a record whose "+attributeName(contradiction)+
				" is not the one asked for; the whole answer is refused (does this registry understand the question?)")
		}
		// A record that does not name its event and confirms the one asked for
		// is a record of that.
		if hit.Event == "" && hit.Match == search.MatchConfirmed && q.query.Event().Known() {
			hit.Event = q.query.Event()
			hit.RegistrationNumber = hit.Person.RegistrationNumber(hit.Event)
		}
		hit.TransactionID, hit.CorrelationID, hit.ReferenceID = page.TransactionID, page.CorrelationID, page.ReferenceID
		page.Hits = append(page.Hits, hit)
	}
	return nil
}

// attributeName names an attribute in an error: an identifier type that nobody
// knows may be a value typed in the wrong place.
func attributeName(name string) string {
	if t := codes.IdentifierType(name); t.Registers() != "" || t.Known() {
		return string(t.Canonical())
	}
	ours := func(a search.Attribute) bool { return a.Name() == name }
	if name == "reg_event_type" || slices.ContainsFunc(search.Attributes(), ours) {
		return name
	}
	return "identifier"
}

func (x *exchange) notYet(status codes.RequestStatus) *Error {
	e := x.fail(fault.KindUnavailable, "the registry has the question and has not answered it yet (status "+string(status)+"): ask again later")
	return e
}

// httpError is the error of an HTTP status that is no success. a is nil if the
// body was not JSON.
func (x *exchange) httpError(a *profile.Answer) *Error {
	status := x.response.Status
	var said answer.Error
	if a != nil {
		x.correlationID = x.id(a.CorrelationID)
		said = firstError(a)
	}
	e := x.peer(said)
	if said == (answer.Error{}) {
		e = x.fail("", http.StatusText(status)+": "+x.excerpt())
	}
	// The registry's own code says more than the status, unless it is only the
	// status again, or unknown.
	if !said.Code.Known() || e.Kind == "" {
		e.Kind = fault.KindOfStatus(status)
	}
	e.RetryAfter = x.response.RetryAfter
	e.Hint = x.client.config.profile.Habit.Meanings[status]
	if status == http.StatusNotFound && e.Code != codes.ReasonRequestNotFound { // which says the same
		e.Message = "there is no such endpoint (an HTTP 404 speaks of a URL, never of a person): check the base URL and its path prefix; " + e.Message
		e.Peer = false
	}
	return e
}

func firstError(a *profile.Answer) answer.Error {
	switch {
	case a.Ack.Error != answer.Error{}:
		return a.Ack.Error
	case len(a.Errors) > 0:
		return a.Errors[0]
	default:
		return answer.Error{Code: a.Header.ReasonCode, Message: a.Header.ReasonMessage}
	}
}
