package sandbox

type feed struct{}

func newFeed() feed { return feed{} }
