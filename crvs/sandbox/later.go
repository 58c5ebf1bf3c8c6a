package sandbox

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The asynchronous search: it is acknowledged, and its answer is called back and can be
// asked for by its status.

// later is the path of the asynchronous search, below the base.
func (d *dialect) later() string { return strings.Replace(d.search, "/sync/", "/", 1) }

// hasLater says whether the system has one.
func (d *dialect) hasLater() bool { return d.later() != d.search }

// searched is the answer to a search, in the form of a dialect.
type searched struct {
	header, message any
	correlation     string
	reader          string // to whom it is encrypted, "" for nobody
}

// answerSearch answers a search now, or later. body is the question as it was opened.
func (c *call) answerSearch(w http.ResponseWriter, req *http.Request, d *dialect, in *asked, body []byte, s searched) {
	if !c.isLater {
		c.send(w, req, d, s.header, s.message, s.reader)
		return
	}
	var how lateness
	for _, a := range c.faults {
		if a.does.later != nil && c.strikes(a) {
			a.does.later(&how)
		}
	}
	r := c.registry
	letters, correlation, ok := r.desk.search(d, in, body, s, how)
	if how.isEarly {
		p := &post{registry: r, sending: make(chan struct{}, 1)}
		letters = slices.DeleteFunc(letters, func(l *letter) bool {
			sealed := p.seal(req.Context(), l, false)
			return l.to.allowed && sealed.body != nil && isTaken(p.put(req.Context(), l.to, sealed))
		})
	}
	c.answerAck(d, w, correlation, ok)
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	for _, l := range letters {
		r.desk.leave(l)
	}
}

// search remembers a search and returns the messages that answer it, and false if there
// is no room for them. The same bytes again are answered as before.
func (k *desk) search(d *dialect, in *asked, body []byte, s searched, how lateness) (letters []*letter, correlation string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.callbacks) >= maxCallbacks {
		return nil, s.correlation, false
	}
	answer, remembered := s.message.(wire.SearchResponse)
	if remembered { // a careless system has no status
		answer.CorrelationID = k.takeSearch(in, digestOf(string(body)), s.header, answer, how).correlation
		s.message, s.correlation = answer, answer.CorrelationID
	}
	to := k.lane(d, in.Header.SenderID, in.Header.SenderURI)
	if to == nil || how.isNever {
		return nil, s.correlation, true
	}
	messages := []any{s.message}
	if remembered && how.isSplit {
		messages = split(answer)
	}
	if d.careless && s.reader != "" {
		messages, s.reader = []any{struct{}{}}, ""
	}
	for _, m := range messages {
		letters = append(letters, &letter{to: to, reader: s.reader, header: s.header, message: m, wait: callbackDelay, lost: how.isLost})
	}
	return letters, s.correlation, true
}

// takeSearch is the transaction of a search. The desk is locked.
func (k *desk) takeSearch(in *asked, message digest, header any, found wire.SearchResponse, how lateness) *transaction {
	if t := k.earlier(in.Header.SenderID, func(t *transaction) bool { return t.message == message && t.found != nil }); t != nil {
		return t
	}
	found.TransactionID = in.Message.TransactionID // a fault may say another one to the callback
	if h, ok := header.(wire.MsgCallbackHeader); ok && h.Status == wire.RequestStatusRejected {
		found.SearchResponse = rejectedEach(in, h.StatusReasonMessage)
	}
	t := &transaction{
		kind: wire.TxnTypeSearch, sender: in.Header.SenderID, id: in.Message.TransactionID, correlation: found.CorrelationID,
		message: message, found: &found, isOpen: how.isNever,
	}
	k.remember(t)
	return t
}

// split puts each item's records into three messages with pages of their own, the last
// page first. What is no whole answer stays in one message.
func split(found wire.SearchResponse) []any {
	const parts = 3
	messages := make([]any, parts)
	for part := range parts {
		one := found
		one.SearchResponse = nil
		for _, item := range found.SearchResponse {
			n := len(item.Data.RegRecords)
			size := (n + parts - 1) / parts
			from := min(part*size, n)
			to := min(from+size, n)
			switch {
			case n < 2 || item.Pagination.TotalCount != n:
				if part > 0 {
					continue
				}
			case from == to:
				continue
			default:
				item.Data.RegRecords = item.Data.RegRecords[from:to]
				item.Pagination = wire.Pagination{PageNumber: part + 1, PageSize: size, TotalCount: n}
			}
			one.SearchResponse = append(one.SearchResponse, item)
		}
		messages[parts-1-part] = one
	}
	return slices.DeleteFunc(messages, func(m any) bool {
		one, _ := m.(wire.SearchResponse)
		return len(one.SearchResponse) == 0 && len(found.SearchResponse) > 0
	})
}

