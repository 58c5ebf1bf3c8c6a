package person_test

import (
	"encoding/json"
	"os"
	"path/filepath"
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
			case "@id", "@type", "@context", "homeLocation", "group_identifier", "mother_name", "father_name":
			default:
				t.Logf("%s: %q stays in Extra", file, name)
			}
		}
	}
	once := write(t, p)
	assertSame(t, p, read(t, once), file)
	assert.Equal(t, once, write(t, read(t, once)), file)
}
