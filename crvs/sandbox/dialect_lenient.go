package sandbox

import (
	"net/http"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// Systems that take the standard's messages and are not particular about them.

// readLeniently makes a question of a body: what is null is not given. If it
// cannot, it has answered.
func (c *call) readLeniently(d *dialect, w http.ResponseWriter, req *http.Request, body []byte) (in *asked, ok bool) {
	o, no := c.open(req.Context(), d, body)
	if no != nil {
		d.refuse(w, no.status(), no.code, no.text)
		return nil, false
	}
	in = new(asked)
	if err := json.Unmarshal(o.body(), in); err != nil {
		d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "a member has a value that this registry cannot read")
		return nil, false
	}
	for _, needed := range []struct {
		given bool
		name  string
	}{
		{in.Header.MessageID != "", "header.message_id"},
		{in.Header.Action != "", "header.action"},
		{in.Header.SenderID != "", "header.sender_id"},
		{in.Message.TransactionID != "", "message.transaction_id"},
		{len(in.Message.Questions) > 0, "message.search_request"},
	} {
		if !needed.given {
			d.refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, needed.name+": is required")
			return nil, false
		}
	}
	return in, true
}

// predicates are the comparisons of a predicate query, and those alone.
func (c criteria) predicates() []*predicate {
	var items []predicateItem
	if c.QueryType != string(wire.QueryTypePredicate) || json.Unmarshal(c.Query, &items) != nil {
		return nil // the plan refuses what cannot be read
	}
	return comparisonsOf(items)
}

func comparisonsOf(items []predicateItem) []*predicate {
	var out []*predicate
	for _, item := range items {
		for _, p := range []*predicate{item.First, item.Second} {
			if p != nil {
				out = append(out, p)
			}
		}
	}
	return out
}

// inStandardWords puts the standard's words where a predicate has those of a
// dialect. What is no predicate stays as it is: an expression knows every
// spelling.
func (c *criteria) inStandardWords(values func(attribute, value string) string) {
	var items []predicateItem
	if c.QueryType != string(wire.QueryTypePredicate) || json.Unmarshal(c.Query, &items) != nil {
		return // the plan refuses what cannot be read
	}
	for _, p := range comparisonsOf(items) {
		p.Operator, p.Value = p.Operator.Canonical(), values(p.Attribute, p.Value)
	}
	if query, err := json.Marshal(items); err == nil {
		c.Query = query
	}
}

func sameValue(_, value string) string { return value }

// retelling makes another answer of one, in which every record was rewritten.
func retelling(out wire.SearchResponseEnvelope, rewrite func(record wire.RegRecord) wire.RegRecord) wire.SearchResponseEnvelope {
	out.Message.SearchResponse = slices.Clone(out.Message.SearchResponse)
	for i := range out.Message.SearchResponse {
		data := &out.Message.SearchResponse[i].Data
		data.RegRecords = slices.Clone(data.RegRecords)
		for j, record := range data.RegRecords {
			data.RegRecords[j] = rewrite(record)
		}
	}
	return out
}
