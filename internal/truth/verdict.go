package main

import (
	"errors"
	"net/http"
	"slices"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// verdict says what an answer is, held against the truth.
type verdict int

const (
	// right: what was confirmed is so, or what was not found is not there.
	right verdict = iota
	// excused: an error, and a fault had struck, so that the truth could not be
	// had. It is counted with what is right.
	excused
	// undecided: the record did not show what was asked, or there were several.
	undecided
	// refused: the profile cannot ask this, and nothing was sent.
	refused
	// wrong: confirmed and not so; not found and there; somebody else's record; or
	// an error although nothing had gone wrong.
	wrong

	verdicts = 5
)

// outcome is what the client gave for a question.
type outcome struct {
	hits  []search.Hit
	total int // records in all, -1 if nobody knows
	err   error
}

// judge holds an outcome against the truth. why says in what it is wrong. struck
// says that a fault struck the message, or one of its attempts: then an error is
// no fault of the client. A "not found" always is: see faultTurns.
func (c *country) judge(q question, o outcome, struck bool) (v verdict, why string) {
	switch {
	case o.err == nil:
	case errors.Is(o.err, crvs.ErrNotFound):
		o.hits, o.total = nil, 0
	case errors.Is(o.err, crvs.ErrUnsupported):
		return refused, ""
	case errors.Is(o.err, crvs.ErrAmbiguous) && (len(q.truth) > 1 || q.relatives || q.isLoose):
		return undecided, ""
	case q.isOdd && (statusOf(o.err) == http.StatusInternalServerError || errors.Is(o.err, crvs.ErrOvermatch)):
		return undecided, ""
	case struck:
		if v, why := c.judgeHits(q, o); q.list && v == wrong && why != incomplete {
			return wrong, why // handed out before the error
		}
		return excused, ""
	default:
		return wrong, "an error, and no fault had struck: " + kindOf(o.err)
	}
	switch {
	case len(o.hits) > 0:
		return c.judgeHits(q, o)
	case len(q.truth) == 0:
		return right, ""
	case o.total > 0: // the page is empty and says that there is more: read on
		return undecided, ""
	default:
		return wrong, "not found, and it is there"
	}
}

func statusOf(err error) int {
	if e, ok := errors.AsType[*crvs.Error](err); ok {
		return e.HTTPStatus
	}
	return 0
}

func kindOf(err error) string {
	if e, ok := errors.AsType[*crvs.Error](err); ok {
		return string(e.Kind)
	}
	return "of no kind"
}

const incomplete = "of several records not all were found, and nothing says so"

func (c *country) judgeHits(q question, o outcome) (v verdict, why string) {
	var found []key
	sure := true
	for _, hit := range o.hits {
		if hit.Match != search.MatchConfirmed {
			sure = false
			continue
		}
		k := key{hit.Event.Canonical(), hit.RegistrationNumber}
		if !slices.Contains(q.truth, k) {
			return wrong, "a record is confirmed that is not the one asked for"
		}
		if slices.Contains(found, k) {
			return wrong, "a record is confirmed twice"
		}
		found = append(found, k)
		if why := c.stranger(k, hit); why != "" {
			return wrong, why
		}
		if why := q.wrongCouple(k, hit); why != "" {
			return wrong, why
		}
	}
	missing := len(found) < len(q.truth)
	switch {
	case !sure, missing && o.total > len(o.hits): // and more pages
		return undecided, ""
	case missing:
		return wrong, incomplete
	default:
		return right, ""
	}
}

// stranger holds the persons in a record against those whom the registration is
// about, by their numbers.
func (c *country) stranger(k key, hit search.Hit) string {
	for _, subject := range append(hit.Subjects(), hit.Subject()) {
		for _, id := range numbersOf(subject) {
			if isPersonal(id.Type) && !slices.Contains(c.subjects[k], id) {
				return "a confirmed record is about somebody else"
			}
		}
	}
	return ""
}

// isPersonal names the types of number of which the truth is known.
func isPersonal(t codes.IdentifierType) bool {
	return t == codes.IdentifierNationalID || t == codes.IdentifierUIN
}

// wrongCouple looks for the partner in a record of a marriage.
func (q question) wrongCouple(k key, hit search.Hit) string {
	if q.partner.Value == "" {
		return ""
	}
	isThere := slices.ContainsFunc(hit.Subjects(), func(p person.Person) bool { return slices.Contains(numbersOf(p), q.partner) })
	if isThere && !slices.Contains(q.married, k) {
		return "two are a couple who never married"
	}
	return ""
}
