package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// findings are what a probe prints. Its members are promised; none holds anything of
// a person, and none a secret.
type findings struct {
	Profile  string   `json:"profile"` // "" if none fits
	System   string   `json:"system"`
	URL      string   `json:"url"`
	Reason   string   `json:"reason"` // why no profile fits, or what was not asked
	Evidence []string `json:"evidence"`
	Requests int      `json:"requests"`
	Stopped  string   `json:"stopped"` // why no more was asked

	Endpoints   map[string]string `json:"endpoints"`
	TokenStyle  string            `json:"token_style"`
	QueryTypes  map[string]string `json:"query_types"`
	Identifiers map[string]string `json:"identifier_types"`
	Attributes  map[string]string `json:"attributes"`
	Operators   map[string]string `json:"operators"`

	OverMatch   string   `json:"over_match"` // yes, no or unknown
	OverMatchBy []string `json:"over_match_by"`

	Keys       []keyReport      `json:"keys"`
	Signing    signingReport    `json:"signing"`
	Encryption encryptionReport `json:"encryption"`
	Errors     errorReport      `json:"errors"`

	Misses      string            `json:"misses"`
	BatchMisses string            `json:"batch_misses"`
	RecordType  string            `json:"reg_record_type"`
	Habits      map[string]string `json:"habits"`
}

type keyReport struct {
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
}

type signingReport struct {
	Scheme    string `json:"scheme"`    // of answers; none, literal or unknown if there is no scheme
	Holds     string `json:"holds"`     // by the published keys
	Questions string `json:"questions"` // whether signed ones are answered
	Required  string `json:"required"`  // whether unsigned ones are not: yes, no or unknown
}

type encryptionReport struct {
	Algorithms []string `json:"algs"` // of the published keys
	Questions  string   `json:"questions"`
}

type errorReport struct {
	Status int    `json:"status"` // of the answer to a query type that is none
	Shape  string `json:"shape"`
}

func (p *prober) report(ctx context.Context) findings {
	as, evidence, ok := p.decide()
	r := findings{
		URL: p.base, Evidence: listed(evidence), Requests: p.sent, Stopped: p.stopped,
		Endpoints: p.endpointsFound(), TokenStyle: p.tokenStyle, QueryTypes: p.queryTypes, Identifiers: p.identifiers,
		Attributes: p.attributes, Operators: p.operators,
		OverMatch: p.overmatches(), OverMatchBy: listed(p.overmatch), Keys: []keyReport{},
		Signing:    signingReport{Scheme: answerUnknown, Holds: answerUnknown, Questions: p.signed, Required: p.signatureNeeded()},
		Encryption: encryptionReport{Algorithms: []string{}, Questions: p.encrypted},
		Errors:     p.errorsFound(),
		Misses:     p.miss.miss(), BatchMisses: p.batchMisses(), RecordType: p.recordType, Habits: p.habits(),
	}
	if p.keySet != nil {
		for _, k := range p.keySet.Keys() {
			r.Keys = append(r.Keys, keyReport{string(k.Use()), string(k.Algorithm())})
			if k.Use() == "enc" {
				r.Encryption.Algorithms = append(r.Encryption.Algorithms, string(k.Algorithm()))
			}
		}
	}
	switch {
	case ok:
		r.Profile, r.System = as.Name, as.System
		p.signatures(ctx, as, &r.Signing)
		if p.sealing != "" {
			r.Reason = "not asked signed or encrypted: " + p.sealing
		}
	default:
		r.Reason = p.whyNot()
	}
	return r
}

func (p *prober) signatures(ctx context.Context, as profile.Profile, s *signingReport) {
	s.Scheme = p.miss.schemeOf()
	if as.Signing == "" {
		s.Scheme = signedNot
	}
	if s.Scheme != signedNot && s.Scheme != signedLiteral && s.Scheme != signedUnknown {
		s.Holds = p.holds(ctx, p.miss, as)
	}
}

// endpointsFound are the endpoints, with those that a probe looks for and that gave
// no answer.
func (p *prober) endpointsFound() map[string]string {
	all := []string{keysPath, locationsPath, healthPath}
	if p.words.path == "" && p.only == "" {
		all = append(all, pathEnvelope, pathBare, pathWorkshop)
	}
	found := map[string]string{}
	for _, path := range all {
		found[path] = answerUnknown
	}
	for path, outcome := range p.endpoints {
		switch outcome {
		case answerAbsent:
			outcome = answerNo
		case answerDenied:
			outcome = answerUnknown
		}
		found[path] = outcome
	}
	return found
}

// signatureNeeded says whether unsigned questions are refused.
func (p *prober) signatureNeeded() string {
	switch {
	case p.words.path != "" && p.scheme == "":
		return answerNo
	case p.words.path != "", slices.ContainsFunc(p.refused, reply.speaksOfSignatures):
		return answerYes
	default:
		return answerUnknown
	}
}

