package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// OpenG2P is the partner API of the OpenG2P registry. Its paths stand under the
// name of the registry: give it with the base URL
// ("https://partner.example.org/crvs").
//
// It wants reg_record_type, writes operators as $gte and $eq, signs with a
// detached JWS, echoes our message_id, and reports errors at HTTP 200.
func OpenG2P() Profile {
	p := DCI10()
	p.Name, p.System = "openg2p", "OpenG2P registry"
	p.Signing = envelope.JWSDetached
	p.Encrypts = false
	p.Words.Operators = map[codes.Operator]string{
		codes.OperatorEqual:          "$eq",
		codes.OperatorGreater:        "$gt",
		codes.OperatorGreaterOrEqual: "$gte",
		codes.OperatorLess:           "$lt",
		codes.OperatorLessOrEqual:    "$lte",
		codes.OperatorIn:             "$in",
	}
	p.Asks.Forms = []codes.QueryType{codes.QueryTypeIdentifier, codes.QueryTypePredicate, codes.QueryTypeExpression}
	return p
}
