package crvs

import (
	"context"
	"errors"
	"fmt"

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
	if len(queries) == 0 {
		return nil, nil
	}
	if len(queries) > c.config.maxBatch {
		return nil, invalid(op, fmt.Errorf("%d questions are more than the %d of one message: send smaller batches, or raise WithMaxBatch",
			len(queries), c.config.maxBatch))
	}
	questions := make([]question, len(queries))
	var all search.ValidationError
	for i, q := range queries {
		if err := q.Validate(); err != nil {
			v, ok := errors.AsType[*search.ValidationError](err)
			if !ok {
				return nil, invalid(op, err)
			}
			for _, violation := range v.Violations {
				violation.Field = fmt.Sprintf("search_request[%d].%s", i, violation.Field)
				all.Violations = append(all.Violations, violation)
			}
		}
		questions[i] = c.question(q)
	}
	if len(all.Violations) > 0 {
		return nil, invalid(op, &all)
	}
	outcomes, err := c.ask(ctx, op, newID(), questions)
	if err != nil {
		return nil, err
	}
	results := make([]search.Result, len(outcomes))
	for i, o := range outcomes {
		results[i].Page = o.page
		if o.err != nil { // a nil *Error must not become an error that is not nil
			results[i].Err = o.err
		}
	}
	return results, nil
}
