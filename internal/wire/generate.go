package wire

// The tools are a module outside the workspace, and Go takes no -modfile in one.
//go:generate env GOWORK=off go tool -modfile=../tools/go.mod oapi-codegen -config oapi-codegen.yaml openapi.yaml
