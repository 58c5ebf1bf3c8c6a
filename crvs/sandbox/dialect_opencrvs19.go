package sandbox

// The DCI server of OpenCRVS as it ran in 2026 (profile.OpenCRVS19).

func openCRVS19() dialect {
	return openCRVS("opencrvs-1.9", "/opencrvs-1.9", shapeOfOpenCRVS19, openCRVSWords{standard: true})
}
