package decide

import (
	"context"
	"errors"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// Option is an option of [Ask]. One that is nil is as if it were not there.
type Option func(*config)

type config struct{ law Law }

// WithLaw decides by the law of a country. Default: the zero [Law], the strictest. It
// excludes nothing.
func WithLaw(l Law) Option { return func(c *config) { c.law = l } }

// Bounds of one question: how often a registry is asked, and how many records of one
// query are read.
const (
	maxRounds  = 40
	maxRecords = 500
)

// Ask asks a registry and gives the verdict. The queries of one round go in one
// message, and all pages of each answer are read, up to 500 records.
//
// An error means that the registry could not be asked, and never anything about the
// person: what the client returns for a question that timed out, for an answer that
// cannot be trusted (signature, over-match) and for a registry that cannot be asked
// this at all (errors.Is(err, crvs.ErrUnsupported)), or an error of crvs.KindInvalid
// for a question that lacks something. A way of asking that this registry does not
// know, while there is another, is a note in the verdict. Ask is safe for concurrent
// use.
func Ask(ctx context.Context, c *crvs.Client, q Question, opts ...Option) (Verdict, error) {
	var set config
	for _, o := range opts {
		if o != nil {
			o(&set)
		}
	}
	if q == nil {
		return Verdict{}, invalid("the question is nil")
	}
	a := asker{client: c, profile: c.Profile()}
	a.registry = registryOf(c, a.profile)
	var answers []Answer
	for range maxRounds {
		next, verdict, err := q.Step(set.law, answers)
		switch {
		case err != nil:
			return Verdict{}, err
		case verdict != nil:
			return *verdict, nil
		}
		more, err := a.round(ctx, next)
		if err != nil {
			return Verdict{}, err
		}
		answers = append(answers, more...)
	}
	return Verdict{}, invalid("the question does not end: it wants to ask more often than any question should")
}

func registryOf(c *crvs.Client, p profile.Profile) Registry {
	return Registry{
		ID: c.ReceiverID(), Profile: p.Name, Scope: p.Habit.Scope,
		Same: p.SameIdentifier, UntypedSpouse: p.Habit.UntypedSpouse, Placeholders: p.Habit.Placeholders,
	}
}

// asker asks one registry the queries of a question.
type asker struct {
	client   *crvs.Client
	profile  profile.Profile
	registry Registry
}

// round asks queries in one message. What the registry cannot be asked is left out of
// it, for one such query would refuse them all.
func (a *asker) round(ctx context.Context, queries []search.Query) ([]Answer, error) {
	answers := make([]Answer, len(queries))
	var asked []search.Query
	var places []int
	now := time.Now().UTC()
	for i, q := range queries {
		answers[i] = Answer{Query: q, At: now, Registry: a.registry}
		if _, err := a.profile.Plan(q); errors.Is(err, crvs.ErrUnsupported) {
			answers[i].Err = err
			continue
		}
		asked, places = append(asked, q), append(places, i)
	}
	results, err := a.client.SearchBatch(ctx, asked)
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		if r.Err != nil {
			return nil, r.Err
		}
		if err := a.read(ctx, &answers[places[i]], r.Page); err != nil {
			return nil, err
		}
	}
	if len(results) < len(asked) { // the context ended between two messages
		return nil, ctx.Err()
	}
	return answers, nil
}

// read takes the records of an answer; where its first page may not be all of it, it
// is read anew from the beginning, so that what changes meanwhile is noticed.
func (a *asker) read(ctx context.Context, answer *Answer, p search.Page) error {
	answer.Hits, answer.Complete = p.Hits, !p.Partial
	answer.TransactionID, answer.CorrelationID, answer.ReferenceID = p.TransactionID, p.CorrelationID, p.ReferenceID
	came := len(p.Hits) + p.Relatives
	isAll := p.Total >= 0 && p.Total <= came || p.Total < 0 && (came == 0 || p.Size > 0 && came < p.Size)
	if p.Partial || isAll || a.profile.Asks.NoPages {
		return nil
	}
	answer.Hits = nil
	for h, err := range a.client.Search(ctx, answer.Query) {
		switch {
		case errors.Is(err, crvs.ErrUnstable):
			answer.Complete = false
			return nil
		case err != nil:
			return err
		case len(answer.Hits) == maxRecords:
			answer.Complete = false
			return nil
		}
		answer.Hits = append(answer.Hits, h)
	}
	return nil
}
