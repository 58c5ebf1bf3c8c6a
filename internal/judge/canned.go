package judge

import "github.com/openspmis/dci-crvs-go/crvs/profile"

// uncan puts the ids of the question and no page number where the answer has those
// that this registry writes whatever it was asked (profile.Canned). Any other id
// is still one of somebody else's, and the records decide what was found.
func (j *judgement) uncan(r *profile.Received) {
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
