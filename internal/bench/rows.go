package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func rows() []row {
	return []row{
		{"find", roundTrip(1, find)},
		{"page100", roundTrip(100, page)},
		{"batch50", roundTrip(50, batch)},
		{"decode10k", decode10k},
		{"signed", sealedRoundTrip(true)},
		{"encrypted", sealedRoundTrip(false)},
	}
}

// sides makes the two sides of a row that asks for n records.
type sides func(ctx context.Context, sdk *crvs.Client, raw rawClient, n int) (s, r func() error)

// roundTrip sets up a server on the loopback interface and a client of each kind
// with a connection of its own that is kept alive.
func roundTrip(n int, prepare sides) func(context.Context) (sdk, raw func() error, stop func(), err error) {
	return func(ctx context.Context) (func() error, func() error, func(), error) {
		reg, err := newRegistry(n)
		if err != nil {
			return nil, nil, nil, err
		}
		url, stop, err := listen(ctx, reg)
		if err != nil {
			return nil, nil, nil, err
		}
		c, err := newSDK(url, &http.Transport{}, crvs.WithInsecureUnsigned())
		if err != nil {
			stop()
			return nil, nil, nil, err
		}
		sdk, raw := prepare(ctx, c, rawClient{url: url, http: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}}, n)
		return sdk, raw, stop, nil
	}
}

// listen serves h on the loopback interface until stop.
func listen(ctx context.Context, h http.Handler) (url string, stop func(), err error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), func() { _ = server.Close() }, nil
}

func newSDK(url string, rt http.RoundTripper, options ...crvs.Option) (*crvs.Client, error) {
	return crvs.New(url, append([]crvs.Option{
		crvs.WithSender("mis"), crvs.WithReceiver("crvs"), crvs.WithBearerToken("token"), crvs.WithInsecurePlainHTTP(),
		crvs.WithHTTPClient(&http.Client{Transport: rt}),
	}, options...)...)
}

func byBRN(i int) search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, brn(i)).In(codes.VitalEventBirth)
}

func find(ctx context.Context, sdk *crvs.Client, raw rawClient, _ int) (s, r func() error) {
	return func() error {
			_, err := sdk.Find(ctx, byBRN(0))
			return err
		}, func() error {
			a, err := raw.search(ctx, "idtype-value", 2, rawIDQuery{"BRN", brn(0)})
			if err == nil && len(a.Message.SearchResponse[0].Data.RegRecords) != 1 {
				err = fmt.Errorf("found %d", len(a.Message.SearchResponse[0].Data.RegRecords))
			}
			return err
		}
}

func sixties() search.Query {
	return search.Where(search.BirthDate.Between(person.MustDate("1960"), person.MustDate("2019")), search.Sex.Is(codes.SexFemale)).
		In(codes.VitalEventBirth)
}

func rawSixties() any {
	return []rawPredicate{
		{
			Expression1: rawExpression{"birth_date", "ge", "1960-01-01"}, Condition: "and",
			Expression2: &rawExpression{"birth_date", "le", "2019-12-31"},
		},
		{Expression1: rawExpression{"sex", "eq", "female"}},
	}
}

func page(ctx context.Context, sdk *crvs.Client, raw rawClient, n int) (s, r func() error) {
	q := sixties().WithPageSize(n)
	return func() error {
			p, err := sdk.SearchPage(ctx, q)
			if err == nil && len(p.Hits) != n {
				err = fmt.Errorf("found %d", len(p.Hits))
			}
			return err
		}, func() error {
			a, err := raw.search(ctx, "predicate", n, rawSixties())
			if err == nil && len(a.Message.SearchResponse[0].Data.RegRecords) != n {
				err = fmt.Errorf("found %d", len(a.Message.SearchResponse[0].Data.RegRecords))
			}
			return err
		}
}

func batch(ctx context.Context, sdk *crvs.Client, raw rawClient, n int) (s, r func() error) {
	var queries []search.Query
	var rawQueries []any
	for i := range n {
		queries = append(queries, byBRN(i).WithPageSize(2))
		rawQueries = append(rawQueries, rawIDQuery{"BRN", brn(i)})
	}
	return func() error {
			results, err := sdk.SearchBatch(ctx, queries)
			for _, r := range results {
				if err == nil {
					err = r.Err
				}
			}
			return err
		}, func() error {
			_, err := raw.search(ctx, "idtype-value", 2, rawQueries...)
			return err
		}
}

func decode10k(ctx context.Context) (sdk, raw func() error, stop func(), err error) {
	const n = 10_000
	reg, err := newRegistry(n)
	if err != nil {
		return nil, nil, nil, err
	}
	c, err := newSDK("http://registry.invalid", &canned{registry: reg}, crvs.WithInsecureUnsigned())
	if err != nil {
		return nil, nil, nil, err
	}
	rawHTTP := &http.Client{Transport: &canned{registry: reg}}
	sdk, raw = page(ctx, c, rawClient{url: "http://registry.invalid", http: rawHTTP}, n)
	return sdk, raw, func() {}, nil
}
