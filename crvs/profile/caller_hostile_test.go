package profile_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
)

const (
	aTask   = `"resource": {"resourceType": "Task", `
	anEntry = `{"fullUrl": "urn:uuid:c0000000-0000-4000-8000-000000000009", "resource": {"resourceType": "Encounter", `
)

// crowd is many resources that have one id.
func crowd(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Location", "name": "%d"}}, `, i)
	}
	return b.String()
}

func TestAWebhookThatMayMeanSomebodyElseIsNotRead(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVSWebhooks()
	birth, death := called(t, p, "birth"), called(t, p, "death")
	for name, body := range map[string]string{
		"no bundle":                                 change(t, birth, `"resourceType": "Bundle"`, `"resourceType": "Parameters"`),
		"no composition":                            change(t, birth, `"resourceType": "Composition"`, `"resourceType": "List"`),
		"two compositions":                          change(t, birth, anEntry, `{"resource": {"resourceType": "Composition", "type": {"text": "birth-declaration"}}}, `+anEntry),
		"a death of the mother inside":              change(t, birth, anEntry, `{"resource": {"resourceType": "Composition", "type": {"text": "death-declaration"}}}, `+anEntry),
		"a section of a death in a birth":           change(t, birth, "birth-encounter", "deceased-details"),
		"a composition of another event":            change(t, birth, `"code": "birth-declaration"`, `"code": "death-declaration"`),
		"a topic of another event":                  change(t, birth, "BIRTH_REGISTERED", "DEATH_REGISTERED"),
		"a topic that is not known":                 change(t, birth, "BIRTH_REGISTERED", "MARRIAGE_REGISTERED"),
		"no topic":                                  change(t, birth, `"topic"`, `"topics"`),
		"a task of another event":                   change(t, birth, `"code": "BIRTH"`, `"code": "DEATH"`),
		"a task of another document":                change(t, birth, `"focus": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000001"}`, `"focus": {"reference": "Composition/elsewhere"}`),
		"a composition that is a mistake":           change(t, birth, `"status": "final"`, `"status": "entered-in-error"`),
		"a task that is a mistake":                  change(t, birth, `"status": "ready"`, `"status": "entered-in-error"`),
		"two tasks":                                 change(t, birth, anEntry, `{`+aTask+`"id": "t2"}}, `+anEntry),
		"a task that is only declared":              change(t, birth, `"REGISTERED"}]}`, `"DECLARED"}]}`),
		"a task that was archived":                  change(t, birth, `"REGISTERED"}]}`, `"ARCHIVED"}]}`),
		"a task with two states":                    change(t, birth, `"code": "REGISTERED"}`, `"code": "REGISTERED"}, {"code": "REJECTED"}`),
		"the number of another event":               change(t, birth, "id/birth-registration-number", "id/death-registration-number"),
		"two numbers":                               change(t, birth, `"value": "2026BSELAM7"}],`+"\n          \"name\"", `"value": "2026BSELAM8"}],`+"\n          \"name\""),
		"no section of the child":                   change(t, birth, `"code": "child-details"`, `"code": "childs-details"`),
		"a section without the child":               change(t, birth, `[{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}]`, `[]`),
		"a child who is not there":                  change(t, birth, `[{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}]`, `[{"reference": "Patient/hidden"}]`),
		"two children in one section":               change(t, birth, `[{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}]`, `[{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}, {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000006"}]`),
		"two sections of the child":                 change(t, birth, `"birth-encounter"`, `"child-details"`),
		"two patients of one id":                    change(t, birth, anEntry, `{"fullUrl": "urn:uuid:c0000000-0000-4000-8000-000000000002", "resource": {"resourceType": "Patient", "name": {"family": "Other"}}}, `+anEntry),
		"two mothers of one id":                     change(t, birth, anEntry, `{"fullUrl": "urn:uuid:c0000000-0000-4000-8000-000000000004", "resource": {"resourceType": "Patient", "name": {"family": "Other"}}}, `+anEntry),
		"a child that is a task":                    change(t, birth, `"entry": [{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}]`, `"entry": [{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000008"}]`),
		"a child of whom nothing is said":           change(t, birth, `"entry": [{"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}]`, `"entry": [{"reference": "Patient/empty"}]`, anEntry, `{"resource": {"resourceType": "Patient", "id": "empty"}}, `+anEntry),
		"a mother who is the child":                 change(t, birth, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000004"}`, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"}`),
		"a mother who is the father":                change(t, birth, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000004"}`, `"patient": {"reference": "Patient/c0000000-0000-4000-8000-000000000006"}`),
		"a mother who is called a father":           change(t, birth, `"code": "MOTHER"`, `"code": "FATHER"`),
		"a mother who refers to herself":            change(t, birth, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000004"}`, `"patient": {"reference": "RelatedPerson/c0000000-0000-4000-8000-000000000003"}`),
		"a mother and a father who refer in a ring": change(t, birth, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000004"}`, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000005"}`, `"patient": {"reference": "Patient/c0000000-0000-4000-8000-000000000006"}`, `"patient": {"reference": "urn:uuid:c0000000-0000-4000-8000-000000000003"}`),
		"a name that is a number of objects":        change(t, birth, `"family": ["Tesfaye"]`, `"family": [{"text": "Tesfaye"}]`),
		"a birth date that is an object":            change(t, birth, `"birthDate": "2026-02-27"`, `"birthDate": {"age": 3}`),
		"a mother who cannot be read":               change(t, birth, `"deceasedBoolean": false`, `"deceasedBoolean": "perhaps"`),
		"a crowd under one id":                      change(t, birth, anEntry, crowd(17)+anEntry),
		"too many names":                            change(t, birth, `"name": [`, `"name": [`+strings.Repeat(`{},`, 6000)),
		"a death of nobody who is named":            change(t, death, `"name": [{"use": "en", "family": ["Suharto"]}],`, ``, `"784512369"`, `"000000"`, `{"coding": [{"code": "BIRTH_REGISTRATION_NUMBER"}]}`, `"DEATH_REGISTRATION_NUMBER"`, `"1940B77"`, `"2026DSUHA26"`),
		"a death of somebody who is not dead":       change(t, death, `"deceasedBoolean": true`, `"deceasedBoolean": false`),
		"a document that is a text":                 `{"event": {"hub": {"topic": "BIRTH_REGISTERED"}, "context": ["Mala"]}}`,
		"an event that is a text":                   `{"event": "BIRTH_REGISTERED"}`,
		"a context that is a text":                  `{"event": {"hub": {"topic": "BIRTH_REGISTERED"}, "context": "Mala"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hear(t, p, body)
			require.Len(t, r.Events, 1)
			assert.True(t, r.Events[0].Unreadable)
			assert.Empty(t, r.Events[0].Records)
			assert.NotEmpty(t, r.Events[0].Raw)
		})
	}
}

func TestAWebhookIsReadInEverySpellingOfOpenCRVS(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVSWebhooks()
	birth := called(t, p, "birth")
	want := hear(t, p, birth).Events[0].Records[0]
	for name, body := range map[string]string{
		"one document that is no list":       change(t, birth, `"context": [{`, `"context": {`, "    }]\n", "    }\n"),
		"a reference by URL":                 change(t, birth, `"reference": "urn:uuid:c0000000-0000-4000-8000-000000000002"`, `"reference": "http://hearth:3447/fhir/Patient/C0000000-0000-4000-8000-000000000002/_history/2"`),
		"a resource twice to the letter":     change(t, birth, `"Encounter", "status": "finished"`, `"Encounter", "status": "planned"}}, {"fullUrl": "urn:uuid:c0000000-0000-4000-8000-000000000009", "resource": {"resourceType": "Encounter", "status": "planned"`),
		"a number in the task only":          change(t, birth, `"identifier": [{"type": {"coding": [{"system": "http://opencrvs.org/specs/identifier-type", "code": "BIRTH_REGISTRATION_NUMBER"}]}, "value": "2026BSELAM7"}],`, ``),
		"a number in the person only":        change(t, birth, `, {"system": "http://opencrvs.org/specs/id/birth-registration-number", "value": "2026BSELAM7"}`, ``),
		"a mother who is a Patient":          change(t, birth, `"RelatedPerson/c0000000-0000-4000-8000-000000000003"`, `"urn:uuid:c0000000-0000-4000-8000-000000000004"`),
		"sixteen places of one id":           change(t, birth, anEntry, crowd(16)+anEntry),
		"no task":                            change(t, birth, `"resourceType": "Task"`, `"resourceType": "Provenance"`),
		"a type as a text":                   change(t, birth, `"type": {"coding": [{"system": "http://opencrvs.org/doc-types", "code": "birth-declaration"}], "text": "Birth Declaration"}`, `"type": "birth-declaration"`),
		"members that stand elsewhere":       change(t, birth, `"gender": "female", "birthDate": "2026-02-27"`, `"birthDate": "2026-02-27", "gender": "FEMALE"`),
		"another time and webhook of the id": change(t, birth, "09:15:00", "10:15:00", "0b7c6a6e", "1b7c6a6e", "09:14:58", "10:14:58"),
		"a certificate that was printed":     change(t, birth, `"REGISTERED"}]}`, `"ISSUED"}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hear(t, p, body)
			require.Len(t, r.Events, 1)
			require.False(t, r.Events[0].Unreadable)
			assert.Equal(t, []person.Record{want}, r.Events[0].Records)
		})
	}

	hidden := hear(t, p, change(t, birth, `"RelatedPerson/c0000000-0000-4000-8000-000000000003"`, `"RelatedPerson/hidden"`)).Events[0]
	require.False(t, hidden.Unreadable, "a section that the client may not see")
	_, ok := hidden.Records[0].Person.Mother()
	assert.False(t, ok)

	two := hear(t, p, change(t, birth, `"context": [{`, `"context": ["none", {`))
	require.Len(t, two.Events, 2)
	assert.Equal(t, []bool{true, false}, []bool{two.Events[0].Unreadable, two.Events[1].Unreadable})
}

// document is one of OpenCRVS 2.0, with these members before the declaration.
func document(members string) string {
	return `{"id":"f-1","type":"birth",` + members + `"declaration":{"child.name":{"firstname":"Selam"}}}`
}

func actions(words ...string) string {
	var all []string
	for i := 0; i < len(words); i += 2 {
		all = append(all, `{"type":"`+words[i]+`","status":"`+words[i+1]+`"}`)
	}
	return `"actions":[` + strings.Join(all, ",") + `],`
}

func TestOnlyWhatIsRegisteredIsAnEvent(t *testing.T) {
	t.Parallel()
	const (
		legal = `"legalStatuses":{"REGISTERED":{"acceptedAt":"2026-03-02T09:14:00Z","registrationNumber":"B1"}},`
		none  = `"legalStatuses":{},`
		a     = "Accepted"
	)
	registered := []string{"DECLARE", a, "REGISTER", "Requested", "REGISTER", a}
	and := func(more ...string) string { return actions(append(append([]string(nil), registered...), more...)...) }
	for name, c := range map[string]struct {
		members string
		is      string // "event", "none" or "unreadable"
		change  profile.Change
	}{
		"registered, by the status alone":                  {`"status":"REGISTERED",`, "event", ""},
		"registered, by the actions alone":                 {and(), "event", profile.ChangeRegistered},
		"registered, by both":                              {`"status":"REGISTERED",` + legal + and("PRINT_CERTIFICATE", a), "event", profile.ChangeRegistered},
		"a correction that is asked for":                   {and("REQUEST_CORRECTION", a), "event", profile.ChangeRegistered},
		"a correction that was rejected":                   {and("REQUEST_CORRECTION", a, "REJECT_CORRECTION", a), "event", profile.ChangeRegistered},
		"a correction that was approved":                   {and("REQUEST_CORRECTION", a, "APPROVE_CORRECTION", a), "event", profile.ChangeCorrected},
		"archived after it was registered":                 {and("ARCHIVE", a), "event", profile.ChangeCancelled},
		"archived, by the status and what is legal":        {`"status":"ARCHIVED",` + legal, "event", profile.ChangeCancelled},
		"archived, by the status and a registration":       {`"status":"ARCHIVED",` + and("MARK_AS_DUPLICATE", a), "event", profile.ChangeCancelled},
		"an archive that was refused":                      {and("ARCHIVE", "Rejected"), "event", profile.ChangeRegistered},
		"a word for the status in small letters":           {`"status":"registered",`, "event", ""},
		"an action of the country's before":                {actions("CUSTOM", a, "REGISTER", a), "event", profile.ChangeRegistered},
		"an action of the country's after, and the status": {`"status":"REGISTERED",` + and("CUSTOM", a), "event", profile.ChangeRegistered},

		"notified":                              {`"status":"NOTIFIED",` + actions("NOTIFY", a), "none", ""},
		"declared":                              {`"status":"DECLARED",` + none + actions("DECLARE", a), "none", ""},
		"rejected":                              {actions("DECLARE", a, "REJECT", a), "none", ""},
		"registration is only requested":        {actions("DECLARE", a, "REGISTER", "Requested"), "none", ""},
		"registration was refused":              {actions("REGISTER", "Requested", "REGISTER", "Rejected"), "none", ""},
		"archived before it was registered":     {`"status":"ARCHIVED",` + actions("DECLARE", a, "ARCHIVE", a), "none", ""},
		"archived, by the status alone":         {`"status":"ARCHIVED",`, "none", ""},
		"a status that is not known":            {`"status":"SUBMITTED",`, "none", ""},
		"another event that is only declared":   {`"status":"DECLARED","x":{"type":"marriage"},`, "none", ""},
		"neither a status nor an action":        {none, "unreadable", ""},
		"declared, and legally registered":      {`"status":"DECLARED",` + legal, "unreadable", ""},
		"declared, and an accepted REGISTER":    {`"status":"DECLARED",` + and(), "unreadable", ""},
		"registered, and no accepted REGISTER":  {`"status":"REGISTERED",` + actions("DECLARE", a), "unreadable", ""},
		"registered, and archived":              {`"status":"REGISTERED",` + and("ARCHIVE", a), "unreadable", ""},
		"no action, but legally registered":     {legal + actions("DECLARE", a), "unreadable", ""},
		"an action after the archive":           {and("ARCHIVE", a, "REGISTER", a), "unreadable", ""},
		"an action that is not known after":     {and("REINSTATE", a), "unreadable", ""},
		"a correction before the registration":  {actions("APPROVE_CORRECTION", a), "unreadable", ""},
		"a registration without a status":       {actions("REGISTER", ""), "unreadable", ""},
		"actions that are a text":               {`"status":"REGISTERED","actions":"REGISTER",`, "unreadable", ""},
		"a legal status that is a text":         {`"status":"REGISTERED","legalStatuses":"REGISTERED",`, "unreadable", ""},
		"more actions than anybody can look at": {actions(strings.Split(strings.Repeat("READ,Accepted,", 6000)+"REGISTER,Accepted", ",")...), "unreadable", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hear(t, profile.OpenCRVS2Events(), document(c.members))
			if c.is == "none" {
				assert.Equal(t, []any{1, 0}, []any{r.Unregistered, len(r.Events)})
				return
			}
			require.Len(t, r.Events, 1)
			assert.Zero(t, r.Unregistered)
			e := r.Events[0]
			assert.Equal(t, c.is == "unreadable", e.Unreadable)
			assert.Len(t, e.Records, map[bool]int{false: 1}[e.Unreadable])
			if !e.Unreadable {
				assert.Equal(t, []any{codes.VitalEventBirth, c.change}, []any{e.Event, e.Change})
			}
		})
	}
}

func TestADeclarationThatCannotBeReadMakesNoHalfRecord(t *testing.T) {
	t.Parallel()
	of := func(kind, declaration string) string {
		return `{"id":"f-1","type":"` + kind + `","status":"REGISTERED","declaration":` + declaration + `}`
	}
	for name, body := range map[string]string{
		"none":                              `{"id":"f-1","type":"death","status":"REGISTERED"}`,
		"null":                              of("death", `null`),
		"a list":                            of("death", `[]`),
		"nobody":                            of("death", `{"eventDetails.date":"2026-11-03"}`),
		"only the sex of who died":          of("death", `{"deceased.gender":"male"}`),
		"a mother, and nobody who died":     of("death", `{"mother.name":{"surname":"Nair"}}`),
		"fields of another event":           of("death", `{"child.name":{"surname":"Nair"}}`),
		"an event that the table lacks":     of("marriage", `{"deceased.name":{"surname":"Nair"}}`),
		"an event of the country's":         of("tennis-club", `{"child.name":{"surname":"Nair"}}`),
		"any event":                         of("REGISTER", `{"child.name":{"surname":"Nair"}}`),
		"no event":                          of("", `{"child.name":{"surname":"Nair"}}`),
		"a name that is a list":             of("death", `{"deceased.name":["Nair"]}`),
		"a name that is a text":             of("death", `{"deceased.name":"Nair"}`),
		"two names that differ":             of("death", `{"deceased.name":{"surname":"Nair"},"deceased.surname":"Rao"}`),
		"a number that is an object":        of("death", `{"deceased.name":{"surname":"Nair"},"deceased.nid":{"value":"1"}}`),
		"a date that is two":                of("death", `{"deceased.name":{"surname":"Nair"},"eventDetails.date":["2026-11-03","2026-11-04"]}`),
		"a mother's date that is a boolean": of("death", `{"deceased.name":{"surname":"Nair"},"mother.dob":true}`),
		"a sex that is an object":           of("death", `{"deceased.name":{"surname":"Nair"},"deceased.gender":{}}`),
		"an address that is a list":         of("death", `{"deceased.name":{"surname":"Nair"},"deceased.address":[1]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hear(t, profile.OpenCRVS2Events(), body)
			require.Len(t, r.Events, 1)
			assert.True(t, r.Events[0].Unreadable)
			assert.Empty(t, r.Events[0].Records)
		})
	}
}

func TestADocumentWithoutADeclarationIsReadByItsActions(t *testing.T) {
	t.Parallel()
	action := func(kind, status, more string) string {
		return `{"type":"` + kind + `","status":"` + status + `","createdAt":"2026-11-04T08:00:00Z"` + more + `}`
	}
	said := func(declaration string) string { return `,"declaration":` + declaration }
	const name, nid = `{"deceased.name":{"firstname":"Selam","surname":"Tesfaye"}}`, `{"deceased.nid":784512369012345678901,"deceased.gender":null}`
	number := `,"registrationNumber":"2026D7"`
	for title, c := range map[string]struct {
		members string
		actions []string
		reads   bool
	}{
		"declared at once":                            {"", []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid))}, true},
		"notified first":                              {"", []string{action("NOTIFY", "Accepted", said(`{"deceased.nid":null}`)), action("DECLARE", "Accepted", said(name)), action("VALIDATE", "Accepted", said(`{}`)), action("REGISTER", "Accepted", number+said(nid))}, true},
		"the same said twice":                         {"", []string{action("NOTIFY", "Accepted", said(name)), action("DECLARE", "Accepted", said(strings.ReplaceAll(name, ":", " : "))), action("REGISTER", "Accepted", number+said(nid))}, true},
		"what was requested and rejected is not read": {"", []string{action("DECLARE", "Rejected", said(`{"deceased.name":{"surname":"Rao"}}`)), action("DECLARE", "Accepted", said(name)), action("REGISTER", "Requested", said(`[]`)), action("REGISTER", "Accepted", number+said(nid))}, true},
		"the number stands among what is legal":       {`"legalStatuses":{"REGISTERED":{"registrationNumber":"2026D7"}},`, []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", said(nid))}, true},
		"somebody looked at it":                       {"", []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid)), action("READ", "Accepted", said(`{}`))}, true},
		"cancelled later":                             {"", []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid)), action("ARCHIVE", "Accepted", said(`{}`))}, true},

		"two actions that differ":               {"", []string{action("NOTIFY", "Accepted", said(`{"deceased.name":{"surname":"Rao"}}`)), action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid))}, false},
		"a value that was taken back":           {"", []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(`{"deceased.name":null}`))}, false},
		"long numbers that differ at their end": {"", []string{action("DECLARE", "Accepted", said(`{"deceased.nid":784512369012345678901}`)), action("REGISTER", "Accepted", number+said(`{"deceased.nid":784512369012345678902}`))}, false},
		"a correction that was approved":        {"", []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid)), action("APPROVE_CORRECTION", "Accepted", "")}, false},
		"a declaration of another action":       {`"status":"REGISTERED",`, []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid)), action("EDIT", "Accepted", said(`{"deceased.gender":"male"}`))}, false},
		"a declaration that is a list":          {"", []string{action("DECLARE", "Accepted", said(`[]`)), action("REGISTER", "Accepted", number+said(name))}, false},
		"no action that declared":               {"", []string{action("DECLARE", "Accepted", ""), action("REGISTER", "Accepted", number)}, false},
		"two numbers of the registration":       {`"legalStatuses":{"REGISTERED":{"registrationNumber":"2026D8"}},`, []string{action("DECLARE", "Accepted", said(name)), action("REGISTER", "Accepted", number+said(nid))}, false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			r := hear(t, profile.OpenCRVS2Events(), `{"id":"f-1","type":"death",`+c.members+`"actions":[`+strings.Join(c.actions, ",")+`]}`)
			require.Len(t, r.Events, 1)
			e := r.Events[0]
			require.Equal(t, c.reads, !e.Unreadable)
			if !c.reads {
				assert.Empty(t, e.Records)
				return
			}
			id, _ := e.Records[0].Person.Identifier(codes.IdentifierNationalID)
			assert.Equal(t, []any{"2026D7", "Selam Tesfaye", "784512369012345678901"},
				[]any{e.Records[0].RegistrationNumber, e.Records[0].Person.Name().Full(), id.Value})
		})
	}
}

