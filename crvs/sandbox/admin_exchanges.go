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
	answer(w, http.StatusOK, r.exchanges.last(limit))
}
