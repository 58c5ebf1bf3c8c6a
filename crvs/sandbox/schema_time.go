package sandbox

import "time"

// timeProblems finds the times of a message that are none: the format date-time
// of the library takes one without a zone, and a 30 February.
func timeProblems(envelope map[string]any) []string {
	header, _ := envelope["header"].(map[string]any)
	found := timeProblem(header, "message_ts", "header")
	for i, item := range itemsOf(envelope) {
		at := atItem(i)
		found = append(found, timeProblem(item, "timestamp", at)...)
		criteria, _ := item["search_criteria"].(map[string]any)
		found = append(found, grantProblems(item, at)...)
		found = append(found, grantProblems(criteria, at+".search_criteria")...)
		if len(found) > maxProblems {
			break
		}
	}
	return found
}

// grantProblems looks at the times of consent and authorize, which may stand in
// the criteria and beside them.
func grantProblems(holder map[string]any, at string) []string {
	var found []string
	for _, name := range []string{"consent", "authorize"} {
		grant, _ := holder[name].(map[string]any)
		found = append(found, timeProblem(grant, "ts", at+"."+name)...)
	}
	return found
}

// timeProblem says what is wrong with a member that is a text and no time. A
// member of another type breaks the document, and is told by it.
func timeProblem(holder map[string]any, name, at string) []string {
	text, ok := holder[name].(string)
	if !ok {
		return nil
	}
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return []string{at + "." + name + ": must be a date-time with a zone"}
	}
	return nil
}
