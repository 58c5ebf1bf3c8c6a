package crvs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/openspmis/dci-crvs-go/search"
)

// SearchBatch asks several questions in one message and returns one result for
// each, in the order of the queries, however the registry orders its answers.
// Each result has a page (without hits if nothing was found) or an error of its
// own. An error beside the results means that none of the questions was
// answered; a query that would be refused refuses the whole batch before
// anything is sent.
//
// Each question gets one page: read on with [Client.Search] where Page.Total is
// larger. No queries give no results and ask nothing.
func (c *Client) SearchBatch(ctx context.Context, queries []search.Query) ([]search.Result, error) {
	const op = "search batch"
	if err := c.ready(ctx, op); err != nil {
		return nil, err
	}
	if len(queries) == 0 {
		return nil, nil
	}
	if len(queries) > c.maxBatch {
		return nil, invalid(op, fmt.Errorf("%d questions are more than the %d of one message: send smaller batches, or raise WithMaxBatch",
			len(queries), c.maxBatch))
	}
	questions, err := c.questions(ctx, op, queries)
	if err != nil {
		return nil, err
	}
	results := make([]search.Result, 0, len(questions))
	size := len(questions)
	if most := c.session().Profile().Asks.MaxBatch; most > 0 {
		size = min(size, most)
	}
	failed := 0
	for some := range slices.Chunk(questions, size) {
		outcomes, err := c.ask(ctx, op, c.newTransaction(), some)
		if err != nil && len(some) == len(questions) {
			return nil, err
		}
		if err != nil {
			failed++
		}
		for i := range some {
			switch {
			case err != nil:
				results = append(results, search.Result{Err: err})
			case outcomes[i].Err != nil: // a nil *Error must not become an error that is not nil
				results = append(results, search.Result{Page: outcomes[i].Page, Err: outcomes[i].Err})
			default:
				results = append(results, search.Result{Page: outcomes[i].Page})
			}
		}
		if err != nil && ctx.Err() != nil {
			break
		}
	}
	if failed*size >= len(questions) {
		return nil, results[0].Err
	}
	return results, nil
}

// questions checks and plans all queries: what is wrong with any refuses all.
func (c *Client) questions(ctx context.Context, op string, queries []search.Query) ([]question, error) {
	questions := make([]question, len(queries))
	var all search.ValidationError
	for i, q := range queries {
		var err error
		questions[i], err = c.question(ctx, op, q)
		v, ok := errors.AsType[*search.ValidationError](err)
		switch {
		case err == nil:
		case !ok:
			return nil, err
		default:
			for _, violation := range v.Violations {
				violation.Field = fmt.Sprintf("search_request[%d].%s", i, violation.Field)
				all.Violations = append(all.Violations, violation)
			}
		}
	}
	if len(all.Violations) > 0 {
		return nil, invalid(op, &all)
	}
	return questions, nil
}
