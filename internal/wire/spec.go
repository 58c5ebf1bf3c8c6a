package wire

import _ "embed"

//go:embed openapi.yaml
var openAPI string

// OpenAPI returns the document that the types are made from, in YAML. The bytes
// are the caller's.
func OpenAPI() []byte { return []byte(openAPI) }
