package sandbox

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// subscription is a promise to tell somebody of events.
type subscription struct {
	code       string
	dialect    *dialect
	sender     string
	same       digest // of what is asked, by whom: the same again is no second subscription
	event      codes.VitalEvent
	recordType string
	filter     *plan    // nil for everybody
	hook       *webhook // nil for one of the standard
	locale     string
	to         *lane // nil if it is told nowhere
	reader     string

	every      *cron // nil: at once
	start, end time.Time
	ended      bool      // guarded by the desk
	next       time.Time // of a frequency; the teller's own
	told       int       // how much of the feed it was told; the teller's own
}

// subscribeItem is one subscription that is asked for.
type subscribeItem struct {
	ReferenceID string            `json:"reference_id"`
	Locale      string            `json:"locale"`
	Criteria    subscribeCriteria `json:"subscribe_criteria"`
}

type subscribeCriteria struct {
	RegType    string         `json:"reg_type"`
	Event      string         `json:"reg_event_type"`
	RecordType string         `json:"notify_record_type"`
	FilterType string         `json:"filter_type"`
	Filter     jsontext.Value `json:"filter"`
	Frequency  *struct {
		Start string `json:"start_time"`
		End   string `json:"end_time"`
		Cron  string `json:"frequency"`
	} `json:"frequency"`
}

// refusedItem is why a subscription is refused: a reason code of the standard and a
// text that names members and never values.
type refusedItem struct {
	code wire.SubscribeReasonCode
	text string
}

// newSubscription reads what is asked for, by the registry's own rules.
func (d *dialect) newSubscription(sender string, in subscribeItem, known places) (*subscription, *refusedItem) {
	s := &subscription{dialect: d, sender: sender, locale: in.Locale, recordType: string(codes.RecordTypePerson)}
	c := in.Criteria
	var ok bool
	if s.event, ok = eventToTell(c.Event); !ok {
		return nil, &refusedItem{
			wire.SubscribeReasonCodeNotifyTypesInvalid,
			"subscribe_criteria.reg_event_type: this registry tells of live_birth, death, marriage, divorce and adoption",
		}
	}
	asked := criteria{RegType: c.RegType, RecordType: c.RecordType, QueryType: c.filterType(), Query: c.Filter}
	if no := new(plan).readRegister(asked); no != nil {
		return nil, &refusedItem{wire.SubscribeReasonCodeNotifyTypesInvalid, renamed(no.text)}
	}
	if d.dollars && asked.hasPlainOperator() {
		return nil, &refusedItem{wire.SubscribeReasonCodeNotifyDetailsInvalid, "subscribe_criteria.filter: " + operatorsWithDollar}
	}
	if !c.isOfEverybody() {
		asked.inStandardWords(d.standardValue)
		filter, no := newPlan(asked, known)
		if no != nil {
			return nil, &refusedItem{wire.SubscribeReasonCodeNotifyDetailsInvalid, renamed(no.text)}
		}
		s.filter = filter
	}
	if text := s.readFrequency(c); text != "" {
		return nil, &refusedItem{wire.SubscribeReasonCodeNotifyDetailsInvalid, "subscribe_criteria.frequency: " + text}
	}
	frequency, err := json.Marshal(c.Frequency)
	if err != nil {
		frequency = nil // they are texts
	}
	s.same = digestOf(strings.Join([]string{d.name, sender, string(s.event), asked.QueryType, string(asked.Query), string(frequency)}, "\x00"))
	return s, nil
}

// renamed says of a subscription what was said of a question.
func renamed(text string) string {
	return strings.NewReplacer(
		"search_criteria.query_type", "subscribe_criteria.filter_type", "search_criteria.query", "subscribe_criteria.filter",
		"search_criteria.reg_record_type", "subscribe_criteria.notify_record_type", "search_criteria", "subscribe_criteria",
	).Replace(text)
}

