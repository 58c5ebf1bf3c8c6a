package sandbox

// openCRVSLocations is the tree of places as OpenCRVS shows it.
func openCRVSLocations(all places) any {
	type identifier struct {
		Name       string `json:"name"`
		Identifier string `json:"identifier"`
	}
	type place struct {
		Type        string       `json:"@type"`
		Kind        string       `json:"additionalType"`
		Identifier  []identifier `json:"identifier"`
		Name        string       `json:"name"`
		ContainedIn *string      `json:"containedInPlace"`
	}
	out := struct {
		Context     map[string]string `json:"@context"`
		LastUpdated string            `json:"lastUpdated"`
		Locations   []place           `json:"locations"`
	}{
		Context: map[string]string{
			"@context": "http://spdci.org/", "xsd": "http://www.w3.org/2001/XMLSchema#", "schema": "http://schema.org/",
		},
		LastUpdated: "2026-01-01T00:00:00.000+00:00",
	}
	for _, l := range all {
		p := place{Type: "Place", Kind: l.kind, Identifier: []identifier{{"opencrvs-location", l.id}}, Name: l.name}
		if l.in != "" {
			p.ContainedIn = &l.in
		}
		out.Locations = append(out.Locations, p)
	}
	return out
}
