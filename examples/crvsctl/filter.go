package main

import (
	"fmt"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// filter is of which event and of which people. A question and a subscription
// share its flags.
type filter struct {
	event      codes.VitalEvent
	conditions []search.Condition
}

func (q *filter) define(f *flags) {
	f.once("event", func(value string) error {
		event, ok := codes.VitalEvents().Parse(value)
		if !ok {
			return fmt.Errorf("is not one of %s", strings.Join(events(), ", "))
		}
		q.event = event
		return nil
	})
	f.each("where", func(value string) error {
		condition, err := parseCondition(value)
		if err != nil {
			return fmt.Errorf("number %d is %w", len(q.conditions)+1, err)
		}
		q.conditions = append(q.conditions, condition)
		return nil
	})
}

// events are the words that -event takes: short where there is a short one.
func events() []string {
	var words []string
	for e := range codes.VitalEvents().All() {
		word := string(e.Code)
		if e.Code == codes.VitalEventBirth {
			word = "birth"
		}
		words = append(words, word)
	}
	return words
}
