package crvs

import (
	"context"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/judge"
)

// Locations is the tree of places that a registry works with: see
// [profile.Locations].
type Locations = profile.Locations

// Location is one place of it: see [profile.Location].
type Location = profile.Location

// Locations fetches the tree of places: DCI core, /.well-known/locations.json.
// A registry that does not publish one answers with an [*Error] of
// [KindProtocol] and HTTPStatus 404, and one whose profile has none is not asked:
// errors.Is(err, [ErrUnsupported]). The answer is not cached.
func (c *Client) Locations(ctx context.Context) (Locations, error) {
	const op = "locations"
	if err := c.ready(ctx, op); err != nil {
		return Locations{}, err
	}
	if _, err := c.session().Profile().Path(profile.VerbLocations); err != nil {
		return Locations{}, withOp(op, err)
	}
	for authorized := false; ; authorized = true {
		x := c.newExchange(op, "", nil)
		x.asked.MessageID = "" // it has no message
		out := x.locations(ctx)
		again := !authorized && x.unauthorized() && c.session().Forget(x.response)
		x.audit(ctx)
		switch {
		case again && ctx.Err() == nil:
		case x.verdict.Failed != nil:
			return Locations{}, x.verdict.Failed
		default:
			return out, nil
		}
	}
}

func (x *exchange) locations(ctx context.Context) Locations {
	ctx, end := x.begin(ctx)
	defer end()
	var err error
	if x.response, err = x.client.session().Get(ctx, x.asked.Op, profile.VerbLocations); err != nil {
		x.fail(err)
		return Locations{}
	}
	reply := x.reply()
	reply.Payload = reply.Body // it is published in clear and unsigned
	x.asked.Secrets = x.client.session().Secrets(x.response)
	out, failed := judge.Locations(x.asked, reply, x.client.rules())
	if failed != nil {
		x.verdict = judge.Verdict{Failed: failed, CorrelationID: failed.CorrelationID}
	}
	return out
}
