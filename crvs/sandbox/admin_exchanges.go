package sandbox

import (
	"net/http"

	"github.com/openspmis/dci-crvs-go/codes"
)

const usualExchanges = 100

// adminExchanges is GET /_sandbox/exchanges.
func (r *Registry) adminExchanges(w http.ResponseWriter, req *http.Request) {
	limit, ok := limitOf(w, req, usualExchanges, maxExchanges)
	if !ok {
		return
	}
	if r.exchanges == nil {
		refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound, "this sandbox keeps no exchanges: start it with WithExchangeLog")
		return
	}
	// An empty list is [], not null.
	answer(w, http.StatusOK, append([]Exchange{}, r.exchanges.last(limit)...))
}
