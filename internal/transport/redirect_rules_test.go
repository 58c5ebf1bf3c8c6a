package transport

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRedirectsBetweenSchemes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, from, to string
		ok             bool
	}{
		{"from https to http", "https://r.example/", "http://r.example/", false},
		{"from https to http on the same port", "https://r.example:443/", "http://r.example:443/", false},
		{"from http to https", "http://r.example/", "https://r.example/a", true},
		{"from http on a port of its own to https", "http://r.example:8080/", "https://r.example/a", false},
		{"from https to https on its default port", "https://r.example/", "https://R.example:443/a", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			from, err := url.Parse(tt.from)
			require.NoError(t, err)
			to, err := url.Parse(tt.to)
			require.NoError(t, err)
			err = checkRedirect(&http.Request{Method: "POST", URL: to}, []*http.Request{{Method: "POST", URL: from}})
			assert.Equal(t, tt.ok, err == nil, "%v", err)
		})
	}
}
