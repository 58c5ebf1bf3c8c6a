package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// asha's birth is told in full: a ward's clinic, two parents, a status.
func asha() person.Record {
	district := &person.Place{Name: "Mysuru", Type: "ADMIN_STRUCTURE", Identifiers: []person.Identifier{id("LOCATION", "KA-22")}}
	clinic := &person.Place{
		Name: "Vani Vilas Clinic", Type: "HEALTH_FACILITY", Identifiers: []person.Identifier{id("LOCATION", "HF-007")},
		ContainedIn: &person.Place{Name: "Nazarbad", ContainedIn: district},
	}
	parent := func(t codes.RelationshipType, name, uin string) person.Relation {
		return person.Relation{Type: t, Person: person.Person{
			Names: []person.PersonName{{Text: name}}, Identifiers: []person.Identifier{id("UIN", uin)},
		}}
	}
	return person.Record{
		Event: codes.VitalEventBirth, RegistrationNumber: "B2020/0012",
		Person: person.Person{
			Names:         []person.PersonName{{Given: []string{"Asha"}, Middle: []string{"S"}, Family: []string{"Rao"}}},
			Identifiers:   []person.Identifier{id("BRN", "B2020/0012")},
			BirthDates:    []person.Date{person.MustDate("2020-03-01")},
			BirthPlace:    clinic,
			MaritalStatus: "single", RegistrationDate: person.MustDate("2020-03-20"),
			Addresses: []person.Address{{Region: "KA", SubRegion: "KA-22"}},
			Relations: []person.Relation{parent("MTH", "Bala  Rao", "111"), parent("FTH", "Mohan Rao", "222")},
		},
	}
}

