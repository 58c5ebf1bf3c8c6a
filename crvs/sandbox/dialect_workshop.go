package sandbox

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// The sandbox of the 2022 workshop: searchCRVSData, flat JSON (profile.Workshop2022).

func workshop2022(base string) dialect {
	return dialect{
		name: "workshop-2022", base: base, search: "/searchCRVSData", flat: true,
		answer: (*call).searchWorkshop, refuse: refuseWorkshop,
	}
}

// errorOfWorkshop is the only one that is documented.
const errorOfWorkshop = 567

// refuseWorkshop answers with the one error that there is; but for a token that
// is not accepted and a path that is not there.
func refuseWorkshop(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	if status == http.StatusUnauthorized || status == http.StatusNotFound {
		refuse(w, status, code, messages...)
		return
	}
	answer(w, http.StatusOK, struct {
		Success string `json:"success"`
		Code    int    `json:"error_code"`
		Message string `json:"return_message"`
	}{"false", errorOfWorkshop, "Invalid Input Parameters"})
}

type workshopQuestion struct {
	Repositories []string `json:"repository_type"`
	Type         string   `json:"identification_type"`
	Value        string   `json:"identification_value"`
	State        string   `json:"state_code"`
}

type workshopName struct {
	Suffix string `json:"suffix"`
	Prefix string `json:"prefix"`
	First  string `json:"first_name"`
	Last   string `json:"last_name"`
	Middle string `json:"middle_name"`
}

// workshopRecord has every member, "" where nothing is known.
type workshopRecord struct {
	IdentificationType  string       `json:"identification_type"`
	IdentificationValue string       `json:"identification_value"`
	Repository          string       `json:"repository_type"`
	BRN                 string       `json:"brn,omitempty"`
	DRN                 string       `json:"drn,omitempty"`
	MRN                 string       `json:"mrn,omitempty"`
	Name                workshopName `json:"name"`
	Father              string       `json:"father_name"`
	Mother              string       `json:"mother_name"`
	Phone               string       `json:"contact_number"`
	Born                string       `json:"dob"`
	Died                string       `json:"death_date,omitempty"`
	Married             string       `json:"marriage_date,omitempty"`
	Gender              string       `json:"gender"`
	Weight              string       `json:"weight_at_birth"`
	TypeOfBirth         string       `json:"type_of_birth"`
}

func (c *call) searchWorkshop(d *dialect, w http.ResponseWriter, req *http.Request) {
	body, ok := c.admitted(d, w, req)
	if !ok {
		return
	}
	var q workshopQuestion
	if json.Unmarshal(body, &q) != nil || q.Value == "" || len(q.Repositories) == 0 {
		refuseWorkshop(w, http.StatusBadRequest, codes.ReasonRequestBad)
		return
	}
	in, ok := q.asked(c.registry.people.world().places.published)
	if !ok {
		refuseWorkshop(w, http.StatusBadRequest, codes.ReasonRequestBad)
		return
	}
	records := []workshopRecord{}
	for i, item := range c.retold(in, c.registry.searchAnswer(in)).Message.SearchResponse {
		if item.Status != wire.RequestStatusSucceeded {
			refuseWorkshop(w, http.StatusBadRequest, codes.ReasonRequestBad)
			return
		}
		for _, raw := range item.Data.RegRecords {
			var p person.Person
			if err := json.Unmarshal(raw, &p); err != nil {
				continue // as we wrote it
			}
			records = append(records, q.record(p, in.Message.Questions[min(i, len(in.Message.Questions)-1)].Criteria.Event))
		}
	}
	answer(w, http.StatusOK, struct {
		Success string           `json:"success"`
		Message string           `json:"return_message"`
		Data    []workshopRecord `json:"data"`
	}{"true", "Search Completed", records})
}

// asked is one question for each register, in the state if there is one.
func (q workshopQuestion) asked(known places) (*asked, bool) {
	identifier := codes.IdentifierType(q.Type).Canonical()
	if !identifier.Known() || q.State != "" && !known.know(q.State) {
		return nil, false
	}
	items := []predicateItem{{First: &predicate{Attribute: string(identifier), Operator: codes.OperatorEqual, Value: q.Value}}}
	if q.State != "" {
		items = append(items, predicateItem{First: &predicate{Attribute: attrRegion, Operator: codes.OperatorEqual, Value: q.State}})
	}
	query, err := json.Marshal(items)
	if err != nil {
		return nil, false
	}
	in := &asked{}
	for _, repository := range q.Repositories {
		event := codes.VitalEvent(repository).Canonical()
		if !slices.Contains([]codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage}, event) {
			return nil, false
		}
		in.Message.Questions = append(in.Message.Questions, question{
			ReferenceID: repository,
			Criteria:    criteria{Event: string(event), QueryType: string(wire.QueryTypePredicate), Query: query},
		})
	}
	return in, true
}

// record is a record as this API shows it. It has no place for a couple, so a
// marriage is shown as whom of the two was asked for.
func (q workshopQuestion) record(p person.Person, register string) workshopRecord {
	event := codes.VitalEvent(register)
	if v, ok := p.Extra.Get("reg_event_type"); ok {
		_ = json.Unmarshal(v, &event) // as we wrote it
	}
	number := p.RegistrationNumber(event)
	subject := p
	if event == codes.VitalEventMarriage {
		for _, spouse := range p.Related(codes.RelationshipHusband, codes.RelationshipWife) {
			if id, ok := spouse.Identifier(codes.IdentifierType(q.Type)); ok && id.Value == q.Value {
				subject = spouse
			}
		}
	}
	name := subject.Name()
	r := workshopRecord{
		Name: workshopName{
			Suffix: strings.Join(name.Suffix, " "), Prefix: strings.Join(name.Prefix, " "),
			First: name.GivenName(), Middle: name.MiddleName(), Last: name.FamilyName(),
		},
		Phone: subject.Phone(), Born: subject.BirthDate().Text(), Gender: genderOfWorkshop(subject.Sex),
		Weight: subject.BirthWeight,
	}
	for _, t := range []codes.IdentifierType{codes.IdentifierType(q.Type).Canonical(), codes.IdentifierNationalID, codes.IdentifierUIN} {
		if id, ok := subject.Identifier(t); ok && r.IdentificationType == "" {
			r.IdentificationType, r.IdentificationValue = string(t), id.Value
		}
	}
	if father, ok := subject.Father(); ok {
		r.Father = father.Name().Full()
	}
	if mother, ok := subject.Mother(); ok {
		r.Mother = mother.Name().Full()
	}
	switch event {
	case codes.VitalEventDeath:
		r.Repository, r.DRN, r.Died = "death", number, p.DeathDate().Text()
	case codes.VitalEventMarriage:
		r.Repository, r.MRN, r.Married = "marriage", number, p.MarriageDate().Text()
	default:
		r.Repository, r.BRN = "birth", number
		r.TypeOfBirth = typeOfBirthOfWorkshop(p.TypeOfBirth)
	}
	return r
}

// genderOfWorkshop is a code of CD04 as the sample has it.
func genderOfWorkshop(s codes.Sex) string {
	switch s.Canonical() {
	case codes.SexFemale:
		return "F"
	case codes.SexMale:
		return "M"
	case "":
		return ""
	case codes.SexOther:
		return "O"
	default:
		return "U"
	}
}

// typeOfBirthOfWorkshop is a label: "Single".
func typeOfBirthOfWorkshop(t codes.BirthType) string {
	s := string(t.Canonical())
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
