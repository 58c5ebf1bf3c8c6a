package codes

// reasonTable is the one place that says what each code means, whose fault it
// is, whether asking again can help, and what to do.
func reasonTable() []Reason { return append(errorReasons(), rejectReasons()...) }

func errorReasons() []Reason {
	return []Reason{
		{ReasonRequestBad, "the request is malformed", PartyAsker, RetryNever, "compare the request (Preview) with what this registry documents"},
		{ReasonRequestUnauthorized, "the token is missing, wrong or expired", PartyAsker, RetryNewMessage, "check the credentials, and whether they are registered with this registry"},
		{ReasonRequestForbidden, "this client may not ask this", PartyAsker, RetryNever, "ask the registry to grant this client the scope"},
		{ReasonRequestNotFound, "the registry has no such endpoint (this speaks of a URL, never of a person)", PartyAsker, RetryNever, "check the base URL and its path prefix"},
		{ReasonRequestTimeout, "the registry did not finish in time", PartyRegistry, RetryLater, "ask again later, or ask for less"},
		{ReasonRequestTooMany, "too many requests or the quota is used up", PartyAsker, RetryLater, "wait as long as the registry says and slow down"},
		{ReasonVersionNotSupported, "the registry does not speak this version of the standard", PartyEither, RetryNever, "ask the registry which version and profile it speaks"},
		{ReasonSenderIDInvalid, "the registry does not know this sender_id", PartyAsker, RetryNever, "check WithSender against the id that the registry registered"},
		{ReasonSenderURIInvalid, "the registry refuses the sender_uri", PartyAsker, RetryNever, "check the callback URL against the one that the registry registered"},
		{ReasonReceiverIDInvalid, "the registry is not this receiver_id", PartyAsker, RetryNever, "check WithReceiver"},
		{ReasonSignatureMissing, "the registry requires signed questions", PartyAsker, RetryNever, "configure a signer and register its key with the registry"},
		{ReasonSignatureInvalid, "the registry could not verify our signature", PartyEither, RetryNever, "check that the registry holds our present public key, and both clocks"},
		{ReasonEncryptionInvalid, "the registry could not decrypt our question", PartyEither, RetryNever, "fetch the registry's key set again and check its encryption key"},
		{ReasonServiceUnavailable, "the registry is out of service for now", PartyRegistry, RetryLater, "ask again later"},
		{ReasonSenderUnknown, "the registry does not know this sender", PartyAsker, RetryNever, "have the sender_id registered with the registry"},
		{ReasonAuthMissingHeader, "the Authorization header is missing", PartyAsker, RetryNever, "configure a token or client credentials"},
		{ReasonVerifierNotConfigured, "the registry holds no key to verify our signature with", PartyRegistry, RetryNever, "have our public key registered with the registry"},
		{ReasonInternal, "the registry failed inside", PartyRegistry, RetryLater, "ask again later; if it persists, send the registry the message_id"},
		{ReasonWorkshopInvalidRequest, "invalid input parameters", PartyAsker, RetryNever, "check the identifier type, its value and the state code"},
	}
}

func rejectReasons() []Reason {
	return []Reason{
		{RejectVersionInvalid, "the version in the header is not taken", PartyEither, RetryNever, "ask the registry which version it speaks"},
		{RejectMessageIDDuplicate, "a message with this message_id was seen before", PartyEither, RetryNewMessage, "send a new message in the same transaction"},
		{RejectMessageTSInvalid, "the message is too old, from the future, or its time is unreadable", PartyEither, RetryNewMessage, "check this machine's clock against the registry's"},
		{RejectActionInvalid, "the action in the header does not fit the endpoint", PartyEither, RetryNever, "check the base URL and its path prefix"},
		{RejectActionNotSupported, "the registry does not offer this action", PartyRegistry, RetryNever, "ask the registry what it offers"},
		{RejectTotalCountInvalid, "total_count does not equal the number of requests", PartyEither, RetryNever, "report this with the message_id"},
		{RejectTotalCountExceeded, "too many questions in one message", PartyAsker, RetryNever, "send smaller batches"},
		{RejectTooManyErrors, "too many questions of the message are wrong", PartyAsker, RetryNever, "ask each question by itself to see which are wrong"},
		{RejectReferenceIDInvalid, "the reference_id is not taken", PartyEither, RetryNever, "report this with the message_id"},
		{RejectReferenceIDDouble, "the reference_id was seen before", PartyEither, RetryNewMessage, "send a new message"},
		{RejectTimestampInvalid, "the time of the question is not taken", PartyEither, RetryNewMessage, "check this machine's clock against the registry's"},
		{RejectCriteriaInvalid, "the registry does not understand the question", PartyAsker, RetryNever, "ask which identifier types, attributes and operators this registry takes"},
		{RejectFilterInvalid, "the registry does not understand the filter", PartyAsker, RetryNever, "ask which attributes and operators this registry takes"},
		{RejectSortInvalid, "the registry cannot sort by this attribute", PartyAsker, RetryNever, "leave the sort out, or sort by another attribute"},
		{RejectPaginationInvalid, "the page size or the page number is not taken", PartyAsker, RetryNever, "ask for smaller pages, the first being number 1"},
		{RejectTooManyRecords, "the question matches more records than the registry hands out", PartyAsker, RetryNever, "narrow the question: another condition, a shorter range of dates"},
		{RejectNotifyTypes, "the kind of notification is not taken", PartyAsker, RetryNever, "ask which events this registry notifies"},
		{RejectNotifyDetails, "the details of the notification are not taken", PartyAsker, RetryNever, "ask how this registry wants them"},
		{RejectPersonIDInvalid, "the identifier of the person is not taken", PartyAsker, RetryNever, "check the identifier's type and form"},
		{RejectAlreadySubscribed, "this subscription exists already", PartyAsker, RetryNever, "use the existing subscription"},
		{RejectSubscriptionCode, "the registry has no such subscription", PartyAsker, RetryNever, "check the subscription code"},
		{RejectRequesterInvalid, "the subscription belongs to another sender", PartyAsker, RetryNever, "check WithSender"},
		{RejectAlreadyUnsubscribed, "this subscription has ended already", PartyAsker, RetryNever, "nothing: it has ended"},
	}
}
