package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// facts are what a probe found.
type facts struct {
	endpoints map[string]string // by path
	keySet    *envelope.KeySet
	tokenStyle,
	sealing string // why a question could not be signed or encrypted

	only    string          // the one path to search at, "" for any
	silent  map[string]bool // paths of searches that gave no answer yet
	words   wording         // in which a question was answered, path "" if none was
	refused []reply         // of the searches for an endpoint
	miss    reply           // the first answer

	queryTypes, identifiers, attributes, operators map[string]string

	overmatch  []string // by what
	reversed   string   // what became of an upper bound before a lower one
	badType    reply    // the answer to a query type that is none
	recordType string   // whether reg_record_type may be left out
	batch      reply
	signed     string // whether a signed question is answered
	encrypted  string // whether an encrypted one is, encrypted
}

func newFacts() facts {
	return facts{
		endpoints: map[string]string{}, queryTypes: map[string]string{}, identifiers: map[string]string{},
		attributes: map[string]string{}, operators: map[string]string{},
		silent: map[string]bool{}, reversed: answerUnknown,
		recordType: answerUnknown, signed: answerUnknown, encrypted: answerUnknown,
	}
}

// run asks, the most telling questions first: what does not fit into the number of
// requests is left out.
func (p *prober) run(ctx context.Context) {
	p.steps(ctx)
	switch {
	case p.stopped != "" || p.answered == 0:
	case ctx.Err() != nil:
		p.stopped = "the time was over or the probe was interrupted: ask again, or raise -timeout"
	case p.silence > 0:
		p.stopped = "the registry stopped answering (" + p.unreached + "): ask again later"
	case p.words.path == "" && len(p.silent) > 0:
		p.stopped = "not every known endpoint of a search gave an answer (" + p.unreached + "): ask again later"
	case p.sent >= maxRequests:
		p.stopped = "these were as many requests as a probe sends"
	}
}

func (p *prober) steps(ctx context.Context) {
	if base, ok := strings.CutSuffix(p.base, pathWorkshop); ok {
		p.base, p.only = base, pathWorkshop
	}
	p.publishedKeys(ctx)
	p.getToken(ctx)
	if !p.findSearch(ctx) {
		return
	}
	if p.words.isWorkshop() {
		p.queryTypes["identification_value"] = p.miss.outcome()
		p.identifiers["NATIONAL_ID"] = p.miss.outcome()
		p.badType = p.post(ctx, p.words.path, []byte(`{"repository_type":["NoSuchRegister"]}`), nil)
		return
	}
	p.askRanges(ctx)
	p.askForms(ctx)
	p.askSealed(ctx)
	p.askNumbers(ctx)
	p.askHabits(ctx)
	p.askAttributes(ctx)
	p.exists(ctx, locationsPath)
	p.exists(ctx, healthPath)
}

func (p *prober) publishedKeys(ctx context.Context) {
	r := p.exists(ctx, keysPath)
	if r.status == 200 {
		if set, err := envelope.ParseKeySet(r.body); err == nil {
			p.keySet = set
		}
	}
}

// exists asks for a document.
func (p *prober) exists(ctx context.Context, path string) reply {
	r := p.get(ctx, path)
	switch {
	case r.status == 0:
	case r.status < 300 && r.object != nil:
		p.endpoints[path] = answerYes
	case r.status < 300, r.outcome() == answerAbsent, r.status == http.StatusNotImplemented, r.status == http.StatusGone:
		p.endpoints[path] = answerNo
	default: // we are not let in, or it fails: that is not "no"
		p.endpoints[path] = answerUnknown
	}
	return r
}

// isOpenCRVS says whether the words are those of its servers only.
func (w wording) isOpenCRVS() bool { return w.bornIn == "birthdate" }

