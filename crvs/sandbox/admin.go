package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// The admin endpoints are for whoever sits at this machine. They are neither
// logged nor struck by faults, and ask for no token.
const (
	adminPrefix    = "/_sandbox/"
	adminPeople    = adminPrefix + "people"
	adminExchanges = adminPrefix + "exchanges"
	adminFaults    = adminPrefix + "faults"
	adminEvents    = adminPrefix + "events"
	adminClock     = adminPrefix + "clock"
)

func isAdmin(path string) bool { return strings.HasPrefix(path, adminPrefix) }

func (r *Registry) serveAdmin(w http.ResponseWriter, req *http.Request) {
	if problem := notLocal(req); problem != "" {
		refuse(w, http.StatusForbidden, codes.ReasonRequestForbidden, problem)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	path := req.URL.Path
	id, isFault := strings.CutPrefix(path, adminFaults+"/")
	switch {
	case path == adminPeople:
		only(w, req, refuse, r.adminPeople, http.MethodGet)
	case path == adminExchanges:
		only(w, req, refuse, r.adminExchanges, http.MethodGet)
	case path == adminFaults:
		only(w, req, refuse, r.adminFaults, http.MethodGet, http.MethodPost, http.MethodDelete)
	case path == adminEvents:
		only(w, req, refuse, r.adminEvents, http.MethodPost)
	case path == adminClock:
		only(w, req, refuse, r.adminClock, http.MethodGet, http.MethodPost)
	case isFault && id != "" && !strings.Contains(id, "/"):
		only(w, req, refuse, func(w http.ResponseWriter, req *http.Request) { r.adminClear(w, req, id) }, http.MethodDelete)
	default:
		refuse(w, http.StatusNotFound, codes.ReasonRequestNotFound,
			"there are "+strings.Join([]string{adminPeople, adminExchanges, adminFaults, adminEvents, adminClock}, ", "))
	}
}

// notLocal says why a request is not from this machine, "" if it is.
func notLocal(req *http.Request) string {
	host, _, err := net.SplitHostPort(req.RemoteAddr)
	if err != nil || !isLoopback(host) {
		return "the admin endpoints answer this machine only"
	}
	// A proxy on this machine stands for others.
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"} {
		if len(req.Header.Values(name)) > 0 {
			return "the admin endpoints answer this machine only, and nothing that a proxy forwards"
		}
	}
	// DNS rebinding: a page's own name can be made to lead here.
	if !isLocalHost(req.Host) {
		return "the admin endpoints are at localhost or 127.0.0.1 only: the Host header is another"
	}
	for _, origin := range req.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || !isLocalHost(u.Host) {
			return "the admin endpoints do not answer the web pages of other sites (Origin header)"
		}
	}
	return ""
}

// isLocalHost reads a host with or without a port.
func isLocalHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	} else {
		host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") || isLoopback(host)
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// limitOf reads the limit of a list. If it cannot, it has answered.
func limitOf(w http.ResponseWriter, req *http.Request, usual, most int) (int, bool) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	limit := usual
	for name, values := range query {
		if name != "limit" || len(values) != 1 {
			err = strconv.ErrSyntax
			break
		}
		limit, err = strconv.Atoi(values[0])
	}
	if err != nil || limit < 1 || limit > most {
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad,
			fmt.Sprintf("the only parameter is limit, given once: a whole number from 1 to %d (default %d)", most, usual))
		return 0, false
	}
	return limit, true
}
