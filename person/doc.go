// Package person models a person as a civil registry describes one: names,
// identifiers, sex, partial dates, places, addresses, contacts and relations, by
// the data objects of DCI CRVS 1.0.0 (CRVSPerson) and of the 2022 workshop.
//
//	var p person.Person
//	err := json.Unmarshal(record, &p)
//	p.Name().Full()                         // "Mala S Kumar"
//	id, ok := p.Identifier(codes.IdentifierBRN)
//	p.BirthDate().Year()                    // 1990
//	mother, ok := p.Mother()
//	p.DeathRecorded(time.Now())             // True, False or Unsure: is a death recorded?
//
// Whether a death is recorded is asked with [Record.DeathRecorded] or
// [Person.DeathRecorded], and never by whether a date is given: registries write
// 9999-12-31 for "none", and some give no date at all of a death. Only True may
// stop a pension; False does not mean that the person is alive.
//
// Decoding is lenient: it takes every spelling that registries use, an object
// where a list is meant and the reverse, and "" for "not given". What it has no
// field for it keeps in Extra and writes out again. Encoding is canonical: the
// spelling of v1.0.0, and where v1.0.0 has no member the name of the 2022
// edition in snake case. What was read, written and read again is the same.
//
// # A person
//
// The table names each attribute as the editions do, with how often it may occur;
// "-" where an edition does not have it. Decoding takes the member in the last
// column, which encoding writes, and the spellings after it.
//
//	2022 edition          v1.0.0                    here               written, and also read
//	Person Identifier *   identifier *              Identifiers        identifier; identifiers, person_identifier, member_identifier; see below
//	Person Name           name 0..1                 Names              name; person_name; an object, a list or a text
//	Gender 0..1           sex 0..1                  Sex                sex; gender
//	Birthdate *           birth_date 0..1           BirthDates         birth_date; birthDate, birthdate, dob
//	-                     birth_place 0..1          BirthPlace         birth_place; birthPlace, birthplace
//	weight_at_birth       -                         BirthWeight        weight_at_birth; weightAtBirth, birth_weight, birthWeight
//	type_of_birth         -                         TypeOfBirth        type_of_birth; typeOfBirth, birth_type, birthType
//	Deceased datetime *   death_date 0..1           DeathDates         death_date; deathDate, deathdate, deceased_datetime
//	-                     death_place 0..1          DeathPlace         death_place; deathPlace, deathplace
//	Address *             address *                 Addresses          address; addresses; an object, a list or a text
//	Contact Number *      phone_number *, email *   Contacts           phone_number, email, contact_number; phoneNumber, phone; see below
//	Marital Status        marital_status 0..1       MaritalStatus      marital_status; maritalStatus
//	-                     marriage_date *           MarriageDates      marriage_date; marriageDate, marriagedate
//	-                     -                         MarriagePlace      marriage_place; marriagePlace, marriageplace (OpenCRVS)
//	-                     divorce_date *            DivorceDates       divorce_date; divorceDate, divorcedate
//	-                     -                         DivorcePlace       divorce_place; divorcePlace, divorceplace
//	-                     parent1_identifier 0..1   Relations          parent1_identifier; as a parent of whom nothing else is known
//	-                     parent2_identifier 0..1   Relations          parent2_identifier; the same
//	father_name           -                         Relations          related_person; father_name, fatherName: a father with a name
//	mother_name           -                         Relations          related_person; mother_name, motherName: a mother with a name
//	-                     related_person *          Relations          related_person; relatedPerson, relations (OpenCRVS)
//	-                     registration_date 0..1    RegistrationDate   registration_date; registrationDate
//	-                     last_updated 0..1         LastUpdated        last_updated; lastUpdated
//	brn                   -                         Identifiers        identifier; brn, drn, mrn: an identifier of that type
//	repository_type       reg_event_type            Record.Event       reg_event_type; repository_type; in a Record only: v1.0.0 names it around the records
//	any other             any other                 Extra              as it came
//
// Sex, marital status, type of birth, the use of a name and a relationship are
// canonical codes after decoding where the directory knows them (package codes),
// else as they came. The type of an identifier always stays as it came.
//
// # Its parts
//
// An identifier, [Identifier]: a type and a value.
//
//	identifier_type    Type    identifierType, identification_type, id_type, type, name (OpenCRVS)
//	identifier_value   Value   identifierValue, identification_value, id_value, value, identifier (OpenCRVS)
//
// It may be a text, "UIN:789456". Among the person's own members the 2022 edition
// has identification_type and identification_value (here also identifier_type and
// identifier_value); they become one more identifier, unless the list has the
// same number.
//
// A name, [PersonName]. Each part may be a text or a list of texts. The parts may
// stand among the person's own members.
//
//	2022             v1.0.0           here           written, and also read
//	NameUse 0..1     -                Use            use; name_use, nameUse
//	FamilyName *     surname 0..1     Family         surname; sur_name, family_name, familyName, last_name, lastName
//	GivenName *      given_name 0..1  Given          given_name; givenName, first_name, firstName
//	MiddleName *     second_name 0..1 Middle         second_name; secondName, middle_name, middleName, additional_name, additionalName
//	Prefix *         prefix 0..1      Prefix         prefix
//	Suffix *         suffix 0..1      Suffix         suffix
//	-                maiden_name 0..1 Maiden         maiden_name; maidenName
//	Period 0..1      -                Period         period, an object with start and end
//	a free text      -                Text           text; a text in the place of the name
//
// A contact, [Contact]. v1.0.0 has lists of texts: phone_number and email. Where
// they do not say all (a use, a period, another kind, another order), encoding
// writes each contact in full as contact_number too, with the members system,
// value, use and period; decoding drops the texts that are among them.
//
// An address, [Address].
//
//	address_line1, address_line2      Line1, Line2   address_line_1, addressLine1, ...
//	locality                          Locality
//	sub_region_code, region_code      SubRegion, Region
//	postal_code, country_code         PostalCode, Country
//	geo_location                      Geo            a plus code, the point in its middle and the corners of its box
//
// A place, [Place]. Places nest both ways.
//
//	name                              Name           a text in the place of a place of birth, say
//	address_line                      AddressLine    addressLine, address
//	geo                               Geo            latitude and longitude, as texts or numbers
//	contained_in_place                ContainedIn    containedInPlace; a text is a code, and becomes an identifier
//	contains_place *                  Contains       containsPlace
//	identifier (OpenCRVS)             Identifiers
//	additional_type (OpenCRVS)        Type           additionalType
//
// A relation, [Relation]: relationship_type and related_member; or a person with
// the relationship as one more member, relationship_type or "@type". The first
// identifiers of the parents stand also in parent1_identifier and
// parent2_identifier, for readers who know only v1.0.0.
//
// # What can be asked
//
// Dates are as exact as the registry knew them, and answer with a [Truth]: True,
// False, or Unsure where what is known does not decide.
//
//	born := p.BirthDate()                             // 1990-05
//	born.Equal(person.MustDate("1990-05-12"))         // Unsure: it may be
//	born.Before(person.MustDate("1991"))              // True
//	p.AtLeast(18, today, person.LeapDayMarch1)        // of age?
//	age, ok := p.Age(today, person.LeapDayMarch1)     // age.Min to age.Max
//	born.In(zone)                                     // the registry's own day of a time in UTC
//	born.Era(now)                                     // EraFar: 2533 is of another calendar
//
// Nothing is computed with years of another calendar: what is asked of them is
// Unsure, or has no answer. [LeapDay] is the law for those born on 29 February.
//
// [CompareNumbers] says whether two texts are the same number: True for the same
// text only, Unsure where one may be the other written otherwise (2019/0012 and
// 2019/12, 12345678901.0, XXXXXXXX1234), else False. Package person/match holds two
// accounts of a person against each other, attribute by attribute.
//
// [Person.Validate] says, in the standard's names and without a value, what a
// strict registry would refuse in a person that we send.
//
// A [Record] is one registration: the event, its number, the person, and for a
// marriage the couple ([Record.Subjects]).
//
// # Placeholders
//
// What systems write for "unknown" is not a value: it neither confirms nor
// contradicts. [Placeholders] is the one table of it, which [Date.IsPlaceholder],
// [Identifier.IsPlaceholder], [Person.DeathRecorded], [Person.Age], package search
// and package match go by. The text itself stays readable, as it came.
//
//	written                         as                            by
//	0001-01-01                      every date                    the zero of Go and of .NET
//	1000-01-01                      every date                    MySQL, its first DATE
//	1601-01-01                      every date                    Windows, FILETIME 0
//	1753-01-01                      every date                    SQL Server, its first datetime
//	1899-12-30, 1899-12-31          every date                    OLE, Access, Delphi; Lotus
//	1900-01-01, 1900-01-00          every date                    SQL Server 0, Excel 1 and 0, C
//	1904-01-01                      every date                    Excel on a Mac
//	1969-12-31, 1970-01-01          death, marriage, divorce,     Unix 0, west and east of Greenwich; 1 January
//	                                registration                  is also the birthday of many, and so no
//	                                                              placeholder as a birth
//	2099-12-31, 2999-12-31,         every date                    open ends
//	3000-01-01, 4712-12-31          every date                    open ends; Oracle's last DATE
//	8888-12-31                      every date                    padding of forms
//	the years 0000 and 9999         every date                    MySQL's 0000-00-00; open ends, the last of .NET
//	00/00/0000, 99/99/9999, 0, -1   every date                    as numbers below
//
//	0, 000000, D-000, N/A 0         numbers                       zeros alone, whatever stands around them
//	99999, 99-999-9999              numbers                       nines alone, from five on: 9 and 99 are real
//	-1, -99, -9999                  numbers                       missing values of statistics
//	XXXX, ****, -, ?                numbers; XXX in names         padding of forms
//	N/A, unknown, not given, none,  numbers, names, places,       clerks and programs, in any case and several
//	null, undefined, ...            dates                         languages
//	NA, nil, NaN, #REF!, pending,   numbers only                  Na and Nil are names
//	no, void, ...
//
// Digits are those of any script. A time in UTC is a placeholder if one of the days
// that it can be is. A registry's own placeholders are added by its profile:
// [Placeholders.WithDates], [Placeholders.WithTexts].
//
// # What is lost nowhere
//
//   - A member without a field, or of a shape that nobody knows, stays raw in the
//     Extra of the object in which it stood.
//   - A member in two spellings that differ ({"gender":"F","sex":"male"}): the
//     first is the field, the second stays in Extra, and both are written.
//     Identifiers, contacts and relations under several names add up.
//   - Text that is no date, a code that no directory has, a latitude with a comma
//     are kept as they came.
//   - Persons and places deeper than eight in each other, and lists beyond 10,000
//     elements of a record, stay raw. So do lists that would take far more memory
//     than the text: see [Decoder].
//   - [Record.Raw] is the record as it came, byte for byte.
//
// What encoding does change: layout and needless escapes, aliases of codes, "",
// null and {} (not given), and a text that stood twice.
//
// # Personal data
//
// Every type here that holds personal data prints itself redacted through fmt
// and slog, by itself and inside slices, maps, pointers and exported fields. Go
// asks no type, and so shows everything, in these places; do not log there:
//   - a value in an unexported field of another type, printed with %v or %+v;
//   - the verb %w for a value that is no error (go vet refuses it);
//   - JSON, and so slog's JSON handler for a value that holds a person (a slice,
//     a struct), though not for a person itself;
//   - a plain string that was taken out of a person: a name, Date.Text; and the
//     bytes of Record.Raw.
//
// The package does no I/O. Its values are plain data: copy and compare them as
// you like, but do not change one while another goroutine reads it. What was
// decoded from one record shares its memory: see [Person.UnmarshalJSONFrom].
package person
