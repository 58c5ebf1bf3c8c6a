package person

// Period is a time with a beginning and an end: Period of the 2022 edition. A
// zero end means that it goes on, or that the registry does not say.
type Period struct {
	Start, End Date
	Extra      Extra
}

func (p *Period) isZero() bool {
	return p.Start.IsZero() && p.End.IsZero() && p.Extra.IsZero()
}

// period reads a period into dst, by the rules of into.
func (c *cursor) period(dst *Period) bool {
	var p Period
	if !c.onePeriod(&p) || !p.isZero() && !dst.isZero() {
		return false
	}
	if !p.isZero() {
		*dst = p
	}
	return true
}

func (c *cursor) onePeriod(p *Period) bool {
	inside, given := c.enter()
	if !inside {
		return !given
	}
	p.Extra = c.object(func(name string, _ int) bool {
		switch ofPeriod.field(name) {
		case fieldStart:
			return c.date(&p.Start)
		case fieldEnd:
			return c.date(&p.End)
		default:
			return false
		}
	})
	return true
}

func (o *object) period(name string, p *Period) {
	if !p.isZero() {
		o.name(name)
		o.w.period(p)
	}
}

func (w *writer) period(p *Period) {
	o := w.open(ofPeriod)
	o.text("start", p.Start.text)
	o.text("end", p.End.text)
	o.close(p.Extra)
}
