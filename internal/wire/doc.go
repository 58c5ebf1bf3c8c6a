// Package wire holds DCI CRVS 1.0.0 as it stands on the wire: openapi.yaml, and
// the types that oapi-codegen makes of it.
//
// The types are for what is sent: by a client through crvs/profile, and by
// the sandbox. What is received does not pass through them; it decodes straight
// into the domain, leniently. So the document is strict where the standard is
// loose (a predicate's value is a string), and the contract test lists each
// place where it says something else than the published one, with the reason.
//
// Nothing here is written by hand beside this comment and [OpenAPI]. Change
// openapi.yaml, then run go generate.
//
// A message may be encrypted by the standard. The Go type of an envelope's
// message is that of the plain one; [EncryptedEnvelope] and
// [EncryptedCallbackEnvelope] are the other form.
package wire
