package person_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
)

// recordsIn collects the members of every "reg_records" anywhere in v.
func recordsIn(v any) []any {
	var found []any
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			switch records := value.(type) {
			case []any:
				if name == "reg_records" {
					found = append(found, records...)
					continue
				}
			case map[string]any:
				if name == "reg_records" {
					found = append(found, records)
					continue
				}
			}
			found = append(found, recordsIn(value)...)
		}
	case []any:
		for _, value := range v {
			found = append(found, recordsIn(value)...)
		}
	}
	return found
}

func TestEveryPublishedRecordIsRead(t *testing.T) {
	t.Parallel()
	standard := os.Getenv("DCI_STANDARD")
	if standard == "" {
		t.Skip("set DCI_STANDARD to the folder of the published standard (captures, samples) to run this")
	}
	for pattern, least := range map[string]int{"captures/opencrvs/*.json": 20, "samples/*res.json": 3} {
		files, err := filepath.Glob(filepath.Join(standard, pattern))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		read := 0
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var document any
			if err := json.Unmarshal(text, &document); err != nil {
				t.Logf("%s is not JSON: %v", filepath.Base(file), err)
				continue
			}
			for _, record := range recordsIn(document) {
				assertReadable(t, filepath.Base(file), record)
				read++
			}
		}
		t.Logf("%s: %d files, %d records", pattern, len(files), read)
		assert.GreaterOrEqual(t, read, least, pattern)
	}
}

func assertReadable(t *testing.T, file string, record any) {
	t.Helper()
	text, err := json.Marshal(record)
	require.NoError(t, err)
	p := read(t, string(text))
	assert.Positive(t, len(p.Names)+len(p.Identifiers), "%s: nobody was read", file)
	for _, r := range append([]person.Relation{{Person: p}}, p.Relations...) {
		for name := range r.Person.Extra.All() {
			switch name {
			case "@id", "@type", "@context", "homeLocation", "group_identifier":
			default:
				t.Logf("%s: %q stays in Extra", file, name)
			}
		}
	}
	once := write(t, p)
	assertSame(t, p, read(t, once), file)
	assert.Equal(t, once, write(t, read(t, once)), file)
}

// propertiesIn collects the names of every property that a published schema
// declares, those of nested classes too.
func propertiesIn(v any) []string {
	var names []string
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if key == "rdfs:property" {
				for _, property := range value.([]any) {
					id, _ := property.(map[string]any)["@id"].(string)
					names = append(names, strings.TrimPrefix(id, "spdci:"))
				}
			}
			names = append(names, propertiesIn(value)...)
		}
	case []any:
		for _, value := range v {
			names = append(names, propertiesIn(value)...)
		}
	}
	return names
}

func TestEveryAttributeOfThePublishedSchemasHasAField(t *testing.T) {
	t.Parallel()
	standard := os.Getenv("DCI_STANDARD")
	if standard == "" {
		t.Skip("set DCI_STANDARD to the folder of the published standard (schemas) to run this")
	}
	for file, read := range map[string]func([]byte) (person.Extra, error){
		"crvs/CRVSPerson": func(b []byte) (person.Extra, error) {
			var v person.Person
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Person": func(b []byte) (person.Extra, error) {
			var v person.Person
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Name": func(b []byte) (person.Extra, error) {
			var v person.PersonName
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Identifier": func(b []byte) (person.Extra, error) {
			var v person.Identifier
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Address": func(b []byte) (person.Extra, error) {
			var v person.Address
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Place": func(b []byte) (person.Extra, error) {
			var v person.Place
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/Geocoordinates": func(b []byte) (person.Extra, error) {
			var v person.GeoPoint
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
		"data/RelatedPerson": func(b []byte) (person.Extra, error) {
			var v person.Relation
			err := v.UnmarshalJSON(b)
			return v.Extra, err
		},
	} {
		text, err := os.ReadFile(filepath.Join(standard, "schemas", file+".jsonld"))
		require.NoError(t, err)
		var schema any
		require.NoError(t, json.Unmarshal(text, &schema))
		names := propertiesIn(schema)
		require.NotEmpty(t, names, file)
		for _, name := range names {
			var taken bool
			for _, value := range []string{`"1990"`, `{"sex":"male"}`, `{"latitude":1}`} {
				x, err := read([]byte(`{"related_member":{},"` + name + `":` + value + `}`))
				if name == "related_member" {
					x, err = read([]byte(`{"related_member":` + value + `}`))
				}
				_, extra := x.Get(name)
				taken = taken || err == nil && !extra
			}
			assert.True(t, taken, "%s: %s stays in Extra", file, name)
		}
	}
}
