// Package sandbox is a registry in a box: an http.Handler that speaks DCI CRVS
// 1.0.0 over a small population that is invented and always the same.
//
//	reg, err := sandbox.New(sandbox.WithToken("secret"))
//	if err != nil {
//		return err
//	}
//	srv := &http.Server{Addr: "127.0.0.1:8080", Handler: reg, ReadHeaderTimeout: 5 * time.Second}
//	return srv.ListenAndServe()
//
// Mount it at "/" or, through [http.StripPrefix], under any path. It answers
//
//	POST /registry/sync/search         the question of the standard, answered in the response
//	POST /registry/search              the same, whose answer is called back
//	POST /registry/subscribe           events to be told of; the answer is called back
//	POST /registry/unsubscribe         their end, in the same way
//	POST /registry/txn/status          what became of these three, in the same way
//	POST /registry/sync/txn/status     the same, answered in the response
//	POST /oauth2/client/token          client credentials, if it was given a client
//	GET  /.well-known/locations.json   its places
//	GET  /.well-known/jwks.json        its keys, for signatures and encryption
//	GET  /, GET /healthz               that it is there
//	     /_sandbox/...                 what [WithAdmin] lists, if it was given
//
// A message that a registry itself sends (on-search, on-subscribe, notify, and so on)
// is acknowledged and dropped. Answers to sender_uri and notifications are sent only
// while [Registry.Deliver] runs. Every refusal has the form of its operation, so it
// keeps the published document whatever its HTTP status is.
//
// Of a request the token is checked first (HTTP 401), then the Content-Type, which
// is application/json (415). Then it is held against this SDK's OpenAPI document:
// one that breaks it is answered with HTTP 400 and the names of the members that
// are wrong; then its signature, if there is one, is verified (401). Then
// come the registry's own rules, answered at HTTP 200 with the statuses and
// reason codes of the standard: for the message as a whole in its header, for
// one question in its item. Nothing found is an item with status succ and no
// records. No answer quotes what was asked.
//
// It keeps three registers: live_birth, death and marriage. It looks people up by
// the types of directory identifier_type (idtype-value, or as an attribute) and,
// by predicate or expression, by
//
//	birth_date, death_date, marriage_date, divorce_date, event_date, registration_date
//	birth_place, death_place, event_place    a place's identifier or name; what lies in it counts
//	given_name, second_name, surname         one part of a name, in any case
//	name, mother_name, father_name           words of a full name, in any order
//	parent1_identifier, parent2_identifier   "NATIONAL_ID:1" or "UIN:1", of either parent
//	registration_number, marital_status, sex, region_code, sub_region_code
//
// An expression is an object of attributes, joined by $and and $or, compared by
// $eq, $gt, $gte, $lt, $lte and $in, or by the forms "range" and "exact" of
// OpenCRVS. A GraphQL query is rejected: there is no schema. So is a value that
// no record can have, a sex "banana" or a place that is not published, for "not
// found" would be a lie.
//
// Who the record is about is found by it: a child, a deceased, both of a couple;
// a mother is not found by her number in the birth record of her child. What is
// known in part matches only what it must match: somebody born in 1962 was born
// in the sixties, and is not found by a day of that year. Records come by
// registration number unless asked for in another order, and the pages of a long
// answer are cut from one list.
//
// Its world lives. [Registry.RecordBirth], [Registry.RecordDeath],
// [Registry.RecordMarriage], [Registry.RecordDivorce] and [Registry.RecordAdoption]
// register what happens, [Registry.Correct] and [Registry.Cancel] what was wrong, and
// [Registry.AdvanceTo] lets time pass. Each search in each dialect sees a change as
// soon as the call returns, and never half of one: a message is answered from one
// version of the world, and nobody who asks waits for somebody who registers.
// [Registry.Registrations] tells what was registered. A registry takes a million
// changes; a search by anything but a number goes through those who were born or
// changed since the start one by one, and so takes about a millisecond longer for
// every ten thousand of them.
//
// It tells of what happens. While [Registry.Deliver] runs, each event that is
// registered is told to the subscribers whose filter holds: at once, or at the moments
// of a cron expression (of five fields, or of six or seven as the published example
// has it; in UTC) until its end. A correction and a cancellation have a member status,
// "corrected" or "cancelled", beside reg_event_type; a divorce and an adoption are
// events of their own, with the record in which they are written. OpenSPP tells of one
// event in a message, in words of its own. bare-crvs and the workshop have no
// subscriptions. [Registry.Happen] and [WithEventRate] let events happen.
//
// The two of OpenCRVS post webhooks. Who has a token asks for them with
//
//	POST /opencrvs/webhooks {"hub":{"callback":URL,"mode":"subscribe","topic":TOPIC,"secret":SECRET}}
//
// which is answered with HTTP 202 when the URL has answered a challenge. The topics are
// BIRTH_REGISTERED and DEATH_REGISTERED; a correction and a cancellation are not told.
// A webhook is a FHIR document, signed with the secret. It is tried three times, and
// only where nobody answered. Its id, by which DELETE /opencrvs/webhooks/{id} ends it,
// stands in each.
//
// [WithPopulation] puts a country of synthetic people beside the fixed ones, from
// ten to five million: see [Population]. [Registry.Records], [Registry.People] and
// [Registry.Family] tell the truth about them, to hold a product's verdicts
// against.
//
// It misbehaves when told to: [Registry.Inject] makes it slow, lets it throttle,
// drop connections, answer with records of somebody else, and more, for a number
// of calls, at a rate or until cleared. [WithExchangeLog] keeps the last messages
// in and out, and [WithAdmin] offers both, with a list of the people, and takes
// events, from programs on the same machine.
//
// It speaks every profile of package profile, each under a path of its own
// ([BasePath]): /opencrvs, /opencrvs-1.9, /openspp, /openg2p, /bare, and
// /searchCRVSData for the 2022 workshop. It signs its answers where the system
// does, verifies questions by [WithSignatures] and [WithTrust], and answers
// encrypted questions encrypted.
//
// Each dialect keeps the habits of its system. Those of OpenCRVS that surprise: a
// NID finds every record in which somebody has it, those of the children and the
// spouse too; birthplace asks for the district in which a birth was declared, and
// finds nothing by a hospital; sort columns and a consent beside the criteria are
// ignored; an asynchronous search is called back once, as text/plain, and not at all if
// it fails. bare-crvs answers under the ids and the page number of the published
// example, whatever it is asked, and answers the first question of a batch; its
// acknowledgements hold an error, and what was asked asynchronously is known by its
// status alone.
//
// It is not a registry for production, it has no database, and it forgets
// everything but the people of the start when the process ends. Package crvstest puts it into a test in one line.
//
// The fixed people and their numbers may be relied on in tests, and each registry
// has its own, whatever happens to them in another; that further
// people are added is no breaking change. So may those of a population, until
// CHANGELOG.md says that the model has changed.
package sandbox