func TestHoldComparesEveryAttribute(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	type with func(*person.Record)
	no := func(*person.Record) {}
	oneParent := func(r *person.Record) { r.Person.Relations = r.Person.Relations[:1] }
	status := func(s codes.MaritalStatus) with { return func(r *person.Record) { r.Person.MaritalStatus = s } }
	event := func(e codes.VitalEvent) with { return func(r *person.Record) { r.Event = e } }
	tests := []struct {
		name   string
		asked  search.Condition
		record with
		want   string
	}{
		{"the date of a birth is that of its event", search.EventDate.Is(d("2020-03-01")), no, confirmed},
		{"another day is not", search.EventDate.Is(d("2020-03-02")), no, contradicts + "event_date"},
		{"a death without its day shows nothing", search.EventDate.Is(d("2020-03-02")), event("death"), unconfirmed},
		{"an adoption leaves no day", search.EventDate.Is(d("2020-03-02")), event("adoption"), unconfirmed},
		{"a record of no event has no day of it", search.EventDate.Is(d("2020-03-02")), event(""), unconfirmed},
		{"nor by a day that suggests one", search.EventDate.Is(d("2020-03-02")), func(r *person.Record) {
			r.Event, r.Person.DivorceDates = "", held(t, "2045-01-01")
		}, unconfirmed},
		{"the day of the registration", search.RegistrationDate.OnOrAfter(d("2020-03")), no, confirmed},
		{"another day of the registration", search.RegistrationDate.Before(d("2020-03-20")), no, contradicts + "registration_date"},
		{"no day of the registration", search.RegistrationDate.Is(d("2020")), func(r *person.Record) { r.Person.RegistrationDate = person.Date{} }, unconfirmed},
		{"a date of the caller's own", search.DateAttribute("baptism_date").Is(d("2020")), no, unconfirmed},

		{"the facility by its code", search.BirthPlace.Is("HF-007"), no, confirmed},
		{"the facility by its name", search.BirthPlace.Is(" vani vilas clinic"), no, confirmed},
		{"the ward around it", search.BirthPlace.Is("Nazarbad"), no, confirmed},
		{"the district by its code", search.EventPlace.Is("KA-22"), no, confirmed},
		{"another district contradicts nothing", search.BirthPlace.Is("KA-23"), no, unconfirmed},
		{"a code written otherwise is not shown", search.BirthPlace.Is("KA22"), no, unconfirmed},
		{"a place of many", search.BirthPlace.In("KA-21", "KA-22"), no, confirmed},
		{"no place", search.BirthPlace.Is("KA-22"), func(r *person.Record) { r.Person.BirthPlace = nil }, unconfirmed},
		{"the place of a death is another", search.DeathPlace.Is("KA-22"), no, unconfirmed},
		{"the place of the death", search.EventPlace.Is("KA-22"), func(r *person.Record) {
			r.Event, r.Person.DeathPlace, r.Person.BirthPlace = "death", r.Person.BirthPlace, nil
		}, confirmed},
		{"a ring of places ends", search.BirthPlace.Is("nowhere"), func(r *person.Record) {
			p := *r.Person.BirthPlace
			p.ContainedIn = &p
			r.Person.BirthPlace = &p
		}, unconfirmed},

		{"the marital status in another word", search.MaritalStatus.Is("S"), no, confirmed},
		{"another status contradicts", search.MaritalStatus.Is("M"), no, contradicts + "marital_status"},
		{"no status shows nothing", search.MaritalStatus.Is("M"), status(""), unconfirmed},
		{"an unknown one neither", search.MaritalStatus.Is("M"), status("Unknown"), unconfirmed},
		{"a registry's own neither", search.MaritalStatus.Is("M"), status("concubinage"), unconfirmed},
		{"nor is it asked for", search.MaritalStatus.Is("concubinage"), no, unconfirmed},
		{"who never married is unmarried", search.MaritalStatus.Is("U"), no, unconfirmed},
		{"and the other way round", search.MaritalStatus.Is("W"), status("U"), unconfirmed},
		{"who is separated is married", search.MaritalStatus.Is("M"), status("L"), unconfirmed},
		{"but not unmarried", search.MaritalStatus.Is("U"), status("L"), contradicts + "marital_status"},
		{"an annulled marriage never was", search.MaritalStatus.Is("S"), status("A"), unconfirmed},
		{"a domestic partner may be divorced", search.MaritalStatus.Is("T"), status("D"), unconfirmed},
		{"but not married", search.MaritalStatus.Is("T"), status("M"), contradicts + "marital_status"},
		{"a widow is not divorced", search.MaritalStatus.Is("D"), status("W"), contradicts + "marital_status"},
		{"one of two statuses", search.MaritalStatus.In("M", "S"), no, confirmed},
		{"none of two statuses", search.MaritalStatus.In("M", "W"), no, contradicts + "marital_status"},
		{"perhaps one of two", search.MaritalStatus.In("M", "U"), no, unconfirmed},

		{"the sub-region", search.SubRegion.Is("ka-22"), no, confirmed},
		{"another sub-region", search.SubRegion.Is("KA-23"), no, contradicts + "sub_region_code"},
		{"one of several", search.SubRegion.In("KA-23", "KA-22"), no, confirmed},
		{"a code of the caller's own", search.CodeAttribute("ration_card").Is("A"), no, unconfirmed},

		{"the whole name", search.FullName.Is("asha s rao"), no, confirmed},
		{"without what is between", search.FullName.Is("Asha Rao"), no, confirmed},
		{"the family name first", search.FullName.Is("Rao Asha"), no, confirmed},
		{"another name contradicts nothing", search.FullName.Is("Mala Kumar"), no, unconfirmed},
		{"one spelling of two", search.FamilyName.In("Row", "RAO"), no, confirmed},
		{"the mother's name", search.MotherName.Is("Bala Rao"), no, confirmed},
		{"the father's name", search.FatherName.Is("Mohan  rao"), no, confirmed},
		{"the father's is not the mother's", search.MotherName.Is("Mohan Rao"), no, unconfirmed},
		{"a name of the caller's own", search.NameAttribute("nickname").Is("Asha"), no, unconfirmed},

		{"one of the parents", search.ParentIs("UIN", "222"), no, confirmed},
		{"whichever is the first", search.Parent1.Is("UIN", "222"), no, confirmed},
		{"neither of the parents", search.ParentIs("UIN", "333"), no, contradicts + "parent1_identifier"},
		{"neither, and the second is asked for", search.Parent2.Is("UIN", "333"), no, contradicts + "parent2_identifier"},
		{"a number of another type", search.ParentIs("NID", "333"), no, unconfirmed},
		{"a number written otherwise", search.ParentIs("UIN", "0222"), no, unconfirmed},
		{"one parent alone leaves the other open", search.ParentIs("UIN", "333"), oneParent, unconfirmed},
		{"one parent twice is one", search.ParentIs("UIN", "333"), func(r *person.Record) {
			oneParent(r)
			r.Person.Relations = append(r.Person.Relations, person.Relation{Type: "PRN", Person: r.Person.Relations[0].Person})
		}, unconfirmed},
		{"a parent without a number leaves it open", search.ParentIs("UIN", "333"), func(r *person.Record) {
			r.Person.Relations = append(r.Person.Relations, person.Relation{Type: "ADOPTP"})
		}, unconfirmed},
		{"one of several numbers", search.Parent1.In(id("UIN", "9"), id("UIN", "111")), no, confirmed},
		{"the child's own number is not a parent's", search.ParentIs("BRN", "B2020/0012"), no, unconfirmed},

		{"the registration by its number", search.RegistrationNumber.Is("B2020/0012"), no, confirmed},
		{"another number", search.RegistrationNumber.Is("B2020/0013"), no, contradicts + "registration_number"},
		{"the number written otherwise", search.RegistrationNumber.Is("b2020/12"), no, unconfirmed},
		{"the number is only among the identifiers", search.RegistrationNumber.Is("B2020/0012"), func(r *person.Record) { r.RegistrationNumber = "" }, confirmed},
		{"no number", search.RegistrationNumber.Is("1"), func(r *person.Record) { r.RegistrationNumber, r.Person.Identifiers = "", nil }, unconfirmed},
		{"a number of a record of no event", search.RegistrationNumber.Is("D1"), event(""), unconfirmed},
		{"a birth's number in a record of a death", search.RegistrationNumber.Is("D1"), func(r *person.Record) { r.Event, r.RegistrationNumber = "death", "" }, unconfirmed},
		{"a marriage's number in a record of a divorce", search.RegistrationNumber.Is("V1"), func(r *person.Record) {
			r.Event, r.RegistrationNumber, r.Person.Identifiers = "divorce", "", []person.Identifier{id("MRN", "M1")}
		}, unconfirmed},
		{"the number of a divorce", search.RegistrationNumber.Is("V1"), func(r *person.Record) { r.Event, r.RegistrationNumber = "divorce", "V2" }, contradicts + "registration_number"},
		{"one of several registrations", search.RegistrationNumber.In("B1", "B2020/0012"), no, confirmed},

		{"an attribute of the deployment", search.Custom("ward").Is("7"), no, unconfirmed},
		{"even by a name of ours", search.Custom("birth_date").Is("1990-01-01"), no, unconfirmed},
		{"one of two days", search.BirthDate.In(d("2019-03-01"), d("2020-03-01")), no, confirmed},
		{"none of two days", search.BirthDate.In(d("2019-03-01"), d("2020-03-02")), no, contradicts + "birth_date"},

		{"either of two, the first", search.BirthDate.Is(d("2020-03-01")).Or(search.SubRegion.Is("X")), no, confirmed},
		{"either of two, the second", search.SubRegion.Is("X").Or(search.BirthDate.Is(d("2020-03-01"))), no, confirmed},
		{"neither of two", search.SubRegion.Is("KA-23").Or(search.BirthDate.Is(d("2020-03-02"))), no, contradicts + "sub_region_code"},
		{"not the first, perhaps the second", search.SubRegion.Is("KA-23").Or(search.FamilyName.Is("X")), no, unconfirmed},
		{"not the first, who knows the second", search.SubRegion.Is("KA-23").Or(search.Custom("ward").Is("7")), no, unconfirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := asha()
			tt.record(&r)
			assert.Equal(t, tt.want, verdict(search.Where(tt.asked), r, search.Holding{Now: today}))
			assert.Equal(t, tt.want, verdict(search.Where(tt.asked).AsExpression(), r, search.Holding{Now: today}), "the form changes nothing")
		})
	}
}

