package sandbox

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// countries are of several seeds, sizes and times: what must hold of one must
// hold of all.
func countries() []Population {
	return []Population{
		{Seed: 1, Size: 1, From: 2000, To: 2000},
		{Seed: 2, Size: 7, From: 1850, To: 2000},
		{Seed: 3, Size: 500, From: 2020, To: 2025},
		{Seed: 4, Size: 3000, From: 1930, To: 2025},
		{Seed: 5, Size: 20_000, From: 1930, To: 2025},
		{Seed: 1 << 63, Size: 4000, From: 1950, To: 2100},
	}
}

func eachCountry(t *testing.T, check func(t *testing.T, w *world)) {
	t.Helper()
	for _, p := range countries() {
		w := newWorld(&p)
		require.Equal(t, p.Size, int(w.people.size))
		check(t, w)
		if t.Failed() {
			t.Fatalf("in the country %+v", p)
		}
	}
}

func TestEveryLifeIsPossible(t *testing.T) {
	t.Parallel()
	eachCountry(t, func(t *testing.T, w *world) {
		t.Helper()
		before := dayOf(w.from, 1, 1)
		for i := range w.people.size {
			c := w.people.at(i)
			require.LessOrEqual(t, before, c.birth, "people are in the order of their births")
			before = c.birth
			require.LessOrEqual(t, c.birth, w.today)
			require.True(t, c.death == never || c.birth <= c.death && c.death <= w.today)
			require.True(t, c.death == never || c.death < c.birth.years(111))
			require.True(t, c.birthReg == never || c.birth <= c.birthReg && c.birthReg <= w.today)
			require.True(t, c.deathReg == never || c.death <= c.deathReg && c.deathReg <= w.today)
			require.True(t, c.deathReg == never || c.birthReg == never || c.birthReg <= c.deathReg)
			require.True(t, c.death != never || c.deathReg == never, "a registered death is a death")
			require.Equal(t, c.birthReg != never, c.birthOrd != none)
			require.Equal(t, c.deathReg != never, c.deathOrd != none)
			require.NotZero(t, c.given)
			require.False(t, c.traits.has(hasUIN) && c.birthReg == never, "a UIN comes with the registration")
		}
	})
}

func TestParentsCanBeTheParents(t *testing.T) {
	t.Parallel()
	eachCountry(t, func(t *testing.T, w *world) {
		t.Helper()
		last := make(map[int32]day)
		for i := range w.people.size {
			c := w.people.at(i)
			adopted := c.traits.has(isAdopted)
			if c.mother != none {
				m := w.people.at(c.mother)
				require.Equal(t, sexFemale, m.traits.sex())
				require.True(t, m.isAlive(c.birth))
				require.Greater(t, c.birth, m.birth.years(16))
				require.Less(t, c.birth, m.birth.years(47))
				before, has := last[c.mother]
				require.True(t, adopted || !has || before == c.birth || before+lyingTime <= c.birth, "children of a mother are far enough apart")
				if !adopted {
					last[c.mother] = c.birth
				}
			}
			if c.father != none {
				f := w.people.at(c.father)
				require.Equal(t, sexMale, f.traits.sex())
				require.Greater(t, c.birth, f.birth.years(16))
				require.GreaterOrEqual(t, f.death, c.birth-carrying, "a father may have died since the conception, not before")
			}
			if adopted {
				m := w.marriages.at(w.lastMarriage(c.mother, c.birth))
				require.Equal(t, c.father, m.spouse(c.mother))
				require.Greater(t, w.end(m), c.birth+adoptionDays)
			}
		}
	})
}

func TestBrothersAndSistersOfOneDeliveryShareEverythingButTheirNames(t *testing.T) {
	t.Parallel()
	deliveries := 0
	eachCountry(t, func(t *testing.T, w *world) {
		t.Helper()
		for i := range w.people.size {
			c := w.people.at(i)
			if c.traits.position() == 0 {
				continue
			}
			deliveries++
			o := w.people.at(i - 1)
			require.Equal(t, o.birth, c.birth)
			require.Equal(t, o.mother, c.mother)
			require.Equal(t, o.father, c.father)
			require.Equal(t, o.traits.brothers(), c.traits.brothers())
			require.Equal(t, o.traits.position()+1, c.traits.position())
			for _, parent := range []func(int32) (relative, bool){w.mother, w.father} {
				one, told := parent(i - 1)
				other, toldToo := parent(i)
				require.Equal(t, told, toldToo)
				require.Equal(t, one.key, other.key)
				require.Equal(t, one.name.given, other.name.given)
			}
		}
	})
	assert.Positive(t, deliveries)
}

