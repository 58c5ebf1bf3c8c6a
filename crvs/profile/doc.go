// Package profile says how each kind of registry speaks: its paths and words,
// what it can be asked, what it would misread, how it signs, and its habits. The
// client knows no vendor; all that differs between registries is here, one file
// a dialect.
//
//	c, err := crvs.New("https://crvs.example.org",
//		crvs.WithProfile(profile.OpenCRVS2024()), ...)
//
// The profiles of this package, which [ByName] finds by name:
//
//	name            system                                        signs by         asked in
//	dci-1.0         the standard as published (the default)       jws-attached     /registry/...
//	opencrvs-2024   OpenCRVS DCI server 1.0                       jws-attached     /registry/...
//	opencrvs-1.9    OpenCRVS 1.9 DCI server                       jws-attached     /registry/...
//	openspp         OpenSPP 2                                     http-signature   /registry/... under a prefix
//	openg2p         OpenG2P registry                              jws-detached     /{name}/registry/...
//	workshop-2022   the sandbox of the 2022 workshop              not at all       /searchCRVSData
//	bare-crvs       the published CRVS mock                       not at all       /crvs/sync/search
//
// [Callers] are two more, of what only calls and is never asked: opencrvs-webhooks
// (OpenCRVS 1.3 to 1.9) and opencrvs-2.0-events (what a country configuration of 2.0
// passes on). [CallerByName] finds all that may call.
//
// A prefix, the name of a registry and the path of a mediator belong to the base
// URL of the client.
//
// # Asking safely
//
// A registry that does not understand a question may answer another one: of
// OpenCRVS, a lone condition on the date of birth gives every birth there is.
// [Profile.Plan] puts a query into the registry's own words, and refuses what it
// would misread or cannot express, before a byte is sent: errors.Is(err,
// crvs.ErrUnsupported), with a sentence that says what it can do instead and
// holds no value of the question.
//
//	what is asked                        opencrvs-2024, opencrvs-1.9      openspp        openg2p   workshop-2022
//	a date of birth                      as ge and le, in that order      as it is       as it is  refused
//	one bound of it alone                refused                          as it is       as it is  refused
//	a place of birth, a sort key         refused                          as it is       as it is  refused
//	another attribute, a list, an or     refused                          as it is       as it is  refused
//	a condition on marriages             refused (1.9 has no marriages)   as it is       as it is  refused
//	an identifier beside conditions      refused                          as it is       as it is  region_code only
//	no event                             refused                          everywhere     everywhere  all three registers
//	a batch                              one message; misses are dropped  one by one     one message  one by one
//	a GraphQL text                       refused                          refused        refused   refused
//
// The standard itself and the bare API take everything that package search can
// say. A code that has no word of its own, where its text is the registry's word
// for something else, is refused everywhere.
//
// # Verbs
//
// A registry is asked a [Verb] with a [Body], and calls back with others; the
// paths of both are in [Paths]. What it does not offer, [Profile.Path] refuses.
//
//	verb                  dci-1.0, openspp,    opencrvs-2024,   bare-crvs   workshop-2022
//	                      openg2p              opencrvs-1.9
//	search                yes                  yes              yes         yes
//	asynchronous search   yes                  yes              yes         no
//	subscribe             yes                  no               no          no
//	unsubscribe           yes                  no               no          no
//	status                yes                  no               yes         no
//	asynchronous status   yes                  no               no          no
//	on-search             yes                  yes              no          no
//	on-subscribe          yes                  no               no          no
//	on-unsubscribe        yes                  no               no          no
//	on-status             yes                  no               no          no
//	notify                yes                  no               no          no
//	locations             yes                  yes              yes         yes
//	keys                  yes                  yes              yes         yes
//
// Whoever receives reads everything with [Profile.Decode]: an answer, an
// acknowledgement and a notification differ by the members of [Received] that
// they fill. The filter of a subscription is made by [Profile.PlanFilter].
//
// # Words
//
// [Words] lead both ways for sexes, marital statuses and types of identifiers:
// an answer comes in the standard's codes, for everybody in a record. Attributes
// and operators are only asked with. Events, names and dates in an answer are read
// in every spelling that packages codes and person know.
//
// # A dialect of your own
//
// Start from the nearest of ours and change what differs; every field is there
// to be changed. The client keeps a copy, so a Profile may be changed afterwards
// without any effect on it. A dialect is one function, in one file:
//
//	func Ruritania() profile.Profile {
//		p := profile.DCI10()
//		p.Name, p.System = "ruritania", "the registry of Ruritania"
//		p.Paths[profile.VerbSearch] = "/api/dci/sync/search"
//		p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "CITIZEN_NO"}
//		p.Asks.Events = []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath}
//		return p
//	}
//
// What a list cannot say goes into [Profile.Adjust], which rewrites a plan or
// refuses it with [Profile.Refuse]; a language of conditions into [Form]; and what
// has not the standard's form at all into a [Codec].
//
// Some that are met, and what they need:
//
//   - G2P-Connect takes the token without the word Bearer: OpenG2P with
//     TokenHeader{Bare: true}.
//   - OpenCRVS 2.0 gives tokens at the gateway: OpenCRVS19 with
//     TokenStyle{As: crvs.TokenForm, Path: "/auth/token"}. Up to 1.9 it reads them
//     from the query of the URL, which is the profiles' own way.
//   - Some builds of OpenSPP take a predicate as one text in CEL: OpenSPP with
//     Form.Predicate set to [CELPredicate].
//   - A mediator adds a prefix, which belongs to the base URL, and basic
//     authentication: see crvs.WithBasicAuth.
//
// A Profile is a value and does no I/O. Reading one is safe for concurrent use;
// changing one is not.
package profile
