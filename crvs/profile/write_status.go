package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// statusRequest is the message that asks what became of an earlier one: CRVS
// 1.0.0, TxnStatusRequest. attribute_type decides the shape of the value
// (internal/wire/RULES.md, rule 1).
func statusRequest(s Status, m Message) (wire.TxnStatusRequest, error) {
	switch s.Of {
	case codes.ActionSearch, codes.ActionSubscribe, codes.ActionUnsubscribe:
	default:
		return wire.TxnStatusRequest{}, unwritable("a status is that of a search, a subscribe or an unsubscribe")
	}
	if !isLocale(s.Locale) {
		return wire.TxnStatusRequest{}, unwritable(badLocale)
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
	switch s.By {
	case StatusByReferences, StatusBySubscriptions:
	case StatusByTransaction, StatusByCorrelation:
		if len(s.Values) > 1 {
			return value, unwritable("a status by " + string(s.By) + " names exactly one")
		}
	default:
		return value, unwritable("a status is asked by transaction_id, correlation_id, reference_id_list or subscription_code_list")
	}
	switch {
	case len(s.Values) == 0 || slices.Contains(s.Values, ""):
		return value, unwritable("a status needs the ids or codes of what it asks for, none of them empty")
	case s.By != StatusByReferences && !areIDs(s.Values): // the standard does not bound a reference_id
		return value, unwritable(fmt.Sprintf("an id or a code of a status has more than %d characters", maxID))
	}
	switch s.By {
	case StatusByReferences:
		err = value.FromReferenceIDList(slices.Clone(s.Values))
	case StatusBySubscriptions:
		err = value.FromSubscriptionCodeList(slices.Clone(s.Values))
	case StatusByTransaction:
		err = value.FromTransactionID(s.Values[0])
	case StatusByCorrelation:
		err = value.FromCorrelationID(s.Values[0])
	}
	return value, err
}

const badLocale = "a locale is three lower-case letters of ISO 639-3"

// isLocale accepts "", which is not written (internal/wire/RULES.md, rule 4).
func isLocale(locale string) bool {
	other := func(r rune) bool { return r < 'a' || r > 'z' }
	return locale == "" || len(locale) == 3 && !strings.ContainsFunc(locale, other)
}
