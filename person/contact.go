package person

import (
	"slices"
	"strings"
)

// Contact is a way to reach a person: ContactPoint of the 2022 edition, an
// element of phone_number or email in v1.0.0.
type Contact struct {
	System ContactSystem // "" counts as a phone, for the 2022 edition calls the member contact number
	Value  string        // as written; E.164 is recommended for a phone, not guaranteed
	Use    string        // home, work, mobile, ...: as the registry wrote it, "" if it does not say
	Period Period        // when it was or is in use
	Extra  Extra
}

// ContactSystem is the kind of a [Contact]. No edition publishes values: those
// here are from HL7 FHIR. An unknown one survives a round trip.
type ContactSystem string

// Kinds of contacts.
const (
	ContactPhone ContactSystem = "phone"
	ContactEmail ContactSystem = "email"
	ContactFax   ContactSystem = "fax"
	ContactSMS   ContactSystem = "sms"
	ContactURL   ContactSystem = "url"
	ContactOther ContactSystem = "other"
)

// Canonical is the spelling of the constants where s is one of them in another
// case, else s as it is. "" is [ContactPhone].
func (s ContactSystem) Canonical() ContactSystem {
	if s == "" {
		return ContactPhone
	}
	for _, known := range [...]ContactSystem{ContactPhone, ContactEmail, ContactFax, ContactSMS, ContactURL, ContactOther} {
		if strings.EqualFold(string(s), string(known)) {
			return known
		}
	}
	return s
}

// Contact is the first contact of this kind, false if there is none.
func (p Person) Contact(s ContactSystem) (Contact, bool) {
	for _, c := range p.Contacts {
		if c.System.Canonical() == s.Canonical() && c.Value != "" {
			return c, true
		}
	}
	return Contact{}, false
}

// Phone is the first telephone number as written, "" if there is none.
func (p Person) Phone() string {
	c, _ := p.Contact(ContactPhone)
	return c.Value
}

// Phones lists the telephone numbers as written, nil if there are none.
func (p Person) Phones() []string { return contactValues(p.Contacts, ContactPhone) }

// Email is the first e-mail address as written, "" if there is none.
func (p Person) Email() string {
	c, _ := p.Contact(ContactEmail)
	return c.Value
}

// Emails lists the e-mail addresses as written, nil if there are none.
func (p Person) Emails() []string { return contactValues(p.Contacts, ContactEmail) }

func contactValues(contacts []Contact, s ContactSystem) []string {
	var out []string
	for i := range contacts {
		if c := &contacts[i]; c.Value != "" && c.System.Canonical() == s {
			out = append(out, c.Value)
		}
	}
	return out
}

func (c *Contact) isZero() bool {
	return c.System == "" && c.Value == "" && c.Use == "" && c.Period.isZero() && c.Extra.IsZero()
}

// isBare says whether the contact is a value and nothing else, so that a text
// says all of it.
func (c *Contact) isBare() bool {
	return c.Value != "" && c.Use == "" && c.Period.isZero() && c.Extra.IsZero()
}

// contactMember is a member in which contacts stand. Their order in a person is
// this one, whatever the order of the members.
type contactMember uint8

const (
	phoneMember contactMember = iota // phone_number of v1.0.0
	emailMember                      // email of v1.0.0
	pointMember                      // contact_number of 2022: all of them, in full
	contactMembers
)

// contacts reads a contact, a list of them, or texts, into dst. A text, and an
// object that does not say its kind, is of the given kind. Several spellings of
// a member add up, but for what stands in two of them.
func (c *cursor) contacts(dst *[]Contact, kind ContactSystem) bool {
	var list []Contact
	if !readList(c, &list, 2, (*cursor).contact, (*Contact).isZero) {
		return false
	}
	for i := range list {
		if list[i].System == "" {
			list[i].System = kind
		}
	}
	if *dst == nil {
		*dst = list
	} else {
		*dst = append(*dst, withoutDoubles(list, *dst)...)
	}
	return true
}

func (c *cursor) contact(k *Contact) bool {
	if c.Peek() != '{' {
		text, ok := c.scalar()
		k.Value = text
		c.elements-- // it counts as a text
		return ok && c.another()
	}
	c.At++
	k.Extra = c.object(func(name string, _ int) bool {
		switch ofContact.field(name) {
		case fieldSystem:
			return readCode(c, &k.System, ContactSystem.Canonical)
		case fieldValue:
			return c.into(&k.Value)
		case fieldUse:
			return c.into(&k.Use)
		case fieldPeriod:
			return c.period(&k.Period)
		default:
			return false
		}
	})
	return true
}

// withoutDoubles is list without the bare contacts that held has too.
func withoutDoubles(list, held []Contact) []Contact {
	if len(list) == 0 || len(held) == 0 {
		return list
	}
	type number struct {
		system ContactSystem
		value  string
	}
	seen := make(map[number]bool, len(held)) // not a loop in a loop: a peer decides how many there are
	for i := range held {
		seen[number{held[i].System.Canonical(), held[i].Value}] = true
	}
	return slices.DeleteFunc(list, func(k Contact) bool {
		return k.isBare() && seen[number{k.System.Canonical(), k.Value}]
	})
}

// joinContacts puts together what stood in the members.
func joinContacts(by *[contactMembers][]Contact) []Contact {
	points := by[pointMember]
	joined := by[phoneMember]
	if len(joined) == 0 {
		joined = by[emailMember]
	} else {
		joined = append(joined, by[emailMember]...)
	}
	if len(points) > 0 {
		joined = append(withoutDoubles(joined, points), points...)
	}
	return joined
}

// contacts writes phone_number and email, and where these texts do not say all,
// every contact in full as contact_number; decoding drops the doubles.
func (o *object) contacts(contacts []Contact) {
	o.texts("phone_number", contactValues(contacts, ContactPhone), alwaysList)
	o.texts("email", contactValues(contacts, ContactEmail), alwaysList)
	if !areTexts(contacts) {
		list(o, "contact_number", contacts, alwaysList, (*Contact).isZero, (*writer).contact)
	}
}

// areTexts says whether the contacts are first phones, then e-mail addresses,
// each a value and nothing else.
func areTexts(contacts []Contact) bool {
	last := ContactPhone
	for i := range contacts {
		c := &contacts[i]
		if c.isZero() {
			continue
		}
		system := c.System.Canonical()
		if !c.isBare() || system != last && system != ContactEmail {
			return false
		}
		last = system
	}
	return true
}

func (w *writer) contact(c *Contact) {
	o := w.open(ofContact)
	o.text("system", string(c.System.Canonical()))
	o.text("value", c.Value)
	o.text("use", c.Use)
	o.period("period", &c.Period)
	o.close(c.Extra)
}
