package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
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

// sentMessage is what a reply is compared with.
type sentMessage struct {
	messageID, transactionID string
	referenceIDs             []string
}

type pagination struct {
	Size   int `json:"page_size"`
	Number int `json:"page_number"`
}

type probeCriteria struct {
	RegType    string     `json:"reg_type,omitempty"`
	EventType  string     `json:"reg_event_type,omitempty"`
	RecordType string     `json:"reg_record_type,omitempty"`
	QueryType  string     `json:"query_type"`
	Query      any        `json:"query"`
	Pagination pagination `json:"pagination"`
}

type probeItem struct {
	ReferenceID string        `json:"reference_id"`
	Timestamp   string        `json:"timestamp"`
	Criteria    probeCriteria `json:"search_criteria"`
	Locale      string        `json:"locale"`
}

type probeHeader struct {
	Version    string `json:"version"`
	MessageID  string `json:"message_id"`
	Timestamp  string `json:"message_ts"`
	Action     string `json:"action"`
	SenderID   string `json:"sender_id"`
	ReceiverID string `json:"receiver_id,omitempty"`
	TotalCount int    `json:"total_count"`
	Encrypted  bool   `json:"is_msg_encrypted"` // OpenSPP signs it whether it is there or not
}

// impossible is a number that nobody has.
func impossible() string { return "NO-SUCH-NUMBER-" + rand.Text() }

func byNumber(kind string) any { return map[string]string{"type": kind, "value": impossible()} }

type comparison struct {
	Attribute string `json:"attribute_name"`
	Operator  string `json:"operator"`
	Value     string `json:"attribute_value"`
}

type predicateItem struct {
	First     comparison  `json:"expression1"`
	Condition string      `json:"condition,omitempty"`
	Second    *comparison `json:"expression2,omitempty"`
}

func between(attribute, from, to string) any {
	return []predicateItem{{
		First:     comparison{attribute, from, futureFrom},
		Condition: "and",
		Second:    &comparison{attribute, to, futureTo},
	}}
}

// betweenInCEL is the same as one text, as some builds of OpenSPP take it.
func betweenInCEL(attribute string) any {
	return attribute + ` >= "` + futureFrom + `" && ` + attribute + ` <= "` + futureTo + `"`
}

func equals(attribute, operator, value string) any {
	return []predicateItem{{First: comparison{attribute, operator, value}}}
}

// inLanguage is an expression or a text of GraphQL.
func inLanguage(language string, value any) any {
	return map[string]any{"type": "ns:org:QueryType:" + language, "value": map[string]any{"expression": value}}
}

// ask sends these queries, of one type, in one message.
func (p *prober) ask(ctx context.Context, w wording, queryType string, queries ...any) reply {
	if w.isWorkshop() {
		return p.askWorkshop(ctx, w)
	}
	return p.send(ctx, w, p.scheme, false, queryType, queries...)
}

func (p *prober) send(ctx context.Context, w wording, scheme envelope.Scheme, encrypted bool, queryType string, queries ...any) reply {
	now := time.Now().UTC().Format("2006-01-02T15:04:05Z")
	sent := &sentMessage{messageID: rand.Text(), transactionID: rand.Text()}
	var items []probeItem
	for _, q := range queries {
		id := rand.Text()
		sent.referenceIDs = append(sent.referenceIDs, id)
		items = append(items, probeItem{id, now, probeCriteria{
			RegType: w.regType, EventType: w.eventType, RecordType: w.recordType,
			QueryType: queryType, Query: q, Pagination: pagination{Size: 1, Number: 1},
		}, "eng"})
	}
	message := map[string]any{"transaction_id": sent.transactionID, "search_request": items}
	if w.isBare() {
		message["transaction_id"] = numericID()
	}
	content, err := json.Marshal(message)
	if err != nil {
		return reply{}
	}
	body, header := content, http.Header(nil)
	if !w.isBare() {
		h := probeHeader{
			Version: "1.0.0", MessageID: sent.messageID, Timestamp: now, Action: "search",
			SenderID: p.sender, ReceiverID: p.receiver, TotalCount: len(items), Encrypted: encrypted,
		}
		if body, header, err = p.seal(ctx, h, content, scheme, encrypted); err != nil {
			p.sealing = plain(err)
			return reply{}
		}
	}
	r := p.post(ctx, w.path, body, header)
	r.sent = sent
	return r
}

func (p *prober) askWorkshop(ctx context.Context, w wording) reply {
	register := strings.ToUpper(p.event[:1]) + p.event[1:]
	body, err := json.Marshal(map[string]any{
		"repository_type": []string{register}, "identification_type": "NATIONAL_ID", "identification_value": impossible(),
	})
	if err != nil {
		return reply{}
	}
	return p.post(ctx, w.path, body, nil)
}

// numericID is a transaction_id for who takes no other.
func numericID() json.Number {
	n, err := rand.Int(rand.Reader, big.NewInt(9e14))
	if err != nil {
		return "100000000000000"
	}
	return json.Number(fmt.Sprint(n.Add(n, big.NewInt(1e14))))
}