// note keeps the outcome of a question. "no" is kept only of what was asked and
// refused: who got no answer, or is not let in, does not know.
func (p *prober) note(into map[string]string, name, by string, r reply) string {
	outcome := p.settled(r)
	if r.status == 0 && (into[name] == answerYes || into[name] == answerOvermatch) {
		return outcome // it was found before
	}
	into[name] = outcome
	if outcome == answerOvermatch {
		p.overmatch = append(p.overmatch, by)
	}
	return outcome
}

// settled is the outcome of a question at an endpoint that has answered others.
func (p *prober) settled(r reply) string {
	outcome := r.outcome()
	switch {
	case outcome == answerDenied:
		if p.stopped == "" && r.status == http.StatusUnauthorized {
			p.stopped = refusedBy(r.status) // a token that is over is over for all
		}
		return answerUnknown
	case outcome == answerAbsent && r.isRefusal():
		return answerNo
	case outcome == answerAbsent: // the page of a gateway says nothing of the question
		return answerUnknown
	default:
		return outcome
	}
}

// ranges are the spellings of from and to.
func ranges() [][2]string { return [][2]string{{"ge", "le"}, {"gte", "lte"}, {"$gte", "$lte"}} }

// askRanges asks for births of a year to come, in each spelling.
func (p *prober) askRanges(ctx context.Context) {
	for _, pair := range ranges() {
		if p.words.isOpenCRVS() && pair[0] == "$gte" {
			continue
		}
		p.askRange(ctx, p.words, pair)
	}
	if p.queryTypes["predicate"] == "" && !p.words.isOpenCRVS() {
		other := p.words
		other.bornIn = "birthdate"
		if p.askRange(ctx, other, ranges()[0]) {
			p.words = other
		} else {
			r := p.ask(ctx, p.words, betweenInCEL(p.words.bornIn))
			p.note(p.queryTypes, "predicate (CEL)", "a predicate in CEL", r)
		}
	}
	if p.queryTypes["predicate"] == "" {
		p.queryTypes["predicate"] = p.predicateRefused()
		return
	}
	p.askAlone(ctx)
}

// predicateRefused is "no" if each spelling was asked and refused.
func (p *prober) predicateRefused() string {
	for _, pair := range ranges() {
		if !p.refuses(pair[0]) && (pair[0] != "$gte" || !p.words.isOpenCRVS()) {
			return answerUnknown
		}
	}
	return answerNo
}

// askRange says whether a range is understood in this spelling.
func (p *prober) askRange(ctx context.Context, w wording, pair [2]string) bool {
	r := p.ask(ctx, w, between(w.bornIn, pair[0], pair[1]))
	outcome := p.note(p.operators, pair[0], "a date of birth in 2999 by "+pair[0]+" and "+pair[1], r)
	if outcome != answerYes && outcome != answerOvermatch {
		return false
	}
	p.operators[pair[1]] = outcome
	p.attributes[w.bornIn] = outcome
	p.queryTypes["predicate"] = outcome
	return true
}

// askAlone asks with what some registries ignore, and then give every record.
func (p *prober) askAlone(ctx context.Context) {
	eq := p.equal()
	r := p.ask(ctx, p.words, equals(p.words.bornIn, eq, futureFrom))
	p.note(p.operators, eq, "a lone "+eq+" on the date of birth", r)
	// Of deaths some read a lone comparison right, and not the reversed pair.
	from, to := p.bounds()
	r = p.ask(ctx, p.words, between(p.words.bornIn, to, from))
	p.reversed = p.note(map[string]string{}, to, "an upper bound before a lower one", r)
}

// overmatches says whether records came that were not asked for: "no" only if
// everything was asked that this dialect is known to answer so.
func (p *prober) overmatches() string {
	alone := p.operators[p.equal()]
	answered := func(outcome string) bool { return outcome == answerYes || outcome == answerNo }
	switch {
	case len(p.overmatch) > 0:
		return answerYes
	case p.words.isWorkshop(), p.queryTypes["predicate"] == answerNo && p.queryTypes["predicate (CEL)"] != answerYes:
		return answerNo // it takes numbers alone, and gave nothing for one that nobody has
	case answered(alone) && answered(p.reversed):
		return answerNo
	default:
		return answerUnknown
	}
}