func TestACountryHasFieldsOfItsOwn(t *testing.T) {
	t.Parallel()
	fields := profile.UsualOpenCRVS2Fields()
	death := fields[codes.VitalEventDeath]
	death.Subject.Identifiers["CRVS_UID"] = "deceased.uid"
	death.Subject.Name, death.EventDate = "", "death.day"
	delete(fields, codes.VitalEventBirth)
	fields["death"] = death
	p := profile.OpenCRVS2EventsWith(fields)
	death.Subject.Identifiers["CRVS_UID"] = "changed afterwards"
	r := hear(t, p, `{"type":"DEATH","status":"REGISTERED","declaration":{"deceased.name":7,"deceased.firstname":"ธนา","deceased.middlename":"ก","deceased.surname":"ไชย",
		"deceased.uid":"U-1","death.day":"2026-11-03","eventDetails.date":"2020-01-01"}}`)
	require.Len(t, r.Events[0].Records, 1)
	dead := r.Events[0].Records[0].Person
	assert.Equal(t, []any{"ธนา ก ไชย", "2026-11-03"}, []any{dead.Name().Full(), dead.DeathDate().Text()})
	id, _ := dead.Identifier("CRVS_UID")
	assert.Equal(t, "U-1", id.Value)
	assert.True(t, hear(t, p, document(`"status":"REGISTERED",`)).Events[0].Unreadable, "births are not in the table")
	assert.Len(t, profile.UsualOpenCRVS2Fields()[codes.VitalEventDeath].Subject.Identifiers, 1, "each table is one of its own")
}

