package profile

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// What is read of HL7 FHIR R4 is what OpenCRVS writes of it.

// resource is one entry of a bundle.
type resource struct {
	kind string // resourceType
	text jsontext.Value
}

// bundle is a FHIR document: resources that refer to each other by id.
type bundle struct {
	resources []*resource
	byID      map[string][]*resource
}

// readBundle reads what is in a bundle, and nothing of the resources but their type
// and their ids.
func readBundle(text []byte) (*bundle, error) {
	var in struct {
		Kind    loose `json:"resourceType"`
		Entries some[struct {
			FullURL  loose          `json:"fullUrl"`
			Resource jsontext.Value `json:"resource"`
		}] `json:"entry"`
	}
	if err := json.Unmarshal(text, &in); err != nil || in.Kind != "Bundle" {
		return nil, errUnread
	}
	b := &bundle{byID: make(map[string][]*resource)}
	for _, entry := range in.Entries {
		if !isGiven(entry.Resource) {
			continue
		}
		var head struct {
			Kind loose `json:"resourceType"`
			ID   loose `json:"id"`
		}
		if err := json.Unmarshal(entry.Resource, &head); err != nil {
			return nil, errUnread
		}
		if err := b.add(&resource{kind: string(head.Kind), text: entry.Resource}, idOf(string(entry.FullURL)), idOf(string(head.ID))); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// maxNamesakes bounds how many resources have one id, which are compared with each
// other. Each type has ids of its own, and OpenCRVS writes few types.
const maxNamesakes = 16

// add keeps a resource under its ids. One that is there already, to the letter, is
// kept once.
func (b *bundle) add(r *resource, ids ...string) error {
	for _, id := range ids {
		if len(b.byID[id]) == maxNamesakes {
			return errUnread
		}
		for _, other := range b.byID[id] {
			if bytes.Equal(other.text, r.text) {
				return nil
			}
		}
	}
	b.resources = append(b.resources, r)
	for _, id := range ids {
		if id != "" && !slices.Contains(b.byID[id], r) {
			b.byID[id] = append(b.byID[id], r)
		}
	}
	return nil
}

// idOf is the id in urn:uuid:ID, Patient/ID, Patient/ID/_history/1 or a URL of it.
func idOf(reference string) string {
	reference, _, _ = strings.Cut(reference, "/_history/")
	return strings.ToLower(reference[strings.LastIndexAny(reference, "/:")+1:])
}

// kindOf is the type in Patient/ID, or in a URL of it; "" for urn:uuid:ID.
func kindOf(reference string) string {
	reference, _, _ = strings.Cut(reference, "/_history/")
	before := reference[:max(strings.LastIndexByte(reference, '/'), 0)]
	return before[strings.LastIndexByte(before, '/')+1:]
}

// find is what a reference refers to, nil if it is not in the bundle. It returns an
// error for an id of two resources, and for a resource of another type.
func (b *bundle) find(reference loose, kinds ...string) (*resource, error) {
	named := kindOf(string(reference))
	var found *resource
	for _, r := range b.byID[idOf(string(reference))] {
		switch {
		case named != "" && r.kind != named:
		case found != nil, !slices.Contains(kinds, r.kind):
			return nil, errUnread
		default:
			found = r
		}
	}
	return found, nil
}

// only is the resource of this type, nil if there is none, and an error if there are
// several.
func (b *bundle) only(kind string) (*resource, error) {
	var found *resource
	for _, r := range b.resources {
		switch {
		case r.kind != kind:
		case found != nil:
			return nil, errUnread
		default:
			found = r
		}
	}
	return found, nil
}

// isAbout says whether a reference, if there is one, refers to this resource.
func (b *bundle) isAbout(reference loose, r *resource) bool {
	if reference == "" {
		return true
	}
	found, err := b.find(reference, r.kind)
	return err == nil && found == r
}

// reference is a Reference of FHIR.
type reference struct {
	To loose `json:"reference"`
}

// concept is a CodeableConcept: its codes, or its text where it has none. OpenCRVS
// writes a bare text in places, and one where FHIR has a list.
type concept []string

// UnmarshalJSONFrom reads a concept.
func (c *concept) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	*c = nil
	if d.PeekKind() == '[' {
		var list some[concept]
		err := list.UnmarshalJSONFrom(d)
		for _, one := range list {
			*c = append(*c, one...)
		}
		return err
	}
	if d.PeekKind() != '{' {
		var text loose
		err := text.UnmarshalJSONFrom(d)
		*c = texts(some[loose]{text})
		return err
	}
	var in struct {
		Coding some[struct {
			Code loose `json:"code"`
		}] `json:"coding"`
		Text loose `json:"text"`
	}
	if err := json.UnmarshalDecode(d, &in); err != nil {
		return err
	}
	for _, coding := range in.Coding {
		*c = append(*c, texts(some[loose]{coding.Code})...)
	}
	if len(*c) == 0 {
		*c = texts(some[loose]{in.Text})
	}
	return nil
}

// one is the code, "" if there is none or two differ.
func (c concept) one() string {
	var code agreed[string]
	for _, each := range c {
		code.add(each)
	}
	return code.value()
}
