package sandbox

import "regexp"

// The shape of a question to OpenCRVS's DCI server (captures of 2024), and of the
// one of 2026.

var (
	zodDateTime = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)$`)
	zodLocale   = regexp.MustCompile(`^[a-z]{3}$`)
)

func dateTime() shape { return str(matching(zodDateTime, "Invalid datetime")) }

// openCRVSShape is that of a whole question: in clear, or encrypted.
func openCRVSShape(criteria, senderURI shape) shape {
	header := object(fields{
		{"version", optional(str())},
		{"message_id", str()},
		{"message_ts", dateTime()},
		{"action", literal("search")},
		{"sender_id", str()},
		{"sender_uri", senderURI},
		{"receiver_id", optional(str())},
		{"total_count", number()},
		{"is_msg_encrypted", optional(boolean)},
		{"meta", optional(anything)},
	})
	plain := object(fields{
		{"transaction_id", str(atMost(99))},
		{"search_request", listOfShape(object(fields{
			{"reference_id", str()},
			{"timestamp", dateTime()},
			{"search_criteria", criteria},
			{"locale", optional(str(matching(zodLocale, "Invalid")))},
		}))},
	})
	encrypted := object(fields{
		{"header", object(fields{{"alg", str()}, {"enc", str()}, {"kid", optional(str())}})},
		{"ciphertext", str()},
		{"encrypted_key", str()},
		{"tag", str()},
		{"iv", str()},
	})
	whole := func(message shape) shape {
		return object(fields{{"signature", optional(str())}, {"header", header}, {"message", message}})
	}
	return either(whole(plain), whole(encrypted))
}

// openCRVSCriteria are those of one form of query.
func openCRVSCriteria(register fields, queryType string, query shape) shape {
	return object(append(append(fields{}, register...), fields{
		{"query_type", literal(queryType)},
		{"query", query},
		{"sort", optional(listOfShape(object(fields{{"attribute_name", str()}, {"sort_order", optional(oneOf("asc", "desc"))}})))},
		{"pagination", optional(object(fields{{"page_size", optional(positive())}, {"page_number", optional(positive())}}))},
		// Read here; beside the criteria they are stripped unread
		// (internal/wire/RULES.md, rule 14).
		{"consent", optional(openCRVSGrant())},
		{"authorize", optional(openCRVSGrant())},
	}...))
}

// openCRVSGrant is a consent or an authorization.
func openCRVSGrant() shape {
	return object(fields{
		{"ts", optional(dateTime())},
		{"purpose", optional(object(fields{{"text", optional(str())}, {"code", optional(str())}, {"ref_uri", optional(str())}}))},
	})
}

func openCRVSPredicates() shape {
	comparison := object(fields{
		{"attribute_name", oneOf("birthdate", "birthplace")},
		{"operator", oneOf("gt", "lt", "eq", "ge", "le")},
		{"attribute_value", str()},
	})
	return listOfShape(object(fields{
		{"seq_num", optional(number())},
		{"expression1", comparison},
		{"condition", optional(oneOf("and"))},
		{"expression2", optional(comparison)},
	}))
}

func openCRVSIdentifier(types ...string) shape {
	return object(fields{{"type", oneOf(types...)}, {"value", str()}})
}

func shapeOfOpenCRVS2024(senderURI shape) shape {
	register := fields{{"reg_type", oneOf("ocrvs:registry_type:birth", "ocrvs:registry_type:death", "ocrvs:registry_type:marriage")}}
	return openCRVSShape(either(
		openCRVSCriteria(register, "predicate", openCRVSPredicates()),
		openCRVSCriteria(register, "idtype-value", openCRVSIdentifier("BRN", "DRN", "MRN", "OPENCRVS_RECORD_ID", "NID")),
	), senderURI)
}

func shapeOfOpenCRVS19(senderURI shape) shape {
	register := fields{{"reg_type", literal("ns:org:RegistryType:Civil")}, {"reg_event_type", oneOf("birth", "death")}}
	compared := object(fields{
		{"type", oneOf("range", "exact")},
		{"gte", optional(str())},
		{"lte", optional(str())},
		{"term", optional(str())},
	})
	query := object(fields{
		{"type", str()},
		{"value", object(fields{{"expression", object(fields{{"query", object(fields{
			{"birthdate", optional(compared)}, {"birthplace", optional(compared)},
		})}})}})},
	})
	return openCRVSShape(either(
		openCRVSCriteria(register, "predicate", openCRVSPredicates()),
		openCRVSCriteria(register, "idtype-value", openCRVSIdentifier("UIN", "BRN", "DRN", "MRN", "OPENCRVS_RECORD_ID", "NID")),
		openCRVSCriteria(register, "expression", query),
	), senderURI)
}
