package main

import (
	"slices"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// sign is a fact that speaks for a profile, more or less.
type sign struct {
	holds  bool
	weight int
	text   string
}

// likely is the profile that fits best by now; false if no question was answered.
func (p *prober) likely() (profile.Profile, bool) {
	as, _, ok := p.decide()
	return as, ok
}

// decide weighs what was found. What a system alone does decides at once; the
// others are told apart by what they sign with and how they spell operators, since
// some builds take more than their own.
func (p *prober) decide() (as profile.Profile, evidence []string, ok bool) {
	switch {
	case p.words.path == "":
		return profile.Profile{}, nil, false
	case p.words.isWorkshop():
		return profile.Workshop2022(), []string{"searchCRVSData answers flat JSON"}, true
	case p.words.isBare():
		return profile.BareCRVS(), []string{"a message without an envelope is answered at " + pathBare}, true
	case p.words.regType != "" && p.words.eventType == "":
		return profile.OpenCRVS2024(), []string{"reg_type must be " + p.words.regType}, true
	}
	best := 0
	for _, c := range []struct {
		of    profile.Profile
		signs []sign
	}{
		{profile.DCI10(), p.signsOfDCI()},
		{profile.OpenCRVS19(), p.signsOfOpenCRVS()},
		{profile.OpenSPP(), p.signsOfOpenSPP()},
		{profile.OpenG2P(), p.signsOfOpenG2P()},
	} {
		sum, texts := weigh(c.signs)
		if sum > best {
			best, as, evidence = sum, c.of, texts
		}
	}
	return as, evidence, best > 0
}

func weigh(signs []sign) (sum int, texts []string) {
	for _, s := range signs {
		if s.holds {
			sum += s.weight
			texts = append(texts, s.text)
		}
	}
	return sum, texts
}

// takes says whether an operator is understood, and refuses whether it is not.
func (p *prober) takes(operator string) bool {
	return p.operators[operator] == answerYes || p.operators[operator] == answerOvermatch
}

func (p *prober) refuses(operator string) bool { return p.operators[operator] == answerNo }

// errorAt200 says whether the wrong query type was refused at HTTP 200.
func (p *prober) errorAt200() bool {
	return p.badType.status/100 == 2 && p.badType.outcome() == answerNo
}

func (p *prober) isSignedBy(schemes ...envelope.Scheme) bool {
	return slices.Contains(schemes, envelope.Scheme(p.miss.schemeOf()))
}

func (p *prober) signsOfDCI() []sign {
	return []sign{
		{true, 1, "the standard's message is answered"},
		{p.isSignedBy(envelope.JWSAttached), 2, "answers are signed by jws-attached"},
		{p.takes("ge") && p.refuses("gte") && p.refuses("$gte"), 3, "of the operators the standard's own alone are understood"},
		{p.takes("ge"), 1, "the operator ge is understood"},
		{p.queryTypes["expression"] == answerYes, 1, "the standard's form of an expression is understood"},
		{!p.words.isOpenCRVS(), 1, "the standard's words for events are understood"},
		{p.miss.text("header", "action") == "on-search", 1, "the action of answers is on-search"},
	}
}

func (p *prober) signsOfOpenCRVS() []sign {
	sent := p.miss.sent
	echoed := sent != nil && p.miss.text("header", "message_id") == sent.messageID
	return []sign{
		{p.words.isOpenCRVS(), 5, openCRVSWord(p.words)},
		{p.badType.isOpenCRVS(), 4, "errors are {code: number, message}"},
		{p.queryTypes["expression (ranges)"] == answerYes && p.queryTypes["expression"] == answerNo, 2, "expressions are ranges"},
		{p.miss.miss() == "empty list", 2, "what is not found is an empty list"},
		{p.isSignedBy(envelope.JWSAttached), 2, "answers are signed by jws-attached"},
		{echoed && p.miss.text("header", "sender_id") == p.sender, 2, "message_id and sender_id are echoed"},
	}
}

func openCRVSWord(w wording) string {
	return "the words are those of OpenCRVS: reg_event_type " + w.eventType + ", " + w.bornIn
}

func (p *prober) signsOfOpenSPP() []sign {
	ack := p.badType.text("message", "ack_status")
	return []sign{
		{p.isSignedBy(envelope.HTTPSignature), 8, "answers are signed by http-signature"},
		{p.miss.text("signature") == "unsigned-mock", 8, "the signature of answers is the text unsigned-mock"},
		{p.takes("gte") && p.refuses("ge"), 6, "operators are gte and lte"},
		{p.queryTypes["predicate (CEL)"] == answerYes, 6, "a predicate is a text in CEL"},
		{p.errorAt200() && (ack == "ERR" || ack == "NACK"), 3, "errors are an ack_status at HTTP 200"},
		{p.inventsReference(), 2, "reference ids of answers are not those of the questions"},
	}
}

func (p *prober) signsOfOpenG2P() []sign {
	sent := p.miss.sent
	return []sign{
		{p.isSignedBy(envelope.JWSDetached, envelope.JWSDetachedHeader), 8, "answers are signed by a detached JWS"},
		{p.miss.saysUnvalidated(), 6, "answers say signature_validation_disabled"},
		{p.takes("$gte") && p.refuses("ge"), 6, "operators are $gte and $lte"},
		{p.recordType == "needed", 4, "reg_record_type is required"},
		{p.errorAt200() && p.badType.text("header", "status") == "rjct" && p.badType.items() == nil, 2, "errors are header.status rjct at HTTP 200"},
		{sent != nil && p.miss.text("header", "message_id") == sent.messageID, 1, "message_id is echoed"},
	}
}

// inventsReference says whether an answer was to a question that nobody asked.
func (p *prober) inventsReference() bool {
	for _, r := range []reply{p.miss, p.batch} {
		if r.sent == nil {
			continue
		}
		items := r.items()
		if len(items) == 0 {
			continue
		}
		last, _ := items[len(items)-1].(map[string]any)
		id, _ := last["reference_id"].(string)
		if id != "" && !slices.Contains(r.sent.referenceIDs, id) {
			return true
		}
	}
	return false
}

// saysUnvalidated says whether an answer says that signatures are not looked at.
func (r reply) saysUnvalidated() bool {
	const word = "signature_validation_disabled"
	return r.at(word) != nil || r.at("header", word) != nil || r.at("header", "meta", word) != nil || r.text("signature") == word
}
