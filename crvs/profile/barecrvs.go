package profile

// BareCRVS is the published CRVS mock: no envelope, so the message is the body
// and nothing can be signed; transaction_id is a number; an acknowledgement may
// carry an error.
func BareCRVS() Profile {
	p := DCI10()
	p.Name, p.System = "bare-crvs", "the bare CRVS API"
	p.Paths = standardPaths("/crvs")
	p.Signing = ""
	p.Encrypts = false
	p.Form.Bare = true
	p.Form.NumericIDs = true
	return p
}
