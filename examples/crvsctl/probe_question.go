package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"strconv"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
)

// Paths of searches.
const (
	pathEnvelope = "/registry/sync/search"
	pathBare     = "/crvs/sync/search"
	pathWorkshop = "/searchCRVSData"
)

// Paths of what else a probe looks for, beside keysPath.
const (
	locationsPath = "/.well-known/locations.json"
	healthPath    = "/health"
)

// A year in which nobody is born.
const (
	futureFrom = "2999-01-01"
	futureTo   = "2999-12-31"
)

// wording is how questions name what they are about.
type wording struct {
	path                           string
	regType, eventType, recordType string
	bornIn                         string // the attribute of the date of birth
}

func (w wording) isBare() bool     { return w.path == pathBare }
func (w wording) isWorkshop() bool { return w.path == pathWorkshop }

// writer is the profile that writes the questions. It is asked for more than it
// says that its registry takes: that is what a probe finds out.
func (w wording) writer() profile.Profile {
	switch {
	case w.isWorkshop():
		return profile.Workshop2022()
	case w.isBare():
		as := profile.BareCRVS()
		as.Asks.MaxBatch = 0
		return as
	default:
		as := profile.DCI10()
		as.Form.PlainFlag = true // OpenSPP signs it whether it is there or not
		return as
	}
}

// sentMessage is what a reply is compared with.
type sentMessage struct {
	messageID, transactionID string
	referenceIDs             []string
}

// impossible is a number that nobody has.
func impossible() string { return "NO-SUCH-NUMBER-" + rand.Text() }

func byNumber(kind string) profile.Plan {
	return profile.Plan{Form: codes.QueryTypeIdentifier, Identifier: person.Identifier{Type: codes.IdentifierType(kind), Value: impossible()}}
}

// ofNoType asks in a form that there is not.
func ofNoType() profile.Plan {
	return profile.Plan{Form: "no-such-type", Query: []byte(`{"type":"BRN","value":"` + impossible() + `"}`)}
}

func between(attribute, from, to string) profile.Plan {
	return profile.Plan{Form: codes.QueryTypePredicate, Items: []profile.Item{{
		First:      profile.Comparison{Attribute: attribute, Operator: from, Value: futureFrom},
		Connective: codes.ConnectiveAnd,
		Second:     profile.Comparison{Attribute: attribute, Operator: to, Value: futureTo},
	}}}
}

func equals(attribute, operator, value string) profile.Plan {
	return profile.Plan{Form: codes.QueryTypePredicate, Items: []profile.Item{{
		First: profile.Comparison{Attribute: attribute, Operator: operator, Value: value},
	}}}
}

// betweenInCEL asks for the year as one text, as some builds of OpenSPP take it.
func betweenInCEL(attribute string) profile.Plan {
	plan := between(attribute, "ge", "le")
	plan.Query, _ = profile.CELPredicate(profile.OpenSPP(), plan) // nil where it fails: then it is asked as a list
	return plan
}

// asExpression asks for the year in the expressions of this profile.
func asExpression(of profile.Profile, attribute string) profile.Plan {
	write := of.Form.Expression
	if write == nil {
		write = profile.StandardExpression
	}
	plan := between(attribute, "ge", "le")
	plan.Form = codes.QueryTypeExpression
	plan.Language, plan.Expression, _ = write(of, plan) // of two days, which every profile writes
	return plan
}

// inGraphQL asks what the registry's schema is of.
func inGraphQL() profile.Plan {
	return profile.Plan{Form: codes.QueryTypeGraphQL, Language: "ns:org:QueryType:graphql", Expression: []byte(`{"expression":"{ __typename }"}`)}
}

// ask sends these questions in one message.
func (p *prober) ask(ctx context.Context, w wording, questions ...profile.Plan) reply {
	return p.send(ctx, w, p.scheme, false, questions...)
}

func (p *prober) send(ctx context.Context, w wording, scheme envelope.Scheme, encrypted bool, questions ...profile.Plan) reply {
	now := time.Now()
	sent := &sentMessage{messageID: rand.Text(), transactionID: rand.Text()}
	as := w.writer()
	if as.Form.NumericIDs {
		sent.transactionID = strconv.FormatInt(now.UnixMicro(), 10)
	}
	for i := range questions {
		q := &questions[i]
		q.ReferenceID = rand.Text()
		q.RegType, q.EventType, q.RecordType = w.regType, w.eventType, w.recordType
		q.Page, q.Size, q.Locale = 1, 1, "eng"
		sent.referenceIDs = append(sent.referenceIDs, q.ReferenceID)
	}
	message, err := as.Encode(profile.Message{
		MessageID: sent.messageID, TransactionID: sent.transactionID, SenderID: p.sender, ReceiverID: p.receiver,
		At: now, Encrypted: encrypted, Body: profile.Search(questions),
	})
	if err != nil {
		return reply{}
	}
	body, header := message.Body(), http.Header(nil)
	if message.Header != nil {
		if body, header, err = p.seal(ctx, message, scheme, encrypted); err != nil {
			p.sealing = plain(err)
			return reply{}
		}
	}
	r := p.post(ctx, w.path, body, header)
	r.sent = sent
	return r
}
