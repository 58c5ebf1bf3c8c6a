package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/person"
)

func contactReadings() []readingCase {
	reached := func(by ...person.Contact) person.Person { return person.Person{Contacts: by} }
	phone := person.Contact{System: person.ContactPhone, Value: "1"}
	home := person.Contact{System: person.ContactPhone, Value: "1", Use: "home", Period: person.Period{Start: person.MustDate("2015")}}
	email := person.Contact{System: person.ContactEmail, Value: "a@b"}
	const homeText = `{"system":"Phone","value":1,"use":"home","period":{"start":"2015"}}`
	return []readingCase{
		{"phones come before e-mail addresses, however they stand", `{"email":"a@b","phone_number":["1"]}`, reached(phone, email)},
		{"a contact number is a phone", `{"contact_number":"1"}`, reached(phone)},
		{"a contact point says its kind, its use and when", `{"contact_number":[` + homeText + `,{"system":"fax","value":"2"}]}`, reached(home, person.Contact{System: person.ContactFax, Value: "2"})},
		{"a contact point that does not say its kind is that of the member", `{"email":[{"value":"a@b"}],"contact_number":{"value":"1"}}`, reached(email, phone)},
		{"a kind that nobody knows stays", `{"contact_number":{"system":"telegraph","value":"1"}}`, reached(person.Contact{System: "telegraph", Value: "1"})},
		{"a contact point in the place of a phone", `{"phone_number":[` + homeText + `]}`, reached(home)},
		{"the bare double of a contact point is dropped", `{"phone_number":["1","2"],"contact_number":[` + homeText + `]}`, reached(person.Contact{System: person.ContactPhone, Value: "2"}, home)},
		{"the same number under two spellings is one", `{"phone":"1","phone_number":["1"],"contact_number":"1"}`, reached(phone)},
		{"different numbers under two spellings add up", `{"phone":"1","contact_number":"2"}`, reached(phone, person.Contact{System: person.ContactPhone, Value: "2"})},
		{"a number twice in one list stays twice", `{"phone":["1","1"]}`, reached(phone, phone)},
		{"an address that is also a phone number is both", `{"phone":"1","email":"1"}`, reached(phone, person.Contact{System: person.ContactEmail, Value: "1"})},
		{"members around a contact stay", `{"phone":[{"@type":"ContactPoint","value":"1"}]}`, reached(person.Contact{System: person.ContactPhone, Value: "1", Extra: extra(`{"@type":"ContactPoint"}`)})},
		{"no contact", `{"phone":"","email":[null,{}],"contact_number":{}}`, person.Person{}},
		{"a contact of a shape unknown", `{"phone":true,"email":[["a@b"]]}`, person.Person{Extra: extra(`{"phone":true,"email":[["a@b"]]}`)}},
	}
}

func TestContactsOfBothEditionsAreRead(t *testing.T) {
	t.Parallel()
	runReadings(t, contactReadings())
}

func TestContactsAreWrittenAsTextsUnlessThatLosesSomething(t *testing.T) {
	t.Parallel()
	phone, email := person.Contact{System: "PHONE", Value: "1"}, person.Contact{System: person.ContactEmail, Value: "a@b"}
	home := person.Contact{Value: "2", Use: "home"}
	for _, tc := range []struct {
		name     string
		contacts []person.Contact
		want     string
	}{
		{"values of both kinds", []person.Contact{phone, {Value: "3"}, {}, email}, `{"phone_number":["1","3"],"email":["a@b"]}`},
		{"a use", []person.Contact{phone, home}, `{"phone_number":["1","2"],"contact_number":[{"system":"phone","value":"1"},{"system":"phone","value":"2","use":"home"}]}`},
		{"an order of their own", []person.Contact{email, phone}, `{"phone_number":["1"],"email":["a@b"],"contact_number":[{"system":"email","value":"a@b"},{"system":"phone","value":"1"}]}`},
		{"another kind", []person.Contact{{System: "fax", Value: "4"}}, `{"contact_number":[{"system":"fax","value":"4"}]}`},
		{"a kind and no value", []person.Contact{{System: "sms", Use: "work"}}, `{"contact_number":[{"system":"sms","use":"work"}]}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := person.Person{Contacts: tc.contacts}
			assertText(t, tc.want, write(t, p))
			assertText(t, tc.want, write(t, read(t, tc.want)))
		})
	}
}

func TestTheUsualContactIsTheFirstOfItsKind(t *testing.T) {
	t.Parallel()
	p := person.Person{Contacts: []person.Contact{
		{System: person.ContactEmail, Value: "a@b"}, {System: "PHONE", Use: "home"}, {Value: "1"}, {System: person.ContactPhone, Value: "2"}, {System: "Email", Value: "c@d"},
	}}
	assert.Equal(t, "1", p.Phone())
	assert.Equal(t, []string{"1", "2"}, p.Phones())
	assert.Equal(t, "a@b", p.Email())
	assert.Equal(t, []string{"a@b", "c@d"}, p.Emails())
	c, ok := p.Contact("Phone")
	assert.True(t, ok)
	assert.Equal(t, "1", c.Value)
	_, ok = p.Contact(person.ContactFax)
	assert.False(t, ok)
	assert.Empty(t, person.Person{}.Phone())
	assert.Nil(t, person.Person{}.Emails())
}
