package person

// person writes CRVSPerson in the spelling and the shapes of v1.0.0. What
// v1.0.0 has no member for stands under its name of the 2022 edition, or as
// internal/wire/RULES.md, rule 20, says.
func (w *writer) person(p *Person) {
	o := w.open(ofPerson)
	o.person(p)
	o.close(p.Extra)
}

// person writes the members of a person but for the extra ones.
func (o *object) person(p *Person) {
	list(o, "identifier", p.Identifiers, alwaysList, (*Identifier).isZero, (*writer).identifier)
	list(o, "name", p.Names, oneAlone, (*PersonName).isZero, (*writer).personName)
	o.text("sex", string(p.Sex.Canonical()))
	o.dates("birth_date", p.BirthDates, oneAlone)
	o.place("birth_place", p.BirthPlace)
	o.text("weight_at_birth", p.BirthWeight)
	o.text("type_of_birth", string(p.TypeOfBirth.Canonical()))
	o.dates("death_date", p.DeathDates, oneAlone)
	o.place("death_place", p.DeathPlace)
	list(o, "address", p.Addresses, alwaysList, (*Address).isZero, (*writer).address)
	o.contacts(p.Contacts)
	o.text("marital_status", string(p.MaritalStatus.Canonical()))
	o.dates("marriage_date", p.MarriageDates, alwaysList)
	o.place("marriage_place", p.MarriagePlace)
	o.dates("divorce_date", p.DivorceDates, alwaysList)
	o.place("divorce_place", p.DivorcePlace)
	related := o.parents(p.Relations)
	list(o, "related_person", related, alwaysList, (*Relation).isZero, (*writer).relation)
	o.text("registration_date", p.RegistrationDate.text)
	o.text("last_updated", p.LastUpdated.text)
}
