package judge

import "github.com/openspmis/dci-crvs-go/crvs/profile"

// replaceFixedIDs replaces the ids that this registry writes whatever it was asked
// (profile.Canned) by those of the question, and its fixed page number by none. An answer
// with any other id still belongs to another question, and the records decide what was
// found.
func (j *judgement) replaceFixedIDs(r *profile.Received) {
	canned := j.rules.Profile.Habit.Canned
	if canned == (profile.Canned{}) {
		return
	}
	if r.TransactionID == canned.TransactionID {
		r.TransactionID = j.asked.TransactionID
	}
	for i := range r.Items {
		it := &r.Items[i]
		if it.PageNumber == canned.PageNumber {
			it.PageNumber = profile.Unknown
		}
		if it.ReferenceID == canned.ReferenceID && len(j.asked.Questions) == 1 && len(r.Items) == 1 {
			it.ReferenceID = j.asked.Questions[0].ReferenceID
		}
	}
}
