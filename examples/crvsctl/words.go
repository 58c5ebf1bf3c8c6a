package main

import (
	"cmp"
	"slices"
	"strings"
)

// rewording pairs what the SDK says to programmers with what crvsctl says instead.
type rewording struct{ sdk, ours string }

// inFlags puts a text of the SDK in the words of the command line: a name of Go
// is of no use to whoever runs a program. A text that holds no such name stays as
// it is.
func inFlags(text string) string {
	table := slices.Concat(sentences(), options(), names())
	// The longest first: a whole sentence goes before a name that stands in it, and
	// WithTokenStyle before WithToken.
	slices.SortStableFunc(table, func(a, b rewording) int { return cmp.Compare(len(b.sdk), len(a.sdk)) })
	var pairs []string
	for _, r := range table {
		pairs = append(pairs, r.sdk, r.ours)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// sentences are parts of messages that need more than another name.
func sentences() []rewording {
	return []rewording{
		{"the caller's deadline passed", "-timeout passed"},
		{"the caller canceled the call", "interrupted"},
		{"the caller's context ended before the answer came: the question stays pending, and its token resumes it", "interrupted before the answer came"},
		{"the caller's context ended", "interrupted"},
		{"the token is none that Pending.Token gave", "the token of the question is malformed"},
		{"; or say that only answers come (WithoutEvents)", ""},
		{"a function for events and WithoutEvents exclude each other", "events are received or refused, not both"},
		{"the client was not made with crvs.New", "the client is not set up"},
		{": make its plan with Plan", ": give an -id or a -where"},
		{"the base URL", "-url"},
		{"the token URL", "-token-url"},
		{"check the scope", "check -scope"},
		{"(an http.Client with RootCAs)", "with -ca"},
		{"(an http.Client with Certificates)", "(-cert and -key)"},
		{"the http.Client given with WithHTTPClient panicked with a %T", "the HTTP client broke down"},
		{", or raise it (WithMaxBody)", " (-page-size)"},
		{", or raise WithMaxPages", ""},
		{", or raise WithMaxBatch", ""},
		{"(WithInsecurePlainHTTP)", "with -insecure-http"},
		{"client credentials, and say that they go in the query (format query)", "-client, and say -token-style query"},
		{"WithBearerToken, WithClientCredentials and WithTokenSource exclude", "-token and -client exclude"},
		{"give WithVerifier or WithPublishedKeys", "give -verify"},
		{"give WithSigner, and WithVerifier or WithPublishedKeys", "give -sign-key"},
		{"WithVerifier and WithPublishedKeys exclude each other", "-verify names one kind of keys"},
		{" is the option that accepts", " accepts"},
		{"leave out signer and verifier", "leave out -sign-key and -verify"},
		{"the keys of several senders (envelope.Senders)", "the keys of several senders"},
		{"take one of package profile and change it", "crvsctl search -h lists them"},
		{": see WithForms", ""},
		{": leave it out for the default, or use WithoutAgeLimit", ""},
		{"use NewWebhook with the shared secret", "give crvsctl listen -webhook-secret"},
		{", or a crypto.Signer or crypto.Decrypter", ""},
		{", not quoted because it may hold secrets: errors.As finds it", ""},
		{": give it the bytes that MarshalJSON wrote", ""},
		{": it was changed after MarshalJSON wrote it", ": it was changed"},
		{" (Query.Validate names the field of a text)", ""},
		{"ask with search.ByIdentifier, and with a condition on region_code beside it if need be", "ask with -id, and with -where region_code=... beside it if need be"},
		{"ask with Is or Between", "ask with = and a day, a month or a year, or with a range FROM..TO"},
		{"ask for a place with Is", "ask for a place with ="},
		{"it does not sort: leave out SortBy", "it does not sort"},
		{"a question must name its event: add In, with one of", "a question must name its event: add -event, with one of"},
		{"leave out In,", "leave out -event,"},
		{"Keys and Webhook exclude", "-verify and -webhook-secret exclude"},
		{"neither Keys nor Webhook say who may sign; InsecureUnsigned accepts", "neither -verify nor -webhook-secret say who may sign; -insecure-unsigned accepts"},
		{"a registration needs a Name of", "a registration needs a name of"},
		{"two registrations have the Name or the Path of ", "two registrations have the name or the path of "},
		{"Path must begin with / and be more than that", "-path must begin with / and be more than that"},
		{"a store is required: store.NewMemory gives one that forgets", "a store is required"},
		{"run the migration once, as the README says", "run crvsctl inbox migrate once"},
		{": a file has a *sql.Tx, PostgreSQL a pgx.Tx", ""},
		{": give OnDeath, OnEvent or another function", ""},
	}
}

// options are those of the packages that crvsctl uses, each with its flag; what no
// flag sets is called by what it is.
func options() []rewording {
	return append(optionsOfTrust(), []rewording{
		{"WithProfile", "-profile"},
		{"WithSender", "-sender"},
		{"WithReceiver", "-receiver"},
		{"WithHeader", "-header"},
		{"WithTimeout", "-timeout"},
		{"WithPageSize", "-page-size"},
		{"WithBearerToken", "-token"},
		{"WithClientCredentials", "-client"},
		{"WithTokenSource", "-token"},
		{"WithTokenURL", "-token-url"},
		{"WithTokenStyle", "-token-style"},
		{"WithTokenHeader", "-token-header"},
		{"WithScope", "-scope"},
		{"WithBasicAuth", "-basic"},
		{"WithInsecurePlainHTTP", "-insecure-http"},
		{"WithInsecureHTTP", "-insecure-http"},
		{"WithInsecureUnsigned", "-insecure-unsigned"},
		{"WithSigner", "-sign-key"},
		{"WithVerifier", "-verify"},
		{"WithPublishedKeys", "-verify"},
		{"WithEncryption", "-encrypt"},
		{"WithAlgorithms", "-sign-alg"},
		{"WithCallbackURL", "-callback"},
		{"WithStore", "the store"},
		{"WithAnswerDeadline", "-timeout"},
		{"WithHTTPClient", "the HTTP client"},
		{"WithRetry", "the limit of repetitions"},
		{"WithMaxBody", "the limit of an answer's size"},
		{"WithMaxBytes", "the limit of a message's size"},
		{"WithMaxPages", "the limit of pages"},
		{"WithMaxBatch", "the limit of questions in a message"},
		{"WithMaxPlaintext", "the limit of a decrypted message's size"},
		{"WithMaxAge", "the limit of a signature's age"},
		{"WithMaxSkew", "the limit by which clocks may differ"},
		{"WithoutAgeLimit", "no limit of a signature's age"},
		{"WithLifetime", "the life of a signature"},
		{"WithSameIdentifier", "the comparison of identifier types"},
		{"WithLogger", "the log"},
		{"WithAudit", "the audit"},
		{"WithObserver", "the tracing"},
		{"WithLocale", "the language of the question"},
		{"WithDates", "the dates that say nothing"},
		{"WithTexts", "the words that say nothing"},
		{"WithConsent", "the consent"},
		{"WithAuthorize", "the purpose"},
		{"WithPage", "the page"},
		{"WithLaw", "the law"},
	}...)
}

// optionsOfTrust are those of packages envelope and callback.
func optionsOfTrust() []rewording {
	return []rewording{
		{"WithKeyID", "the key's id"},
		{"WithFetchedSenders", "the keys of other senders"},
		{"WithSignerClock", "our clock"},
		{"WithVerifierClock", "our clock"},
		{"WithSignerNormalForm", "the form that is signed"},
		{"WithVerifierNormalForm", "the form that is signed"},
		{"WithFilledHeader", "the members of the header that are filled"},
		{"WithFetchTimeout", "the time for fetching keys"},
		{"WithOutage", "how long old keys are kept"},
		{"WithFetching", "the tracing of key fetches"},
		{"WithForms", "the forms of encrypted messages"},
		{"WithForm", "the form of encrypted messages"},
		{"WithDecryptionAlgorithms", "the algorithms for decryption"},
		{"WithEncryptionAlgorithms", "the algorithms for encryption"},
		{"WithRegistration", "-verify, -webhook-secret or -insecure-unsigned"},
		{"WithMaxConcurrent", "the limit of messages at a time"},
		{"WithMemory", "the time for which keys are known"},
		{"WithoutEvents", "no events"},
		{"WithPolicy", "the policy of the store"},
		{"WithSchema", "the schema of the tables"},
		{"WithCipher", "the cipher of the store"},
		{"WithRescueAfter", "the time after which a message is taken for abandoned"},
	}
}

// names are verbs and types of Go that messages name.
func names() []rewording {
	return []rewording{
		{"(Preview)", "(-dry-run)"},
		{"the http.Client", "the HTTP client"},
		{"http.Client", "HTTP client"},
		{"leave out AsExpression", "leave out -expression"},
		{"AsExpression", "-expression"},
		{"search.ByIdentifier", "-id"},
		{"ByIdentifier", "-id"},
		{"search.Where", "-where"},
		{"search.GraphQL", "-graphql"},
		{"SortBy", "the sort"},
		{"MarshalJSON", "the SDK"},
		{"Query.Validate", "crvsctl search -explain"},
		{"envelope.Senders", "the keys of several senders"},
		{"crypto.Signer", "a key in hardware"},
		{"crypto.Decrypter", "a key in hardware"},
		{"NewWebhook", "a webhook"},
		{"MustDate", "a date"},
		{"errors.As", "the log"},
		{"Policy.Timeout", "the time limit of an attempt"},
		{"%T", "another kind"},
	}
}
