package profile

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// statusRequest is the message that asks what became of an earlier one: CRVS
// 1.0.0, TxnStatusRequest. attribute_type decides the shape of the value
// (wire.md, rule 1).
func statusRequest(s Status, m Message) (wire.TxnStatusRequest, error) {
	switch s.Of {
	case codes.ActionSearch, codes.ActionSubscribe, codes.ActionUnsubscribe:
	default:
		return wire.TxnStatusRequest{}, unwritable("a status is that of a search, a subscribe or an unsubscribe")
	}
	value, err := s.attributeValue()
	if err != nil {
		return wire.TxnStatusRequest{}, err
	}
	return wire.TxnStatusRequest{
		TransactionID: m.TransactionID,
		TxnStatusRequest: wire.TxnStatusQuery{
			ReferenceID: s.ReferenceID, TxnType: wire.TxnType(s.Of), Locale: s.Locale,
			AttributeType: wire.TxnAttributeType(s.By), AttributeValue: value,
		},
	}, nil
}

func (s Status) attributeValue() (value wire.TxnAttributeValue, err error) {
	if err := checkCodes(s.Values); err != nil {
		return value, unwritable("a status needs the ids or codes of what it asks for, each of 1 to 99 characters")
	}
	switch s.By {
	case StatusByReferences:
		return value, value.FromReferenceIDList(slices.Clone(s.Values))
	case StatusBySubscriptions:
		return value, value.FromSubscriptionCodeList(slices.Clone(s.Values))
	case StatusByTransaction, StatusByCorrelation:
	default:
		return value, unwritable("a status is asked by transaction_id, correlation_id, reference_id_list or subscription_code_list")
	}
	if len(s.Values) != 1 {
		return value, unwritable("a status by " + string(s.By) + " names exactly one")
	}
	if s.By == StatusByTransaction {
		return value, value.FromTransactionID(s.Values[0])
	}
	return value, value.FromCorrelationID(s.Values[0])
}