// bounds are the spellings of from and to that are understood.
func (p *prober) bounds() (from, to string) {
	for _, pair := range ranges() {
		if p.operators[pair[0]] == answerYes {
			return pair[0], pair[1]
		}
	}
	return ranges()[0][0], ranges()[0][1]
}

// equal is the spelling of equal that goes with them.
func (p *prober) equal() string {
	if from, _ := p.bounds(); strings.HasPrefix(from, "$") {
		return "$eq"
	}
	return "eq"
}

// askForms asks in each form of a query, and in one that is none.
func (p *prober) askForms(ctx context.Context) {
	p.queryTypes["idtype-value"] = p.miss.outcome()
	p.badType = p.ask(ctx, p.words, ofNoType())
	born := p.words.bornIn
	p.note(p.queryTypes, "expression", "an expression", p.ask(ctx, p.words, asExpression(profile.DCI10(), born)))
	p.note(p.queryTypes, "expression (ranges)", "an expression of ranges", p.ask(ctx, p.words, asExpression(profile.OpenCRVS19(), born)))
	if !p.words.isOpenCRVS() {
		p.note(p.queryTypes, "graphql", "GraphQL", p.ask(ctx, p.words, inGraphQL()))
	}
}

// askSealed asks signed and encrypted, where we can.
func (p *prober) askSealed(ctx context.Context) {
	if p.words.isBare() {
		return
	}
	scheme := p.scheme
	if !p.trust.signKey.IsZero() {
		if as, ok := p.likely(); ok && as.Signing != "" {
			scheme = as.Signing
		}
		p.signed = p.settled(p.send(ctx, p.words, scheme, false, byNumber("BRN")))
	}
	if p.trust.encrypt {
		r := p.send(ctx, p.words, scheme, true, byNumber("BRN"))
		if p.encrypted = p.settled(r); p.encrypted == answerYes && !p.decrypts(ctx, r) {
			p.encrypted = "yes, but the answer is not encrypted to our key"
		}
	}
}

// askNumbers asks by each type of number, and by one that is none.
func (p *prober) askNumbers(ctx context.Context) {
	p.identifiers["BRN"] = p.miss.outcome()
	kinds := []string{"UIN", "DRN", "MRN", "NATIONAL_ID"}
	if p.words.isOpenCRVS() {
		kinds = []string{"UIN", "DRN", "MRN", "NID", "OPENCRVS_RECORD_ID"}
	}
	for _, kind := range append(kinds, "NO_SUCH_TYPE") {
		p.note(p.identifiers, kind, "a "+kind+" that nobody has", p.ask(ctx, p.words, byNumber(kind)))
	}
}

// askHabits asks twice in one message, and without a type of record.
func (p *prober) askHabits(ctx context.Context) {
	p.batch = p.ask(ctx, p.words, byNumber("BRN"), byNumber("BRN"))
	if p.words.recordType == "" || p.words.isOpenCRVS() {
		p.recordType = "not needed"
		return
	}
	without := p.words
	without.recordType = ""
	switch r := p.ask(ctx, without, byNumber("BRN")); r.outcome() {
	case answerYes, answerOvermatch:
		p.recordType = "not needed"
	case answerNo:
		p.recordType = "needed"
	}
}

// askAttributes asks for values that nothing has.
func (p *prober) askAttributes(ctx context.Context) {
	if p.queryTypes["predicate"] != answerYes && p.queryTypes["predicate"] != answerOvermatch {
		return
	}
	names := []string{"surname", "birth_place", "death_date"}
	if p.words.isOpenCRVS() {
		names = []string{"birthplace", "surname"}
	}
	for _, name := range names {
		query := equals(name, p.equal(), impossible())
		if strings.HasSuffix(name, "_date") {
			from, to := p.bounds()
			query = between(name, from, to)
		}
		p.note(p.attributes, name, "the attribute "+name, p.ask(ctx, p.words, query))
	}
}
