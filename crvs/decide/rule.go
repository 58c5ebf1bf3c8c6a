package decide

import "strings"

// Rule is the rule that decided a verdict. Rules keep their names: a case file that
// names one can be read years later. [Verdict.Sentence] says each in words.
type Rule string

// Rules that leave a question undecided, whatever it asks.
const (
	// RuleUnconfirmed: the registry says that a record matches, and the record itself
	// does not show it.
	RuleUnconfirmed Rule = "record.unconfirmed"
	// RuleCancelled: the registry has taken the registration back.
	RuleCancelled Rule = "record.cancelled"
	// RuleDate: a date that is needed is missing from the record, or is no day that can
	// be computed with: partial, estimated, disputed or of another calendar.
	RuleDate Rule = "record.date"
	// RuleNoParents: the record of the birth shows no parents.
	RuleNoParents Rule = "record.no_parents"
	// RuleNoSpouse: the record of a marriage does not show who the other of the couple is.
	RuleNoSpouse Rule = "record.no_spouse"
	// RuleDiffers: given facts contradict the record.
	RuleDiffers Rule = "facts.differ"
	// RuleSimilar: a given date or name differs from the record as by a slip of the pen.
	RuleSimilar Rule = "facts.similar"
	// RuleCannotTell: given facts cannot be held against the record, such as a name in
	// another script.
	RuleCannotTell Rule = "facts.cannot_tell"
	// RuleSilent: the record does not show a fact that was given.
	RuleSilent Rule = "facts.silent"
	// RuleNumberAlone: a number found the record, and nothing beside it could be held
	// against it. See [Law.NumberAlone].
	RuleNumberAlone Rule = "identity.number_alone"
	// RuleFactsAlone: no number agrees, and the facts do not suffice to identify
	// somebody. See [Law.FactsAlone].
	RuleFactsAlone Rule = "identity.facts_alone"
	// RuleNoNumber: no number is known by which this register can be asked.
	RuleNoNumber Rule = "identity.no_number"
	// RuleIncomplete: the answer does not hold all records that fit.
	RuleIncomplete Rule = "answer.incomplete"
	// RuleNotComplete: a record is not there, and this says nothing: the register is not
	// declared complete (see [Law.Complete]), or the registry does not show all of it.
	RuleNotComplete Rule = "register.not_complete"
)

// RuleSeveral is for several registrations that fit. The outcome is Ambiguous.
const RuleSeveral Rule = "registrations.several"

// Rules of the single questions. Their outcome is that of the table in the comment of
// each question.
const (
	RuleBirthRegistered    Rule = "birth.registered"
	RuleBirthNotRegistered Rule = "birth.not_registered"

	RuleAgeFits          Rule = "age.fits"
	RuleAgeDoesNotFit    Rule = "age.does_not_fit"
	RuleAgeOpen          Rule = "age.open"
	RuleAgeNotRegistered Rule = "age.not_registered"

	RuleDeathRecorded    Rule = "death.recorded"
	RuleDeathCancelled   Rule = "death.cancelled"
	RuleDeathUnclear     Rule = "death.unclear"
	RuleDeathNotRecorded Rule = "death.not_recorded"

	RuleMarriageRecorded    Rule = "marriage.recorded"
	RuleMarriageInForce     Rule = "marriage.in_force"
	RuleMarriageEnded       Rule = "marriage.ended"
	RuleMarriageNotRecorded Rule = "marriage.not_recorded"

	RuleParentRegistered    Rule = "parent.registered"
	RuleParentOthers        Rule = "parent.others"
	RuleParentUnclear       Rule = "parent.unclear"
	RuleParentNotRegistered Rule = "parent.child_not_registered"

	RuleWidowed           Rule = "widowhood.widowed"
	RuleWidowDivorced     Rule = "widowhood.divorced"
	RuleWidowMarriedAgain Rule = "widowhood.married_again"
	RuleWidowNoMarriage   Rule = "widowhood.no_marriage"
	RuleWidowNoDeath      Rule = "widowhood.no_death"

	RuleSingleParent  Rule = "single_parent.not_married"
	RuleSingleMarried Rule = "single_parent.married"

	RuleIdentityOne           Rule = "identity.one_person"
	RuleIdentityAnother       Rule = "identity.another_person"
	RuleIdentityNotRegistered Rule = "identity.not_registered"

	RuleFamilyTold    Rule = "family.told"
	RuleFamilyNotTold Rule = "family.not_told"
)

// NoteCode is what a [Note] says.
type NoteCode string

// Notes.
const (
	// NoteScope: the registry shows this client a part of its records.
	NoteScope NoteCode = "registry.scope"
	// NoteNumberNotAsked: the registry cannot be asked by this type of number.
	NoteNumberNotAsked NoteCode = "registry.number_not_asked"
	// NoteFactsNotAsked: the registry cannot be asked by name and date of birth.
	NoteFactsNotAsked NoteCode = "registry.facts_not_asked"
	// NoteRelativesNotTold: of these relatives nothing could be told.
	NoteRelativesNotTold NoteCode = "family.not_all"
)

// meaning is what a rule decides, and says to an officer. In the text {about} stands
// for what the verdict names, {1} and so on for what was asked.
type meaning struct {
	outcome Outcome
	text    string
}

// meaningOf is the one table of rules.
func meaningOf(r Rule) meaning {
	if m, ok := ofQuestions()[r]; ok {
		return m
	}
	return shared()[r]
}

