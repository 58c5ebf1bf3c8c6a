// Package decide answers the questions of a benefit office, with what the answer rests
// on: is this child registered, how old is this person, is a death recorded, are these
// two married.
//
//	who := person.Person{
//		Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: "123456789"}},
//		Names:       []person.PersonName{{Given: []string{"Mala"}, Family: []string{"Kumar"}}},
//	}
//	v, err := decide.Ask(ctx, client, decide.Age{Subject: who, AtLeast: 60, On: today})
//	switch {
//	case err != nil: // the registry could not be asked: nothing is known
//	case v.Outcome == decide.Confirmed: // 60 or older: v goes into the case file
//	default: // v.Sentence() says what to do
//	}
//
// # How a verdict comes about
//
// A person is looked for by their numbers, and where no number finds anything by name
// and date of birth. A record counts only if it shows itself what was asked
// (search.MatchConfirmed), and if all other facts that are given do not contradict it
// (package match). By which facts the person was identified is part of the verdict.
// The comment of each question has the table of its outcomes.
//
// Not registered is never Refuted: it is normal in many countries, and a reason to help
// with the registration. No death recorded is no proof of life. A registry that cannot
// be asked is an error and no verdict.
//
// That a record is not there (no later marriage, no divorce) supports a verdict only
// where [Law.Complete] declares that register complete, the registry shows all its
// records, and the answer was whole. The package cannot know whether a register holds
// every case: the law of a country must say so, and answers for it.
//
// Divorces are read from the record of the marriage. A registry that keeps them in a
// register of their own is not asked for it.
//
// # What it is not
//
// It decides on facts and not on entitlements: what follows from a verdict is the law's.
// It never guesses, and what it cannot decide it gives to an officer.
//
// A question is a pure step function ([Question]): [Ask] runs one, and a caller with
// many can run their rounds together. All values here are plain data and safe for
// concurrent use; a [Verdict] prints nothing of anybody.
package decide