func TestNobodyIsInTwoMarriages(t *testing.T) {
	t.Parallel()
	again := 0
	eachCountry(t, func(t *testing.T, w *world) {
		t.Helper()
		var before day
		for i := range w.marriages.size {
			m := w.marriages.at(i)
			wife, husband := w.people.at(m.wife), w.people.at(m.husband)
			require.True(t, i == 0 || before <= m.date, "marriages are in the order of the weddings")
			before = m.date
			require.Equal(t, [2]int{sexFemale, sexMale}, [2]int{wife.traits.sex(), husband.traits.sex()})
			require.LessOrEqual(t, wife.birth.years(18), m.date)
			require.LessOrEqual(t, husband.birth.years(18), m.date)
			require.True(t, wife.isAlive(m.date) && husband.isAlive(m.date))
			require.True(t, m.divorced == never || m.date < m.divorced && m.divorced < min(wife.death, husband.death) && m.divorced <= w.today)
			require.True(t, m.reg == never || m.date <= m.reg && m.reg <= w.today)
			require.Equal(t, m.reg != never, m.ord != none)
			require.True(t, wife.mother == none || wife.mother != husband.mother, "not brother and sister")
			require.True(t, wife.father == none || wife.father != husband.father, "not brother and sister")
			require.NotEqual(t, wife.father, m.husband)
			require.NotEqual(t, husband.mother, m.wife)
			for _, one := range []int32{m.wife, m.husband} {
				if next := m.next(one); next != none {
					again++
					require.Greater(t, w.marriages.at(next).date, w.end(m), "one marriage ends before the next begins")
				}
			}
		}
	})
	assert.Positive(t, again)
}

func TestTheCountryHasTheShapeOfOne(t *testing.T) {
	t.Parallel()
	w := newWorld(&Population{Seed: 11, Size: 50_000, From: 1930, To: 2025})
	var ages [12]int
	var died, lived [12]int
	children, unregistered, twins, adopted, single, orphans, widowed, oneName, partial := 0, 0, 0, 0, 0, 0, 0, 0, 0
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	for i := range w.people.size {
		c := w.people.at(i)
		on := min(c.death, w.today)
		last := int(on-c.birth) / 3653
		for decade := range last + 1 {
			lived[decade]++
		}
		count(&died[last], c.death != never)
		count(&twins, c.traits.brothers() > 0)
		count(&adopted, c.traits.has(isAdopted))
		count(&single, c.mother != none && c.father == none)
		count(&oneName, c.family == 0)
		count(&partial, c.traits.known() != knownDay)
		if c.death != never {
			continue
		}
		ages[last]++
		count(&widowed, w.status(i, w.today) == "W")
		if c.birth > w.today.years(-18) {
			children++
			count(&unregistered, c.birthOrd == none)
			count(&orphans, c.mother != none && w.people.at(c.mother).death != never && (c.father == none || w.people.at(c.father).death != never))
		}
	}
	for decade := range 9 {
		assert.Greater(t, ages[decade]*21/20, ages[decade+1], "there are fewer of each age than of the one before: %v", ages)
		if decade > 0 && decade < 8 {
			assert.Less(t, died[decade]*lived[decade+1], died[decade+1]*lived[decade], "death comes more often with age: %d", decade)
		}
	}
	within := func(what string, n, of, from, to int) {
		assert.True(t, from*of <= 1000*n && 1000*n <= to*of, "%s: %d of %d", what, n, of)
	}
	within("children who are not registered", unregistered, children, 20, 60)
	within("one of twins or triplets", twins, int(w.people.size), 15, 40)
	within("adopted", adopted, int(w.people.size), 1, 10)
	within("children of single mothers", single, int(w.people.size), 30, 100)
	within("orphans", orphans, children, 1, 10)
	within("widows and widowers", widowed, int(w.people.size), 20, 80)
	within("one name", oneName, int(w.people.size), 20, 100)
	within("a birth date that is not whole", partial, int(w.people.size), 10, 80)
}