func TestHoldComparesWhatACoupleHasTogether(t *testing.T) {
	t.Parallel()
	r := marriage("")
	groom := &r.Person.Relations[0].Person
	groom.MarriagePlace = &person.Place{Name: "Mysuru"}
	groom.RegistrationDate = person.MustDate("2015-02-20")
	groom.DivorceDates = held(t, "2019-07-01")
	groom.MaritalStatus, r.Person.MaritalStatus = "W", "D"
	d := person.MustDate
	ofGroom := search.BirthDate.Is(d("1986-01-20"))
	for name, tt := range map[string]struct {
		asked search.Query
		want  string
	}{
		"the day of the event":        {search.Where(ofGroom, search.EventDate.Is(d("2015-02-14"))), confirmed},
		"another day of the event":    {search.Where(ofGroom, search.EventDate.Is(d("2015-02-15"))), contradicts + "birth_date"},
		"the place of the event":      {search.Where(search.BirthDate.Is(d("1990-05-12")), search.EventPlace.Is("mysuru")), confirmed},
		"the day of the registration": {search.Where(search.BirthDate.Is(d("1990-05-12")), search.RegistrationDate.Is(d("2015-02"))), confirmed},
		"the number":                  {search.Where(ofGroom, search.RegistrationNumber.Is("M15FEB042")), confirmed},
		"the day of the divorce":      {search.Where(search.BirthDate.Is(d("1990-05-12")), search.DivorceDate.Is(d("2019-07-01"))), confirmed},
		"another number":              {search.Where(search.RegistrationNumber.Is("M1")), contradicts + "registration_number"},
		"the status of the groom":     {search.Where(ofGroom, search.MaritalStatus.Is("W")), confirmed},
		"the bride's is not his":      {search.Where(ofGroom, search.MaritalStatus.Is("D")), contradicts + "birth_date"},
	} {
		assert.Equal(t, tt.want, verdict(tt.asked, r, search.Holding{Now: today, UntypedSpouse: true}), name)
	}
}

