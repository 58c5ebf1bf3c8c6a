package wire_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// publishedDocuments are the files of the standard that ours covers.
var publishedDocuments = []string{
	"crvs_api_v1.0.0.yaml",
	"authz_core_api_v1.0.0.yaml",
	"jwks_core_api_v1.0.0.yaml",
	"locations_core_api_v1.0.0.yaml",
}

func TestOurDocumentSaysWhatThePublishedOneSays(t *testing.T) {
	t.Parallel()
	standard := os.Getenv("DCI_STANDARD")
	if standard == "" {
		t.Skip("set DCI_STANDARD to the directory of the published standard (the one that holds openapi/) to run this test")
	}
	ours := parseDocument(t, "openapi.yaml", wire.OpenAPI())
	c := newComparison(t)
	var published []string
	for _, name := range publishedDocuments {
		published = append(published, c.operations(readDocument(t, filepath.Join(standard, "openapi", name)), ours)...)
	}
	root, err := ours.lookup("#")
	require.NoError(t, err)
	paths, ok := root.child("paths")
	require.True(t, ok)
	for path, method := range methods(paths) {
		at := "#/paths/" + escape(path) + "/" + method
		assert.Contains(t, published, at, "an operation that the standard does not have")
	}

	listed := map[difference]bool{}
	for _, d := range deliberate() {
		assert.NotEmpty(t, d.reason, "%s has no reason", d.difference)
		assert.False(t, listed[d.difference], "listed twice: %s", d.difference)
		listed[d.difference] = true
		assert.True(t, c.found[d.difference], "listed, but the documents agree there now: %s", d.difference)
	}
	var unlisted []string
	for d := range c.found {
		if !listed[d] {
			unlisted = append(unlisted, d.String())
		}
	}
	slices.Sort(unlisted)
	for _, d := range unlisted {
		assert.Fail(t, "a difference that is not listed", d)
	}
}