func TestNumbersLeadBackToTheirPersonAndNobodyElse(t *testing.T) {
	t.Parallel()
	n := newNumbering(7)
	for _, c := range []cipher{n.national, n.uin} {
		assert.Equal(t, uint64(1), multiply(c.factor, c.inverse))
		for _, row := range []int32{0, 1, 2, 12_345, maxPeople - 1} {
			number := c.number(row)
			assert.Len(t, number, numberDigits)
			got, ok := c.row(number)
			assert.True(t, ok)
			assert.Equal(t, row, got)

			wrong := []byte(number)
			wrong[3] = '0' + (wrong[3]-'0'+1)%10
			_, ok = c.row(string(wrong))
			assert.False(t, ok, "a slip of the finger is no number")
		}
		for _, none := range []string{"", "1", "+1234567890", "-1234567890", "1234567890a", "１２３４", "123456789012", " 1234567890"} {
			_, ok := c.row(none)
			assert.False(t, ok, none)
		}
	}
}

func TestAMalformedRegistrationNumberFindsNoRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(&Population{Seed: 8, Size: 300, From: 1990, To: 2025})
	r := &w.registers[ofBirths]
	assert.Equal(t, int32(0), w.ord(r, w.registration(keyOf(ofBirths, 0))))
	for _, none := range []string{
		"", "B", "B1990-000000", "B1990-00000001", "B1990-0000000", "B1990-9999999", "B1890-0000001", "B9999-0000001",
		"D1990-0000001", "b1990-0000001", "B+990-0000001", "B1990-+000001", "B1990+0000001", "B19９0-0001", "B1990-00000x1", "B-990-0000001", "B1990--000001",
	} {
		assert.Equal(t, int32(-1), w.ord(r, none), none)
	}
}

func TestPlacesLieInEachOther(t *testing.T) {
	t.Parallel()
	p := newPlaceTable(true)
	assert.Len(t, p.list, 2+regions*placesOfRegion+len(locations()))
	seen := make(map[string]bool)
	for i, l := range p.list[1:] {
		id := placeID(i + 1)
		assert.False(t, seen[l.id], l.id)
		assert.True(t, l.in == "" || seen[l.in], "a place stands before those in it")
		seen[l.id] = true
		assert.Equal(t, l.in, p.list[p.in[id]].id)
		if district := p.districtAbove(id); district != 0 && id < p.ofCountry {
			assert.True(t, p.within(id, map[placeID]bool{district: true}), l.id)
			assert.Equal(t, p.district(p.region(district), 0), p.district(p.region(p.in[district]+1), 0))
		}
	}
	assert.Len(t, p.below(p.called("xs-03")), placesOfRegion)
	assert.Len(t, p.below(p.called("sandoria")), int(p.ofCountry)-1)
	assert.Len(t, p.below(p.called("côte-lönn")), placesOfRegion)
	assert.Empty(t, p.below(p.called("Atlantis")))
}

func TestALongAnswerIsRememberedAndTheOldestIsForgotten(t *testing.T) {
	t.Parallel()
	var r recent
	for i := range 3 * maxRecent {
		r.put(digestOf(string(rune(i))), 0, []key{key(i)})
	}
	assert.Len(t, r.found, maxRecent)
	assert.Equal(t, maxRecent, r.ranks)
	_, ok := r.get(digestOf(string(rune(0))), 0)
	assert.False(t, ok)
	r.put(digestOf("long"), 0, make([]key, maxRecentRanks))
	assert.Len(t, r.found, 1)
	r.put(digestOf("longer"), 0, make([]key, maxRecentRanks+1))
	_, ok = r.get(digestOf("long"), 0)
	assert.True(t, ok, "what is too long is not remembered, and drives nothing out")
}

func TestNamesAreFoldedBeforeTheyAreCompared(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"Zo\u00e9line", "ZOE\u0301LINE"},
		{" Mary   Ann ", "mary ann"},
		{"НУРЛАНОВА", "нурланова"},
		{"Stra\u00dfe", "STRASSE"},
		{"\u212aim", "kim"},
		{"አበበ", "አበበ"},
		{"", "  "},
	} {
		assert.Equal(t, fold(same[0]), fold(same[1]))
	}
	assert.NotEqual(t, fold("Zoe"), fold("Zo\u00e9"), "an accent is part of a name")
}
