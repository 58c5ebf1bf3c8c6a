// Package person models a person as a civil registry describes one: names,
// identifiers, sex, partial dates, places, addresses and relations, by the data
// objects of DCI CRVS 1.0.0 (CRVSPerson) and of the 2022 workshop.
//
//	var p person.Person
//	err := json.Unmarshal(record, &p)
//	p.Name().Full()                         // "Mala S Kumar"
//	id, ok := p.Identifier(codes.IdentifierBRN)
//	p.BirthDate().Year()                    // 1990
//
// Decoding is lenient: it takes every spelling that registries use
// (given_name, givenName, first_name, ...), an object where a list is meant and
// the reverse, and "" for "not given". What it has no field for it keeps in
// Extra and writes out again. Encoding is canonical: the spelling of v1.0.0.
//
// Every type here that holds personal data prints itself redacted through fmt
// and slog, by itself and inside slices, maps, pointers and exported fields. Go
// asks no type, and so shows everything, in these places; do not log there:
//   - a value in an unexported field of another type, printed with %v or %+v;
//   - the verb %w for a value that is no error (go vet refuses it);
//   - JSON, and so slog's JSON handler for a value that holds a person (a slice,
//     a struct), though not for a person itself;
//   - a plain string that was taken out of a person: a name, Date.Text.
//
// The package does no I/O. Its values are plain data: copy and compare them as
// you like, but do not change one while another goroutine reads it. What was
// decoded from one record shares its memory: see [Person.UnmarshalJSONFrom].
package person