// errorsFound is what an error looks like, if the wrong question got one: that we
// are not let in is another matter.
func (p *prober) errorsFound() errorReport {
	switch p.badType.outcome() {
	case answerDenied, answerUnknown:
		return errorReport{0, answerUnknown}
	default:
		return errorReport{p.badType.status, p.badType.errorShape()}
	}
}

// whyNot is why no profile fits.
func (p *prober) whyNot() string {
	switch {
	case p.stopped != "":
		return p.stopped
	case slices.ContainsFunc(p.refused, reply.speaksOfSignatures):
		return "the registry wants a signature: give -sign-key, and publish its public key where the registry looks for it"
	case len(p.refused) == 0:
		return "none of the known endpoints of a search is there"
	}
	first := p.refused[0]
	if first.status/100 == 3 {
		return fmt.Sprintf("the registry redirects elsewhere (HTTP %d): give the URL that it redirects to, if you trust it", first.status)
	}
	return fmt.Sprintf("no question was answered (HTTP %d, %s)", first.status, first.errorShape())
}

func (p *prober) batchMisses() string {
	if p.batch.status == 0 {
		return answerUnknown
	}
	items := p.batch.items()
	switch {
	case items == nil:
		return answerUnknown
	case len(items) == 0:
		return "dropped"
	default:
		return fmt.Sprintf("%d item(s) for 2 questions", len(items))
	}
}

// habits are those of the answer's header.
func (p *prober) habits() map[string]string {
	habits := map[string]string{}
	r := p.miss
	if r.sent == nil || r.at("header") == nil {
		return habits
	}
	switch action := r.text("header", "action"); action {
	case "search", "on-search":
		habits["action"] = action
	default:
		habits["action"] = "other"
	}
	told := func(echoed bool) string {
		if echoed {
			return "echoed"
		}
		return "own"
	}
	habits["message_id"] = told(r.text("header", "message_id") == r.sent.messageID)
	habits["sender_id"] = told(r.text("header", "sender_id") == p.sender)
	habits["transaction_id"] = told(r.text("message", "transaction_id") == r.sent.transactionID)
	habits["reference_id"] = told(!p.inventsReference())
	if len(r.items()) == 0 && len(p.batch.items()) == 0 {
		delete(habits, "reference_id") // there was none
	}
	if items := r.items(); len(items) > 0 {
		habits["pagination"] = "left out"
		if item, ok := items[0].(map[string]any); ok && item["pagination"] != nil {
			habits["pagination"] = "given"
		}
	}
	return habits
}

func listed(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// print writes the report, as JSON or as a table.
func (r findings) print(out *printer) error {
	if out.json {
		encoder := json.NewEncoder(out.w)
		encoder.SetEscapeHTML(false)
		return written(encoder.Encode(r))
	}
	for _, row := range r.rows() {
		if row.value == "" {
			continue
		}
		if err := out.line("%-18s %s", row.label, printable(row.value)); err != nil {
			return err
		}
	}
	return nil
}

func (r findings) rows() []row {
	name := r.Profile
	if name == "" {
		name = "none recognised"
	}
	var keys []string
	for _, k := range r.Keys {
		keys = append(keys, strings.TrimSpace(k.Use+" "+k.Algorithm))
	}
	overmatch := r.OverMatch
	if overmatch == answerYes {
		overmatch += ": " + comma(r.OverMatchBy)
	}
	errors := ""
	if r.Errors.Status != 0 {
		errors = fmt.Sprintf("%s (HTTP %d)", r.Errors.Shape, r.Errors.Status)
	}
	return []row{
		{"profile", name},
		{"system", r.System},
		{"url", r.URL},
		{"because", comma(r.Evidence)},
		{"note", r.Reason},
		{"endpoints", pairs(r.Endpoints)},
		{"token style", r.TokenStyle},
		{"query types", pairs(r.QueryTypes)},
		{"identifier types", pairs(r.Identifiers)},
		{"attributes", pairs(r.Attributes)},
		{"operators", pairs(r.Operators)},
		{"over-matches", overmatch},
		{"keys", comma(keys)},
		{"answers signed", fmt.Sprintf("%s, holds: %s", r.Signing.Scheme, r.Signing.Holds)},
		{"signed questions", r.Signing.Questions},
		{"signature needed", r.Signing.Required},
		{"encrypted ones", r.Encryption.Questions},
		{"errors", errors},
		{"a miss", r.Misses},
		{"misses in a batch", r.BatchMisses},
		{"reg_record_type", r.RecordType},
		{"habits", pairs(r.Habits)},
		{"stopped", r.Stopped},
		{"requests", fmt.Sprint(r.Requests)},
	}
}

func pairs(m map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, name+" "+m[name])
	}
	return comma(parts)
}
