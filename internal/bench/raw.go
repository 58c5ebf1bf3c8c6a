package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// rawClient is what a vendor writes in an afternoon: the question from maps and
// structs, the answer into plain structs, an error if the status is wrong.
type rawClient struct {
	url    string
	http   *http.Client
	sealer *rawSealer // nil: unsigned
}

type rawRequest struct {
	Header  rawRequestHeader  `json:"header"`
	Message rawRequestMessage `json:"message"`
}

type rawRequestHeader struct {
	Version    string `json:"version"`
	MessageID  string `json:"message_id"`
	MessageTS  string `json:"message_ts"`
	Action     string `json:"action"`
	SenderID   string `json:"sender_id"`
	TotalCount int    `json:"total_count"`
}

type rawRequestMessage struct {
	TransactionID string        `json:"transaction_id"`
	SearchRequest []rawRequest1 `json:"search_request"`
}

type rawRequest1 struct {
	ReferenceID    string      `json:"reference_id"`
	Timestamp      string      `json:"timestamp"`
	SearchCriteria rawCriteria `json:"search_criteria"`
}

type rawCriteria struct {
	Version       string  `json:"version"`
	RegType       string  `json:"reg_type"`
	RegRecordType string  `json:"reg_record_type"`
	RegEventType  string  `json:"reg_event_type"`
	QueryType     string  `json:"query_type"`
	Query         any     `json:"query"`
	Pagination    rawPage `json:"pagination"`
}

type rawPage struct {
	PageSize   int `json:"page_size"`
	PageNumber int `json:"page_number"`
	TotalCount int `json:"total_count,omitempty"`
}

type rawIDQuery struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type rawPredicate struct {
	Expression1 rawExpression  `json:"expression1"`
	Condition   string         `json:"condition,omitempty"`
	Expression2 *rawExpression `json:"expression2,omitempty"`
}

type rawExpression struct {
	AttributeName  string `json:"attribute_name"`
	Operator       string `json:"operator"`
	AttributeValue string `json:"attribute_value"`
}

type rawAnswer struct {
	Signature string `json:"signature"`
	Header    struct {
		MessageID  string `json:"message_id"`
		MessageTS  string `json:"message_ts"`
		Action     string `json:"action"`
		Status     string `json:"status"`
		TotalCount int    `json:"total_count"`
		SenderID   string `json:"sender_id"`
		ReceiverID string `json:"receiver_id"`
	} `json:"header"`
	Message struct {
		TransactionID  string    `json:"transaction_id"`
		CorrelationID  string    `json:"correlation_id"`
		SearchResponse []rawItem `json:"search_response"`
	} `json:"message"`
}

type rawItem struct {
	ReferenceID string `json:"reference_id"`
	Timestamp   string `json:"timestamp"`
	Status      string `json:"status"`
	Data        struct {
		Version       string      `json:"version"`
		RegType       string      `json:"reg_type"`
		RegRecordType string      `json:"reg_record_type"`
		RegRecords    []rawPerson `json:"reg_records"`
	} `json:"data"`
	Pagination rawPage `json:"pagination"`
	Locale     string  `json:"locale"`
}

type rawPerson struct {
	Identifier    []rawIdentifier `json:"identifier"`
	Name          rawName         `json:"name"`
	Sex           string          `json:"sex"`
	BirthDate     string          `json:"birth_date"`
	BirthPlace    *rawPlace       `json:"birth_place"`
	DeathDate     string          `json:"death_date"`
	Address       []rawAddress    `json:"address"`
	PhoneNumber   []string        `json:"phone_number"`
	Email         []string        `json:"email"`
	MaritalStatus string          `json:"marital_status"`
	Parent1       *rawIdentifier  `json:"parent1_identifier"`
	Parent2       *rawIdentifier  `json:"parent2_identifier"`
	RelatedPerson []rawRelation   `json:"related_person"`
}

type rawIdentifier struct {
	IdentifierType  string `json:"identifier_type"`
	IdentifierValue string `json:"identifier_value"`
}

type rawName struct {
	Surname    string `json:"surname"`
	GivenName  string `json:"given_name"`
	SecondName string `json:"second_name"`
	Prefix     string `json:"prefix"`
	Suffix     string `json:"suffix"`
}

type rawPlace struct {
	Name             string    `json:"name"`
	AdditionalType   string    `json:"additional_type"`
	ContainedInPlace *rawPlace `json:"contained_in_place"`
}

type rawAddress struct {
	AddressLine1  string `json:"address_line1"`
	Locality      string `json:"locality"`
	SubRegionCode string `json:"sub_region_code"`
	RegionCode    string `json:"region_code"`
	PostalCode    string `json:"postal_code"`
	CountryCode   string `json:"country_code"`
}

type rawRelation struct {
	RelationshipType string    `json:"relationship_type"`
	RelatedMember    rawPerson `json:"related_member"`
}

func (c rawClient) search(ctx context.Context, queryType string, size int, queries ...any) (*rawAnswer, error) {
	now := time.Now().UTC().Format(time.RFC3339)
	r := rawRequest{
		Header: rawRequestHeader{
			Version: "1.0.0", MessageID: rand.Text(), MessageTS: now, Action: "search", SenderID: "mis", TotalCount: len(queries),
		},
		Message: rawRequestMessage{TransactionID: rand.Text()},
	}
	for _, q := range queries {
		r.Message.SearchRequest = append(r.Message.SearchRequest, rawRequest1{
			ReferenceID: rand.Text(), Timestamp: now,
			SearchCriteria: rawCriteria{
				Version: "1.0.0", RegType: "ns:org:RegistryType:Civil", RegRecordType: "spdci-extensions-dci:Person",
				RegEventType: "live_birth", QueryType: queryType, Query: q, Pagination: rawPage{PageSize: size, PageNumber: 1},
			},
		})
	}
	body, err := c.write(r)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/registry/sync/search", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer token")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d", resp.StatusCode)
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a, err := c.read(raw)
	if err != nil {
		return nil, err
	}
	if len(a.Message.SearchResponse) != len(queries) {
		return nil, errors.New("wrong number of answers")
	}
	return a, nil
}

func (c rawClient) write(r rawRequest) ([]byte, error) {
	if c.sealer != nil {
		return c.sealer.seal(r)
	}
	return json.Marshal(r)
}

func (c rawClient) read(body []byte) (*rawAnswer, error) {
	if c.sealer != nil {
		return c.sealer.open(body)
	}
	var a rawAnswer
	return &a, json.Unmarshal(body, &a)
}
