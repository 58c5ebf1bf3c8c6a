package main

import (
	"context"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// wordings are ways to ask, the likely ones first.
func (p *prober) wordings() []wording {
	const civil, person = "ns:org:RegistryType:Civil", "person"
	standard := "live_birth"
	if p.event == "death" {
		standard = "death"
	}
	in := func(path, regType, eventType, recordType, bornIn string) wording {
		return wording{path: path, regType: regType, eventType: eventType, recordType: recordType, bornIn: bornIn}
	}
	return []wording{
		in(pathEnvelope, civil, standard, person, "birth_date"),
		in(pathEnvelope, civil, p.event, person, "birthdate"),
		in(pathEnvelope, "ocrvs:registry_type:"+p.event, "", "", "birthdate"),
		in(pathBare, civil, standard, person, "birth_date"),
		in(pathWorkshop, strings.ToUpper(p.event[:1])+p.event[1:], "", "", ""),
	}
}

// findSearch finds where and in which words a question is answered: at one path
// after another, there first unsigned and then, if that may be what it lacks,
// signed.
func (p *prober) findSearch(ctx context.Context) bool {
	for _, path := range []string{pathEnvelope, pathBare, pathWorkshop} {
		if p.only != "" && path != p.only {
			continue
		}
		if p.findAt(ctx, path, "") {
			return true
		}
		if path != pathEnvelope || !slices.ContainsFunc(p.refused, reply.mayWantSignature) {
			continue
		}
		if p.findSigned(ctx) {
			return true
		}
		if slices.ContainsFunc(p.refused, reply.speaksOfSignatures) {
			return false // here is what was looked for
		}
	}
	return false
}

// findSigned asks again with signatures, if we have a key for them.
func (p *prober) findSigned(ctx context.Context) bool {
	if p.trust.signKey.IsZero() {
		return false
	}
	for _, scheme := range []envelope.Scheme{envelope.JWSAttached, envelope.JWSDetached, envelope.HTTPSignature} {
		if p.findAt(ctx, pathEnvelope, scheme) {
			return true
		}
	}
	return false
}

// findAt asks in one wording after another.
func (p *prober) findAt(ctx context.Context, path string, scheme envelope.Scheme) bool {
	for i, w := range p.wordings() {
		if w.path != path || p.endpoints[path] == answerAbsent || p.isOver() {
			continue
		}
		if i == 1 && !slices.ContainsFunc(p.refused, reply.isOpenCRVS) {
			w.bornIn = "birth_date" // the word of an event is not OpenCRVS's alone
		}
		p.scheme = scheme
		number := "BRN"
		if w.isWorkshop() {
			number = "NATIONAL_ID"
		}
		if p.isAnswered(w, p.ask(ctx, w, byNumber(number))) {
			return true
		}
	}
	return false
}

// endpointOf says whether an endpoint is there, by what became of a question.
func endpointOf(outcome string) string {
	switch outcome {
	case answerYes, answerOvermatch, answerNo:
		return answerYes
	default:
		return outcome
	}
}

// isAnswered keeps what became of a search for an endpoint.
func (p *prober) isAnswered(w wording, r reply) bool {
	outcome := r.outcome()
	switch {
	case r.status == 0 && p.sealing == "":
		p.silent[w.path] = true
	case r.status != 0:
		delete(p.silent, w.path)
		p.endpoints[w.path] = endpointOf(outcome)
	}
	switch outcome {
	case answerYes, answerOvermatch:
		p.words, p.miss, p.sealing = w, r, ""
		if outcome == answerOvermatch {
			p.overmatch = append(p.overmatch, "a number that nobody has")
		}
		return true
	case answerDenied:
		if p.stopped == "" {
			p.stopped = refusedBy(r.status)
		}
	case answerAbsent: // of that endpoint nothing is to be told
	default:
		if r.status != 0 {
			p.refused = append(p.refused, r)
		}
	}
	return false
}
