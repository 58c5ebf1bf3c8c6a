package riverstore

// WithSynchronous changes when SQLite waits for the disk. A store never does.
func WithSynchronous(mode string) Option {
	return func(o *options) error { o.synchronous = mode; return nil }
}

// Sweep removes what has had its time, as River has it done every ten minutes.
var Sweep = (*Store).sweep
