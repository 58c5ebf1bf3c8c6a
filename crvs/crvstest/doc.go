// Package crvstest puts a civil registry into a test: a [sandbox.Registry] on a
// network inside the process, and a client that is ready to ask it.
//
//	func TestPensionStops(t *testing.T) {
//		reg := crvstest.Start(t)
//		client := reg.Client(t)
//		hit, err := client.Find(t.Context(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
//		...
//	}
//
// There is no port, no file and no time of its own: a test in a
// [testing/synctest] bubble that calls [Start] inside it has virtual time all the
// way through HTTP, so that timeouts, retries and the end of a token take no
// time. Everything is closed by the test's cleanup.
//
// It is for tests of programs that use this SDK, and is no mock: what the client
// gets went through the whole client and the whole registry. A server on a real
// port is [net/http/httptest.NewServer] over [sandbox.New].
//
// # Dialects
//
// The same registry speaks as every profile of package crvs/profile, each at its
// own path: [Registry.ClientOf] speaks the profile and asks it there. Its answers
// are signed, which a client notices that is given crvs.WithPublishedKeys. It
// verifies what a sender signs whose keys it is told by [Registry.Trust], and takes
// unsigned questions too unless [sandbox.WithSignatures] is given to [WithSandbox].
//
// # Events
//
// The people of the registry live, if they are told to. [Registry.Handler] is the
// sandbox itself, with the methods that register births, deaths, marriages and more,
// and that move its clock; each test has a registry, and so a world, of its own:
//
//	_, err := reg.Handler().RecordDeath(pensioner, person.MustDate("2025-12-01"))
//
// # Being told
//
// [Registry.Callback] is called back, and told of what the registry registers:
//
//	reg := crvstest.Start(t)
//	reg.Callback(t, callback.OnDeath(suspend))
//	reg.Client(t).Subscribe(t.Context(), codes.VitalEventDeath, search.All())
//	reg.Handler().RecordDeath(mala, person.MustDate("2025-12-01"))
//
// Faults from [sandbox.FaultDeliveryTwice] to [sandbox.FaultReceiverDown] let messages
// come twice, late, out of order, replayed or signed by somebody else.
//
// Webhooks of OpenCRVS come to a registration that is given to Callback with
// callback.WithRegistration, say at the path /hooks. They are asked for as of OpenCRVS:
// package sandbox says how. The address is then http://mis.test/hooks.
//
// # Faults
//
// [Registry.Inject] makes the registry misbehave until the test ends:
//
//	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503, RetryAfter: 7 * time.Second, Calls: 1})
//
// What a client then gets is in the comment of each kind, from
// [sandbox.FaultDelay] to [sandbox.FaultChangingTotals]. None of them may look to
// your program like "not found", or like an answer. The faults that matter most
// are those that a program may not notice: [sandbox.FaultOvermatch],
// [sandbox.FaultMissingItems] and [sandbox.FaultWrongReferenceIDs] at HTTP 200.
// What no kind offers is put in between with [WithMiddleware].
//
// [Registry.Faults] tells how many calls a fault has struck, so that a test can
// hold that it met it; [Registry.Exchanges] tells what went over the wire.
package crvstest