func TestHoldJoinsConditionsOnOneDate(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	twice := bornOn(d("1990-05-12"), d("1991-06-13"))
	one := search.BirthDate.Is(d("1990-05-12")).Or(search.BirthDate.Is(d("1989-01-01")))
	assert.Equal(t, confirmed, verdict(search.Where(one, search.BirthDate.Before(d("1991"))), twice, search.Holding{}))
	assert.Equal(t, refuted, verdict(search.Where(one, search.BirthDate.OnOrAfter(d("1991"))), twice, search.Holding{}),
		"each half is true of another birthday")
	list := search.BirthDate.In(d("1990-05-12"), d("1989-01-01"))
	assert.Equal(t, refuted, verdict(search.Where(search.BirthDate.OnOrAfter(d("1991")), list), twice, search.Holding{}))
	thai := search.BirthDate.In(d("2533-05-12"), d("2534-05-12"))
	assert.Equal(t, confirmed, verdict(search.Where(thai), bornOn(d("2533-05-12")), search.Holding{Now: today}))
	assert.Equal(t, unconfirmed, verdict(search.Where(thai), bornOn(d("1990-05-12")), search.Holding{Now: today}), "of another calendar")
}

func TestHoldTakesNoNumberOfAnotherEvent(t *testing.T) {
	t.Parallel()
	// A record that says no event and shows the number of the birth: whoever read
	// it took that for its own.
	r := person.Record{RegistrationNumber: "B1", Person: person.Person{Identifiers: []person.Identifier{id("BRN", "B1")}}}
	assert.Equal(t, contradicts+"reg_event_type", verdict(search.ByIdentifier("DRN", "D1").In("death"), r, search.Holding{}))
	r.Person.DeathDates = held(t, "2024-08-03") // noted in the register of births
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("DRN", "D1").In("death"), r, search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(search.Where(search.RegistrationNumber.Is("D1")).In("death"), r, search.Holding{}))
	assert.Equal(t, contradicts+"BRN", verdict(search.ByIdentifier("BRN", "B2").In("birth"), r, search.Holding{}))
	assert.Equal(t, contradicts+"registration_number", verdict(search.Where(search.RegistrationNumber.Is("B2")).In("birth"), r, search.Holding{}))
}

func TestHoldOfAGraphQLTextKnowsTheEventAlone(t *testing.T) {
	t.Parallel()
	q := search.GraphQL(`{ person(UIN: "1") { name } }`)
	assert.Equal(t, unconfirmed, verdict(q, asha(), search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(q.In("birth"), asha(), search.Holding{}), "a record of the event is not yet the one asked for")
	assert.Equal(t, contradicts+"reg_event_type", verdict(q.In("death"), asha(), search.Holding{}))
}