// A correction back to what was registered first is something new to tell.
func TestACorrectionIsDatedByItsAction(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2Events()
	death := called(t, p, "death")
	first := hear(t, p, death).Events[0].Records[0].Person
	again := hear(t, p, change(t, death, `"2026-11-05T08:00:00.000Z"}`, `"2026-11-09T08:00:00.000Z"}`)).Events[0].Records[0].Person
	assert.NotEqual(t, first.LastUpdated, again.LastUpdated)
	seen := hear(t, p, change(t, death, `"updatedAt": "2026-11-05`, `"updatedAt": "2026-11-07`)).Events[0].Records[0].Person
	assert.Equal(t, first, seen, "looking at it changes nothing")
	at, ok := first.LastUpdated.Time()
	assert.True(t, ok)
	assert.Equal(t, time.Date(2026, 11, 5, 8, 0, 0, 0, time.UTC), at.UTC())
}

func TestAnArchiveWithoutAnActionHasNoTime(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2Events()
	archived := hear(t, p, change(t, called(t, p, "birth"), `"status": "REGISTERED"`, `"status": "ARCHIVED"`)).Events[0]
	require.Len(t, archived.Records, 1)
	assert.Equal(t, profile.ChangeCancelled, archived.Change)
	assert.True(t, archived.Records[0].Person.LastUpdated.IsZero())
}

// What a caller posts is at most 4 MiB by default.
func TestADocumentOfShortElementsTakesLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	hooks, events := profile.OpenCRVSWebhooks(), profile.OpenCRVS2Events()
	fill := func(head, element, tail string) string {
		return head + strings.Repeat(element+",", (4<<20)/(len(element)+1)) + element + tail
	}
	for name, c := range map[string]struct {
		p    profile.Profile
		body string
	}{
		"documents": {hooks, fill(`{"event":{"hub":{"topic":"BIRTH_REGISTERED"},"context":[`, `1`, `]}}`)},
		"resources": {hooks, fill(`{"event":{"hub":{"topic":"BIRTH_REGISTERED"},"context":[{"resourceType":"Bundle","entry":[`, `{}`, `]}]}}`)},
		"actions":   {events, fill(`{"type":"birth","actions":[`, `{}`, `]}`)},
	} {
		r, heap := heapOf(func() *profile.Received { return hear(t, c.p, c.body) })
		assert.Less(t, heap, 64, "%s: MiB", name)
		require.Len(t, r.Events, 1)
		assert.True(t, r.Events[0].Unreadable)
		runtime.KeepAlive(r)
	}
}
