// Package callback is told by registries: of events (births, deaths, marriages,
// divorces), of what became of subscriptions, and of answers to asynchronous searches. A [Handler] is an http.Handler.
// It verifies and decrypts what comes, keeps it in a store, and only then
// acknowledges it. [Handler.Work] hands it on to the functions of the MIS.
//
//	h, err := callback.New(st,
//		callback.WithRegistration(callback.Registration{
//			Name: "civil-registry", Path: "/dci/3f9c", Profile: profile.DCI10(), Keys: keys,
//		}),
//		callback.OnDeath(func(ctx context.Context, e callback.Event) error {
//			// Ask the registry again, then suspend: see below.
//		}))
//	http.Handle("/dci/", h)
//	go h.Work(ctx)
//
// # Who it was
//
// A [Registration] is one path, one profile, and the keys that may sign there. That,
// and nothing in the message, says who sent it: registries echo our own id as the
// sender. So each registry gets a path of its own, which nobody can guess, and that
// path is what [crvs.WithCallbackURL] tells it. A registry posts to that path, or to
// the standard's paths below it (/registry/notify); both are taken.
//
// # OpenCRVS
//
// OpenCRVS 1.3 to 1.9 posts webhooks, and a country configuration of 2.0 may pass on
// event documents. Each is one more registration, with the profile OpenCRVSWebhooks or
// OpenCRVS2Events and the shared secret as Webhook:
//
//	hook, err := envelope.NewWebhook(secret)
//	callback.Registration{Name: "opencrvs", Path: "/hooks/8d1e", Profile: profile.OpenCRVSWebhooks(), Webhook: &hook}
//
// When OpenCRVS subscribes it asks that path whether it is ours, with a challenge,
// which is answered for the topics of the profile. What is not registered, such as a
// birth that is only notified, is acknowledged, dropped and counted in
// [Counts].Unasked.
//
// # Answers to asynchronous searches
//
// The answer to crvs.Client.SearchAsync is kept as a note in the store before it is
// acknowledged, if the client has the same store and told the registry this path. It is
// verified and opened here, and judged by the client that asked. Any other answer is
// acknowledged, dropped, and counted in [Counts].Unasked.
//
// # Once
//
// A registry may send an event five times, late, signed anew, and out of order. An
// event has a key, made of the registration, the event, the registration number and
// the digest of the record. What has a known key is acknowledged and not handed on
// again, as long as the store knows keys (30 days by default). Until its function
// returns nil an event is handed on again and again, always with the same key: also
// after a crash, so that a function may be given an event whose effect it already
// had. It makes its effect depend on [Event.Key] ("insert unless the key is there"),
// or commits in the store's own transaction where the store has one.
//
// # What to do with a death
//
// A notification is a reason to ask again, and then to suspend a payment, never to
// delete it: a wrong number or a wrong entry would stop the pension of somebody who
// lives. Ask the registry with [crvs.Client.Find], compare name and date of birth
// with what you have, suspend, tell the person and the next of kin, and let an officer
// confirm. After a correction ([Event.Change]) ask again and decide again: the person may
// still be dead. After a cancellation ask again too, and lift the suspension if the
// registry no longer has the death.
//
// [crvs.WithCallbackURL]: https://pkg.go.dev/github.com/openspmis/dci-crvs-go/crvs#WithCallbackURL
// [crvs.Client.Find]: https://pkg.go.dev/github.com/openspmis/dci-crvs-go/crvs#Client.Find
package callback
