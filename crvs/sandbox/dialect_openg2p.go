package sandbox

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// The partner API of the OpenG2P registry (profile.OpenG2P).

func openG2P() dialect {
	return dialect{
		name: "openg2p", base: "/openg2p", search: pathSyncSearch,
		scheme: envelope.JWSDetached, signature: envelope.EdDSA,
		answer: (*call).searchOpenG2P, refuse: refuseOpenG2P,
		standardValue: sameValue, dollars: true,
	}
}

// refuseOpenG2P reports errors at HTTP 200, in the header of an answer that holds
// none; but for a token that is not accepted and a path that is not there.
func refuseOpenG2P(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	if status == http.StatusUnauthorized && code != codes.ReasonSignatureInvalid && code != codes.ReasonSignatureMissing || status == http.StatusNotFound {
		refuse(w, status, code, messages...)
		return
	}
	out := wire.SearchResponseEnvelope{Header: wire.MsgCallbackHeader{
		Version: version, MessageTS: now(), Action: wire.ActionOnSearch, Status: wire.RequestStatusRejected,
		StatusReasonCode: wire.HeaderReasonCode(code), StatusReasonMessage: strings.Join(messages, "; "),
	}}
	answer(w, http.StatusOK, map[string]any{"header": out.Header, "message": map[string]any{}})
}

func (c *call) searchOpenG2P(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	in, ok := c.readLeniently(d, w, req, body)
	if !ok {
		return
	}
	out := c.registry.searchAnswerTo(in, body)
	if wrong := wrongForOpenG2P(in); wrong != "" && out.Header.Status != wire.RequestStatusRejected {
		out = c.registry.rejection(in, wire.HeaderReasonCode(wire.SearchReasonCodeSearchCriteriaInvalid), wrong)
	}
	if out.Header.Status != wire.RequestStatusRejected {
		for i := range in.Message.Questions {
			in.Message.Questions[i].Criteria.inStandardWords(sameValue)
		}
		out = c.retold(in, c.registry.searchAnswer(in))
	}
	out.Header.MessageID = in.Header.MessageID // echoed
	c.answerSearch(w, req, d, in, body, searched{out.Header, out.Message, out.Message.CorrelationID, ""})
}

// wrongForOpenG2P is why it takes no part of the message, "" if it does.
func wrongForOpenG2P(in *asked) string {
	for i, q := range in.Message.Questions {
		at := fmt.Sprintf("message.search_request[%d].search_criteria.", i)
		if q.Criteria.RecordType == "" {
			return at + "reg_record_type: is required"
		}
		if q.Criteria.hasPlainOperator() {
			return at + "query: " + operatorsWithDollar
		}
	}
	return ""
}

const operatorsWithDollar = "operators are $eq, $gt, $gte, $lt, $lte and $in"

// hasPlainOperator says whether a predicate has an operator without a $.
func (c criteria) hasPlainOperator() bool {
	for _, p := range c.predicates() {
		if !strings.HasPrefix(string(p.Operator), "$") {
			return true
		}
	}
	return false
}