func shared() map[Rule]meaning {
	return map[Rule]meaning{
		RuleUnconfirmed: {Undecided, "A record was found, but it does not itself show that it is about this person."},
		RuleCancelled:   {Undecided, "The registry has cancelled the registration that was found."},
		RuleDate:        {Undecided, "The record does not give a date that can be relied on ({about})."},
		RuleNoParents:   {Undecided, "The record of the birth does not name the parents."},
		RuleNoSpouse:    {Undecided, "The record of the marriage does not show who the spouse is."},
		RuleDiffers:     {Undecided, "A record was found, but what was given differs from it: {about}. Perhaps it is somebody else's."},
		RuleSimilar:     {Undecided, "A record was found, but what was given differs a little from it: {about}."},
		RuleCannotTell:  {Undecided, "A record was found, but what was given cannot be compared with it: {about}."},
		RuleSilent:      {Undecided, "A record was found, but it does not show everything that was given: {about}."},
		RuleNumberAlone: {Undecided, "A record has this number, but nothing else could be compared. A number alone does not identify a person."},
		RuleFactsAlone:  {Undecided, "A record may be this person's, but no number agrees and the other facts do not suffice to be sure."},
		RuleNoNumber:    {Undecided, "No number is known by which this register can be asked."},
		RuleIncomplete:  {Undecided, "The registry has not shown all records that may fit."},
		RuleNotComplete: {Undecided, "Whether there is a further record is not known: the register does not hold or does not show every case ({about})."},
		RuleSeveral:     {Ambiguous, "Several registrations fit what was given."},
	}
}

func ofQuestions() map[Rule]meaning {
	return map[Rule]meaning{
		RuleBirthRegistered:    {Confirmed, "The birth is registered, and what was given agrees with the record."},
		RuleBirthNotRegistered: {NotFound, "The registry shows no such birth. That is a reason to help with the registration, and no reason to refuse."},

		RuleAgeFits:          {Confirmed, "By the registered date of birth the age fits: {1}."},
		RuleAgeDoesNotFit:    {Refuted, "By the registered date of birth the age does not fit: {1}."},
		RuleAgeOpen:          {Undecided, "The date of birth is not known exactly enough to say whether the age fits: {1}."},
		RuleAgeNotRegistered: {NotFound, "The registry shows no such birth, so the age is not known from it."},

		RuleDeathRecorded:    {Confirmed, "A death is recorded ({1})."},
		RuleDeathCancelled:   {Refuted, "The registry has cancelled the registration of the death."},
		RuleDeathUnclear:     {Undecided, "There is a record of a death, but it cannot be relied on."},
		RuleDeathNotRecorded: {NotFound, "No death is recorded. This does not prove that the person is alive."},

		RuleMarriageRecorded:    {Confirmed, "A marriage is recorded."},
		RuleMarriageInForce:     {Confirmed, "A marriage is recorded, and nothing recorded has ended it ({1})."},
		RuleMarriageEnded:       {Refuted, "Each recorded marriage has ended or has not begun ({1})."},
		RuleMarriageNotRecorded: {NotFound, "The registry shows no such marriage."},

		RuleParentRegistered:    {Confirmed, "The record of the birth names this person as a parent."},
		RuleParentOthers:        {Refuted, "The record of the birth names other people as the parents."},
		RuleParentUnclear:       {Undecided, "Whether a parent in the record of the birth is this person cannot be told: {about}."},
		RuleParentNotRegistered: {NotFound, "The registry shows no such birth, so the parents are not known from it."},

		RuleWidowed:           {Confirmed, "The marriage and the death of the spouse are recorded, and nothing later ({1})."},
		RuleWidowDivorced:     {Refuted, "The marriage ended in a divorce."},
		RuleWidowMarriedAgain: {Refuted, "A later marriage is recorded."},
		RuleWidowNoMarriage:   {NotFound, "The registry shows no such marriage."},
		RuleWidowNoDeath:      {NotFound, "No death of the spouse is recorded. This does not prove that the spouse is alive."},

		RuleSingleParent:  {Confirmed, "The record of the birth names this person as a parent, and no marriage of theirs is in force ({1})."},
		RuleSingleMarried: {Refuted, "A marriage of the parent is in force ({1})."},

		RuleIdentityOne:           {Confirmed, "What was given belongs to one registered person."},
		RuleIdentityAnother:       {Refuted, "The number belongs to somebody else: what was given differs from the record ({about})."},
		RuleIdentityNotRegistered: {NotFound, "The registry shows no such person."},

		RuleFamilyTold:    {Confirmed, "The registry tells of relatives."},
		RuleFamilyNotTold: {NotFound, "The registry tells of no relatives."},
	}
}

// Text is the note in one sentence, in English.
func (n Note) Text() string {
	text := map[NoteCode]string{
		NoteScope:            "This registry shows us only a part of its records.",
		NoteNumberNotAsked:   "This registry cannot be asked by this type of number: {about}.",
		NoteFactsNotAsked:    "This registry cannot be asked by name and date of birth.",
		NoteRelativesNotTold: "There may be others of whom the registry does not tell: {about}.",
	}[n.Code]
	return strings.ReplaceAll(text, "{about}", strings.Join(n.About, ", "))
}

// verdict is what a rule decides.
func (t *talk) verdict(r Rule, about ...string) Verdict {
	return Verdict{Rule: r, Outcome: meaningOf(r).outcome, About: about}
}
