package person

import "strings"

// MeansCancelled says whether a registry's word for what became of a registration says
// that it is void: the event was not, or not so.
func MeansCancelled(word string) bool {
	switch FoldWord(word) {
	case "cancelled", "canceled", "cancellation", "annulled", "revoked", "void", "voided", "archived", "withdrawn", "deleted":
		return true
	default:
		return false
	}
}

// IsCancelled says whether the record says that its registration is void, in a member
// for which the standard has no place: {"status":"cancelled"}. Such a record proves
// nothing. False means that it does not say so.
func (r Record) IsCancelled() bool {
	if r.Person.Extra.IsZero() {
		return false
	}
	for name, raw := range r.Person.Extra.All() {
		switch strings.ToLower(strings.ReplaceAll(name, "_", "")) {
		case "status", "registrationstatus", "recordstatus", "regstatus":
			if MeansCancelled(strings.Trim(string(raw), `"`)) {
				return true
			}
		}
	}
	return false
}
