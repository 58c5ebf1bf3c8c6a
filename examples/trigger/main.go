// Trigger is a client under test, as conformance suites drive one: a suite stands in for
// the registry, tells this program over HTTP what to do, and looks at what it sends.
//
//	go run ./examples/trigger -addr 127.0.0.1:9092 -url http://127.0.0.1:8080 -sender mis.test \
//		-callback http://127.0.0.1:9092/dci/3f9c -insecure-unsigned
//	curl -d '{"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}' http://127.0.0.1:9092/test/trigger/search
//
// POST /test/trigger/search {"query_type","query"} asks asynchronously, POST
// /test/trigger/subscribe {"event_type"} subscribes, and POST /test/trigger/unsubscribe
// {"subscription_code"} ends that subscription, or the last one if no code is given (its
// code is waited for; one that is never told is replaced by the reference_id). Each
// acts before it answers {"ack_status"}: ACK if the registry acknowledged, and ERR with an
// error if not. What the registry calls back with is received below the path of -callback.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "trigger:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	addr, url, sender, callback, token, signKey string
	unsigned                                    bool
}

func parse(args []string) (settings, error) {
	var s settings
	f := flag.NewFlagSet("trigger", flag.ContinueOnError)
	f.StringVar(&s.addr, "addr", "127.0.0.1:9092", "where to listen, for triggers and for what is called back")
	f.StringVar(&s.url, "url", "", "the base URL of the registry (required)")
	f.StringVar(&s.sender, "sender", "", "our id, header.sender_id (required)")
	f.StringVar(&s.callback, "callback", "", "the URL at which the registry reaches -addr, with a path (required)")
	f.StringVar(&s.token, "token", "", "a bearer token for the registry")
	f.BoolVar(&s.unsigned, "insecure-unsigned", false, "signs nothing and verifies nothing")
	f.StringVar(&s.signKey, "sign-key", "", "signs with the private key in this file, and verifies with what the registry publishes")
	err := f.Parse(args)
	switch {
	case err != nil:
		return s, err
	case s.url == "" || s.sender == "" || s.callback == "":
		return s, errors.New("-url, -sender and -callback are required")
	case s.unsigned == (s.signKey != ""):
		return s, errors.New("give either -sign-key or -insecure-unsigned")
	default:
		return s, nil
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	mis, handler, err := s.build()
	if err != nil {
		return err
	}
	defer mis.client.CloseIdleConnections()
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "listening on http://%s\n", socket.Addr())
	server := &http.Server{Handler: mis.routes(handler), ReadHeaderTimeout: 5 * time.Second}
	worked := make(chan error, 1)
	go func() { worked <- handler.Work(ctx) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-worked
}

// build makes the client, and what receives for it.
func (s settings) build() (*mis, *callback.Handler, error) {
	at, err := url.Parse(s.callback)
	if err != nil || strings.Trim(at.Path, "/") == "" {
		return nil, nil, errors.New("-callback must be a URL with a path: http://HOST/dci/3f9c")
	}
	kept, err := store.NewMemory(store.Policy{})
	if err != nil {
		return nil, nil, err
	}
	m := &mis{path: at.Path}
	options := []crvs.Option{crvs.WithSender(s.sender), crvs.WithCallbackURL(s.callback), crvs.WithStore(kept), crvs.WithRetry(crvs.Retry{MaxAttempts: 1})}
	registration := callback.Registration{Name: "registry", Path: at.Path, Profile: profile.DCI10(), InsecureUnsigned: s.unsigned}
	if s.token != "" {
		options = append(options, crvs.WithBearerToken(s.token))
	}
	if s.unsigned {
		options = append(options, crvs.WithInsecureUnsigned(), crvs.WithInsecurePlainHTTP())
	} else {
		signed, err := m.sign(s, &registration)
		if err != nil {
			return nil, nil, err
		}
		options = append(options, signed...)
	}
	if m.client, err = crvs.New(s.url, options...); err != nil {
		return nil, nil, err
	}
	handler, err := callback.New(kept, callback.WithRegistration(registration), callback.OnSubscription(m.learn),
		callback.OnEvent(func(context.Context, callback.Event) error { return nil }))
	return m, handler, err
}

// sign is for a registry that knows our key, and publishes its own.
func (m *mis) sign(s settings, r *callback.Registration) ([]crvs.Option, error) {
	text, err := os.ReadFile(s.signKey)
	if err != nil {
		return nil, err
	}
	key, err := envelope.ParsePrivateKey(text, "")
	if err != nil {
		return nil, err
	}
	if m.keys, err = envelope.NewKeySet(key.Public()); err != nil {
		return nil, err
	}
	r.Keys, err = envelope.NewRemoteKeys(strings.TrimRight(s.url, "/") + "/.well-known/jwks.json")
	return []crvs.Option{crvs.WithSigner(key), crvs.WithPublishedKeys()}, err
}
