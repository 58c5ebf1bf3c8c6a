// Package crvs is the client of a civil registry that speaks DCI CRVS 1.0: it
// asks, and gives back the right record or the right error.
//
//	c, err := crvs.New("https://crvs.example.org/dci",
//		crvs.WithSender("spmis.example.org"),
//		crvs.WithClientCredentials(id, secret),
//		crvs.WithSigner(key),
//		crvs.WithPublishedKeys())
//	...
//	hit, err := c.Find(ctx, search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
//	switch {
//	case errors.Is(err, crvs.ErrNotFound):  // the registry was asked and has no such record
//	case errors.Is(err, crvs.ErrAmbiguous): // more than one
//	case err != nil:                        // could not ask: not an answer, never a "no"
//	default:                                // hit.Subject(); decide on a hit.Match of search.MatchConfirmed only
//	}
//
// Not found, found, several found and could not ask are four different things in
// every verb. An HTTP 404, an unanswered question or a rejection is never "not
// found".
//
// A registry that answers later is asked with [Client.SearchAsync]: the questions are kept
// in a store, the answer comes to a callback.Handler with the same store, and [Pending.Wait]
// judges it by the same rules.
//
// Security is on unless it is switched off by a name that says so. A client signs
// its questions ([WithSigner]) and verifies the answers ([WithVerifier], or
// [WithPublishedKeys] for the key set that the registry publishes), or it does not
// construct without [WithInsecureUnsigned]. [WithEncryption] encrypts both ways.
// What was verified is what is decoded; what does not verify is an error for which
// errors.Is(err, [ErrSignature]), and never "not found".
//
// [WithProfile] is for a registry that speaks a dialect: see package profile.
//
// Tokens come from [WithClientCredentials], [WithTokenSource] or
// [WithBearerToken]; [WithTokenStyle] and [WithTokenHeader] are for registries
// that want them asked for or sent in a way of their own. Credentials do not go
// over plain http unless [WithInsecurePlainHTTP] accepts that.
//
// Nothing that this package returns as an error, logs or hands to an audit holds
// a name, an identifier, a date of birth, a token or a body. What a registry says
// of an error is quoted with dates and numbers masked, and not at all if it holds a
// value of the question or our credentials, or may hide one; a name that it
// volunteers cannot be told from other words.
//
// What it is not: it stores nothing but pending questions, does not decide on benefits, and does not
// know any vendor. Until version 1.0 of this module its API may change between
// minor versions; the CHANGELOG says how.
package crvs
