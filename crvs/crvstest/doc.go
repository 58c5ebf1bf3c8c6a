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
// gets went through the whole client and the whole registry. A fault is put in
// between with [WithMiddleware]. A server on a real port is
// [net/http/httptest.NewServer] over [sandbox.New].
package crvstest