// records is how many records are remembered of a search.
func (t *transaction) records() (n int) {
	if t.found != nil {
		for i := range t.found.SearchResponse {
			n += len(t.found.SearchResponse[i].Data.RegRecords)
		}
	}
	return n
}

// searchesOf is how the searches stand that are asked for; nobody says that none is
// known. The desk is locked.
func (k *desk) searchesOf(sender string, q statusQuery, t *transaction) wire.SearchResponse {
	if wire.TxnAttributeType(q.By) == wire.TxnAttributeTypeReferenceIDList {
		out := wire.SearchResponse{TransactionID: t.id, CorrelationID: t.correlation}
		for _, reference := range q.Value {
			item := unknownSearch(reference)
			k.earlier(sender, func(t *transaction) bool {
				if t.found == nil {
					return false
				}
				known := t.standing().SearchResponse
				i := slices.IndexFunc(known, func(it wire.SearchResponseItem) bool { return it.ReferenceID == reference })
				if i >= 0 {
					item, out.TransactionID, out.CorrelationID = known[i], t.id, t.correlation
				}
				return i >= 0
			})
			out.SearchResponse = append(out.SearchResponse, item)
		}
		return out
	}
	if t.found != nil {
		return t.standing()
	}
	return wire.SearchResponse{
		TransactionID: t.id, CorrelationID: t.correlation, SearchResponse: []wire.SearchResponseItem{unknownSearch(t.items[0].reference)},
	}
}

func unknownSearch(reference string) wire.SearchResponseItem {
	return wire.SearchResponseItem{
		ReferenceID: reference, Timestamp: now(), Status: wire.RequestStatusRejected,
		StatusReasonCode: wire.SearchReasonCodeReferenceIDInvalid, StatusReasonMessage: unknownItem("").refused.text,
	}
}

// standing is the answer to a search, without what is not there yet.
func (t *transaction) standing() wire.SearchResponse {
	out := *t.found
	if !t.isOpen {
		return out
	}
	out.SearchResponse = slices.Clone(out.SearchResponse)
	for i, item := range out.SearchResponse {
		out.SearchResponse[i] = wire.SearchResponseItem{ReferenceID: item.ReferenceID, Timestamp: now(), Status: wire.RequestStatusPending}
	}
	return out
}

// searchStatus is the answer to a search as a status holds it: by the published document
// reg_records is one record there, so that each record has an item.
type searchStatus struct {
	TransactionID string             `json:"transaction_id"`
	CorrelationID string             `json:"correlation_id"`
	Items         []searchStatusItem `json:"search_response"`
}

type searchStatusItem struct {
	wire.SearchResponseItem

	Data *searchStatusData `json:"data,omitempty"` // none if there is no record
}

type searchStatusData struct {
	wire.SearchData

	Record wire.RegRecord `json:"reg_records"`
}

func asStatus(found wire.SearchResponse) searchStatus {
	out := searchStatus{TransactionID: found.TransactionID, CorrelationID: found.CorrelationID, Items: []searchStatusItem{}}
	for _, item := range found.SearchResponse {
		for _, record := range item.Data.RegRecords {
			out.Items = append(out.Items, searchStatusItem{item, &searchStatusData{item.Data, record}})
		}
		if len(item.Data.RegRecords) == 0 {
			out.Items = append(out.Items, searchStatusItem{item, nil})
		}
	}
	return out
}

// rejectedEach is a search that is rejected as a whole, as its status tells it.
func rejectedEach(in *asked, why string) []wire.SearchResponseItem {
	items := make([]wire.SearchResponseItem, len(in.Message.Questions))
	for i, q := range in.Message.Questions {
		items[i] = wire.SearchResponseItem{
			ReferenceID: q.ReferenceID, Timestamp: now(), Status: wire.RequestStatusRejected, StatusReasonMessage: why,
		}
	}
	return items
}
