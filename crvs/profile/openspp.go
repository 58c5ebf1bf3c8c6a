package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// OpenSPP is the DCI modules of OpenSPP 2. Its paths stand under a prefix of the
// installation: give it with the base URL.
//
// It writes gte and lte, and where it means "unknown" it writes the marital
// status U, so that nobody can be asked for as unmarried. Some of its builds take
// a predicate as one text: set Form.Predicate to [CELPredicate]. It verifies an
// HTTP signature over a header that it writes again itself, so is_msg_encrypted is
// always sent; the signer adds the other optional members. Its mock answers one
// question of a message and invents the reference_id, so a batch is asked in
// messages of one.
func OpenSPP() Profile {
	p := DCI10()
	p.Name, p.System = "openspp", "OpenSPP 2"
	p.Signing = envelope.HTTPSignature
	p.AnswerForm = envelope.NormalForm{OmitNulls: true}
	p.CallbackForm = envelope.NormalForm{OmitNulls: true, OffsetTimestamp: true}
	p.Encrypts = false
	p.Words.Operators = map[codes.Operator]string{
		codes.OperatorGreaterOrEqual: "gte",
		codes.OperatorLessOrEqual:    "lte",
	}
	p.Words.MaritalStatuses = map[codes.MaritalStatus]string{codes.MaritalStatusUnknown: "U"}
	p.Asks.Forms = []codes.QueryType{codes.QueryTypeIdentifier, codes.QueryTypePredicate, codes.QueryTypeExpression}
	p.Asks.MaxBatch = 1
	p.Form.PlainFlag = true
	p.Form.GrantsBeside = true
	p.Habit.InventsReferenceIDs = true
	return p
}
