package profile

import "github.com/openspmis/dci-crvs-go/person"

// Change is what became of a registration that an event tells of. The standard has
// no word for it, so most registries do not say: "".
type Change string

// Changes.
const (
	ChangeRegistered Change = "registered" // it is new
	ChangeCorrected  Change = "corrected"  // it says something else than before
	ChangeCancelled  Change = "cancelled"  // it is void: the event was not, or not so
)

// change reads the word of a registry; "" for one that is not known.
func change(word string) Change {
	switch person.FoldWord(word) {
	case "registered", "new", "created", "issued":
		return ChangeRegistered
	case "corrected", "correction", "amended", "amendment", "updated", "modified":
		return ChangeCorrected
	}
	if person.MeansCancelled(word) {
		return ChangeCancelled
	}
	return ""
}
