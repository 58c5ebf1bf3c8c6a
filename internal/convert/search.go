// Package convert turns questions of the domain into messages of the wire. It
// is the only importer of wire beside the sandbox. What is received is not
// converted: package answer decodes it straight into the domain.
package convert

import (
	"time"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/search"
)

// version of the messaging protocol and of the criteria, CRVS 1.0.0.
const version = "1.0.0"

// Search is everything that a search message is made of.
type Search struct {
	MessageID, TransactionID string
	SenderID, ReceiverID     string
	At                       time.Time
	Questions                []Question
}

// Question is one query with what the client adds to it.
type Question struct {
	ReferenceID string
	Query       search.Query
	Page        int
	PageSize    int
}

// Bytes is the message as it is sent: CRVS 1.0.0, /registry/sync/search. The
// queries must be valid.
func (s Search) Bytes() ([]byte, error) {
	// wire.md, rule 3: RFC 3339 with seconds and a zone, Z.
	at := s.At.UTC().Truncate(time.Second)
	items := make([]wire.SearchRequestItem, len(s.Questions))
	for i, q := range s.Questions {
		criteria, err := q.criteria()
		if err != nil {
			return nil, err
		}
		items[i] = wire.SearchRequestItem{
			ReferenceID:    q.ReferenceID,
			Timestamp:      at,
			SearchCriteria: criteria,
			Locale:         q.Query.Locale(),
		}
	}
	return json.Marshal(wire.SearchEnvelope{
		// Rule 13: a signature that is not made is omitted.
		Header: wire.MsgHeader{
			Version:    version,
			MessageID:  s.MessageID,
			MessageTS:  at,
			Action:     wire.ActionSearch,
			SenderID:   s.SenderID,
			ReceiverID: s.ReceiverID,
			TotalCount: len(items),
		},
		Message: wire.SearchRequest{TransactionID: s.TransactionID, SearchRequest: items},
	})
}

func (q Question) criteria() (wire.SearchCriteria, error) {
	c := wire.SearchCriteria{
		Version:       version,
		RegType:       string(codes.RegistryTypeCivil),
		RegRecordType: string(codes.RecordTypePerson),
		RegEventType:  string(q.Query.Event()),
		QueryType:     wire.QueryType(q.Query.Type()),
		Pagination:    wire.PageRequest{PageSize: q.PageSize, PageNumber: q.Page},
	}
	for _, s := range q.Query.Sorts() {
		c.Sort = append(c.Sort, wire.SortItem{AttributeName: s.Attribute, SortOrder: wire.SortOrder(s.Order)})
	}
	// Rule 14: the standard has both inside the criteria.
	if consent := q.Query.Consent(); consent != nil {
		c.Consent = wire.Consent{Type: "Consent", TS: consent.Given.UTC().Truncate(time.Second), Purpose: purpose(consent.Purpose)}
	}
	if authorize := q.Query.Authorize(); authorize != nil {
		c.Authorize = wire.Authorize{Type: "Authorize", TS: authorize.Since.UTC().Truncate(time.Second), Purpose: purpose(authorize.Purpose)}
	}
	var err error
	switch q.Query.Type() {
	case codes.QueryTypeIdentifier:
		id := q.Query.Identifier()
		err = c.Query.FromIdentifierQuery(wire.IdentifierQuery{Type: string(id.Type), Value: id.Value})
	case codes.QueryTypePredicate:
		err = c.Query.FromPredicateQuery(predicates(q.Query))
	case codes.QueryTypeExpression:
		err = fromLanguage(&c.Query, codes.QueryTypeExpression, expression(q.Query))
	case codes.QueryTypeGraphQL:
		err = fromLanguage(&c.Query, codes.QueryTypeGraphQL, q.Query.GraphQL())
	}
	return c, err
}

func purpose(p search.Purpose) wire.Purpose {
	return wire.Purpose{Code: p.Code, Text: p.Text, RefURI: p.RefURI}
}
