package wire_test

// deliberateDifference is a place where our document departs from the published
// one on purpose.
type deliberateDifference struct {
	difference
	reason string
}

// Reasons that several places share.
const (
	noMultipart  = "No server found implements the file upload; messages go as JSON."
	valuesString = "A number matches two branches of the published schema and fails strict validators, so values are sent as strings (internal/wire/RULES.md, rule 2)."
	notEmpty     = "An empty one asks for nobody or for everybody."
	bothNeeded   = "A query without its type or its value asks for nothing; the published list of required members forgets them."
	wholePages   = "There is no part of a page and no page 0; the published description counts from 1 (internal/wire/RULES.md, rule 6)."
	fromExample  = "The published document has this member in its example and leaves the schema empty."
	besideToo    = "OpenCRVS and OpenSPP read it beside the criteria; the profile decides (internal/wire/RULES.md, rule 14)."
	placeNames   = "The published list of required members names what its properties do not have; contained_in_place is meant, null at the root."
	txnExample   = "The published document takes this schema from an example that contradicts its own SearchResponse; ours has one SearchResponse."
	oauthErrors  = "RFC 6749, 5.2 answers a refused token request so; the published document leaves it out."
)

// deliberate lists every difference there is. The contract test fails on one
// that is missing here and on one that is no longer so.
func deliberate() []deliberateDifference {
	const schemas = "#/components/schemas/"
	list := []deliberateDifference{
		// What a query holds.
		{difference{schemas + "SearchCriteria/properties/reg_event_type", "", "property"}, "The published samples send it, and registries read it; the published document lacks it."},
		{difference{schemas + "SearchData/properties/reg_event_type", "", "property"}, "What the question names the answer names too, as a notification does; the published document lacks it."},
		{difference{schemas + "IdentifierQuery/properties/value/oneOf", "5 branches", "0 branches"}, valuesString},
		{difference{schemas + "IdentifierQuery/properties/value/type", "", "string"}, valuesString},
		{difference{schemas + "IdentifierQuery/properties/value/minLength", "", "1"}, notEmpty},
		{difference{schemas + "IdentifierQuery/properties/type/minLength", "", "1"}, notEmpty},
		{difference{schemas + "IdentifierQuery/required/type", "", "required"}, bothNeeded},
		{difference{schemas + "IdentifierQuery/required/value", "", "required"}, bothNeeded},
		{difference{schemas + "ExpressionQuery/properties/type/minLength", "", "1"}, notEmpty},
		{difference{schemas + "ExpressionQuery/required/type", "", "required"}, bothNeeded},
		{difference{schemas + "ExpressionQuery/required/value", "", "required"}, bothNeeded},
		{difference{schemas + "Predicate/properties/attribute_value/oneOf", "5 branches", "0 branches"}, valuesString},
		{difference{schemas + "Predicate/properties/attribute_value/type", "", "string"}, valuesString},
		{difference{schemas + "Predicate/properties/attribute_name/minLength", "", "1"}, notEmpty},
		{difference{schemas + "PredicateItem/properties/seq_num/type", "number", "integer"}, "A place in an order is whole."},

		// Consent and authorization.
		{difference{schemas + "Consent/properties/@context", "", "property"}, fromExample},
		{difference{schemas + "Consent/properties/@type", "", "property"}, fromExample},
		{difference{schemas + "Consent/properties/ts", "", "property"}, fromExample},
		{difference{schemas + "Consent/properties/purpose", "", "property"}, fromExample},
		{difference{schemas + "Authorize/properties/@context", "", "property"}, fromExample},
		{difference{schemas + "Authorize/properties/@type", "", "property"}, fromExample},
		{difference{schemas + "Authorize/properties/ts", "", "property"}, fromExample},
		{difference{schemas + "Authorize/properties/purpose", "", "property"}, fromExample},
		{difference{schemas + "SearchRequestItem/properties/consent", "", "property"}, besideToo},
		{difference{schemas + "SearchRequestItem/properties/authorize", "", "property"}, besideToo},

		// Scalars.
		{difference{schemas + "TransactionID/minLength", "", "1"}, "An empty id ties nothing together (internal/wire/RULES.md, rule 6)."},
		{difference{schemas + "Locale/pattern", "^[a-z]{3,3}$", "^[a-z]{3}$"}, "The same language, said once."},

		// Pages.
		{difference{schemas + "PageRequest/properties/page_size/type", "number", "integer"}, wholePages},
		{difference{schemas + "PageRequest/properties/page_size/minimum", "", "1"}, wholePages},
		{difference{schemas + "PageRequest/properties/page_number/type", "number", "integer"}, wholePages},
		{difference{schemas + "PageRequest/properties/page_number/minimum", "", "1"}, wholePages},
		{difference{schemas + "Pagination/properties/page_size/type", "number", "integer"}, wholePages},
		{difference{schemas + "Pagination/properties/page_size/minimum", "", "1"}, wholePages},
		{difference{schemas + "Pagination/properties/page_number/type", "number", "integer"}, wholePages},
		{difference{schemas + "Pagination/properties/page_number/minimum", "", "1"}, wholePages},
		{difference{schemas + "Pagination/properties/total_count/type", "number", "integer"}, "Records are counted whole."},
		{difference{schemas + "Pagination/properties/total_count/minimum", "", "0"}, "Records are not fewer than none."},

		// Status of a transaction.
		{difference{schemas + "SearchData/properties/reg_records/type", "object", "array"}, txnExample},
		{difference{schemas + "SearchData/properties/reg_records/items", "", "items"}, txnExample},
		{difference{schemas + "SearchData/required/reg_record_type", "required", ""}, txnExample},
		{difference{schemas + "SubscriptionCodeList/type", "", "array"}, "The published branch has items and forgets to say that it is an array."},

		// Errors.
		{difference{schemas + "HTTPErrors/properties/errors/type", "", "array"}, "The published schema has items and forgets to say that it is an array."},

		// Token.
		{difference{"#/components/parameters/TimestampHeader/required", "true", ""}, "A client that speaks plain OAuth 2 (RFC 6749, 4.4.2) does not know this header; it may be sent."},
		{difference{"#/paths/~1oauth2~1client~1token/post/security", "Authorization", ""}, "A token cannot be what one needs to get a token."},
		{difference{"#/paths/~1oauth2~1client~1token/post/responses/400", "", "response"}, oauthErrors},
		{difference{"#/paths/~1oauth2~1client~1token/post/responses/401", "", "response"}, oauthErrors},
		{difference{schemas + "GrantType/enum", "", "client_credentials"}, "The published description allows this value alone."},
		{difference{schemas + "TokenRequest/properties/scope/items", "items", ""}, "The published schema lists scopes of other systems as items of a string, which means nothing."},
		{difference{schemas + "TokenResponse/properties/expires_in/type", "string", "integer"}, "RFC 6749, 5.1, which the published document follows by its own words, makes it a number of seconds."},

		// Locations.
		{difference{schemas + "Location/required/id", "required", ""}, placeNames},
		{difference{schemas + "Location/required/containedInPlace", "required", ""}, placeNames},
		{difference{schemas + "Location/required/contained_in_place", "", "required"}, placeNames},
	}
	for _, path := range []string{
		"search", "on-search", "subscribe", "on-subscribe", "unsubscribe", "on-unsubscribe", "txn~1status", "txn~1on-status", "notify",
	} {
		at := "#/paths/~1registry~1" + path + "/post/requestBody/content/multipart~1form-data"
		list = append(list, deliberateDifference{difference{at, "media type", ""}, noMultipart})
	}
	return list
}