// eventToTell is the event that is named, "" for every one; false for one of which
// this registry never tells.
func eventToTell(text string) (codes.VitalEvent, bool) {
	if text == "" || strings.EqualFold(text, string(codes.VitalEventAny)) || strings.EqualFold(text, "any") {
		return "", true
	}
	event := codes.VitalEvent(text).Canonical()
	return event, slices.Contains([]codes.VitalEvent{
		codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage, codes.VitalEventDivorce, codes.VitalEventAdoption,
	}, event)
}

// filterType is that of the filter, which its shape tells where it is not given.
func (c subscribeCriteria) filterType() string {
	switch {
	case c.FilterType != "":
		return c.FilterType
	case c.Filter.Kind() == '[':
		return string(wire.QueryTypePredicate)
	}
	var q struct {
		Value jsontext.Value `json:"value"`
	}
	if json.Unmarshal(c.Filter, &q) == nil && q.Value.Kind() == '{' {
		return string(wire.QueryTypeExpression)
	}
	return string(wire.QueryTypeIDTypeValue)
}

// isOfEverybody says whether the filter leaves nobody out: it is not there, or empty.
func (c subscribeCriteria) isOfEverybody() bool {
	return slices.Contains([]string{"", "null", "{}", "[]"}, strings.Join(strings.Fields(string(c.Filter)), ""))
}

// readFrequency says what is wrong with it, "" if nothing is.
func (s *subscription) readFrequency(c subscribeCriteria) string {
	f := c.Frequency
	if f == nil {
		return ""
	}
	var ok bool
	var err1, err2 error
	s.start, err1 = time.Parse(time.RFC3339, f.Start)
	s.end, err2 = time.Parse(time.RFC3339, f.End)
	switch s.every, ok = parseCron(f.Cron); {
	case !ok:
		return "frequency is no cron expression of five, six or seven fields"
	case err1 != nil || err2 != nil || !s.end.After(s.start):
		return "end_time must be after start_time"
	}
	return ""
}

// state is the subscription as it is told, in the standard's form.
func (s *subscription) state() wire.Subscription {
	out := wire.Subscription{
		Code: s.code, Status: wire.SubscriptionStateSubscribe, Timestamp: now(),
		RegType: string(codes.RegistryTypeCivil), RegEventType: string(s.event), NotifyRecordType: s.recordType,
	}
	if s.event == "" {
		out.RegEventType = string(codes.VitalEventAny)
	}
	if s.ended || s.isOver(time.Now()) {
		out.Status = wire.SubscriptionStateUnsubscribe
	}
	return out
}

const (
	maxSubscriptions = 10_000 // of a registry, ended ones too
	maxTransactions  = 10_000 // that are remembered
	maxCallbacks     = 10_000 // that wait
	maxLanes         = 10_000 // that are remembered
)

// desk knows the subscriptions, what came of the messages about them, and what is to
// be called back.
type desk struct {
	hosts []string // lower case; none: the loopback

	mu           sync.Mutex
	byCode       map[string]*subscription
	active       []*subscription   // in their order
	transactions []*transaction    // the oldest first
	records      int               // of searches, in all transactions
	lanes        map[string]*lane  // by dialect, sender and sender_uri
	callbacks    []*letter         // that wait for the teller
	woken        chan struct{}     // closed when there is something new
	counts       map[outcome]int64 // of deliveries
	waiting      int
}

func newDesk(hosts []string) *desk {
	return &desk{hosts: hosts, byCode: make(map[string]*subscription), lanes: make(map[string]*lane), woken: make(chan struct{}), counts: make(map[outcome]int64)}
}

// wake tells the teller that there is something new. The desk is locked.
func (k *desk) wake() {
	close(k.woken)
	k.woken = make(chan struct{})
}

// end ends a subscription. The desk is locked.
func (k *desk) end(s *subscription) {
	s.ended = true
	k.active = slices.DeleteFunc(k.active, func(o *subscription) bool { return o == s })
}

// like is the running subscription that asks for the same. The desk is locked.
func (k *desk) like(s *subscription) bool {
	return slices.ContainsFunc(k.active, func(o *subscription) bool { return o.same == s.same && !o.isOver(time.Now()) })
}

func (s *subscription) isOver(at time.Time) bool { return s.every != nil && !at.Before(s.end) }
