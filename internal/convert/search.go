// Package convert turns planned questions into messages of the wire. It is the
// only importer of wire beside the sandbox. Which words a registry understands
// was decided before, by its profile; what is received is not converted: package
// answer decodes it straight into the domain.
package convert

import (
	"errors"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// version of the messaging protocol and of the criteria, CRVS 1.0.0.
const version = "1.0.0"

// Search is everything that a search message is made of.
type Search struct {
	MessageID, TransactionID string
	SenderID, ReceiverID     string
	SenderURI                string // where answers are called back; not written if ""
	Encrypted                bool   // the message will be encrypted before it is sent
	At                       time.Time
	Plans                    []Plan

	// PlainFlag writes is_msg_encrypted where it is false, too.
	PlainFlag bool
	// NumericIDs writes transaction_id as a number, as registries without an
	// envelope want it.
	NumericIDs bool
}

// at is the time of the message: RFC 3339 with seconds and a zone, Z (wire.md,
// rule 3).
func (s Search) at() time.Time { return s.At.UTC().Truncate(time.Second) }

// Header is the header of the message: CRVS 1.0.0, MsgHeader.
func (s Search) Header() ([]byte, error) {
	h := wire.MsgHeader{
		Version:        version,
		MessageID:      s.MessageID,
		MessageTS:      s.at(),
		Action:         wire.ActionSearch,
		SenderID:       s.SenderID,
		SenderURI:      s.SenderURI,
		ReceiverID:     s.ReceiverID,
		TotalCount:     len(s.Plans),
		IsMsgEncrypted: s.Encrypted,
	}
	if !s.PlainFlag {
		return json.Marshal(h)
	}
	return json.Marshal(struct {
		wire.MsgHeader

		IsMsgEncrypted bool `json:"is_msg_encrypted"`
	}{h, s.Encrypted})
}

// Message is the message itself: CRVS 1.0.0, SearchRequest.
func (s Search) Message() ([]byte, error) {
	items := make([]wire.SearchRequestItem, len(s.Plans))
	for i, p := range s.Plans {
		var err error
		if items[i], err = p.item(s.at()); err != nil {
			return nil, err
		}
	}
	if !s.NumericIDs {
		return json.Marshal(wire.SearchRequest{TransactionID: s.TransactionID, SearchRequest: items})
	}
	number, err := strconv.ParseUint(s.TransactionID, 10, 64)
	if err != nil {
		return nil, errNoNumber // the text is not quoted: whose it is nobody knows
	}
	return json.Marshal(struct {
		wire.SearchRequest

		TransactionID uint64 `json:"transaction_id"`
	}{wire.SearchRequest{SearchRequest: items}, number})
}

var errNoNumber = errors.New("the transaction_id is not a number, and must be one for this registry")

func (p Plan) item(at time.Time) (wire.SearchRequestItem, error) {
	c, err := p.criteria()
	if err != nil {
		return wire.SearchRequestItem{}, err
	}
	item := wire.SearchRequestItem{ReferenceID: p.ReferenceID, Timestamp: at, Locale: p.Locale}
	consent, authorize := &c.Consent, &c.Authorize
	if p.GrantsBeside {
		consent, authorize = &item.Consent, &item.Authorize
	}
	if g := p.Consent; g != nil {
		*consent = wire.Consent{Type: "Consent", TS: g.at(), Purpose: g.purpose()}
	}
	if g := p.Authorize; g != nil {
		*authorize = wire.Authorize{Type: "Authorize", TS: g.at(), Purpose: g.purpose()}
	}
	item.SearchCriteria = c
	return item, nil
}

func (g *Grant) at() time.Time { return g.At.UTC().Truncate(time.Second) }

func (g *Grant) purpose() wire.Purpose {
	return wire.Purpose{Code: g.Code, Text: g.Text, RefURI: g.RefURI}
}

func (p Plan) criteria() (wire.SearchCriteria, error) {
	c := wire.SearchCriteria{
		Version:       version,
		RegType:       p.RegType,
		RegRecordType: p.RecordType,
		RegEventType:  p.EventType,
		QueryType:     wire.QueryType(p.Form),
	}
	if p.NoVersion {
		c.Version = ""
	}
	if p.Size > 0 {
		c.Pagination = wire.PageRequest{PageSize: p.Size, PageNumber: p.Page}
	}
	for _, s := range p.Sorts {
		c.Sort = append(c.Sort, wire.SortItem{AttributeName: s.Attribute, SortOrder: wire.SortOrder(s.Order)})
	}
	var err error
	switch {
	case p.Query != nil:
		err = c.Query.UnmarshalJSON(p.Query)
	case p.Form == codes.QueryTypeIdentifier:
		err = c.Query.FromIdentifierQuery(wire.IdentifierQuery{Type: p.Identifier.Type, Value: p.Identifier.Value})
	case p.Form == codes.QueryTypePredicate:
		err = c.Query.FromPredicateQuery(predicates(p.Items))
	default:
		err = c.Query.FromExpressionQuery(wire.ExpressionQuery{Type: p.Language, Value: wire.ExpressionValue(p.Expression)})
	}
	return c, err
}

// predicates is a list whose items are ANDed (rule 19), numbered in their order.
func predicates(items []Item) wire.PredicateQuery {
	out := make(wire.PredicateQuery, len(items))
	for i, item := range items {
		out[i] = wire.PredicateItem{SeqNum: i + 1, Expression1: item.First.predicate()}
		if item.Connective != "" {
			out[i].Condition = wire.Condition(item.Connective)
			out[i].Expression2 = item.Second.predicate()
		}
	}
	return out
}

// predicate: values are strings (rule 2).
func (c Comparison) predicate() wire.Predicate {
	return wire.Predicate{AttributeName: c.Attribute, Operator: wire.Operator(c.Operator), AttributeValue: c.Value}
}

// Envelope joins a header and a message that is not signed. Rule 13: a signature
// that is not made is omitted.
func Envelope(header, message []byte) []byte {
	out := make([]byte, 0, len(header)+len(message)+len(`{"header":,"message":}`))
	out = append(out, `{"header":`...)
	out = append(out, header...)
	out = append(out, `,"message":`...)
	out = append(out, message...)
	return append(out, '}')
}
